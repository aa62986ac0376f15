"""The end of a watch: what was still expected under it is expected no longer."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record, record_many
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.models import Case, CheckIn, WatchPlan
from shouwang.desk.checkins.models.checkins import CheckState


class CaseIsOpen(Refused):
    """Somebody nobody has heard from is not dropped from the watch: the case is ended first."""


@use_case
def end_plan(*, plan: WatchPlan, by: Actor, at: datetime) -> WatchPlan:
    """They are not watched any more; what was still expected of them is cancelled. Saying it twice changes nothing.

    Raises CaseIsOpen.
    """
    if Case.objects.live().filter(person=plan.person_id).exists():
        raise CaseIsOpen(_("A case is open for them. End the case first: then nobody is forgotten."))
    if WatchPlan.objects.live().filter(pk=plan.pk).update(ended_at=at, ended_by=by.account) == 1:
        plan.ended_at, plan.ended_by = at, by.account
        cancel_open(plan)
        record("checkins.plan_ended", plan, by=by, at=at, household_id=plan.person.household_id)
    return plan


def cancel_open(plan: WatchPlan, from_slot: int = 0) -> int:
    """Nothing is expected any more of the plan's open check-ins (of slots from `from_slot` on); how many there were."""
    waiting = CheckIn.objects.open().filter(plan=plan, slot__gte=from_slot)
    return waiting.update(state=CheckState.CANCELLED, claimed_by=None, claimed_until=None)


@use_case
def end_plans_of_the_gone(*, community: Community, at: datetime) -> int:
    """End the watch of those who have left, but for whom a case is open; whoever answered for others and has left
    answers no longer. How many ended."""
    live = WatchPlan.objects.live().filter(community=community)
    live.exclude(answered_by=None).filter(
        Q(answered_by__gone_at__isnull=False) | Q(answered_by__household__left_at__isnull=False)
    ).update(answered_by=None)
    left = live.filter(Q(person__gone_at__isnull=False) | Q(person__household__left_at__isnull=False))
    gone = list(left.exclude(person__in=Case.objects.live().values("person")).select_related("person"))
    ours = [plan for plan in gone if live.filter(pk=plan.pk).update(ended_at=at) == 1]
    for plan in ours:
        cancel_open(plan)
    happened = [Happened(plan, plan.person.household_id) for plan in ours]
    record_many("checkins.plan_ended", happened, by=Actor.clockwork(community), at=at)
    return len(ours)
