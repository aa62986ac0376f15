"""`plan`: a day's rides to routes. The search is the kernel's; here is when it stops and what it is asked for next."""

import math
import time
from collections.abc import Mapping

import numpy as np

from shouwang.planning.rides.exact.timing import CannotBeKept, lay_out, time_route
from shouwang.planning.rides.kernel import calling
from shouwang.planning.rides.kernel.flat import KNOBS, LATE, PENALTY, ROOF, TYPE, Ints
from shouwang.planning.rides.kernel.state import (
    BEST_SIZE,
    C_ITERATIONS,
    C_OUT,
    C_POOL,
    F_BEST,
    F_NOW,
    GONE,
    OUT,
    ROUTE,
    Pool,
    State,
    new_pool,
    new_state,
)
from shouwang.planning.rides.model.day import Day, Ride, Stop, Travel, Vehicle, Window
from shouwang.planning.rides.model.result import Plan
from shouwang.planning.rides.model.validating import check
from shouwang.planning.rides.search.flattening import Flattened, Order, flatten
from shouwang.planning.rides.search.narrowing import Best, narrow
from shouwang.planning.rides.search.recombining import recombine, without_doubles
from shouwang.planning.rides.search.settings import FEW, MOST_RECOMBINED, Iterations, Progress, Seconds, Settings, Tell
from shouwang.planning.rides.why.reasons import all_left

__all__ = ["Iterations", "Progress", "Search", "Seconds", "Settings", "Tell", "plan", "warm_up"]

TEN_SECONDS = Seconds(10)


class _Stopped(Exception):
    """The caller, or Ctrl-C, wants the best so far."""


