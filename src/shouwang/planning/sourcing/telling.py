"""What a choice says: visits with their times, what each line is bought there for, and why the rest is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwang.planning.rounds.model import Reason
from shouwang.planning.sourcing.choosing import Choice
from shouwang.planning.sourcing.ground import Ground
from shouwang.planning.sourcing.market import Item, Market, Want
from shouwang.planning.sourcing.model import Portion, Visit, Why, Word

SECOND = timedelta(seconds=1)
WORDS = list(Word)
"""From the surest on."""


@dataclass(frozen=True, slots=True)
class Bought:
    """One line, and the packs it gets by shop."""

    want: Want
    packs: Mapping[int, int]

    @property
    def quantity(self) -> int:
        return sum(self.packs.values())


def bought_lines(items: Sequence[Item], choice: Choice) -> list[Bought]:
    """Every line, also those that get nothing."""
    lines = []
    for item, packs in zip(items, choice.packs, strict=True):
        for number, want in enumerate(item.wants):
            lines.append(Bought(want, {shop: count for (one, shop), count in sorted(packs.items()) if one == number}))
    return sorted(lines, key=lambda line: line.want.line.id)


@dataclass(frozen=True, slots=True)
class Telling:
    """One choice among the shops of `market` and `ground`, and what every line gets.

    `everybody` are all shops not visited yet, with the seconds to each.
    """

    market: Market
    ground: Ground
    everybody: tuple[Market, Sequence[int]]
    choice: Choice
    lines: Sequence[Bought]
    starts_at: datetime

    def visits(self) -> tuple[Visit, ...]:
        visits, now, before = [], 0, None
        for shop in self.choice.walk.order:
            arrives = now + (self.ground.out[shop] if before is None else self.ground.between[before][shop])
            begins, now, before = self.ground.begins(shop, arrives), self.ground.leaves(shop, arrives), shop
            portions = [
                Portion(line.want.line.id, line.packs[shop], tuple(self._why(line, shop, now)))
                for line in self.lines
                if shop in line.packs
            ]
            reached, served, left = (self.starts_at + timedelta(seconds=when) for when in (arrives, begins, now))
            visits.append(Visit(self.market.shops[shop].id, reached, served, left, tuple(portions)))
        return tuple(visits)

    def _why(self, line: Bought, shop: int, leaves: int) -> list[Reason]:
        wanted, item, end = line.want.line, line.want.line.item, self.choice.walk.end
        reasons = [self._why_here(line, shop)]
        word = self.market.word(shop, item)
        if word is not None and word != Word.FRESH:
            reasons.append(Reason(Why.ASK_FIRST, {"word": word}))
        if len(line.packs) > 1:
            most = max(self.market.count(one, item) or 0 for one in line.packs)
            reasons.append(Reason(Why.SPLIT, {"wanted": wanted.quantity, "most": most}))
        if line.quantity < wanted.quantity:
            reasons.append(Reason(Why.PART, {"bought": line.quantity, "wanted": wanted.quantity}))
        if wanted.is_cold:
            reasons.append(Reason(Why.COLD, {"minutes": minutes(end - leaves)}))
        late = (self.starts_at + timedelta(seconds=end) - wanted.due_by) // SECOND if wanted.due_by else 0
        if late > 0:
            reasons.append(Reason(Why.LATE, {"minutes": minutes(late)}))
        uninsured = self._nearer_without_insurance(shop, item) if wanted.needs_insurance else 0
        if uninsured:
            reasons.append(Reason(Why.NOT_INSURED, {"shops": uninsured}))
        return reasons

    def _why_here(self, line: Bought, shop: int) -> Reason:
        offers = line.want.offers
        if len(offers) == 1:
            return Reason(Why.ONLY_HERE)
        usable = self.choice.walk.cold if line.want.line.is_cold else self.choice.walk.visited
        others = [other for other in offers if other != shop and usable >> other & 1]
        if others:
            return self._why_not(others, line, shop)
        if any(shop in other.packs and len(other.want.offers) == 1 for other in self.lines):
            return Reason(Why.GOING_ANYWAY, {"of": len(offers)})
        out = self.ground.out
        if out[shop] == min(out[other] for other in offers):
            return Reason(Why.NEAREST, {"of": len(offers), "minutes": minutes(out[shop])})
        here = sum(shop in other.packs for other in self.lines)
        return Reason(Why.FEWEST, {"of": len(offers), "lines": here})

    def _why_not(self, others: Sequence[int], line: Bought, shop: int) -> Reason:
        """Why `shop` and none of the `others` that are visited as well."""
        item = line.want.line.item
        weaker = [other for other in others if self._rank(other, item) > self._rank(shop, item)]
        if len(weaker) == len(others):
            return Reason(Why.SURER, {"of": len(others)})
        saved = min(self.market.price(other, item) for other in others) - self.market.price(shop, item)
        if saved > 0:
            return Reason(Why.CHEAPER, {"fen": saved * line.packs[shop]})
        return Reason(Why.GOING_ANYWAY, {"of": len(line.want.offers)})

    def _rank(self, shop: int, item: str) -> int:
        word = self.market.word(shop, item)
        return WORDS.index(word) if word is not None else len(WORDS)

    def _nearer_without_insurance(self, shop: int, item: str) -> int:
        market, out = self.everybody
        return sum(
            not other.takes_insurance and market.word(number, item) is not None and out[number] < self.ground.out[shop]
            for number, other in enumerate(market.shops)
        )


def minutes(seconds: int) -> int:
    """Whole minutes, rounded up: a way of thirty seconds is not none."""
    return -(-seconds // 60)
