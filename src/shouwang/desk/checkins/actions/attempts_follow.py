"""What follows from an attempt: silence and illness open a case, being heard is told to the case there is."""

from datetime import datetime
from decimal import Decimal

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.actions import attempts_state as state
from shouwang.desk.checkins.actions.cases import heard_meanwhile, open_case, take_back_case
from shouwang.desk.checkins.actions.health import report_health
from shouwang.desk.checkins.models import Attempt, Case, HealthReport
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.checkins.models.checkins import CheckState, Outcome, Sign


def follow(attempt: Attempt, *, by: Actor, at: datetime, degrees: Decimal | None = None, symptoms: str = "") -> None:
    """`attempt` is stored, and its check-in's state is counted. Whom somebody else would have answered for has no
    case at once: the one who does not answer has it, and the clock looks after those still silent when they are due."""
    checkin = attempt.checkin
    if attempt.outcome == Outcome.UNWELL:
        if degrees is not None or symptoms.strip():
            report_health(
                person=attempt.person, degrees=degrees, symptoms=symptoms, sign=attempt.sign, by=by, at=at,
                attempt=attempt,
            )  # fmt: skip
        open_case(person=attempt.person, cause=Cause.UNWELL, by=by, at=at, checkin=checkin)
    elif state.state_after(attempt) == CheckState.WELL:
        moment = state.moment_of(attempt)
        if state.is_latest(attempt.person_id, moment) and not _was_opened_since(attempt, moment):
            heard_meanwhile(person=attempt.person, at=at, by=by, sign=Sign(attempt.sign))
    elif checkin.state == CheckState.NO_ANSWER and attempt.answered_by_id is None:
        open_case(person=attempt.person, cause=Cause.SILENT, by=by, at=at, checkin=checkin)


def unfollow(attempt: Attempt, *, by: Actor, at: datetime) -> None:
    """`attempt` was a slip. The case that it opened ends as one; a silence that it had ended is a case again."""
    HealthReport.objects.filter(attempt=attempt).delete()
    take_back_case(person=attempt.person, opened_at=attempt.at, by=by, at=at)
    silent = attempt.checkin.state == CheckState.NO_ANSWER and state.state_after(attempt) == CheckState.WELL
    if silent and attempt.answered_by_id is None:
        open_case(person=attempt.person, cause=Cause.SILENT, by=by, at=at, checkin=attempt.checkin)


def _was_opened_since(attempt: Attempt, moment: datetime) -> bool:
    """What arrives late says nothing about a worry that came after it."""
    return Case.objects.live().filter(person=attempt.person_id, opened_at__gt=moment).exists()
