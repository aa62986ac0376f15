"""What waits at the gate for somebody of the desk, on Today: a rule for a second person, somebody for a senior."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.models import Outcome, Passage, RuleProposal
from shouwang.desk.gate.rules import dated_rules
from shouwang.desk.gate.rules_shown import waiting_in_words
from shouwang.desk.needs.today import register_proposals

STANDS_THERE = timedelta(hours=2)
MOST = 6


def rules_that_wait(by: Actor, _at: datetime) -> Mapping[str, Any] | None:
    """One query where none does, and one more where any does."""
    found = list(RuleProposal.objects.visible_to(by).waiting().select_related("proposed_by").order_by("proposed_at"))
    dated = dated_rules(by.community) if found else []
    return {"waiting": [waiting_in_words(one, dated, by, str(get_language())) for one in found]} if found else None


def who_waits(by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """Whoever was handed to a senior lately, and of whom nothing was decided or written down since. One query."""
    rows = Passage.objects.visible_to(by).between(at - STANDS_THERE, at + timedelta(seconds=1)).standing()
    rows = rows.filter(outcome=Outcome.SENIOR, household__isnull=False).not_followed()
    found = list(rows.select_related("household__door", "gate").order_by("said_at")[:MOST])
    return {"passages": found} if found else None


def register_waiting() -> None:
    """Called once, when the desk starts."""
    register_proposals("gate.senior", 2, "gate/_senior_waiting.html", who_waits)
    register_proposals("gate.rules", 20, "gate/_rules_waiting.html", rules_that_wait)
