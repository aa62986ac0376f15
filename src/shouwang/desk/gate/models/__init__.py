"""The gate: where it is, who passed or was turned back there, and rules that wait for a second person."""

from shouwang.desk.gate.models.passages import Direction, Gate, Outcome, Passage, Reason, Who
from shouwang.desk.gate.models.proposals import RuleProposal

__all__ = ["Direction", "Gate", "Outcome", "Passage", "Reason", "RuleProposal", "Who"]
