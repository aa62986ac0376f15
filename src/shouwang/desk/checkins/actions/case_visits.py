"""Two at the door, as the round tells of it: a visit that a case has asked for ended, or was taken back."""

from datetime import datetime

from django.db import models

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import use_case
from shouwang.desk.checkins.actions import case_moves as moves
from shouwang.desk.checkins.cases.bridge import Code, Outcome, step_at
from shouwang.desk.checkins.models import Step
from shouwang.desk.needs.models import Need
from shouwang.desk.rounds.models import Outcome as Ended
from shouwang.desk.rounds.models import Stop
from shouwang.desk.rounds.seen import register_visit_end

CAME_OF_IT = {Ended.DONE: Outcome.OPENED, Ended.NOBODY_HOME: Outcome.NOBODY_OPENS}
"""Of the other ends of a stop nobody can say whether the door was tried: the step waits, and climbs."""


@use_case
def visit_ended(*, need: Need, outcome: Ended, words: str, by: Actor, at: datetime) -> Step | None:
    """Whoever was sent to the door by a case has said on their round how it went: that is what came of the step. How
    the person is comes next, and is somebody's to say. The step that follows; None where no case waits for `need`."""
    step = Step.objects.filter(need=need, code=Code.DOOR, state=Step.State.PENDING, case__ended_at=None)
    found = step.select_related("case__community", "case__household").first()
    if found is None or by.account is None or outcome not in CAME_OF_IT:
        return None
    case = moves.take(found.case)
    found.refresh_from_db()
    if case.ended_at is not None or found.state != Step.State.PENDING:
        return None  # the desk was quicker
    return moves.say_step(case, found, CAME_OF_IT[outcome], words, by=by, at=at)


@use_case
def take_back_visit(*, source: models.Model, by: Actor, at: datetime) -> int:
    """The stop `source` did not end after all: two are at the door still, unless the case has gone on since. How many
    cases stand there again."""
    if not isinstance(source, Stop):
        return 0
    needs = source.tasks.values("need")
    told = Step.objects.filter(need__in=needs, code=Code.DOOR, state=Step.State.DONE, done_by=by.account)
    count = 0
    for step in told.filter(case__ended_at=None).select_related("case__community", "case__household"):
        case = moves.take(step.case)
        if case.ended_at is not None or (now := moves.pending_of(case)).seq != step.seq + 1 or now.code == Code.DOOR:
            continue
        moves.leave_step(case, now, step_at(case, Code.DOOR, at), at=at)
        count += 1
    return count


def register_visits() -> None:
    """Called once, when the desk starts."""
    register_visit_end(visit_ended)
