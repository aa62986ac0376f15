"""Rounds: proposals, rounds, stops, and what could not be taken over."""

from shouwang.desk.rounds.models.rounds import LETTERS, Proposal, Round, RoundHandOver
from shouwang.desk.rounds.models.stops import UNDO_WITHIN, Delivery, Outcome, Stop, Task
from shouwang.desk.rounds.models.unapplied import UnappliedSaying

__all__ = [
    "LETTERS",
    "UNDO_WITHIN",
    "Delivery",
    "Outcome",
    "Proposal",
    "Round",
    "RoundHandOver",
    "Stop",
    "Task",
    "UnappliedSaying",
]
