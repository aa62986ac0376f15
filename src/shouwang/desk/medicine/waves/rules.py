"""What a community decides about its waves, as dated rules: when lists close, and how long a cold box may be out."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from shouwang.desk.base.models import Community, Rule

WAVES = "medicine.waves"  # {"cut_offs": ["10:00", "15:00"]}, on the community's clock
COLD_MINUTES = "medicine.cold_minutes"  # from the fridge of the pharmacy to the fridge at home
CUT_OFFS = ("10:00", "15:00")
COLD_LIMIT = 120
DAYS_AHEAD = 8


def cut_offs_of(community: Community, day: date) -> list[datetime]:
    """When the lists of `day` close, in order. A day without waves has none."""
    rule = Rule.objects.in_force(community, WAVES, day)
    written = rule.value.get("cut_offs", CUT_OFFS) if rule else CUT_OFFS
    return [datetime.combine(day, time.fromisoformat(hour), tzinfo=community.tz) for hour in sorted(set(written))]


def cut_offs_after(community: Community, at: datetime) -> Iterator[tuple[date, int, datetime]]:
    """(day, number of its day, moment) of the cut-offs that come after `at`, for a week."""
    today = community.today(at)
    for ahead in range(DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        for number, moment in enumerate(cut_offs_of(community, day), start=1):
            if moment > at:
                yield day, number, moment


def cold_limit(community: Community, at: datetime) -> timedelta:
    """How long something that must stay cold may be out of a fridge."""
    rule = Rule.objects.in_force(community, COLD_MINUTES, community.today(at))
    return timedelta(minutes=int(rule.value) if rule else COLD_LIMIT)
