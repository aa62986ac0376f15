"""What waits at the gate for somebody of the desk, on Today: a rule for a second person, somebody for a senior."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Value
from django.utils.translation import get_language

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.exits import EXIT
from shouwang.desk.gate.models import Outcome, Passage, RuleProposal
from shouwang.desk.gate.models.passages import PassageQuerySet
from shouwang.desk.gate.rules import dated_rules
from shouwang.desk.gate.rules_shown import exits_waiting, waiting_in_words
from shouwang.desk.needs.today import register_all_proposals

STANDS_THERE = timedelta(hours=2)
MOST = 6


def rules_that_wait(by: Actor, _at: datetime) -> Mapping[str, Any] | None:
    """One query where none does, and one more where any does."""
    found = list(RuleProposal.objects.visible_to(by).waiting().select_related("proposed_by").order_by("proposed_at"))
    exits = [one for one in found if EXIT in one.value]
    rules = [one for one in found if EXIT not in one.value]
    dated = dated_rules(by.community) if rules else []
    waiting = [waiting_in_words(one, dated, by, str(get_language())) for one in rules]
    return {"waiting": waiting, "exits": exits_waiting(exits, by)} if found else None


def who_waits(by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """Whoever was handed to a senior lately, and of whom nothing was decided or written down since. One query."""
    found = list(_handed(by, at).select_related("household__door", "gate").order_by("said_at")[:MOST])
    return {"passages": found} if found else None


def what_waits(by: Actor, at: datetime) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Both, each at its place on Today. One query where nothing waits."""
    senior, rule = "senior", "rule"
    passages = _handed(by, at).values_list(Value(senior, CharField()))
    proposals = RuleProposal.objects.visible_to(by).waiting().values_list(Value(rule, CharField()))
    there = {what for (what,) in passages.union(proposals)}
    if senior in there and (shown := who_waits(by, at)):
        yield 2, "gate/_senior_waiting.html", shown
    if rule in there and (shown := rules_that_wait(by, at)):
        yield 20, "gate/_rules_waiting.html", shown


def _handed(by: Actor, at: datetime) -> PassageQuerySet:
    rows = Passage.objects.visible_to(by).between(at - STANDS_THERE, at + timedelta(seconds=1)).standing()
    return rows.filter(outcome=Outcome.SENIOR, household__isnull=False).not_followed()


def register_waiting() -> None:
    """Called once, when the desk starts."""
    register_all_proposals("gate", what_waits)
