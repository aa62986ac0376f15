"""The same wave as a mixed-integer programme for SciPy's HiGHS: a second opinion that shares only ways, hours, prices.

A column for each set of shops (`_waves_tours`) of which one is chosen, packs by line and shop, and no pack from a shop
that is not in the set. Of what something cold adds, first only the shortest way home from where it comes from is
counted. Where the solution buys cold things, rows for the shops that they come from are added and it is solved again,
as Benders 1962 adds his cuts: every solution on the way is a bound from below, and the last one the optimum.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks._waves_tours import Tours
from shouwang.planning.sourcing import Weights
from shouwang.planning.sourcing.market import Item, Market, Want, items_of

NEVER_SO_MUCH = float("inf")


@dataclass(frozen=True, slots=True)
class Solution:
    """`bound`: nothing costs less; `values` of the columns of the best found. None where time ran out first."""

    bound: float | None
    values: Sequence[float] | None
    is_best: bool


@dataclass
class Program:
    """Rows and columns as they come; `least` is given to HiGHS."""

    costs: list[float] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    constant: float = 0.0

    def column(self, cost: float = 0.0, upper: float = 1.0, whole: bool = False) -> int:
        self.costs.append(cost)
        self.uppers.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(
        self, terms: Mapping[int, float], least: float = -NEVER_SO_MUCH, most: float = NEVER_SO_MUCH
    ) -> None:  # fmt: skip
        self.rows.append((dict(terms), least, most))

    def least(self, seconds: float) -> Solution:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        entries = [
            (number, column, factor) for number, row in enumerate(self.rows) for column, factor in row[0].items()
        ]
        rows, columns, factors = zip(*entries, strict=True)
        matrix = csr_array((factors, (rows, columns)), shape=(len(self.rows), len(self.costs)), dtype=float)
        answer = milp(
            self.costs, integrality=self.whole, bounds=Bounds(0, self.uppers),
            constraints=LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows]),
            options={"time_limit": max(seconds, 1.0), "mip_rel_gap": 0.0},
        )  # fmt: skip
        bound = answer.mip_dual_bound
        return Solution(None if bound is None else bound + self.constant, answer.x, answer.status == 0)


def bound_of(wave: Mapping[str, Any], seconds: float, enough: float = NEVER_SO_MUCH) -> tuple[float | None, int]:
    """(what no plan for `wave` costs less than, rounds of HiGHS), in about so many seconds of the clock at the most.

    A bound of `enough` is not raised further; without, it is the optimum if time suffices.
    """
    weights, until = Weights(), time.monotonic() + seconds
    tours = Tours(wave, weights)
    market = Market(wave["shops"], wave["stock"], weights)
    mip = _Wave(tours, items_of(market, wave["lines"], dict(enumerate(tours.ground.home))), weights)
    bounds: list[float] = []
    while True:
        solution = mip.program.least(until - time.monotonic())
        bounds += [] if solution.bound is None else [solution.bound]
        bound = max(bounds, default=None)
        if bound is None or bound >= enough or not solution.is_best or solution.values is None:
            return bound, len(bounds)
        if not mip.add_cold(solution.values):
            return bound, len(bounds)


class _Wave:
    """The columns: which set of shops, which shops, from which of them something cold, and what that adds."""

    def __init__(self, tours: Tours, items: Sequence[Item], weights: Weights) -> None:
        self.program, self._tours, self._weights = Program(), tours, weights
        column, row, shops = self.program.column, self.program.row, range(tours.ground.size)
        self._visits = [column(whole=True) for _ in shops]
        self._sets = {visited: column(cost) for visited, cost in tours.costs.items()}
        self._bag = column(1.0, NEVER_SO_MUCH)
        self._cold = {
            shop: column(whole=True)
            for shop in sorted({shop for item in items for w in item.wants if w.line.is_cold for shop in w.offers})
        }
        self._cold_packs: dict[int, list[int]] = {shop: [] for shop in self._cold}
        self._added: set[tuple[int, ...]] = set()
        row(dict.fromkeys(self._sets.values(), 1.0), 1, 1)
        for shop in shops:
            row({self._visits[shop]: -1.0} | {c: 1.0 for one, c in self._sets.items() if one >> shop & 1}, 0, 0)
        for shop, cold in self._cold.items():
            row({cold: 1, self._visits[shop]: -1}, most=0)
        for some, bag in tours.bags(list(self._cold)).items():
            self._add_bag([self._cold[shop] for shop in self._cold if some >> shop & 1], bag)
        for item in items:
            self._add_item(item)

    def _add_bag(self, cold: Sequence[int], bag: int) -> None:
        """Something cold from all shops of these columns lies in the bag for at least `bag` seconds."""
        if bag > self._weights.cold_limit:
            self.program.row(dict.fromkeys(cold, 1.0), most=len(cold) - 1)
        cost = float(min(bag, self._weights.cold_limit) * self._weights.cold_bag // 100)
        self.program.row({self._bag: 1.0} | dict.fromkeys(cold, -cost), least=cost * (1 - len(cold)))

    def add_cold(self, values: Sequence[float]) -> bool:
        """Add the rows for the shops that `values` buys cold things from; False if it has them already."""
        shops = tuple(shop for shop, packs in self._cold_packs.items() if any(values[one] > 1e-6 for one in packs))
        if not shops or shops in self._added:
            return False
        self._add_rows(shops)
        return True

    def _add_rows(self, shops: tuple[int, ...]) -> None:
        """With something cold from all of `shops`, each set that holds them costs what `Tours.with_cold` says."""
        self._added.add(shops)
        costs, cold = self._tours.with_cold(shops), {self._cold[shop]: 1.0 for shop in shops}
        holding = [one for one in self._sets if all(one >> shop & 1 for shop in shops)]
        more = {one: costs[one] - self._tours.costs[one] for one in holding if one in costs}
        most = float(max(more.values(), default=0))
        terms = {self._sets[one]: -float(cost) for one, cost in more.items()}
        terms |= dict.fromkeys(cold, -most)
        self.program.row({self._bag: 1.0} | terms, least=-most * len(shops))
        self.program.row({self._sets[one]: 1.0 for one in holding if one not in costs} | cold, most=len(shops))

    def _add_item(self, item: Item) -> None:
        """Lines for one pack, and of what is enough everywhere also longer ones, are one line if they are alike."""
        taken: dict[int, dict[int, float]] = {}
        alike: Counter[tuple[int, bool, tuple[tuple[int, int], ...]]] = Counter()
        for want in item.wants:
            self.program.constant += want.left * want.line.quantity
            if item.most and want.line.quantity > 1:
                self._add_line(item, want, taken)
            else:
                alike[want.left, want.line.is_cold, tuple(want.offers.items())] += want.line.quantity
        for (left, is_cold, offers), many in alike.items():
            self._add_packs(item, left, is_cold, dict(offers), many, taken)
        for shop, most in item.most.items():
            self.program.row(taken[shop] | {self._visits[shop]: -float(most)}, most=0)

    def _add_packs(
        self, item: Item, left: int, is_cold: bool, offers: Mapping[int, int], many: int,
        taken: dict[int, dict[int, float]],
    ) -> dict[int, int]:  # fmt: skip
        """Columns of up to `many` packs by shop, from no shop that is not visited, or nothing cold comes from."""
        packs = {}
        for shop, cost in offers.items():
            most = min(many, item.most.get(shop, many))
            packs[shop] = self.program.column(cost - left, most)
            self.program.row({packs[shop]: 1.0, self._usable(shop, is_cold): -float(most)}, most=0)
            taken.setdefault(shop, {})[packs[shop]] = 1.0
            if is_cold:
                self._cold_packs[shop].append(packs[shop])
        if packs:
            self.program.row(dict.fromkeys(packs.values(), 1.0), most=many)
        return packs

    def _add_line(self, item: Item, want: Want, taken: dict[int, dict[int, float]]) -> None:
        """A line for several packs: from one shop, or split where no shop that is used is known to have enough."""
        quantity, is_cold = want.line.quantity, want.line.is_cold
        packs = self._add_packs(item, want.left, is_cold, want.offers, quantity, taken)
        uses = {shop: self.program.column(whole=True) for shop in packs}
        for shop, column in packs.items():
            most = min(quantity, item.most.get(shop, quantity))
            self.program.row({column: 1.0, uses[shop]: -float(most)}, most=0)
            self.program.row({uses[shop]: 1.0, self._usable(shop, is_cold): -1.0}, most=0)
        further = self.program.column(self._weights.split, max(len(packs) - 1, 0))
        self.program.row({further: 1.0} | dict.fromkeys(uses.values(), -1.0), least=-1)
        for shop in want.enough:
            others = float(len(packs) - 1)
            self.program.row({further: 1.0, self._usable(shop, is_cold): others}, most=others)

    def _usable(self, shop: int, is_cold: bool) -> int:
        return self._cold[shop] if is_cold else self._visits[shop]