class Search:
    """One run of the search: memory, clock, and what was found."""

    def __init__(
        self,
        given: Flattened,
        stop: Seconds | Iterations,
        seed: int,
        tell: Tell | None,
        settings: Settings,
        *,
        began: float | None = None,
    ):
        self.began = time.perf_counter() if began is None else began
        self.given, self.flat, self.stop, self.tell, self.settings = given, given.flat, stop, tell, settings
        n = self.flat.n
        longest = 2 * n + 2 if n <= 150 else min(2 * n + 2, max(320, 8 * n // max(1, self.flat.m)))
        self.longest = longest
        self.state: State = new_state(self.flat, seed=seed, longest=longest, memo_bits=18 if n <= 400 else 16)
        routes = 30_000 if n <= MOST_RECOMBINED else 0
        self.pool: Pool = new_pool(routes, routes * 30)
        self.no_pool = new_pool(0, 0)
        self.knobs = settings.knobs(n, self.flat.m)
        self.state.sums[F_BEST] = math.inf
        self.pace = 0.0  # seconds an iteration
        self.aside: Best | None = None  # of searches before this one

    @property
    def spent(self) -> float:
        return time.perf_counter() - self.began

    def progress(self) -> Progress:
        best = self.best()
        return Progress(self.spent, int(self.state.counts[C_ITERATIONS]), best.cost, best.left)

    def best(self) -> Best:
        here = Best.of(self.state)
        return self.aside if self.aside is not None and self.aside.cost <= here.cost else here

    def put_aside(self) -> None:
        """Remember the best plan so far beside the state, in which another search may begin."""
        self.aside = self.best()

    def share_done(self) -> float:
        if isinstance(self.stop, Iterations):
            return float(self.state.counts[C_ITERATIONS]) / max(1, self.stop.most)
        return self.spent / max(1e-9, self.stop.most)

    def begin_from(self, sequences: Mapping[str, Order]) -> None:
        """Load a plan's orders, and put in what is left where it is cheapest, at any price."""
        seq, size = self.given.rows(sequences, self.longest)
        state = self.state
        calling.load(self.flat, state, seq, size)
        if state.sums[F_NOW] < state.sums[F_BEST]:
            calling.note_best(self.flat, state)
        left = np.flatnonzero(state.riders[ROUTE] < 0)
        left = left[np.argsort(self._moments()[left], kind="stable")]
        state.riders[GONE] = 0
        state.riders[OUT, : len(left)] = left
        state.counts[C_OUT] = len(left)
        at_any_price = self.knobs.copy() if state.counts[C_ITERATIONS] else np.zeros(KNOBS)
        at_any_price[ROOF] = 1.0
        if calling.recreate(self.flat, state, at_any_price):
            calling.keep(self.flat, state)
            if state.sums[F_NOW] < state.sums[F_BEST]:
                calling.note_best(self.flat, state)

    def _moments(self) -> Ints:
        n = self.flat.n
        return np.minimum(self.flat.node[:n, LATE], self.flat.node[n : 2 * n, LATE])

    def anneal(self, until: float, hot: float, cold: float) -> None:
        """Search until this share of the whole is done, the temperature falling from `hot` to `cold`."""
        state = self.state
        first = self.share_done()
        pooling = first + (self.settings.pooling if self.flat.n > FEW else 0.0) * (until - first)
        while (done := self.share_done()) < until:
            temperature = hot * (cold / hot) ** min(1.0, (done - first) / max(1e-9, until - first))
            if isinstance(self.stop, Iterations):
                steps = min(256, max(1, math.ceil((until - done) * self.stop.most)))
            else:
                steps = max(1, min(20_000, int(0.05 / self.pace))) if self.pace else 5
            began = time.perf_counter()
            pool = self.pool if done >= pooling else self.no_pool
            calling.run(self.flat, state, pool, steps, temperature, self.knobs)
            self.pace = max(1e-7, (time.perf_counter() - began) / steps)
            if self.tell is not None and self.tell(self.progress()):
                raise _Stopped

    def recombine(self, seconds: float) -> None:
        """Go on from the best that the pool's routes make together, where that is better."""
        state, flat = self.state, self.flat
        found = recombine(flat, self.pool, int(state.counts[C_POOL]), float(state.sums[F_BEST]), seconds)
        seq, size = state.best_seq, state.fleet[:, BEST_SIZE].copy()
        if found is not None:
            seq, size = self._rows(without_doubles(found, flat))
        best = float(state.sums[F_BEST])
        kept_seq, kept_size = state.best_seq.copy(), state.fleet[:, BEST_SIZE].copy()
        calling.load(flat, state, seq, size)
        if state.sums[F_NOW] < best - 1e-7:
            calling.note_best(flat, state)
        elif state.sums[F_NOW] > best + 1e-7:
            calling.load(flat, state, kept_seq, kept_size)

    def _rows(self, routes: list[tuple[int, Ints]]) -> tuple[Ints, Ints]:
        flat = self.flat
        seq, size = self.given.rows({}, self.longest)
        free: dict[int, list[int]] = {}
        for vehicle in range(flat.m - 1, -1, -1):
            free.setdefault(int(flat.crew[vehicle, TYPE]), []).append(vehicle)
        for kind, nodes in routes:
            vehicle = free[kind].pop()
            seq[vehicle, len(nodes) + 1] = seq[vehicle, 1]
            seq[vehicle, 1 : len(nodes) + 1] = nodes
            size[vehicle] = len(nodes) + 2
        return seq, size

    def run(self, start: Mapping[str, Order]) -> None:
        settings = self.settings
        self.begin_from(start)
        if self.tell is not None and self.tell(self.progress()):
            return
        mean = self._mean_cost()
        hot, cold = settings.hot * mean, settings.coldest(self.flat, mean)
        try:
            if settings.is_narrowed(self.flat.n, self.stop):
                narrow(self, start, mean, settings.most_recombining)
            else:
                self._go_through_rounds(start, mean, hot, cold)
        except (_Stopped, KeyboardInterrupt):
            return

    def _go_through_rounds(self, start: Mapping[str, Order], mean: float, hot: float, cold: float) -> None:
        settings, done = self.settings, 0.0
        for share in settings.shares(self.flat.n):
            if done > 0.0 and self.flat.n <= FEW:
                self.begin_from(start)
                hot = settings.hot * mean
            kept = settings.kept_for_recombining(share, self.stop) if self.pool.at.shape[0] > 1 else 0.0
            self.anneal(done + share - kept, hot, cold)
            done += share
            if isinstance(self.stop, Seconds):
                self.recombine(min(done, 0.999) * self.stop.most - self.spent)
            else:
                self.recombine(math.inf)
            hot = max(cold, hot * settings.reheat)
        self.anneal(1.0, cold, cold)

    def _mean_cost(self) -> float:
        """What a served ride of the first plan costs."""
        left = float(self.flat.ride[self.state.riders[ROUTE] < 0, PENALTY].sum())
        served = int((self.state.riders[ROUTE] >= 0).sum())
        return max(1e-6, (float(self.state.sums[F_NOW]) - left) / max(1, served))

    def found(self) -> dict[str, tuple[tuple[str, bool], ...]]:
        return self.given.sequences(*self.best().rows)


def plan(
    day: Day,
    stop: Seconds | Iterations = TEN_SECONDS,
    *,
    seed: int = 0,
    start: Plan | None = None,
    tell: Tell | None = None,
    settings: Settings | None = None,
) -> Plan:
    """The best plan found for `day`: routes with their times, who is left and why, what it costs.

    `start`: a plan to go on from. `tell` hears of every better plan now and then; it, or Ctrl-C, ends the search with
    the best so far. Raises `Faulty`, with sentences, where the day is not a day.
    """
    began = time.perf_counter()
    check(day)
    if not day.rides or not day.vehicles:
        return lay_out(day, {}, left=all_left(day, {}), seed=seed, seconds=time.perf_counter() - began)
    search = Search(flatten(day), stop, seed, tell, settings or Settings(), began=began)
    search.run(start.sequences if start is not None else {})
    orders = _kept(day, _with_outbounds(day, search.found()))
    iterations = int(search.state.counts[C_ITERATIONS])
    left = all_left(day, orders)
    return lay_out(day, orders, left=left, seed=seed, iterations=iterations, seconds=time.perf_counter() - began)


Orders = dict[str, tuple[tuple[str, bool], ...]]


def _with_outbounds(day: Day, orders: Orders) -> Orders:
    """Nobody is fetched who was not brought."""
    driven = {ride for order in orders.values() for ride, _ in order}
    idle = {ride.id for ride in day.rides if ride.pair is not None and ride.pair not in driven}
    kept = {vehicle: tuple(stop for stop in order if stop[0] not in idle) for vehicle, order in orders.items()}
    return {vehicle: order for vehicle, order in kept.items() if order}


def _kept(day: Day, orders: Orders) -> Orders:
    """Orders with exact times: where a detour is shorter than the way, taking somebody out may break one."""
    kept: Orders = {}
    for vehicle, order in orders.items():
        while order and isinstance(time_route(day, vehicle, order), CannotBeKept):
            last = [ride for ride, gets_in in order if gets_in][-1]
            order = tuple(stop for stop in order if stop[0] != last)
        if order:
            kept[vehicle] = order
    return kept


def warm_up() -> float:
    """Compile the kernel, if it is not yet; the seconds it took."""
    began = time.perf_counter()
    minutes = np.array([[0.0, 5.0], [5.0, 0.0]])
    ride = Ride("1", Stop(0), Stop(1))
    day = Day((ride,), (Vehicle("1", 0, 0, Window(0.0, 100.0)),), Travel(minutes))
    Search(flatten(day), Iterations(1), 0, None, Settings()).run({})
    return time.perf_counter() - began
