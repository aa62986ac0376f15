"""What run-outs put on Today: who has a day left at most, red and proposed; who is to be called."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.models import Prompt
from shouwang.desk.medicine.regimens.prompting import Level, most_pressing
from shouwang.desk.needs.today import Number, register_number, register_proposals

MOST = 3  # proposals on Today; the list has all


def runs_out(by: Actor, _at: datetime) -> Number | None:
    count = _waiting(by, Level.ALERT)
    return Number(count, _("medicine runs out"), reverse("medicine:prompts"), is_bad=True) if count else None


def to_call(by: Actor, _at: datetime) -> Number | None:
    count = _waiting(by, Level.CALL)
    return Number(count, _("calls about medicine"), reverse("medicine:prompts") + "#call") if count else None


def _waiting(by: Actor, level: Level) -> int:
    return Prompt.objects.visible_to(by).waiting().filter(level=level).values("regimen").distinct().count()


def alerts(by: Actor, at: datetime) -> Mapping[str, Any] | None:
    waiting = Prompt.objects.visible_to(by).waiting().filter(level=Level.ALERT)
    rows = waiting.select_related("regimen__drug", "regimen__person__household__door", "need")
    shown = most_pressing(rows, at)
    return {"alerts": shown[:MOST], "more": len(shown[MOST:]), "next": reverse("needs:today")} if shown else None


def register_today() -> None:
    register_number("medicine.alerts", 15, runs_out)
    register_number("medicine.calls", 60, to_call)
    register_proposals("medicine.alerts", 5, "medicine/_alerts.html", alerts)
