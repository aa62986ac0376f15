"""Cases on Today: how many are open, in red, and the next step of each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.cases.shown import live_cases, with_steps
from shouwang.desk.checkins.models import Case
from shouwang.desk.needs.today import Number, register_number, register_proposals

SHOWN = 5


def open_cases(by: Actor, _at: datetime) -> Number | None:
    count = Case.objects.visible_to(by).live().count()
    return Number(count, _("cases open"), reverse("checkins:cases"), is_bad=True) if count else None


def next_steps(by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """The cases whose clock rings next: what is to be done, and until when. Two queries."""
    cases = list(live_cases(by)[: SHOWN + 1])
    if not cases:
        return None
    return {"cases": with_steps(cases[:SHOWN]), "are_more": len(cases) > SHOWN, "at": at}


def register_today() -> None:
    register_number("cases", 1, open_cases)
    register_proposals("cases", 1, "checkins/case_proposals.html", next_steps)
