"""The best plan that the routes of many plans can be put together to: set partitioning, solved by HiGHS.

Every good plan leaves its routes in a pool; which of them together serve everybody once at the least cost is a small
integer program (Parragh & Schmid 2013; Gschwind & Drexl 2019). Its linear relaxation comes first, by columns: a few
thousand routes, then those of the pool whose reduced cost is negative, until there are none. A route whose reduced
cost is more than what the best plan lies above the bound stands in no better plan; the rest is the integer program's.
"""

import math
import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csc_array

from shouwang.planning.rides.kernel.flat import PENALTY, TYPE, Flat, Floats, Ints
from shouwang.planning.rides.kernel.state import Pool

FIRST_COLUMNS, MORE_COLUMNS = 2_000, 1_500  # of the linear program, at first and in each turn
MOST_COLUMNS = 4_000  # of the integer program
NODES = 20  # of its tree, where not the clock but the count of steps ends the search
Chosen = list[tuple[int, Ints]]
"""Routes of a plan: the vehicle's type, and the nodes without depots."""


def recombine(flat: Flat, pool: Pool, count: int, best: float, seconds: float) -> Chosen | None:
    """A plan cheaper than `best` of the pool's first `count` routes, within about `seconds`; None: none was found.

    Without end of time (inf) the work is bounded by its steps, and the same on every machine.

    Rides may be covered twice where no detour is shorter than the way: whoever is taken out then costs less.
    """
    end = time.perf_counter() + seconds
    if count == 0 or seconds <= 0.02:
        return None
    program = _program(flat, pool, count)
    promising = _price_out(program, best, end)
    left = end - time.perf_counter()
    if promising is None or left <= 0.02:
        return None
    answer = milp(
        program.cost[promising], integrality=np.ones(len(promising)), bounds=Bounds(0, 1),
        constraints=[LinearConstraint(program.matrix(promising), program.low, program.high)],
        options={"mip_rel_gap": 1e-6} | ({"time_limit": left} if left < math.inf else {"node_limit": NODES}),
    )  # fmt: skip
    if answer.x is None or answer.fun >= best - 1e-6:
        return None
    chosen = [int(promising[x]) for x in np.flatnonzero(answer.x > 0.5) if promising[x] < count]
    return [(int(pool.type[row]), pool.seq[pool.at[row] : pool.at[row + 1]].copy()) for row in chosen]


@dataclass(frozen=True, slots=True, eq=False)
class _Program:
    """Rows: a ride each (served once), then a vehicle type each. Columns: the routes, then each ride left."""

    rows: Ints  # the matrix's ones, column by column
    at: Ints
    cost: Floats
    low: Floats
    high: Floats
    is_covering: bool

    def matrix(self, columns: Ints) -> csc_array:
        sizes = np.diff(self.at)[columns]
        ends = np.cumsum(sizes)
        where = np.arange(int(ends[-1])) - np.repeat(ends - sizes, sizes) + np.repeat(self.at[columns], sizes)
        return csc_array(
            (np.ones(len(where)), self.rows[where], np.concatenate([[0], ends])), shape=(len(self.low), len(columns))
        )

    def reduced(self, prices: Floats) -> Floats:
        """What each column costs more than its rows are worth."""
        worth = np.add.reduceat(prices[self.rows], self.at[:-1])
        return self.cost - worth


def _program(flat: Flat, pool: Pool, count: int) -> _Program:
    n, types = flat.n, int(flat.crew[:, TYPE].max()) + 1
    at = pool.at[: count + 1]
    nodes = pool.seq[: at[count]]
    picks = nodes < n
    sizes = np.add.reduceat(picks.astype(np.int64), at[:-1])
    # a route's rides, then its type; a ride left is a column of one row
    column_at = np.concatenate([[0], np.cumsum(np.concatenate([sizes + 1, np.ones(n, np.int64)]))])
    rows = np.empty(int(column_at[-1]), np.int64)
    last = column_at[1 : count + 1] - 1
    is_type = np.zeros(len(rows), np.bool_)
    is_type[last] = True
    rows[last] = n + pool.type[:count]
    inside = ~is_type
    inside[column_at[count] :] = False
    rows[inside] = nodes[picks]
    rows[column_at[count] :] = np.arange(n)
    fleet = np.bincount(flat.crew[:, TYPE], minlength=types).astype(np.float64)
    return _Program(
        rows, column_at, np.concatenate([pool.cost[:count], flat.ride[:, PENALTY]]),
        low=np.concatenate([np.ones(n), np.zeros(types)]),
        high=np.concatenate([np.full(n, np.inf if flat.metric else 1.0), fleet]), is_covering=flat.metric,
    )  # fmt: skip


