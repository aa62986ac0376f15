"""What waits at the gate for somebody of the desk, on Today: a rule for a second person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.models import RuleProposal
from shouwang.desk.gate.rules_shown import waiting_in_words
from shouwang.desk.needs.today import register_proposals


def rules_that_wait(by: Actor, _at: datetime) -> Mapping[str, Any] | None:
    """One query where none does, and one more for each that does."""
    found = RuleProposal.objects.visible_to(by).waiting().select_related("proposed_by").order_by("proposed_at")
    waiting = [waiting_in_words(one, by, str(get_language())) for one in found]
    return {"waiting": waiting} if waiting else None


def register_waiting() -> None:
    """Called once, when the desk starts."""
    register_proposals("gate.rules", 20, "gate/_rules_waiting.html", rules_that_wait)
