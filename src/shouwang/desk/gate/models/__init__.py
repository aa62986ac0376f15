"""The gate: where it is, who passed or was turned back there, passes, and rules that wait for a second person."""

from shouwang.desk.gate.models.handovers import GateNote, Handover
from shouwang.desk.gate.models.passages import Direction, Gate, Outcome, Passage, Reason, Who
from shouwang.desk.gate.models.passes import IssuedPass, PassKey, PassScope, PassUse
from shouwang.desk.gate.models.proposals import RuleProposal

__all__ = [
    "Direction", "Gate", "GateNote", "Handover", "IssuedPass", "Outcome", "PassKey", "PassScope", "PassUse", "Passage",
    "Reason", "RuleProposal", "Who",
]  # fmt: skip
