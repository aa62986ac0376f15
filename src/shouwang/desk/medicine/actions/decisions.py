"""A person decides about an item: that it may be bought, or which other way it goes. Warned and routed, not refused."""

from datetime import datetime
from typing import Any, Literal, get_args

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.actions.item_state import (
    ItemHasMovedOn,
    how_it_stands,
    must_change,
    not_on_a_list,
    person_of,
    settle_items,
    still_changeable,
    tell,
)
from shouwang.desk.medicine.items.knowing import Knowledge
from shouwang.desk.medicine.models import DrugClass, Item, ItemState
from shouwang.desk.needs.actions.capture import add_need
from shouwang.desk.needs.actions.life import WordsMissing, close_need, reopen_need, withdraw_need
from shouwang.desk.needs.models import Kind, Need, Sensitivity, Source, State
from shouwang.desk.needs.models.needs import LIVE

Route = Literal["buy", "ride", "elsewhere", "end"]
ROUTES: tuple[Route, ...] = get_args(Route)
LONGEST = 500
UNDOABLE = (ItemState.ASKING, ItemState.READY, ItemState.ROUTED, ItemState.ENDED)


class NeverBought(Refused):
    """A narcotic is never bought by a helper, whoever decides."""


@use_case
def decide_item(*, item: Item, route: Route, words: str, by: Actor, at: datetime) -> Item:
    """`by` decides: "buy" it may be bought; "ride" they are driven to fetch it; "elsewhere" somebody else gets it;
    "end" it is not got at all. `words` say why; only a ride needs none.

    A ride opens a need for it, neutral in its words. When nothing of the medicine's need is left to be got, that need
    is closed by the same decision. Deciding the same twice changes nothing.
    Raises WordsMissing, NeverBought, NobodySaidIt, ItemHasMovedOn.
    """
    person, words = person_of(by), words.strip()[:LONGEST]
    if _stands_so(item, route):
        return item
    still_changeable(item)
    if not words and route != "ride":
        raise WordsMissing(_("Say why, in a few words: it is kept with your name."))
    if route == "buy" and item.drug_class == DrugClass.NARCOTIC:
        raise NeverBought(_("A helper never buys this. Make it a ride, or let the family fetch it."))
    item.decision = words
    changes: dict[str, Any] = {"decided_at": at, "decided_by": person, "decision_sealed": item.decision_sealed}
    if route == "ride":
        changes["led_to"] = _open_ride(item, by=by, at=at)
    if route != "buy":
        changes |= {"state": ItemState.ENDED if route == "end" else ItemState.ROUTED, "missing": [], "ended_at": at}
    must_change(item, **changes)
    led_to = {"led_to": str(item.led_to_id)} if route == "ride" else {}
    tell("medicine.item_decided", item, by=by, at=at, route=route, **led_to)
    if route == "buy":
        settle_items([item], knowledge=Knowledge.of(item.community, at), by=by, at=at)
    else:
        _close_where_nothing_is_left(item.need, words or _("They are driven to fetch it."), by=by, at=at)
    return item


@use_case
def reconsider_item(*, item: Item, by: Actor, at: datetime) -> Item:
    """Take a decision back: the item is asked for again, its need is opened again, and a ride that nobody has taken
    yet is withdrawn. Raises AlreadyOnTheList; ItemHasMovedOn where nothing was decided, or it has been bought."""
    person_of(by)
    if item.decided_at is None or item.state not in UNDOABLE:
        raise ItemHasMovedOn(how_it_stands(item))
    not_on_a_list(item)
    if item.need.state not in LIVE:
        reopen_need(need=item.need, by=by, at=at)
    ride = item.led_to
    if ride is not None and ride.kind == Kind.RIDE and ride.state == State.OPEN:
        withdraw_need(need=ride, by=by, at=at, words=_("The medicine is got another way."))
    item.decision = ""
    kept = {} if ride is None or ride.kind != Kind.RIDE else {"led_to": None}
    must_change(
        item, state=ItemState.ASKING, decided_at=None, decided_by=None, decision_sealed=item.decision_sealed,
        ended_at=None, **kept,
    )  # fmt: skip
    tell("medicine.item_reconsidered", item, by=by, at=at)
    settle_items([item], knowledge=Knowledge.of(item.community, at), by=by, at=at)
    return item


def _stands_so(item: Item, route: Route) -> bool:
    """Whether this was decided already."""
    if item.decided_at is None:
        return False
    if route == "buy":
        return item.state in (ItemState.READY, ItemState.ASKING, ItemState.HUNTED)
    if route == "end":
        return item.state == ItemState.ENDED
    is_ride = item.led_to is not None and item.led_to.kind == Kind.RIDE
    return item.state == ItemState.ROUTED and is_ride == (route == "ride")


def _open_ride(item: Item, *, by: Actor, at: datetime) -> Need:
    """One ride for all of a household's medicines that are fetched so: an open one is joined."""
    need = item.need
    theirs = Item.objects.filter(need=need, led_to__kind=Kind.RIDE, led_to__state__in=LIVE).select_related("led_to")
    if (known := theirs.first()) is not None and known.led_to is not None:
        return known.led_to
    return add_need(
        kind=Kind.RIDE, source=Source.FORM, household=need.household, person=need.person, door=need.door,
        not_before=need.not_before, due_by=need.due_by, urgency=need.urgency, sensitivity=Sensitivity.SENSITIVE,
        words=_("To the hospital, with identity card and papers. Ask at home what for."), by=by, at=at,
    )  # fmt: skip


def _close_where_nothing_is_left(need: Need, words: str, *, by: Actor, at: datetime) -> None:
    left = need.items.exclude(state__in=[ItemState.ROUTED, ItemState.ENDED])
    if not left.exists() and need.state in (State.OPEN, State.TAKEN):
        close_need(need=need, decision=words, by=by, at=at)
