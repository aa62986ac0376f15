"""The buying list split over shops: where the buyer goes, in which order, and what is bought where."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from shouwang.planning.rounds.model import Reason
from shouwang.planning.sourcing.choosing import Choosing
from shouwang.planning.sourcing.ground import NEVER, Ground, ground_of
from shouwang.planning.sourcing.leaving import Leaving
from shouwang.planning.sourcing.market import Market, items_of
from shouwang.planning.sourcing.model import (
    Answer,
    Buyer,
    Line,
    Passed,
    PassedBy,
    Roads,
    Shop,
    Sourcing,
    Stock,
    Weights,
)  # fmt: skip
from shouwang.planning.sourcing.narrowing import narrow
from shouwang.planning.sourcing.telling import Telling, bought_lines

MOST_EXACT = 12


def plan(
    lines: Iterable[Line], shops: Iterable[Shop], stock: Iterable[Stock], roads: Roads, starts_at: datetime,
    weights: Weights | None = None, buyer: Buyer | None = None,
) -> Sourcing:  # fmt: skip
    """The cheapest way to buy `lines`, setting off at `starts_at`; the same for the same input in any order.

    Never from a shop that is shut when one is there, takes no insurance where it is needed, or keeps nothing cold for
    what is; never more than is known to be there; nothing cold longer in the bag than may be, and home by
    `buyer.back_by`. One waits only where a shop is still shut.

    Exact for up to MOST_EXACT shops that could give anything: no other visits and no other split of the lines cost
    less. Of more, the MOST_EXACT are kept that gain most one after another, and `is_exact` is False.

    Raises ValueError for identifiers and words that stand twice, quantities below 1, ways that take less than no time,
    and where no way leads from the buyer to the desk.
    """
    weights, buyer = weights or Weights(), buyer or Buyer()
    lines = _waiting(lines, buyer)
    shops = sorted(shops, key=lambda shop: shop.id)
    _refuse_twice("line", [line.id for line in lines])
    _refuse_twice("shop", [shop.id for shop in shops])
    open_to = [shop for shop in shops if shop.id not in buyer.visited]
    cold_from = _seconds(buyer.cold_since, starts_at)
    ground = ground_of(open_to, roads, buyer.here, starts_at, _last_moment(buyer, starts_at, weights))
    if ground.straight >= NEVER:
        raise ValueError(f"No way leads from {buyer.here} to the desk.")
    market = Market(open_to, stock, weights)
    weighed, is_exact = _weighed(market, ground, lines)

    chosen = market.only(weighed)
    near = ground.only(weighed)
    dues = [(line.due_by - starts_at) // timedelta(seconds=1) for line in lines if line.due_by]
    items = items_of(chosen, lines, dict(enumerate(near.home)))
    choosing = Choosing(near, items, weights, dues, cold_from)
    choice = choosing.best()
    bought = bought_lines(items, choice)
    passed = Leaving(market, ground, weighed, choosing, choice, bought)
    been = [PassedBy(shop.id, Reason(Passed.VISITED)) for shop in shops if shop.id in buyer.visited]
    return Sourcing(
        Telling(chosen, near, (market, ground.out), choice, bought, starts_at).visits(),
        passed.left_out(),
        tuple(sorted([*passed.passed_by(), *been], key=lambda one: one.shop)),
        starts_at + timedelta(seconds=choice.walk.end),
        choice.cost,
        is_exact,
    )


def replan(
    lines: Iterable[Line], shops: Iterable[Shop], stock: Iterable[Stock], roads: Roads, at: datetime,
    answers: Iterable[Answer], buyer: Buyer, weights: Weights | None = None,
) -> Sourcing:  # fmt: skip
    """`plan` anew from where the buyer is `at` this moment, with what shops have answered by then.

    Where a shop has less than it was asked for, it has no more of that item than it answered; where it has all of it,
    its number stands, or was at least that. What the buyer has already is wanted no more; shops visited are not
    visited again. Raises ValueError for an answer about an unknown line, and as `plan` does.
    """
    lines = list(lines)
    return plan(lines, shops, heard(lines, stock, answers), roads, at, weights, buyer)


def heard(lines: Iterable[Line], stock: Iterable[Stock], answers: Iterable[Answer]) -> list[Stock]:
    """`stock` as it is known after `answers`; the later of two answers of a shop to one line counts."""
    by_id = {line.id: line for line in lines}
    said = {(word.shop, word.item): word for word in stock}
    latest = {(answer.shop, answer.line): answer.quantity for answer in answers}
    unknown = sorted(line for _, line in latest if line not in by_id)
    if unknown:
        raise ValueError(f"An answer about a line that is not on the list: {unknown[0]}.")
    asked: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for (shop, line), quantity in latest.items():
        asked.setdefault((shop, by_id[line].item), []).append((quantity, by_id[line].quantity))
    for (shop, item), pairs in asked.items():
        before = said.get((shop, item), Stock(shop, item, None))
        has = sum(quantity for quantity, _ in pairs)
        count: int | None = has
        if all(quantity >= wanted for quantity, wanted in pairs):
            count = max(before.count, has) if before.count else None
        said[shop, item] = replace(before, count=count, is_fresh=True)
    return list(said.values())


def _waiting(lines: Iterable[Line], buyer: Buyer) -> list[Line]:
    waiting = []
    for line in sorted(lines, key=lambda line: line.id):
        if line.quantity < 1:
            raise ValueError(f"Line {line.id} wants {line.quantity}.")
        rest = line.quantity - buyer.got.get(line.id, 0)
        if rest > 0:
            waiting.append(replace(line, quantity=rest))
    return waiting


def _refuse_twice(what: str, names: Sequence[str]) -> None:
    for before, name in pairwise(names):
        if before == name:
            raise ValueError(f"Two entries for {what} {name}.")


def _seconds(at: datetime | None, starts_at: datetime) -> int | None:
    return None if at is None else (at - starts_at) // timedelta(seconds=1)


def _last_moment(buyer: Buyer, starts_at: datetime, weights: Weights) -> int:
    """When the buyer must be home, in seconds: their own time, or that of what lies in the bag."""
    back, cold = _seconds(buyer.back_by, starts_at), _seconds(buyer.cold_since, starts_at)
    bag = None if cold is None else cold + weights.cold_limit
    return min([moment for moment in (back, bag) if moment is not None], default=NEVER - 1)


def _weighed(market: Market, ground: Ground, lines: Sequence[Line]) -> tuple[list[int], bool]:
    """The shops that can be reached and could give anything, and whether these are all of them."""
    useful = [
        shop
        for shop in range(ground.size)
        if ground.is_reached(shop) and any(market.serves(shop, line, ground.home[shop]) for line in lines)
    ]
    if len(useful) <= MOST_EXACT:
        return useful, True
    return narrow(market, ground, lines, useful, MOST_EXACT), False
