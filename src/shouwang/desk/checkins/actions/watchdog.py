"""The watchdog: whatever stands still is raised, whoever is silent past their time has a case."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.jobs import later, task
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import use_case
from shouwang.desk.checkins.actions import case_moves as moves
from shouwang.desk.checkins.actions.case_telling import tell_step
from shouwang.desk.checkins.actions.cases import open_case
from shouwang.desk.checkins.actions.climbing import climb
from shouwang.desk.checkins.cases.bridge import Code, Planned, first_step, next_after, step_at
from shouwang.desk.checkins.models import Case, CheckIn, Step, StepTold
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.checkins.models.checkins import CheckState
from shouwang.desk.checkins.models.plans import Tier

log = logging.getLogger(__name__)

WATCHDOG = "checkins.watchdog"
EVERY = timedelta(minutes=10)
STILL_AFTER = timedelta(minutes=20)  # a case whose clock should have rung so long ago has stood still
MOST = 500  # cases opened in one run: what is left comes with the next


@dataclass(frozen=True, slots=True)
class Raised:
    """What a run has found: cases that moved on, cases it opened, cases that stood still."""

    climbed: int = 0
    opened: int = 0
    still: int = 0


def watchdog(*, community: Community, at: datetime) -> Raised:
    """Climb every case whose time is over, raise what stood still, open a case for whoever is silent past their time.

    One case that breaks stops no other. Whoever was called in vain has a case whatever their tier; whom nobody called
    in time gets one where they are watched for a reason of their own: for a household that nobody called the desk has
    to be louder, not their door.
    """
    climbed, still = _climb_all(community, at)
    return Raised(climbed, _open_missing(community, at), still)


def silent_without_case(community: Community, at: datetime) -> QuerySet[CheckIn]:
    """Overdue, not heard from since by any way, and no case has known of it. By index."""
    theirs = Case.objects.filter(person=OuterRef("person"))
    known = theirs.filter(Q(ended_at=None) | Q(opened_at__gte=OuterRef("not_before")))
    heard = CheckIn.objects.filter(person=OuterRef("person"), heard_at__gt=OuterRef("not_before"))
    ours = ~Q(state=CheckState.NOT_CALLED, plan__tier=Tier.HOUSEHOLD)
    overdue = CheckIn.objects.overdue(at).filter(ours, community=community, plan__ended_at=None)
    return overdue.filter(~Exists(known), ~Exists(heard))


@use_case
def raise_still(*, case: Case, at: datetime) -> Step:
    """A case without a step gets the one it should have; whoever can act hears that it stood still."""
    moves.take(case)
    step = Step.objects.filter(case=case, state=Step.State.PENDING).select_related("case").first()
    if step is None:
        follows = next_after(case, at) if case.steps.exists() else first_step(case, at)
        # a case that is live although its last step ended it is asked once more
        step = moves.put_step(case, follows if isinstance(follows, Planned) else step_at(case, Code.SEEN, at), at=at)
    tell_step(case, step, StepTold.Why.STUCK, at=at)
    return step


def _climb_all(community: Community, at: datetime) -> tuple[int, int]:
    """(how many moved on, how many had stood still)."""
    climbed = still = 0
    live = Case.objects.live().filter(community=community)
    stepless = live.filter(~Exists(Step.objects.filter(case=OuterRef("pk"), state=Step.State.PENDING)))
    lost = set(stepless.values_list("pk", flat=True))
    late = live.filter(Q(next_at__lte=at) | Q(pk__in=lost)).select_related("community", "household")
    for case in late.order_by("next_at", "pk"):
        try:
            stood_still = case.pk in lost or (case.next_at is not None and case.next_at < at - STILL_AFTER)
            if stood_still:
                raise_still(case=case, at=at)
                still += 1
            climbed += climb(case=case, at=at)
        except Exception:  # the others must not wait for it; it stays red on Today
            log.exception("a case stands still: %s", case.pk)
    return climbed, still


def _open_missing(community: Community, at: datetime) -> int:
    opened = set()
    found = silent_without_case(community, at).select_related("person__household").order_by("-due_at", "pk")
    for checkin in found[:MOST]:
        if checkin.person_id not in opened:
            by = Actor.clockwork(community)
            open_case(person=checkin.person, cause=Cause.SILENT, by=by, at=at, checkin=checkin)
            opened.add(checkin.person_id)
    return len(opened)


@task(WATCHDOG)
def watch(*, at: datetime, community_id: str) -> Callable[[], None]:
    """One run, and the next in ten minutes."""

    def run() -> None:
        for community in Community.objects.filter(pk=community_id, sunset_at=None):
            watchdog(community=community, at=at)
            later(WATCHDOG, community_id, at + EVERY, community_id=community_id)

    return run


def keep_watching(community: Community, at: datetime) -> int:
    """Make sure that the watchdog is awake; there is never more than one. For the sweep."""
    later(WATCHDOG, str(community.pk), at, community_id=str(community.pk))
    return 0


def register_watchdog() -> None:
    """Called once, when the desk starts."""
    swept("checkins.watchdog", keep_watching)
