"""The same wave as a mixed-integer program, for SciPy's HiGHS: a second opinion that shares only the price of a pack.

Arcs with the moment each shop is left, a flow of visits that forbids tours beside the tour, packs by line and shop. The
buyer may wait anywhere, so the optimum is never above what `plan` looks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shouwang.planning.sourcing import Weights
from shouwang.planning.sourcing.ground import NEVER, Ground, ground_of
from shouwang.planning.sourcing.market import Item, Market, Want, items_of

HORIZON = 12 * 3600


@dataclass
class Program:
    """Rows and columns as they come; `least` is given to HiGHS."""

    costs: list[float] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    constant: float = 0.0

    def column(self, cost: float = 0.0, upper: float = 1.0, whole: int = 1) -> int:
        self.costs.append(cost)
        self.uppers.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, terms: Mapping[int, float], least: float = float("-inf"), most: float = float("inf")) -> None:
        self.rows.append((dict(terms), least, most))

    def least(self, seconds: float) -> tuple[float | None, float | None]:
        """(the best cost found, the cost that none is below)."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        entries = [
            (number, column, factor) for number, row in enumerate(self.rows) for column, factor in row[0].items()
        ]
        rows, columns, factors = zip(*entries, strict=True)
        matrix = csr_array((factors, (rows, columns)), shape=(len(self.rows), len(self.costs)))
        answer = milp(
            self.costs, integrality=self.whole, bounds=Bounds(0, self.uppers),
            constraints=LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows]),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )  # fmt: skip
        found, bound = answer.fun, answer.mip_dual_bound
        return (None if found is None else found + self.constant), (None if bound is None else bound + self.constant)


def program_of(wave: Mapping[str, Any]) -> Program:
    weights = Weights()
    market = Market(wave["shops"], wave["stock"], weights)
    ground = ground_of(wave["shops"], wave["roads"], "", wave["starts_at"], NEVER - 1)
    items = items_of(market, wave["lines"], dict(enumerate(ground.home)))
    program = Program()
    end, visits, leaves = _tour(program, ground, weights)
    bags = _bag(program, ground, weights, end, visits, leaves)
    for item in items:
        _item(program, item, weights, visits, bags)
    for due in {line.due_by for line in wave["lines"] if line.due_by}:
        many = sum(line.due_by == due for line in wave["lines"])
        late = program.column(many * weights.late / 100, HORIZON, 0)
        program.row({late: 1, end: -1}, least=-(due - wave["starts_at"]).total_seconds())
    return program


def _tour(program: Program, ground: Ground, weights: Weights) -> tuple[int, list[int], list[int]]:
    shops = range(ground.size)
    end = program.column(1.0, HORIZON, 0)
    visits = [program.column(weights.another_shop) for _ in shops]
    leaves = [program.column(0, HORIZON, 0) for _ in shops]
    out = [program.column() for _ in shops]
    home = [program.column() for _ in shops]
    between = {(a, b): program.column() for a in shops for b in shops if a != b}
    flow_out = [program.column(0, ground.size, 0) for _ in shops]
    flow = {pair: program.column(0, ground.size, 0) for pair in between}
    program.row(dict.fromkeys(out, 1), most=1)
    ways = {out[shop]: -ground.out[shop] for shop in shops} | {home[shop]: -ground.home[shop] for shop in shops}
    ways |= {column: -ground.between[a][b] for (a, b), column in between.items()}
    program.row({end: 1} | ways | {visits[shop]: -ground.service[shop] for shop in shops}, least=0)
    for shop in shops:
        others = [other for other in shops if other != shop]
        into = {out[shop]: 1.0} | {between[other, shop]: 1.0 for other in others}
        program.row(into | {visits[shop]: -1}, 0, 0)
        program.row({home[shop]: 1.0, visits[shop]: -1} | {between[shop, other]: 1.0 for other in others}, 0, 0)
        program.row({flow_out[shop]: 1, out[shop]: -ground.size}, most=0)
        gone = {flow[shop, other]: -1.0 for other in others} | {flow[other, shop]: 1.0 for other in others}
        program.row({flow_out[shop]: 1.0, visits[shop]: -1} | gone, 0, 0)
        program.row({leaves[shop]: 1, out[shop]: -ground.out[shop] - ground.service[shop]}, least=0)
        program.row({end: 1, leaves[shop]: -1, home[shop]: -HORIZON}, least=ground.home[shop] - HORIZON)
        for other in others:
            program.row({flow[shop, other]: 1, between[shop, other]: -ground.size}, most=0)
            takes = ground.between[shop][other] + ground.service[other]
            program.row(
                {leaves[other]: 1, leaves[shop]: -1, between[shop, other]: -HORIZON}, least=takes - HORIZON
            )  # fmt: skip
        spans = [program.column() for _ in ground.spans[shop]]
        program.row(dict.fromkeys(spans, 1.0) | {visits[shop]: -1}, 0, 0)
        served = ground.service[shop]
        opens = {span: -float(first + served) for span, (first, _) in zip(spans, ground.spans[shop], strict=True)}
        shuts = {span: -float(last + served) for span, (_, last) in zip(spans, ground.spans[shop], strict=True)}
        program.row({leaves[shop]: 1.0} | opens, least=0)
        program.row({leaves[shop]: 1.0} | shuts, most=0)
    return end, visits, leaves


def _bag(
    program: Program, ground: Ground, weights: Weights, end: int, visits: list[int], leaves: list[int]
) -> list[int]:  # fmt: skip
    """Whether something cold may come from each shop."""
    bag = program.column(weights.cold_bag / 100, weights.cold_limit, 0)
    bags = []
    for shop in range(ground.size):
        cold = program.column()
        program.row({cold: 1, visits[shop]: -1}, most=0)
        program.row({bag: 1, end: -1, leaves[shop]: 1, cold: -HORIZON}, least=-HORIZON)
        program.row({bag: 1, cold: -ground.home[shop]}, least=0)
        bags.append(cold)
    return bags


def _item(program: Program, item: Item, weights: Weights, visits: list[int], bags: list[int]) -> None:
    taken: dict[int, dict[int, float]] = {}
    for want in item.wants:
        for shop, column in _line(program, want, weights, bags if want.line.is_cold else visits).items():
            taken.setdefault(shop, {})[column] = 1.0
    for shop, most in item.most.items():
        program.row(taken[shop], most=most)


def _line(program: Program, want: Want, weights: Weights, usable: list[int]) -> dict[int, int]:
    """The columns of its packs, by shop."""
    quantity = want.line.quantity
    program.constant += want.left * quantity
    packs = {shop: program.column(cost - want.left, quantity) for shop, cost in want.offers.items()}
    uses = packs if quantity == 1 else {shop: program.column() for shop in packs}
    for shop, column in packs.items():
        program.row({column: 1, usable[shop]: -quantity}, most=0)
        if quantity > 1:
            program.row({column: 1, uses[shop]: -quantity}, most=0)
            program.row({uses[shop]: 1, usable[shop]: -1}, most=0)
    if packs:
        program.row(dict.fromkeys(packs.values(), 1.0), most=quantity)
    if quantity > 1 and packs:
        further = program.column(weights.split, len(packs), 0)
        program.row({further: 1.0} | dict.fromkeys(uses.values(), -1.0), least=-1)
        for shop in want.enough:
            program.row(dict.fromkeys(uses.values(), 1.0) | {usable[shop]: len(packs)}, most=1 + len(packs))
    return packs
