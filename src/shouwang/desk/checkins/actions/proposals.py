"""What was proposed, and decided by a person: watched, or not; and every household at once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record, record_many
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.actions.day import expect_today
from shouwang.desk.checkins.actions.plans import LONGEST, change_plan, make_plan
from shouwang.desk.checkins.models import Declined, WatchPlan
from shouwang.desk.checkins.models.plans import Tier
from shouwang.desk.checkins.proposing import Proposal, proposals
from shouwang.desk.checkins.tiers import Rhythm, tiers_on
from shouwang.desk.people.models import Household, Person


class NotProposed(Refused):
    """What the proposal was made from does not hold any more, or somebody decided meanwhile."""


@use_case
def accept_proposals(*, persons: Sequence[Person], by: Actor, at: datetime) -> list[WatchPlan]:
    """Watch each of `persons` as is proposed of them at this moment, with the reason; those of whom nothing is proposed
    any more are left as they are. The watches that began or became closer."""
    return [_accept(one, by, at) for one in proposals(by, at, [person.pk for person in persons])]


@use_case
def accept_proposal(*, person: Person, by: Actor, at: datetime) -> WatchPlan:
    """As proposed. Said twice, it is the watch that stands. Raises NotProposed."""
    proposed = proposals(by, at, [person.pk])
    if proposed:
        return _accept(proposed[0], by, at)
    standing = WatchPlan.objects.live().filter(person=person).exclude(tier=Tier.HOUSEHOLD).first()
    if standing is None:
        raise NotProposed(_("This is not proposed any more: what was stated has changed, or somebody decided."))
    return standing


def _accept(proposal: Proposal, by: Actor, at: datetime) -> WatchPlan:
    """A watch of its own; or the household's becomes theirs, and as close as the tier asks for."""
    if proposal.plan is None:
        return make_plan(person=proposal.person, tier=proposal.tier, reason=proposal.reason, by=by, at=at)
    usual = tiers_on(by.community, by.community.today(at)).ordinary(proposal.tier)
    rhythm = Rhythm(proposal.plan.every_days, proposal.plan.times_a_day).at_least(usual)
    return change_plan(
        plan=proposal.plan, tier=proposal.tier, reason=proposal.reason, every_days=rhythm.every_days,
        times_a_day=rhythm.times_a_day, by=by, at=at,
    )  # fmt: skip


@use_case
def decline_proposal(*, person: Person, tier: str, by: Actor, at: datetime, words: str = "") -> Declined:
    """They are not watched for this reason, and it is not proposed again. Said twice, the first decision stands."""
    known = Declined.objects.filter(person=person, tier=tier).first()
    if known:
        return known
    declined = Declined(community_id=person.community_id, person=person, tier=tier, at=at, by=by.account)
    declined.words = words.strip()[:LONGEST]
    with transaction.atomic():
        declined.save(force_insert=True)
    record("checkins.watch_declined", declined, by=by, at=at, household_id=person.household_id)
    return declined


@use_case
def watch_everybody(*, by: Actor, at: datetime) -> int:
    """One person of every household is to be heard from, its head where nobody of it is watched; how many are new.

    Where a household is called less than daily, the households are spread over the days between, by door.
    """
    today = by.community.today(at)
    rhythm = tiers_on(by.community, today).ordinary(Tier.HOUSEHOLD)
    new = [
        _of_household(head, number, rhythm, today, by, at)
        for number, head in enumerate(_heads_of_unwatched(by))
    ]  # fmt: skip
    WatchPlan.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    pks = [plan.pk for plan in new]
    ours = set(WatchPlan.objects.filter(pk__in=pks).values_list("pk", flat=True)) if pks else set()
    made = [plan for plan in new if plan.pk in ours]
    record_many("checkins.plan_made", [Happened(one, one.person.household_id) for one in made], by=by, at=at)
    expect_today(community=by.community, plans=[plan.pk for plan in made], at=at)
    return len(made)


def _heads_of_unwatched(by: Actor) -> list[Person]:
    """Of each household nobody of which is watched, who speaks for it; in the order of doors. Two queries."""
    watched = WatchPlan.objects.live().filter(community=by.community).values("person__household")
    here = Household.objects.visible_to(by).living_here().exclude(pk__in=watched)
    people = Person.objects.living().filter(is_resident=True, household__in=here).head_first()
    heads: dict[object, Person] = {}
    for person in people.select_related("household__door__building"):
        heads.setdefault(person.household_id, person)
    return sorted(heads.values(), key=_by_door)


def _by_door(person: Person) -> tuple[int, str, str]:
    door = person.household.door
    return (door.building.position, door.label, str(person.pk)) if door else (0, "", str(person.pk))


def _of_household(
    head: Person, number: int, rhythm: Rhythm, today: date, by: Actor, at: datetime
) -> WatchPlan:  # fmt: skip
    return WatchPlan(
        community_id=head.community_id, person=head, tier=Tier.HOUSEHOLD, way=rhythm.way,
        every_days=rhythm.every_days, times_a_day=rhythm.times_a_day, made_at=at, made_by=by.account,
        since_day=today - timedelta(days=number % rhythm.every_days),
    )  # fmt: skip
