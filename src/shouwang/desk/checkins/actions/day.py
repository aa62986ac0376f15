"""The check-ins of a day: made once however often the job runs, and more of them when the day asks for more."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from uuid import UUID

from shouwang.desk.base.actions.communities import follow_mode
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.housekeeping import swept
from shouwang.desk.base.jobs import later, task
from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import use_case
from shouwang.desk.checkins.actions.plans_ends import end_plans_of_the_gone
from shouwang.desk.checkins.actions.sharing_out import share_what_is_new
from shouwang.desk.checkins.expecting import Watched, is_due, rhythm_on, slots_of, watched_in
from shouwang.desk.checkins.models import CheckIn
from shouwang.desk.checkins.models.checkins import CheckState
from shouwang.desk.checkins.tiers import Tiers, tiers_on
from shouwang.desk.checkins.writing import Wanted, write_once

HOURLY, AT_ONCE = "checkins.day", "checkins.day_at_once"
FIVE = time(5)
IN_ONE_GO = 2000
SHORTEST = timedelta(hours=1)  # what is over sooner than that is not begun today


@use_case
def make_day(*, community: Community, day: date, at: datetime) -> int:
    """Expect a sign of life, in each slot of `day`, of everybody whose plan asks for one; how many are new.

    However often it is called, and by however many at once, each slot is expected once. A plan whose day is made for
    the first time gets every slot that had an hour to go when the plan was made, though the desk's machine was off
    since; a day that is made already gets the slots with an hour to go when the mode, the heat or a rule asks for more.
    """
    end_plans_of_the_gone(community=community, at=at)
    known = _slots_known(community, day)
    wanted = _wanted(watched_in(community), known, tiers_on(community, day), community, day, at)
    if made := write_once(community, day, wanted):
        record("checkins.day_made", community, by=Actor.clockwork(community), at=at, day=day.isoformat(), count=made)
        share_what_is_new(community=community, day=day, at=at)
    return made


@use_case
def expect_today(*, community: Community, plans: Collection[UUID], at: datetime) -> int:
    """Make today's check-ins of new or changed plans fit them, without waiting for the hour; how many are new.

    What nobody has called yet takes the plan's hours and way, and is cancelled where the plan asks for it no longer;
    what was cancelled is expected again where an hour is left. Before five in the morning nothing is made.
    """
    day = community.today(at)
    if community.local(at).time() < FIVE or not plans:
        return 0
    tiers, known = tiers_on(community, day), _slots_known(community, day, plans)
    watched = list(watched_in(community, plans))
    _refit([one for one in watched if one.plan_id in known], tiers, community, day, at)
    made = write_once(community, day, _wanted(watched, known, tiers, community, day, at))
    share_what_is_new(community=community, day=day, at=at)
    return made


def _refit(watched: Iterable[Watched], tiers: Tiers, community: Community, day: date, at: datetime) -> None:
    for one in watched:
        rhythm = rhythm_on(one.tier, one.rhythm, tiers)
        times = rhythm.times_a_day if is_due(one.since_day, rhythm.every_days, day) else 0
        slots = slots_of(day, one.from_hour, one.until_hour, rhythm.times_a_day, community.tz)[:times]
        todays = CheckIn.objects.filter(plan=one.plan_id, day=day)
        waiting = todays.filter(state=CheckState.NOT_CALLED)
        waiting.filter(slot__gte=times).update(state=CheckState.CANCELLED, claimed_by=None, claimed_until=None)
        for slot in slots:
            fitting = {"not_before": slot.not_before, "due_at": slot.due_at, "way": rhythm.way}
            waiting.filter(slot=slot.number).update(**fitting)
            if slot.due_at - SHORTEST >= at:
                again = todays.filter(slot=slot.number, state=CheckState.CANCELLED)
                again.update(state=CheckState.NOT_CALLED, **fitting)


def _slots_known(community: Community, day: date, plans: Collection[UUID] | None = None) -> dict[UUID, set[int]]:
    """plan → slots of `day` that have a row."""
    found: dict[UUID, set[int]] = {}
    here = CheckIn.objects.filter(community=community, day=day)
    rows = (here if plans is None else here.filter(plan__in=plans)).values_list("plan_id", "slot")
    for plan, slot in rows.iterator(IN_ONE_GO):
        found.setdefault(plan, set()).add(slot)
    return found


def _wanted(
    watched: Iterable[Watched], known: dict[UUID, set[int]], tiers: Tiers, community: Community, day: date,
    at: datetime,
) -> Iterator[Wanted]:  # fmt: skip
    """The check-ins of `day` that nobody has made yet."""
    slots = cache(partial(slots_of, day, zone=community.tz))  # most plans have the same hours
    for one in watched:
        rhythm = rhythm_on(one.tier, one.rhythm, tiers)
        if not is_due(one.since_day, rhythm.every_days, day):
            continue
        there = known.get(one.plan_id, set())
        begins = at if there else one.made_at
        for slot in slots(one.from_hour, one.until_hour, rhythm.times_a_day):
            if slot.number not in there and slot.due_at - SHORTEST >= begins:
                yield Wanted(one, slot, rhythm.way)


@task(HOURLY)
def make_day_hourly(*, at: datetime, community_id: str) -> Callable[[], None]:
    """Make the day at five, look every hour whether it asks for more by now, and come back."""

    def make() -> None:
        for community in Community.objects.filter(pk=community_id, sunset_at=None):
            if community.local(at).time() >= FIVE:
                make_day(community=community, day=community.today(at), at=at)
            later(HOURLY, community_id, next_look(community, at), community_id=community_id)

    return make


@task(AT_ONCE)
def make_day_at_once(*, at: datetime, community_id: str) -> Callable[[], None]:
    """The mode has changed: what today asks for more is expected now, not at the next full hour."""

    def make() -> None:
        for community in Community.objects.filter(pk=community_id, sunset_at=None):
            if community.local(at).time() >= FIVE:
                make_day(community=community, day=community.today(at), at=at)

    return make


def follow(community: Community, at: datetime) -> None:
    """The mode has changed."""
    later(AT_ONCE, str(community.pk), at, community_id=str(community.pk))


def next_look(community: Community, at: datetime) -> datetime:
    """The next full hour of the community's clock; none between midnight and five."""
    local = community.local(at)
    today_at_five = datetime.combine(local.date(), FIVE, tzinfo=community.tz)
    if at < today_at_five:
        return today_at_five
    next_hour = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return next_hour if next_hour.date() == local.date() else today_at_five + timedelta(days=1)


def keep_making_days(community: Community, at: datetime) -> int:
    """Make sure that the making of days is coming, at once where today's is due; never more than one. For the sweep."""
    is_due_now = community.local(at).time() >= FIVE
    later(HOURLY, str(community.pk), at if is_due_now else next_look(community, at), community_id=str(community.pk))
    return 0


def register_days() -> None:
    """Called once, when the desk starts."""
    swept("checkins.day", keep_making_days)
    follow_mode("checkins.day", follow)
