"""When a search stops, what it tells meanwhile, and how it is driven."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from shouwang.planning.rides.kernel.flat import Flat, Floats


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


MANY = 24  # vehicles: with fewer every route is asked
MOST_RECOMBINED = 300
"""Rides of a day whose routes are recombined: with more the relaxation takes longer than it is worth."""
FEW = 12
"""With so few rides the search begins anew as many times: what it settles on hangs on what it begins with."""


@dataclass(slots=True)
class Settings:
    """How the search is driven. Figures in docs/benchmarks.md were taken with these."""

    strings: float = 0.9  # shares of the ways to take out
    related: float = 0.04
    any: float = 0.02
    dear: float = 0.02  # the rest: a whole route
    roofless: float = 0.05  # share of insertions at any price: two may be worth a car that one is not
    opening: float = 0.05  # share of insertions in which another car is free: what one ride does not pay for, three may
    cross: float = 0.1  # share of steps that change two routes' tails
    near: int = 40  # with many vehicles: of how many related rides the routes are asked
    noise: float = 0.3  # of the regret
    wanted: float = 6.0  # rides taken out, about
    longest: int = 6  # rides of a string at most
    blink: float = 0.02  # how often a route is overlooked
    regret: float = 0.02  # share of insertions by regret
    hot: float = 0.7  # first temperature, as a share of a ride's mean cost
    cold: float = 0.035  # last, as a share of what a ride costs that is driven straight
    cold_of_many: float = 0.07  # the same with so many rides that the time never lasts to the end
    pool_within: float = 0.04  # of the best plan's cost, for routes to be kept
    rounds: tuple[float, ...] = (0.5, 0.3, 0.2)  # shares of the time, a recombination after each
    long: float = 30.0  # seconds from which on several searches begin, of which the best goes on
    pooling: float = 0.5  # share of a round in which no routes are kept: early ones are rarely good
    recombining: float = 0.15  # share of the time of a round for it,
    most_recombining: float = 3.0  # and at most so many seconds
    reheat: float = 0.5  # of the temperature, from one round to the next

    def knobs(self, rides: int, vehicles: int) -> Floats:
        """What the kernel is told. Regret asks every route for every ride: with many it is rarely worth that."""
        regret = max(self.regret, min(0.4, 3.0 / rides)) * min(1.0, 12.0 / vehicles)
        blink = max(self.blink, min(0.06, 0.3 / rides))  # few rides go the same way again and again
        roofless, opening = (max(share, min(0.2, 1.0 / rides)) for share in (self.roofless, self.opening))
        near = self.near if vehicles > MANY else 0
        row = [self.wanted, self.longest, blink, regret, self.noise, self.pool_within]
        row += [self.strings, self.related, self.any, self.dear, self.cross, roofless, near, opening]
        return np.array(row, np.float64)

    def shares(self, rides: int) -> tuple[float, ...]:
        """Shares of the whole search, which gets warm again after each."""
        if rides <= FEW:
            return (1.0 / FEW,) * FEW
        return (1.0,) if rides > MOST_RECOMBINED else self.rounds

    def is_narrowed(self, rides: int, stop: Seconds | Iterations) -> bool:
        """Whether several searches begin, of which the best goes on."""
        return FEW < rides <= MOST_RECOMBINED and isinstance(stop, Seconds) and stop.most >= self.long

    def kept_for_recombining(self, share: float, stop: Seconds | Iterations) -> float:
        """Share of the whole search at the end of a round of `share` in which routes are recombined."""
        kept = share * self.recombining
        return min(kept, self.most_recombining / max(1e-9, stop.most)) if isinstance(stop, Seconds) else kept

    def coldest(self, flat: Flat, mean: float) -> float:
        """The last temperature. By the `mean` cost, not the way, days on which many share froze too soon."""
        if flat.n <= FEW:
            return 0.02 * mean
        direct = float(flat.cost[flat.place[: flat.n], flat.place[flat.n : 2 * flat.n]].mean())
        cold = self.cold_of_many if flat.n > MOST_RECOMBINED else self.cold
        return min(self.hot * mean, max(1e-6, cold * direct))
