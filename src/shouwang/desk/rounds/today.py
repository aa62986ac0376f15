"""What rounds put on Today: who is out, what is proposed, and what could not be taken over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.today import Number, register_number, register_proposals
from shouwang.desk.rounds.choosing import names_of
from shouwang.desk.rounds.models import Round, Stop, UnappliedSaying
from shouwang.desk.rounds.sheet import show_rounds
from shouwang.desk.rounds.words import reasons_of

MOST = 6  # proposals on Today; the board has all


def doors_behind(by: Actor, _at: datetime) -> Number | None:
    """Of the rounds under way: stops that ended, of all."""
    walking = Stop.objects.filter(round__in=Round.objects.visible_to(by).filter(state=Round.State.ACCEPTED))
    total = walking.count()
    if not total:
        return None
    return Number(walking.exclude(outcome="").count(), _("doors of rounds"), reverse("rounds:board"), of=total)


def not_taken_over(by: Actor, _at: datetime) -> Number | None:
    count = UnappliedSaying.objects.visible_to(by).waiting().count()
    return Number(count, _("not taken over"), reverse("rounds:unapplied"), is_bad=True) if count else None


def proposed_rounds(by: Actor, _at: datetime) -> Mapping[str, Any] | None:
    waiting = Round.objects.visible_to(by).filter(state=Round.State.PROPOSED).select_related("carrier", "community")
    shown = show_rounds(waiting.order_by("starts_at", "number", "pk")[:MOST], by)
    if not shown:
        return None
    names = names_of(by)
    rounds = [(one, reasons_of(one, names)) for one in shown]
    return {"rounds": rounds, "next": reverse("needs:today")}


def register_today() -> None:
    register_number("rounds", 40, doors_behind)
    register_number("unapplied", 50, not_taken_over)
    register_proposals("rounds", 10, "rounds/proposals.html", proposed_rounds)
