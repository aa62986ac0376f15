"""What waves put on Today: what waits, what is held back, what was lost, and the next step of a list."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.counting import count_together
from shouwang.desk.ledger.models import HolderKind, Thing, ThingKind
from shouwang.desk.medicine.actions import waves
from shouwang.desk.medicine.actions.collecting import needs_to_collect
from shouwang.desk.medicine.actions.handing import needs_to_hand_out
from shouwang.desk.medicine.models import Item, ItemState, Leftover, Purchase, Wave
from shouwang.desk.medicine.waves.board import span_words
from shouwang.desk.medicine.waves.cover import worth_leaving
from shouwang.desk.needs.today import Number, register_number, register_proposals

SOON = timedelta(minutes=30)
LOST_FOR = timedelta(days=14)


def on_the_way(by: Actor, _at: datetime) -> Number | None:
    """Of the lists that run: items that are home, of all."""
    mine = Item.objects.visible_to(by).filter(wave__in=Wave.objects.visible_to(by).live())
    total = mine.count()
    if not total:
        return None
    home = mine.filter(state=ItemState.HOME).count()
    return Number(home, _("medicines home"), reverse("medicine:waves"), of=total)


def to_decide(by: Actor, at: datetime) -> Number | None:
    """Boxes held back or not taken: a person says what becomes of them."""
    mine = Item.objects.visible_to(by)
    late = Purchase.objects.filter(item__in=mine, cold_until__lt=at, cold_ended_at=None, released_at=None)
    count = count_together(late, Leftover.objects.filter(end="", purchase__item__in=mine))
    return Number(count, _("boxes to decide about"), reverse("medicine:leftovers"), is_bad=True) if count else None


def lost(by: Actor, at: datetime) -> Number | None:
    """Cards and papers of doors that gave them for a list, lost within two weeks and not found again."""
    households = Item.objects.visible_to(by).exclude(wave=None).values("need__household")
    gone = Thing.objects.filter(
        community=by.community, household__in=households, holder__kind=HolderKind.GONE, since__gte=at - LOST_FOR,
    ).exclude(kind__in=[ThingKind.BOX, ThingKind.SLIP]).count()  # fmt: skip
    return Number(gone, _("things lost"), reverse("medicine:waves"), is_bad=True) if gone else None


def next_steps(by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """One step for each list that runs, with its reason. What time alone does is done first."""
    if waves.is_behind(by.community, at):
        waves.keep_up(by=by, at=at)
    steps = [
        step for wave in Wave.objects.visible_to(by).live().order_by("cut_off_at") if (step := _step(wave, by, at))
    ]
    return {"steps": steps} if steps else None


def _step(wave: Wave, by: Actor, at: datetime) -> dict[str, Any] | None:
    href = reverse("medicine:wave", args=[wave.pk])
    doors = len(needs_to_collect(wave, by))
    if wave.state == Wave.State.GATHERING:
        left = wave.cut_off_at - at
        asking = Item.objects.visible_to(by).filter(state=ItemState.ASKING, wave=None, line__isnull=False).count()
        if left > SOON and not doors:
            return None
        closes = _("The list closes in %(span)s: %(n)s still to be asked.") % {"span": span_words(left), "n": asking}
        return {"wave": wave, "why": closes, "what": _("Propose collecting") if doors else _("Look"), "href": href}
    if doors:
        why = ngettext("%(n)s request is to be collected for.", "%(n)s requests are to be collected for.", doors) % {
            "n": doors
        }
        return {"wave": wave, "why": why, "what": _("Propose collecting"), "href": href}
    if needs_to_hand_out(wave, by, at):
        return {"wave": wave, "why": _("Bags can go home."), "what": _("Propose rounds"), "href": href}
    worth = worth_leaving(wave, at)
    if worth.total and wave.state == Wave.State.CLOSED:
        return {"wave": wave, "why": worth.words, "what": _("Send the buyer"), "href": href}
    if wave.state == Wave.State.CLOSED and wave.items.filter(state=ItemState.READY).exists():
        why = _("The list is closed and not split over pharmacies yet.")
        return {
            "wave": wave,
            "why": why,
            "what": _("Split the list"),
            "href": reverse("medicine:wave_plan", args=[wave.pk]),
        }
    return None


def register_today() -> None:
    register_number("waves", 42, on_the_way)
    register_number("waves_decide", 51, to_decide)
    register_number("waves_lost", 52, lost)
    register_proposals("waves", 5, "medicine/wave_proposals.html", next_steps)
