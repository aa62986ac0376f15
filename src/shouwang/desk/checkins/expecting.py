"""What a plan expects of a day: on which days, in how many slots, from when until when. No writing.

The hours of a plan are cut into as many equal slots as the day asks for; a check-in of a slot may be tried from its
beginning and is late after its end, by the community's clock.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from shouwang.desk.base.models import Community
from shouwang.desk.checkins.models import WatchPlan
from shouwang.desk.checkins.tiers import Rhythm, Tiers


@dataclass(frozen=True, slots=True)
class Watched:
    """A live plan as a day is made from it, with where the person lives now."""

    plan_id: UUID
    person_id: UUID
    household_id: UUID
    tier: str
    rhythm: Rhythm
    from_hour: time
    until_hour: time
    since_day: date
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    number: int
    not_before: datetime
    due_at: datetime


def watched_in(community: Community, plans: Collection[UUID] | None = None) -> Iterator[Watched]:
    """Everybody who is watched and still lives there; of `plans` alone where they are given. One query."""
    live = WatchPlan.objects.live().filter(community=community, person__gone_at=None, person__household__left_at=None)
    rows = (live if plans is None else live.filter(pk__in=plans)).values_list(
        "pk", "person_id", "person__household_id", "tier", "every_days", "times_a_day", "way", "from_hour",
        "until_hour", "since_day", "made_at",
    )  # fmt: skip
    for pk, person, household, tier, days, times, way, from_hour, until_hour, since, made_at in rows.iterator(2000):
        rhythm = Rhythm(days, times, way)
        yield Watched(pk, person, household, tier, rhythm, from_hour, until_hour, since, made_at)


def rhythm_on(tier: str, own: Rhythm, tiers: Tiers) -> Rhythm:
    """How often today: the plan's own rhythm, and what the mode asks for where that is more.

    On an ordinary day that is not hot a person's word about this very plan stands, even where it is less.
    """
    return own if tiers.is_ordinary else own.at_least(tiers.of(tier))


def is_due(since_day: date, every_days: int, day: date) -> bool:
    """Whether `day` is one of the days counted in steps of `every_days` from `since_day`."""
    return day >= since_day and (day - since_day).days % every_days == 0


def slots_of(day: date, from_hour: time, until_hour: time, times: int, zone: ZoneInfo) -> list[Slot]:
    """`times` equal slots of the plan's hours on `day`."""
    begin, end = (datetime.combine(day, hour, tzinfo=zone).astimezone(UTC) for hour in (from_hour, until_hour))
    each = (end - begin) / times
    bounds = [begin + each * number for number in range(times)] + [end]
    return [Slot(number, bounds[number], bounds[number + 1]) for number in range(times)]
