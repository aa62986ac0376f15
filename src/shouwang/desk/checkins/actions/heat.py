"""How hot a day gets, as somebody enters it: above the threshold everybody who is watched is called twice."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.models import Rule
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.actions.day import make_day
from shouwang.desk.checkins.tiers import DAY_DEGREES

COLDEST, HOTTEST = Decimal(-60), Decimal(60)  # °C that air can have where people live


class NotADegree(Refused):
    """No temperature that a day can have."""


class DayIsOver(Refused):
    """A day that is over was called as it was."""


@use_case
def note_degrees(*, day: date, degrees: Decimal, by: Actor, at: datetime) -> int:
    """The highest temperature of `day` (today or later) is `degrees` Celsius; the later word counts. Where that asks
    for more calls today, they are expected at once; how many are new. Raises NotADegree, DayIsOver."""
    if not COLDEST <= degrees <= HOTTEST:
        raise NotADegree(_("Write the day's highest temperature in degrees Celsius, such as 36 or 36.5."))
    today = by.community.today(at)
    if day < today:
        raise DayIsOver(_("That day is over. Enter the temperature of today or a coming day."))
    said = f"{degrees.normalize():f}"
    known = Rule.objects.filter(community=by.community, name=DAY_DEGREES, from_day=day).first()
    if known is None or known.value != said:
        Rule.objects.update_or_create(community=by.community, name=DAY_DEGREES, from_day=day, defaults={"value": said})
        record("checkins.degrees_noted", by.community, by=by, at=at, day=day.isoformat(), degrees=said)
    return make_day(community=by.community, day=day, at=at) if day == today else 0
