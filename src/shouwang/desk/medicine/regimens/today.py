"""What run-outs put on Today: who has a day left at most, red and proposed; who is to be called."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.models import Prompt
from shouwang.desk.medicine.regimens.prompting import Level, most_pressing
from shouwang.desk.needs.today import Number, register_numbers, register_proposals

MOST = 3  # proposals on Today; the list has all


def runs_out_or_to_call(by: Actor, _at: datetime) -> Iterator[tuple[int, Number]]:
    """Regimens of which the lead is alerted, and those that somebody is to be called about. One query."""
    waiting, page = Prompt.objects.visible_to(by).waiting(), reverse("medicine:prompts")
    counts = dict(waiting.order_by().values_list("level").annotate(Count("regimen", distinct=True)))
    if alerts := counts.get(Level.ALERT):
        yield 15, Number(alerts, _("medicine runs out"), page, is_bad=True)
    if calls := counts.get(Level.CALL):
        yield 60, Number(calls, _("calls about medicine"), page + "#call")


def alerts(by: Actor, at: datetime) -> Mapping[str, Any] | None:
    waiting = Prompt.objects.visible_to(by).waiting().filter(level=Level.ALERT)
    rows = waiting.select_related("regimen__drug", "regimen__person__household__door", "need")
    shown = most_pressing(rows, at)
    return {"alerts": shown[:MOST], "more": len(shown[MOST:]), "next": reverse("needs:today")} if shown else None


def register_today() -> None:
    register_numbers("medicine.prompts", runs_out_or_to_call)
    register_proposals("medicine.alerts", 5, "medicine/_alerts.html", alerts)
