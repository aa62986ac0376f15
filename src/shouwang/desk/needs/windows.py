"""When somebody is to be fetched, out of what a list says: an hour, a part of the day, days of the week."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from shouwang.desk.base.models import Community
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.models import ListKind
from shouwang.desk.needs.told import DAYS

Window = tuple[datetime | None, datetime | None]
BEFORE = timedelta(minutes=30)  # who is fetched at eight may be waited for from half past seven
WITHIN = timedelta(hours=1)
PARTS = {
    "早": (time(6), time(9)), "上午": (time(6), time(12)), "中午": (time(11), time(14)), "下午": (time(12), time(18)),
    "晚": (time(17), time(22)),
}  # fmt: skip
_DATE = re.compile(r"(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?")
_RELATIVE = (("大后", 3), ("后天", 2), ("明", 1), ("今", 0))
RELATIVE_FLAG = "relative_date_resolved_against_posted_at"


def window_of(read: EntryRead, title: str, community: Community, at: datetime) -> Window:
    """(not before, due by) of a ride, a transfer or an alarm in a list called `title` that came at `at`.

    None where it is not said; whoever is silent or unwell is looked after within the hour.
    """
    if read.alarm:
        return None, at + WITHIN
    if read.list_kind not in {ListKind.RIDE, ListKind.TRANSFER}:
        return None, None
    ride: dict[str, Any] = read.said.get("vehicle") or {}
    local = community.local(at)
    if until := ride.get("until"):
        return _until(str(ride.get("depart") or ""), str(until), community)
    days = ride.get("recurring") or ()
    moment = _depart(ride.get("depart"), read, title, local)
    if moment is not None:
        moment = _next(moment, days, local)
        return _aware(moment - BEFORE, community), _aware(moment, community)
    said = str(ride.get("depart_window") or "") + (title if not ride else "")
    if (read.said.get("person") or {}).get("day"):
        said_day = date.fromisoformat(read.said["person"]["day"])
        return _span(said_day, (time(6), time(22)), community)
    part = next((hours for word, hours in PARTS.items() if word in said), None)
    day = _day_said(read.raw, local.date()) or day_of(title, local.date())
    if day is None and part is None:
        return None, None
    begin, end = part or (time(6), time(22))
    return _span(day or local.date(), (begin, end), community)


def _span(day: date, hours: tuple[time, time], community: Community) -> Window:
    begin, end = (_aware(datetime.combine(day, hour), community) for hour in hours)
    return begin, end


def _until(depart: str, until: str, community: Community) -> Window:
    """A part of a day, as a sheet has it."""
    try:
        begin, end = datetime.fromisoformat(depart), time.fromisoformat(until)
    except ValueError:
        return None, None
    return _span(begin.date(), (begin.time(), end), community)


def dated(read: EntryRead, title: str, community: Community, at: datetime) -> EntryRead:
    """`read` with the moment of its ride as it is meant: on the title's day, or the next of its days of the week."""
    ride: dict[str, Any] = read.said.get("vehicle") or {}
    local = community.local(at)
    moment = _depart(ride.get("depart"), read, title, local)
    if moment is None or ride.get("until"):
        return read
    moment = _next(moment, ride.get("recurring") or (), local)
    ride = ride | {"depart": moment.isoformat(timespec="minutes"), "dated": True}
    return read.corrected(said=read.said | {"vehicle": ride})


def day_of(text: str, near: date) -> date | None:
    """The day that `text` states as month and day, in the year that is nearest to `near`."""
    found = _DATE.search(text)
    if found is None:
        return None
    candidates = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            candidates.append(date(year, int(found["month"]), int(found["day"])))
        except ValueError:
            continue
    return min(candidates, key=lambda day: abs(day - near), default=None)


def _depart(written: Any, read: EntryRead, title: str, local: datetime) -> datetime | None:
    """The moment in `written`; its day is the title's, where the line itself names none."""
    try:
        moment = datetime.fromisoformat(str(written)).replace(tzinfo=None) if written else None
    except ValueError:
        return None
    if (
        moment is None
        or (read.said.get("vehicle") or {}).get("dated")
        or RELATIVE_FLAG in read.flags
        or _DATE.search(read.raw)
        or moment.date() != local.date()
    ):
        return moment
    stated = day_of(title, local.date())
    return datetime.combine(stated, moment.time()) if stated else moment


def _next(moment: datetime, days: Any, local: datetime) -> datetime:
    """The first of the days of the week, from `moment` on, that is not over."""
    wanted = set(DAYS) if "DAILY" in days else set(days) & set(DAYS)
    if not wanted:
        return moment
    now = local.replace(tzinfo=None)
    ahead = (moment + timedelta(days=n) for n in range(15))
    return next((one for one in ahead if DAYS[one.weekday()] in wanted and one >= now), moment)


def _day_said(raw: str, today: date) -> date | None:
    stated = day_of(raw, today)
    if stated:
        return stated
    return next((today + timedelta(days=days) for word, days in _RELATIVE if word in raw), None)


def _aware(moment: datetime, community: Community) -> datetime:
    return moment.replace(tzinfo=community.tz)
