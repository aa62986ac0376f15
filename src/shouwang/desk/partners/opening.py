"""When a partner is open: its hours, day by day, and the days on which it is shut."""

from datetime import date, datetime, time, timedelta

from shouwang.desk.partners.models import Partner

Span = tuple[datetime, datetime]
LOOK_AHEAD = 14  # days


def knows_hours(partner: Partner) -> bool:
    """False: nobody has said when it opens. It may be open all the same; ask before somebody drives there."""
    return bool(partner.hours)


def is_shut_on(partner: Partner, day: date) -> bool:
    """Whether it was said to be shut on `day`."""
    if partner.shut_from is None or day < partner.shut_from:
        return False
    return partner.shut_until is None or day <= partner.shut_until


def opening_spans(partner: Partner, day: date) -> list[Span]:
    """(opens, closes) of `day` on the community's clock, in their order; what begins on `day` may end the next.

    [] where it is shut that day, and where nobody knows its hours: ask `knows_hours`.
    """
    if not partner.hours or is_shut_on(partner, day):
        return []
    return sorted(_span(partner, day, begins, ends) for begins, ends in partner.hours[day.weekday()])


def is_open(partner: Partner, at: datetime) -> bool | None:
    """Whether it is open at `at`; None where nobody knows its hours (and it is not said to be shut)."""
    today = partner.community.today(at)
    if is_shut_on(partner, today):
        return False
    if not partner.hours:
        return None
    spans = opening_spans(partner, today - timedelta(days=1)) + opening_spans(partner, today)
    return any(opens <= at < closes for opens, closes in spans)


def closes_at(partner: Partner, at: datetime) -> datetime | None:
    """When it closes, if it is open at `at`."""
    today = partner.community.today(at)
    spans = opening_spans(partner, today - timedelta(days=1)) + opening_spans(partner, today)
    return next((closes for opens, closes in spans if opens <= at < closes), None)


def next_opening(partner: Partner, at: datetime) -> datetime | None:
    """When it opens next after `at`, within two weeks."""
    today = partner.community.today(at)
    for days in range(LOOK_AHEAD):
        for opens, _closes in opening_spans(partner, today + timedelta(days=days)):
            if opens > at:
                return opens
    return None


def _span(partner: Partner, day: date, begins: str, ends: str) -> Span:
    opens, closes = (_moment(partner, day, clock) for clock in (begins, ends))
    return opens, closes if closes > opens else closes + timedelta(days=1)


def _moment(partner: Partner, day: date, clock: str) -> datetime:
    """`clock` as "08:00"; "24:00" is the midnight that ends `day`."""
    hours, minutes = (int(part) for part in clock.split(":"))
    begins = datetime.combine(day + timedelta(days=hours // 24), time(hours % 24, minutes))
    return begins.replace(tzinfo=partner.community.tz)
