"""Sourcing: which shops the buyer goes to for a list, in which order, and what is bought where."""

from shouwang.planning.rounds.model import Reason
from shouwang.planning.sourcing.model import (
    DESK,
    Answer,
    Buyer,
    Left,
    LeftOut,
    Line,
    Passed,
    PassedBy,
    Portion,
    Roads,
    Shop,
    Sourcing,
    Stock,
    Visit,
    Weights,
    Why,
    Word,
)
from shouwang.planning.sourcing.planning import MOST_EXACT, heard, plan, replan

__all__ = [
    "DESK",
    "MOST_EXACT",
    "Answer",
    "Buyer",
    "Left",
    "LeftOut",
    "Line",
    "Passed",
    "PassedBy",
    "Portion",
    "Reason",
    "Roads",
    "Shop",
    "Sourcing",
    "Stock",
    "Visit",
    "Weights",
    "Why",
    "Word",
    "heard",
    "plan",
    "replan",
]
