"""What time does to cases. The job is only an alarm clock: what counts is what the row says when it rings."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from shouwang.desk.base.jobs import task
from shouwang.desk.base.refusals import use_case
from shouwang.desk.checkins.actions import case_moves as moves
from shouwang.desk.checkins.cases.bridge import resumed
from shouwang.desk.checkins.models import Case, Step


@use_case
def climb(*, case: Case, at: datetime) -> bool:
    """Do what is due of `case` at `at`: tell whoever is to do the step, or climb over it. Whether anything was due.

    However often it is called, and by whomever at once, each step is told once and climbed over once.
    """
    moves.take(case)
    if case.ended_at is not None or case.next_at is None or case.next_at > at:
        return False
    step = moves.pending_of(case)
    if step.told_at is None:
        _tell_in_time(case, step, at)
        return True
    if case.is_held(at) or step.lapses_at > at:
        moves.look_again(case, max(step.lapses_at, case.held_until or step.lapses_at))
        return False
    moves.lapse_step(case, step, at=at)
    return True


@task(moves.CLIMB)
def ring(*, at: datetime, community_id: str, case_id: str) -> Callable[[], None]:
    """Look at one case."""

    def look() -> None:
        found = Case.objects.live().filter(pk=case_id, community=UUID(community_id), community__sunset_at=None)
        for case in found.select_related("community", "household"):
            climb(case=case, at=at)

    return look


def _tell_in_time(case: Case, step: Step, at: datetime) -> None:
    """It is due. If the desk stood still until its time was over, it has all its time again, outside quiet hours."""
    if step.lapses_at <= at:
        due, lapses = resumed(case, step, at)
        Step.objects.filter(pk=step.pk).update(due_at=due, lapses_at=lapses)
        step.due_at, step.lapses_at = due, lapses
        if due > at:
            moves.look_again(case, due)
            return
    moves.announce(case, step, at=at)
