"""The desk's cash of one day: opening, what came and went by kind and person, closing, counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet, Sum

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.ledger.account import Row, rows_of
from shouwang.desk.ledger.models import CashCount, Commodity, Entry, HolderKind


@dataclass(frozen=True, slots=True)
class Line:
    """All of one kind with one person, in fen."""

    kind: str
    who: str
    came: int
    went: int
    count: int


@dataclass(frozen=True, slots=True)
class CashDay:
    """A page that balances: opening + came − went = closing. `rows` in the order of the day."""

    day: date
    opening: int
    rows: Sequence[Row]
    lines: Sequence[Line]
    count: CashCount | None
    earlier_counts: Sequence[CashCount]

    @property
    def came(self) -> int:
        return sum(line.came for line in self.lines)

    @property
    def went(self) -> int:
        return sum(line.went for line in self.lines)

    @property
    def closing(self) -> int:
        return self.opening + self.came - self.went

    @property
    def since_counted(self) -> int:
        """Fen booked after the till was counted."""
        return self.closing - self.count.expected_fen if self.count else 0


def cash_of(by: Actor, day: date) -> CashDay:
    """The page of `day`, on the community's clock."""
    begin, end = span_of(by.community, day)
    todays = _entries(by.community).filter(transfer__at__gte=begin, transfer__at__lt=end)
    rows = rows_of(todays.order_by("transfer__at", "transfer", "move"), by)
    counts = list(CashCount.objects.visible_to(by).filter(day=day).select_related("by", "community").order_by("-at"))
    opening = _sum(_entries(by.community).filter(transfer__at__lt=begin))
    return CashDay(day, opening, rows, _lines(rows), counts[0] if counts else None, counts[1:])


def closing_of(community: Community, day: date) -> int:
    """Fen at the desk at the end of `day`, as the books say."""
    return _sum(_entries(community).filter(transfer__at__lt=span_of(community, day)[1]))


def span_of(community: Community, day: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(day, time(), community.tz)
    return begin, datetime.combine(day + timedelta(days=1), time(), community.tz)


def _entries(community: Community) -> QuerySet[Entry]:
    return Entry.objects.filter(
        holder__community=community, holder__kind=HolderKind.DESK, commodity__kind=Commodity.Kind.MONEY
    )


def _sum(entries: QuerySet[Entry]) -> int:
    return entries.aggregate(sum=Sum("amount"))["sum"] or 0


def _lines(rows: Sequence[Row]) -> list[Line]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.transfer.get_kind_display(), row.other), []).append(row)
    return [
        Line(kind, who, came=_came(theirs), went=_came(theirs) - sum(row.amount for row in theirs), count=len(theirs))
        for (kind, who), theirs in sorted(groups.items())
    ]


def _came(rows: Sequence[Row]) -> int:
    return sum(row.amount for row in rows if row.came)
