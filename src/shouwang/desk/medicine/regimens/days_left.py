"""How long what somebody has will last: from what was known last, by the calendar of the community.

Ten tablets on 3 March and two a day last for the 3rd to the 7th: they run out on 8 March, the first day that is not
wholly provided for. Whether today's were already taken is not known; the earlier day is reckoned with. What nobody
stated is unknown, and no number stands for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwang.desk.base.models import Community
from shouwang.desk.medicine.models import Regimen, Stock

LONGEST = Decimal(9999)  # days; what lasts longer is said to last that long
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class DaysLeft:
    """`days` from today (0: today is not wholly provided for), `runs_out_on` the first day that is not, `units` that
    must be left of what `stock` says; `as_of` is when that was so."""

    days: Decimal
    runs_out_on: date
    units: Decimal
    as_of: datetime
    stock: Stock
    regimen: Regimen

    @property
    def whole_days(self) -> int:
        return int(self.days)

    @property
    def basis(self) -> str:
        """Where the number comes from, for a person: "10 tablets on 3 March, as told by her daughter; 2 a day"."""
        return basis_of(self.stock, self.regimen)


def days_left(regimen: Regimen, at: datetime) -> DaysLeft | None:
    """How long it lasts as known at `at`; None where no stock is known, or the regimen has ended. Two queries."""
    return days_left_of([regimen], at).get(regimen.pk)


def days_left_of(regimens: Iterable[Regimen], at: datetime) -> dict[UUID, DaysLeft]:
    """`days_left` of many, by regimen; those about which nothing is known are left out. Two queries."""
    going_on = {one.pk: one for one in regimens if one.ended_at is None or one.ended_at > at}
    if not going_on:
        return {}
    of = Community.objects.in_bulk({one.community_id for one in going_on.values()})
    known = Stock.objects.filter(regimen__in=going_on, at__lte=at).latest_last()
    latest = {stock.regimen_id: stock for stock in known}
    return {pk: _reckon(going_on[pk], stock, of[stock.community_id], at) for pk, stock in latest.items()}


def units_left(stock: Stock, daily: Decimal, community: Community, at: datetime) -> Decimal:
    """What must be left at `at` of `stock`, by whole days of the community's calendar; never less than nothing."""
    gone = (community.today(at) - community.today(stock.at)).days
    return max(stock.units - daily * max(gone, 0), Decimal(0))


def basis_of(stock: Stock, regimen: Regimen) -> str:
    said = {
        "units": f"{stock.units.normalize():f}",
        "unit": regimen.unit,
        "day": date_format(stock.at, _("j F")),
        "daily": f"{regimen.daily.normalize():f}",
        "who": stock.said_by,
    }
    if stock.basis == Stock.Basis.BOUGHT:
        return _("%(units)s %(unit)s on %(day)s, reckoned with what was bought; %(daily)s a day") % said
    if stock.basis == Stock.Basis.COUNTED:
        return _("%(units)s %(unit)s on %(day)s, counted at the door; %(daily)s a day") % said
    if stock.said_by:
        return _("%(units)s %(unit)s on %(day)s, as told by %(who)s; %(daily)s a day") % said
    return _("%(units)s %(unit)s on %(day)s, as stated; %(daily)s a day") % said


def _reckon(regimen: Regimen, stock: Stock, community: Community, at: datetime) -> DaysLeft:
    began, today = community.today(stock.at), community.today(at)
    lasts = min(stock.units / regimen.daily, LONGEST)
    runs_out_on = began + timedelta(days=int(lasts))
    days = max(lasts - (today - began).days, Decimal(0)).quantize(_TENTH, ROUND_DOWN)
    left = units_left(stock, regimen.daily, community, at)
    return DaysLeft(days, runs_out_on, left, stock.at, stock, regimen)
