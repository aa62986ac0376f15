"""When something is due, in the words a desk uses: by noon, by the evening, tomorrow."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Community

NOON, EVENING = time(12), time(18)
NEARLY_OVER = timedelta(hours=1)
CHOICES = [
    ("", _("no hour")),
    ("noon", _("today by noon")),
    ("evening", _("today by evening")),
    ("tomorrow_noon", _("tomorrow by noon")),
    ("tomorrow_evening", _("tomorrow by evening")),
    ("in_3_days", _("within three days")),
]
_MEANING = {
    "noon": (0, NOON), "evening": (0, EVENING), "tomorrow_noon": (1, NOON), "tomorrow_evening": (1, EVENING),
    "in_3_days": (3, EVENING),
}  # fmt: skip


def moment_of(code: str, community: Community, at: datetime) -> datetime | None:
    """The moment that `code` means on the community's clock; None where none is meant.

    Once noon is over, "by noon" would be late from the start: then it is the evening, and after that the next noon.
    """
    if code not in _MEANING:
        return None
    days, hour = _MEANING[code]
    moment = _on(community, at, days, hour)
    if moment <= at:
        moment = _on(community, at, days, EVENING)
    return moment if moment > at else _on(community, at, days + 1, NOON)


def end_of_part(community: Community, at: datetime) -> datetime:
    """The end of the part of the day that one works towards: noon, the evening, midnight, the next noon.

    A part that is nearly over is left to the late ones.
    """
    ends = [
        *(_on(community, at, 0, hour) for hour in (NOON, EVENING)),
        *(_on(community, at, 1, hour) for hour in (time(0), NOON)),
    ]
    return next(end for end in ends if end > at + NEARLY_OVER)


def end_of_day(community: Community, at: datetime) -> datetime:
    return _on(community, at, 1, time(0))


def _on(community: Community, at: datetime, days: int, hour: time) -> datetime:
    day = community.today(at) + timedelta(days=days)
    return datetime.combine(day, hour, tzinfo=community.tz)
