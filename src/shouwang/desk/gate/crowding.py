"""How crowded each gate is by the quarter of an hour: today, beside the usual day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import ExtractHour, ExtractMinute, TruncDate

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.book import span_of
from shouwang.desk.gate.models import Gate, Passage

QUARTERS = 96
USUAL_DAYS = 7  # before today; of these, those on which anybody came
WIDE, HIGH = 7, 72  # of a quarter's column, of the plot; units of its own
FOOT = 14  # room for the hours below
FROM, UNTIL = 6 * 4, 20 * 4  # at least these quarters are drawn


@dataclass(frozen=True, slots=True)
class Column:
    """One quarter: how many came today, and on a usual day. `x`, `y`, `height` in the plot's units."""

    clock: str
    count: int
    usual: float
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Plot:
    """One gate's day. `line`: the usual day as points of a polyline; `hours`: (x, "08:00")."""

    gate: Gate
    columns: Sequence[Column]
    line: str
    hours: Sequence[tuple[int, str]]
    most: int
    width: int
    busiest: Column | None

    @property
    def total(self) -> int:
        return sum(one.count for one in self.columns)

    @property
    def told(self) -> list[Column]:
        """For a table: the quarters in which somebody came, today or usually."""
        return [one for one in self.columns if one.count or one.usual]


def crowding_of(by: Actor, day: date) -> list[Plot]:
    """A plot for each gate, all drawn to one scale. Two queries."""
    today, usual = _counted(by, day)
    gates = list(Gate.objects.filter(community=by.community).order_by("name"))
    told: list[Mapping[int, float]] = [*today.values(), *usual.values()]
    seen = [quarter for counts in told for quarter in counts]
    first, last = min([FROM, *seen]) // 4 * 4, -(-(max([UNTIL - 1, *seen]) + 1) // 4) * 4
    most = max([4, *(n for counts in told for n in counts.values())])
    return [_plot(gate, today.get(gate.pk, {}), usual.get(gate.pk, {}), first, last, most) for gate in gates]


def _counted(by: Actor, day: date) -> tuple[dict[Any, Counter[int]], dict[Any, dict[int, float]]]:
    """(today, a usual day): by gate, by quarter, how many came."""
    tz, begin = by.community.tz, span_of(by.community, day - timedelta(days=USUAL_DAYS))[0]
    rows = Passage.objects.visible_to(by).between(begin, span_of(by.community, day)[1]).standing()
    told = rows.annotate(
        on=TruncDate("said_at", tzinfo=tz), hour=ExtractHour("said_at", tzinfo=tz),
        minute=ExtractMinute("said_at", tzinfo=tz),
    )  # fmt: skip
    today: dict[Any, Counter[int]] = {}
    before: dict[Any, Counter[int]] = {}
    days = set()
    grouped = told.values_list("gate_id", "on", "hour", "minute").annotate(Count("pk")).order_by()
    for gate, on, hour, minute, count in grouped:
        (today if on == day else before).setdefault(gate, Counter())[hour * 4 + minute // 15] += count
        if on != day:
            days.add(on)
    usual = {gate: {at: n / len(days) for at, n in counts.items()} for gate, counts in before.items()}
    return today, usual


def _plot(
    gate: Gate, today: Mapping[int, int], usual: Mapping[int, float], first: int, last: int, most: float
) -> Plot:  # fmt: skip
    columns = []
    for place, quarter in enumerate(range(first, last)):
        count = today.get(quarter, 0)
        height = round(count / most * HIGH, 1)
        columns.append(
            Column(_clock(quarter), count, round(usual.get(quarter, 0), 1), place * WIDE, HIGH - height, height)
        )
    points = " ".join(f"{one.x + WIDE / 2:g},{HIGH - one.usual / most * HIGH:.1f}" for one in columns)
    hours = [(one.x, one.clock) for one in columns if one.clock.endswith(":00") and int(one.clock[:2]) % 2 == 0]
    busiest = max(columns, key=lambda one: one.count, default=None)
    return Plot(
        gate, columns, points if usual else "", hours, round(most), (last - first) * WIDE,
        busiest if busiest and busiest.count else None,
    )  # fmt: skip


def _clock(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"
