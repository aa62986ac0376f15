"""A call list on paper typed back: every line at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.actions.attempts import say_outcome
from shouwang.desk.checkins.models import CheckIn
from shouwang.desk.checkins.models.checkins import OPEN, Outcome, Sign
from shouwang.desk.checkins.models.plans import Way


class PaperRefused(Refused):
    """One line of it cannot be entered so; nothing was. The message names the door."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the paper says of one person."""

    outcome: Outcome
    words: str = ""


@use_case
def enter_calls(*, entered: Mapping[UUID, Line], by: Actor, at: datetime) -> int:
    """Store what the paper says (check-in → line); how many were. Whoever was heard from in the meantime stays so.

    All or nothing: raises PaperRefused.
    """
    mine = (
        CheckIn.objects.visible_to(by)
        .filter(pk__in=entered)
        .select_related("plan__answered_by", "person", "household__door", "community")
    )
    count = 0
    for checkin in mine.order_by("household", "pk"):
        line = entered[checkin.pk]
        if checkin.state not in OPEN and line.outcome != Outcome.UNWELL:
            continue
        is_unwell = line.outcome == Outcome.UNWELL
        try:
            say_outcome(
                checkin=checkin, outcome=line.outcome, by=by, at=at, answered_by=checkin.plan.answered_by,
                sign=Sign.DOOR if checkin.way == Way.DOOR else Sign.CALL,
                words="" if is_unwell else line.words, symptoms=line.words if is_unwell else "",
            )  # fmt: skip
        except Refused as refusal:
            said = {"door": checkin.household, "why": refusal}
            raise PaperRefused(_("%(door)s: %(why)s Nothing has been saved yet.") % said) from None
        count += 1
    return count
