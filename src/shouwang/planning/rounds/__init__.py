"""Rounds: who goes to which doors, in which order, and why."""

from shouwang.planning.rounds.model import (
    Carrier,
    Left,
    LeftOut,
    Need,
    Pace,
    Place,
    PlannedRound,
    PlannedStop,
    Proposal,
    Reason,
    Why,
)  # fmt: skip
from shouwang.planning.rounds.proposing import propose

__all__ = [
    "Carrier", "Left", "LeftOut", "Need", "Pace", "Place", "PlannedRound", "PlannedStop", "Proposal", "Reason", "Why",
    "propose",
]  # fmt: skip
