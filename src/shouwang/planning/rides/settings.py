"""When a search stops, what it tells meanwhile, and how it is driven."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from shouwang.planning.rides.kernel.flat import Floats


@dataclass(frozen=True, slots=True)
class Seconds:
    """Stop after so many seconds of the clock, from the call of `plan` on."""

    most: float


@dataclass(frozen=True, slots=True)
class Iterations:
    """Stop after so many ruins: the same plan for the same seed on any machine."""

    most: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What is told while the search runs."""

    seconds: float
    iterations: int
    cost: float  # weighted, of the best plan so far
    left: int  # rides that it leaves


Tell = Callable[[Progress], bool | None]
"""Called now and then; True stops the search, and the best plan so far is returned."""


@dataclass(slots=True)
class Settings:
    """How the search is driven. Figures in docs/benchmarks.md were taken with these."""

    strings: float = 0.9  # shares of the ways to take out
    related: float = 0.04
    any: float = 0.02
    dear: float = 0.02  # the rest: a whole route
    roofless: float = 0.05  # share of insertions at any price: two may be worth a car that one is not
    cross: float = 0.1  # share of steps that change two routes' tails
    noise: float = 0.3  # of the regret
    wanted: float = 6.0  # rides taken out, about
    longest: int = 6  # rides of a string at most
    blink: float = 0.02  # how often a route is overlooked
    regret: float = 0.02  # share of insertions by regret
    hot: float = 0.7  # first temperature, as a share of a ride's mean cost
    cold: float = 0.02  # last
    pool_within: float = 0.04  # of the best plan's cost, for routes to be kept
    rounds: tuple[float, ...] = (0.45, 0.3, 0.25)  # shares of the time, a recombination after each
    recombining: float = 0.15  # share of the time of a round for it
    reheat: float = 0.5  # of the temperature, from one round to the next

    def knobs(self, rides: int, vehicles: int) -> Floats:
        """What the kernel is told. Regret asks every route for every ride: with many it is rarely worth that."""
        regret = max(self.regret, min(0.4, 3.0 / rides)) * min(1.0, 12.0 / vehicles)
        blink = max(self.blink, min(0.06, 0.3 / rides))  # few rides go the same way again and again
        row = [self.wanted, self.longest, blink, regret, self.noise, self.pool_within]
        return np.array([*row, self.strings, self.related, self.any, self.dear, self.cross, self.roofless], np.float64)
