"""What the gate book says: who is out, what contradicts itself, and the counts of a day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.gate.bridge import Clash, conflicts
from shouwang.desk.gate.models import Direction, Outcome, Passage, Who
from shouwang.desk.gate.models.passages import PASSED, TURNED
from shouwang.desk.people.bridge import mask_name
from shouwang.desk.people.models import Person

OUT_FOR = timedelta(days=14)
UNKNOWN_FOR = timedelta(days=1)
MOST = 300


@dataclass(frozen=True, slots=True)
class Out:
    """Somebody who is out by the book. `is_late`: they should be back."""

    passage: Passage
    door: str
    who: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Clashing:
    """Two entries of one person that cannot both be the whole truth."""

    door: str
    who: str
    is_out: bool
    first: Passage
    second: Passage


@dataclass(frozen=True, slots=True)
class Counts:
    """A day's passages. `turned` counts the helped ones too."""

    out: int
    back: int
    turned: int
    helped: int
    anyway: int
    senior: int
    voices: int

    @property
    def came(self) -> int:
        return self.out + self.back + self.turned + self.senior

    @property
    def allowed(self) -> int:
        """Both ways; not who went anyway."""
        return self.out + self.back - self.anyway


def who_is_out(by: Actor, at: datetime) -> list[Out]:
    """Whoever lives here and is out at `at`, the latest due back first in front, then the longest out. Two queries."""
    rows = still_out(by, at).select_related("household__door", "person", "community")
    found = [
        Out(row, str(row.household), mask_of(row.person), bool(row.back_by and row.back_by < at)) for row in rows[:MOST]
    ]
    return sorted(found, key=lambda one: (not one.is_late, one.passage.back_by or one.passage.said_at))


def still_out(by: Actor, at: datetime) -> QuerySet[Passage]:
    """Ways out that no later passage of the same person follows; of those who did not say, as if they were one."""
    later = Q(said_at__gt=OuterRef("said_at")) | Q(said_at=OuterRef("said_at"), pk__gt=OuterRef("pk"))
    after = Passage.objects.filter(later, household=OuterRef("household"), who=Who.RESIDENT, said_at__lte=at)
    after = after.passed().standing()
    gone = Passage.objects.visible_to(by).between(at - OUT_FOR, at + timedelta(microseconds=1)).passed().standing()
    gone = gone.filter(who=Who.RESIDENT, direction=Direction.OUT, household__isnull=False)
    named = Q(person__isnull=False) & ~Exists(after.filter(person=OuterRef("person")))
    return gone.filter(named | Q(person=None) & ~Exists(after.filter(person=None))).order_by("said_at")


def unknown_out(by: Actor, at: datetime) -> list[Passage]:
    """Ways out of the last day of whom nobody knows where they live, less as many as came in so, the earliest first.
    Nobody can say which of them came home: the latest ways out are shown. One query."""
    rows = Passage.objects.visible_to(by).between(at - UNKNOWN_FOR, at + timedelta(microseconds=1)).passed().standing()
    nameless = rows.filter(who=Who.RESIDENT, household=None).select_related("gate", "by").order_by("said_at")
    out: list[Passage] = []
    for row in nameless[:MOST]:
        if row.direction == Direction.OUT:
            out.append(row)
        elif out:
            out.pop(0)
    return out


def clashes(by: Actor, day: date) -> list[Clashing]:
    """What contradicts itself in the book of `day`. Two queries."""
    begin, end = span_of(by.community, day)
    rows = Passage.objects.visible_to(by).between(begin, end).passed().standing().filter(person__isnull=False)
    known = {str(row.pk): row for row in rows.select_related("household__door", "person", "gate", "by", "community")}
    return [
        Clashing(
            str(known[one.first.id].household), mask_of(known[one.first.id].person), one.clash == Clash.OUT_TWICE,
            known[one.first.id], known[one.second.id],
        )
        for one in conflicts(known.values())
    ]  # fmt: skip


def counts_of(by: Actor, day: date) -> Counts:
    """One query."""
    return counts_between(by, day, day)[0][1]


def counts_between(by: Actor, first: date, last: date) -> list[tuple[date, Counts]]:
    """Of every day from `first` to `last`, the latest first. One query."""
    tz = by.community.tz
    rows = Passage.objects.visible_to(by).between(span_of(by.community, first)[0], span_of(by.community, last)[1])
    dated = rows.standing().annotate(day=TruncDate("said_at", tzinfo=tz))
    grouped: dict[date, list[tuple[str, str, bool, int]]] = {}
    for day, *row in dated.values_list("day", "outcome", "direction", "voices_raised").annotate(Count("pk")).order_by():
        grouped.setdefault(day, []).append((row[0], row[1], row[2], row[3]))
    return [(day, _summed(grouped.get(day, ()))) for day in days_back(last, (last - first).days + 1)]


def weeks_of(days: Iterable[tuple[date, Counts]]) -> list[tuple[date, date, Counts]]:
    """(first day, last day, sum) of each calendar week that `days` touch, as far as they do, the latest first."""
    weeks = [list(week) for _key, week in groupby(days, key=lambda one: one[0].isocalendar()[:2])]
    return [(week[-1][0], week[0][0], total(week)) for week in weeks]


def _summed(rows: Iterable[tuple[str, str, bool, int]]) -> Counts:
    outcomes: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    voices = 0
    for outcome, way, loud, count in rows:
        outcomes[outcome] += count
        ways[way] += count if outcome in PASSED else 0
        voices += count if loud else 0
    return Counts(
        out=ways[Direction.OUT], back=ways[Direction.IN], turned=sum(outcomes[one] for one in TURNED),
        helped=outcomes[Outcome.TURNED_BACK_HELPED], anyway=outcomes[Outcome.WENT_ANYWAY],
        senior=outcomes[Outcome.SENIOR], voices=voices,
    )  # fmt: skip


def span_of(community: Community, day: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(day, datetime.min.time(), tzinfo=community.tz)
    return begin, datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=community.tz)


def mask_of(person: Person | None) -> str:
    """As a guard may know them; nothing where they did not say."""
    return mask_name(person.name) if person else ""


def days_back(today: date, count: int = 7) -> list[date]:
    return [today - timedelta(days=back) for back in range(count)]


def total(days: Iterable[tuple[date, Counts]]) -> Counts:
    """What the days sum to."""
    columns = zip(*(astuple(counts) for _day, counts in days), strict=True)
    return Counts(*(sum(column) for column in columns))
