"""The community's plan of the ladder, changed from a day on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Rule
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.cases.bridge import LadderProblem, ladder_from
from shouwang.desk.checkins.cases.rules import LADDER, ladder_on
from shouwang.desk.checkins.cases.words import PROBLEMS, STEPS


class LadderCannotChange(Refused):
    """From that day, or in that way, the plan cannot be changed; the sentence says why."""


@use_case
def change_ladder(*, value: Mapping[str, Any], from_day: date, by: Actor, at: datetime) -> Rule:
    """From `from_day` on new cases climb by this plan (the shape of `planning.ladder`, minutes). Cases that are open
    keep the plan they were opened with. The same again changes nothing. Raises LadderCannotChange.

    A day that has begun has its plan: what was done by it today stays explained. A coming day may be said anew.
    """
    try:
        asked = ladder_from(value)
    except LadderProblem as problem:
        where = {"where": STEPS.get(problem.where, PROBLEMS.get(problem.where, problem.where))}
        raise LadderCannotChange(str(PROBLEMS[problem.why]) % where) from None
    today = by.community.today(at)
    if from_day < today:
        raise LadderCannotChange(_("The plan changes from today or a later day, not from a day that is over."))
    before = ladder_on(by.community, from_day)
    stored = Rule.objects.filter(community=by.community, name=LADDER, from_day=from_day).first()
    if stored and before == asked:
        return stored
    if stored and from_day == today:
        raise LadderCannotChange(_("The plan changed today already. Choose tomorrow or a later day."))
    rule, _is_new = Rule.objects.update_or_create(
        community=by.community, name=LADDER, from_day=from_day, defaults={"value": asked.as_json()}
    )
    record("checkins.ladder_changed", by.community, by=by, at=at, from_day=from_day.isoformat(),
           before=before.as_json(), after=asked.as_json())  # fmt: skip
    return rule
