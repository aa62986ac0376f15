"""The gate: may this person pass now, and why; dated rules, the gate book, and what contradicts itself in it."""

from shouwang.planning.gate.answering import Answer, Asked, may_pass
from shouwang.planning.gate.book import Clash, Conflict, Passage, find_conflicts, still_out
from shouwang.planning.gate.reading import FAULTS, RuleProblem, as_json, read_rule
from shouwang.planning.gate.rule import GateRule, Limit, Rules
from shouwang.planning.gate.words import ALWAYS, Direction, Guests, Reason, State, Verdict, Who, Why

__all__ = [
    "ALWAYS",
    "FAULTS",
    "Answer",
    "Asked",
    "Clash",
    "Conflict",
    "Direction",
    "GateRule",
    "Guests",
    "Limit",
    "Passage",
    "Reason",
    "RuleProblem",
    "Rules",
    "State",
    "Verdict",
    "Who",
    "Why",
    "as_json",
    "find_conflicts",
    "may_pass",
    "read_rule",
    "still_out",
]
