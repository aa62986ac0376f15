"""The page on which a wave's list is split over pharmacies: the proposal in words, to be moved line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.actions.buying_plan import Plan, propose_plan
from shouwang.desk.medicine.models import Item, Wave
from shouwang.desk.medicine.waves.counts import full_name, unit_of
from shouwang.desk.medicine.waves.cover import Cover
from shouwang.desk.medicine.waves.words import why, why_left, why_passed
from shouwang.desk.partners.models import Partner
from shouwang.desk.partners.opening import is_open


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the plan: `key` names it in the form; `partner` where it is proposed, None where nowhere."""

    key: str
    item: Item
    bag: int | None
    packs: int
    partner: UUID | None
    why: Sequence[str]

    @property
    def name(self) -> str:
        return full_name(self.item)

    @property
    def unit(self) -> str:
        return unit_of(self.item)


@dataclass(frozen=True, slots=True)
class ShopShown:
    partner: Partner
    arrives_at: datetime
    lines: Sequence[LineShown]


def plan_page(wave: Wave, by: Actor, at: datetime) -> dict[str, Any]:
    """What the template needs: shops with their lines, what is left out, shops passed by, and what stands on lists."""
    plan = propose_plan(wave, at)
    bags = dict(wave.bags.values_list("household", "number"))
    seen = set(Item.objects.visible_to(by).filter(pk__in=plan.covers).values_list("pk", flat=True))
    rest = {pk: cover.uncovered for pk, cover in plan.covers.items() if pk in seen}
    shops = []
    for visit in plan.split.visits:
        lines: list[LineShown] = []
        for portion in visit.portions:
            packs = min(portion.packs, rest.get(portion.item, 0))
            if packs:
                rest[portion.item] -= packs
                said = [why(code) for code in portion.why]
                lines.append(_line(plan.covers[portion.item], len(lines), visit.partner, packs, said, bags))
        if lines:
            shops.append(ShopShown(plan.partners[visit.partner], visit.arrives_at, lines))
    left = [
        _line(plan.covers[item], 99, None, rest[item], [why_left(code)], bags)
        for item, _packs, code in plan.split.left_out if rest.get(item)
    ]  # fmt: skip
    return {
        "wave": wave,
        "shops": shops,
        "left": left,
        "partners": list(plan.partners.values()),
        "shut": {pk for pk, partner in plan.partners.items() if is_open(partner, at) is False},
        "passed": [(plan.partners[pk], why_passed(code)) for pk, _none, code in plan.split.passed_by],
        "home_at": plan.split.home_at,
        "is_exact": plan.split.is_exact,
        "listed": _listed(plan, seen),
    }


def _line(
    cover: Cover, number: int, partner: UUID | None, packs: int, said: Sequence[str], bags: Mapping[UUID, int]
) -> LineShown:
    household = cover.item.need.household_id
    bag = bags.get(household) if household else None
    return LineShown(f"{cover.item.pk}-{number}", cover.item, bag, packs, partner, said)


def _listed(plan: Plan, seen: set[UUID]) -> list[Cover]:
    return [cover for pk, cover in plan.covers.items() if pk in seen and cover.is_listed]
