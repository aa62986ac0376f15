"""Time as a ladder counts it: minutes in which one may call, and hours of the wall clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """The community's zone, and its mode: the name of a mode that a plan may be quicker in."""

    zone: tzinfo
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nobody is called who may be asleep: from `begins`, over midnight where it is later, to `ends`."""

    begins: time
    ends: time

    def at(self, moment: datetime, zone: tzinfo) -> datetime:
        """`moment`, or the end of the quiet hours that it falls into."""
        begins, ends = self._next_night(moment, zone)
        return ends if begins <= moment else moment

    def after(self, moment: datetime, span: timedelta, zone: tzinfo) -> datetime:
        """When `span` is over, if quiet hours do not count: they delay, and what was left goes on after them."""
        moment = self.at(moment, zone)
        while True:
            begins, ends = self._next_night(moment, zone)
            if moment + span <= begins:
                return moment + span
            span -= begins - moment
            moment = ends

    def _next_night(self, moment: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """The quiet hours that `moment` is in, or that come next after it."""
        today = moment.astimezone(zone).date()
        over = timedelta(0) if self.begins < self.ends else DAY
        nights = (
            (on(day, self.begins, zone), on(day + over, self.ends, zone)) for day in (today - DAY, today, today + DAY)
        )
        return next(night for night in nights if night[1] > moment)


def on(day: date, clock: time, zone: tzinfo) -> datetime:
    """The moment at which the clocks of `zone` show `clock` on `day`."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def next_at(moment: datetime, clock: time, zone: tzinfo) -> datetime:
    """The next time after `moment` that the clocks of `zone` show `clock`."""
    day = moment.astimezone(zone).date()
    return min(found for ahead in range(3) if (found := on(day + ahead * DAY, clock, zone)) > moment)
