"""Where an item stands: derived from what is known of it, kept beside it, changed conditionally."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record_many
from shouwang.desk.base.models import Account
from shouwang.desk.base.refusals import Refused
from shouwang.desk.medicine.items.completeness import Missing
from shouwang.desk.medicine.items.knowing import Knowledge, kept_rule, shown_of
from shouwang.desk.medicine.models import DrugClass, Item, ItemState
from shouwang.desk.needs.actions.capture import add_need
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source, Urgency
from shouwang.desk.needs.models.needs import LIVE

DERIVED = (ItemState.ASKING, ItemState.READY)
"""States that follow from what is missing; the others are reached by what somebody did."""
CHANGEABLE = (ItemState.ASKING, ItemState.READY, ItemState.HUNTED)
FEVER_TOLD = frozenset({"fever_reported", "health_report_required"})


class ItemHasMovedOn(Refused):
    """It was bought, went another way or ended: the message says how it stands."""


class AlreadyOnTheList(Refused):
    """The list with it has gone to the pharmacy: it would bring the old box."""


class NobodySaidIt(Refused):
    """A decision needs somebody with a name on the desk."""


def settle_items(items: Iterable[Item], *, knowledge: Knowledge, by: Actor, at: datetime) -> list[Item]:
    """Derive anew what is missing of each and whether it is ready; say so where that changed. Those that changed."""
    open_ones = [item for item in items if item.state in CHANGEABLE]
    shown = shown_of(open_ones)
    changed, ready = [], []
    for item in open_ones:
        missing = [code.value for code in knowledge.missing_of(item, shown.get(item.pk, ()))]
        state = _state(item, missing)
        rule = kept_rule(knowledge.rule_of(item), item)
        if Missing.HEALTH in missing:
            ask_how_they_are(item, by=by, at=at)
        was_ready = item.state == ItemState.READY
        is_new = (missing, state, rule) != (item.missing, item.state, item.rule)
        if is_new and change_item(item, missing=missing, state=state, rule=rule):
            changed.append(item)
            ready += [item] if state == ItemState.READY and not was_ready else []
    record_many("medicine.item_ready", [happened(item) for item in ready], by=by, at=at)
    return changed


def change_item(item: Item, **changes: Any) -> bool:
    """Write `changes` if the item still stands where it is supposed to stand; whether it did."""
    before = item.state
    if Item.objects.filter(pk=item.pk, state=before).update(**changes) != 1:
        return False
    for name, value in changes.items():
        setattr(item, name, value)
    return True


def must_change(item: Item, **changes: Any) -> None:
    """As `change_item`. Raises ItemHasMovedOn."""
    if not change_item(item, **changes):
        item.refresh_from_db()
        raise ItemHasMovedOn(how_it_stands(item))


def still_changeable(item: Item) -> None:
    """Raises ItemHasMovedOn where it is in somebody's hands, goes another way or has ended."""
    if item.state not in CHANGEABLE or item.need.state not in LIVE:
        raise ItemHasMovedOn(how_it_stands(item))


def not_on_a_list(item: Item) -> None:
    """Raises AlreadyOnTheList where a pharmacy has been sent the list with it, or the buyer is out."""
    wave = item.wave
    if wave is not None and item.state == ItemState.READY and (wave.sent_at or wave.left_at) and not wave.over_at:
        raise AlreadyOnTheList(
            _("It stands on the list that went to the pharmacy. Telephone them, or let it go with the next wave first.")
        )


def how_it_stands(item: Item) -> str:
    return _("It cannot be changed any more: %(state)s.") % {"state": ItemState(item.state).label}


def ask_how_they_are(item: Item, *, by: Actor, at: datetime) -> Need | None:
    """Open one visit to ask how they are, unless one is open for the household; `item` points at it."""
    if item.led_to_id is not None or item.need.household_id is None:
        return None
    of_theirs = Item.objects.filter(need__household=item.need.household_id, led_to__kind=Kind.VISIT)
    known = of_theirs.filter(led_to__state__in=LIVE).select_related("led_to").order_by("made_at").first()
    visit = known.led_to if known else _open_visit(item, by=by, at=at)
    change_item(item, led_to=visit)
    return visit


def _open_visit(item: Item, *, by: Actor, at: datetime) -> Need:
    has_fever = bool(FEVER_TOLD & set(item.flags))
    need = item.need
    visit = add_need(
        kind=Kind.VISIT, source=Source.FORM, household=need.household, person=need.person, door=need.door,
        due_by=need.due_by if need.due_by and need.due_by > at else None,
        urgency=Urgency.URGENT if has_fever else max(Urgency.NORMAL, need.urgency),
        sensitivity=Sensitivity.SENSITIVE, words=_("Ask how they are, by telephone first. They asked for medicine."),
        by=by, at=at,
    )  # fmt: skip
    tell("medicine.asked_how_they_are", item, by=by, at=at, visit=visit.pk)
    return visit


def _state(item: Item, missing: Sequence[str]) -> str:
    if item.state not in DERIVED:
        return item.state
    is_never_bought = item.drug_class == DrugClass.NARCOTIC
    return ItemState.ASKING if missing or is_never_bought else ItemState.READY


def happened(item: Item, **data: Any) -> Happened:
    return Happened(item, item.need.household_id, {"need": str(item.need_id), **data})


def tell(kind: str, item: Item, *, by: Actor, at: datetime, **data: Any) -> None:
    """Record `kind` about `item`, on its household's timeline."""
    record_many(kind, [happened(item, **data)], by=by, at=at)


def person_of(by: Actor) -> Account:
    """Raises NobodySaidIt."""
    if by.account is None:
        raise NobodySaidIt(_("Only somebody with a name on this desk can decide that."))
    return by.account


def by_line(items: Iterable[Item]) -> Mapping[UUID, Item]:
    return {item.line_id: item for item in items if item.line_id is not None}