def _price_out(program: _Program, best: float, end: float) -> Ints | None:
    """The columns that may stand in a plan cheaper than `best`; None: there are none, or the time is over."""
    columns, rides = len(program.cost), int(np.sum(program.low))
    each = np.diff(program.at)
    # at first those that serve their rides most cheaply, and the columns of rides left
    cheap = np.argsort(program.cost[: columns - rides] / each[: columns - rides], kind="stable")[:FIRST_COLUMNS]
    # routes found last stand in the best plans
    some = np.unique(np.concatenate([cheap, np.arange(columns - rides)[-FIRST_COLUMNS:], np.arange(columns)[-rides:]]))
    while True:
        answer = _relaxed(program, some, end)
        if answer is None:
            return None
        prices = np.zeros(len(program.low))
        prices[:rides] = -answer.ineqlin.marginals[:rides]
        prices[rides:] = answer.ineqlin.marginals[rides : len(program.low)]
        reduced = program.reduced(prices)
        if not program.is_covering:
            prices[:rides] += answer.ineqlin.marginals[len(program.low) :]
            reduced = program.reduced(prices)
        wanted = np.flatnonzero(reduced < -1e-7)
        wanted = np.setdiff1d(wanted, some, assume_unique=True)
        if len(wanted) == 0:
            break
        wanted = wanted[np.argsort(reduced[wanted], kind="stable")[:MORE_COLUMNS]]
        some = np.concatenate([some, wanted])
    if answer.fun >= best - 1e-6:
        return None
    promising = np.flatnonzero(reduced <= best - answer.fun + 1e-9)
    if len(promising) > MOST_COLUMNS:
        promising = promising[np.argsort(reduced[promising], kind="stable")[:MOST_COLUMNS]]
    return promising


def _relaxed(program: _Program, some: Ints, end: float) -> OptimizeResult | None:
    left = end - time.perf_counter()
    if left <= 0.01:
        return None
    matrix = program.matrix(some).tocsr()
    rides = int(np.sum(program.low))
    parts, limits = [-matrix[:rides], matrix[rides:]], [-program.low[:rides], program.high[rides:]]
    if not program.is_covering:
        parts.append(matrix[:rides])
        limits.append(program.high[:rides])
    from scipy.sparse import vstack

    answer = linprog(
        program.cost[some], A_ub=vstack(parts), b_ub=np.concatenate(limits), bounds=(0, None), method="highs",
        options={"time_limit": left} if left < math.inf else {},
    )  # fmt: skip
    return answer if answer.status == 0 else None


def without_doubles(routes: Chosen, flat: Flat) -> Chosen:
    """The routes with whoever stands in several left in the one where the detour is cheapest."""
    n = flat.n
    lists = [[int(node) for node in nodes] for _, nodes in routes]
    homes: dict[int, list[int]] = {}
    for x, nodes in enumerate(lists):
        for node in nodes:
            if node < n:
                homes.setdefault(node, []).append(x)
    for ride, where in homes.items():
        while len(where) > 1:
            worst = max(where, key=lambda x: _detour(lists[x], ride, flat))
            lists[worst] = [node for node in lists[worst] if node not in (ride, ride + n)]
            where.remove(worst)
    return [(kind, np.array(nodes, np.int64)) for (kind, _), nodes in zip(routes, lists, strict=True) if nodes]


def _detour(nodes: list[int], ride: int, flat: Flat) -> float:
    """Driving between its neighbours that is saved without the ride; the depots aside."""
    rest = [node for node in nodes if node not in (ride, ride + flat.n)]
    return _way(nodes, flat) - _way(rest, flat)


def _way(nodes: list[int], flat: Flat) -> float:
    places = flat.place[nodes]
    return float(flat.cost[places[:-1], places[1:]].sum())
