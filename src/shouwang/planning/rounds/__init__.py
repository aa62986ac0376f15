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
)
from shouwang.planning.rounds.proposing import propose
from shouwang.planning.rounds.walking import retime

__all__ = [
    "Carrier",
    "Left",
    "LeftOut",
    "Need",
    "Pace",
    "Place",
    "PlannedRound",
    "PlannedStop",
    "Proposal",
    "Reason",
    "Why",
    "propose",
    "retime",
]
