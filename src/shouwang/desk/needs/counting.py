"""Counts for the district: how many needs of which kind stand how long. No names, no doors, no small numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, CharField, Count, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.models import Community
from shouwang.desk.needs.models import Kind, Need, State

SMALLEST = 5  # below it, a number may point at somebody
ENDED_WITHIN = timedelta(days=7)
STATES: tuple[tuple[str, Promise], ...] = (
    (State.OPEN, _("nobody has it")), (State.TAKEN, _("taken")), (State.UNDER_WAY, _("under way")),
    (State.DONE, _("done, 7 days")),
)  # fmt: skip
AGES: tuple[tuple[str, Promise], ...] = (
    ("today", _("less than a day")), ("days", _("one to three days")), ("old", _("longer")), ("late", _("late")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts as it may be shown: numbers below SMALLEST hidden, and sums that would give them away."""

    columns: list[str]
    rows: list[tuple[str, list[str], str]]  # label, cells, sum


def counts_by_state(community: Community, at: datetime) -> Table:
    """Kind × state: live needs, and those done within seven days. One query."""
    needs = Need.objects.filter(community=community)
    counted = needs.live() | needs.filter(state=State.DONE, ended_at__gt=at - ENDED_WITHIN)
    rows = counted.values_list("kind", "state").annotate(n=Count("pk"))
    return _table({(kind, state): n for kind, state, n in rows}, STATES)


def counts_by_age(community: Community, at: datetime) -> Table:
    """Kind × how long live needs have stood; late ones once more, apart. Two queries."""
    live = Need.objects.filter(community=community).live()
    age = Case(
        When(made_at__gt=at - timedelta(days=1), then=Value("today")),
        When(made_at__gt=at - timedelta(days=3), then=Value("days")),
        default=Value("old"), output_field=CharField(),
    )  # fmt: skip
    rows = live.annotate(age=age).values_list("kind", "age").annotate(n=Count("pk"))
    counts = {(kind, how_old): n for kind, how_old, n in rows}
    late = live.late(at).values_list("kind").annotate(n=Count("pk"))
    return _table(counts | {(kind, "late"): n for kind, n in late}, AGES)


def _table(counts: dict[tuple[str, str], int], columns: Iterable[tuple[str, Promise]]) -> Table:
    columns = list(columns)
    rows = []
    for kind in Kind:
        numbers = [counts.get((kind.value, code), 0) for code, _label in columns]
        if any(numbers):
            summed = [n for (code, _label), n in zip(columns, numbers, strict=True) if code != "late"]
            rows.append((str(kind.label), [shown(n) for n in numbers], _sum(summed)))
    return Table([str(label) for _code, label in columns], rows)


def shown(number: int) -> str:
    return f"<{SMALLEST}" if 0 < number < SMALLEST else str(number)


def _sum(numbers: list[int]) -> str:
    """The sum; rounded down to fives where it would give a hidden number away."""
    total = sum(numbers)
    if all(n == 0 or n >= SMALLEST for n in numbers):
        return str(total)
    return shown(total) if total < SMALLEST else f"{total - total % SMALLEST}+"
