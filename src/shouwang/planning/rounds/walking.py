"""In which order one walks: staircase after staircase, each from the top down, windows kept where they can be.

Up to MOST_EXACT visits the order is the best there is (labels over subsets, as Held and Karp 1962 did for tours,
kept while no other is better in every respect); beyond, visits are relocated one by one until nothing improves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from shouwang.planning.rounds.doors import Call, top_down
from shouwang.planning.rounds.model import Pace, Place

MOST_EXACT = 7
TOGETHER = timedelta(minutes=30)

Cost = tuple[int, int, float]
"""(stops after their window, seconds that cold, urgent and late things wait, when it ends): the smaller the better."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One climb of one staircase."""

    calls: tuple[Call, ...]

    @property
    def building(self) -> str:
        return self.calls[0].place.building

    @property
    def stairs(self) -> tuple[str, str]:
        return self.calls[0].place.stairs


def visits_of(calls: Sequence[Call]) -> list[Visit]:
    """One visit a staircase; a second one only for doors that must wait until half an hour later or more."""
    visits = []
    for _stairs, here in groupby(sorted(calls, key=_by_stairs), key=lambda call: call.place.stairs):
        waves: list[list[Call]] = []
        for call in sorted(here, key=lambda call: (_opens(call), *top_down(call))):
            if waves and _opens(call) - _opens(waves[-1][0]) <= TOGETHER.total_seconds():
                waves[-1].append(call)
            else:
                waves.append([call])
        visits += [Visit(tuple(sorted(wave, key=top_down))) for wave in waves]
    return visits


def _by_stairs(call: Call) -> tuple[int, str, str]:
    return call.place.building_order, call.place.building, call.place.staircase


def _opens(call: Call) -> float:
    return call.not_before.timestamp() if call.not_before else 0.0


def order_visits(visits: Sequence[Visit], starts_at: datetime, pace: Pace) -> list[Visit]:
    """The visits in the order to walk them. Exact up to MOST_EXACT, O(n² · 2ⁿ) times the labels kept; then O(n³)."""
    if len(visits) <= MOST_EXACT:
        return _best_order(visits, starts_at, pace)
    return _good_order(visits, starts_at, pace)


def cost_of(order: Sequence[Visit], starts_at: datetime, pace: Pace) -> Cost:
    missed, wait, now, before = 0, 0, starts_at, None
    for visit in order:
        more_missed, more_wait, now = _step(before, visit, now, starts_at, pace)
        missed, wait, before = missed + more_missed, wait + more_wait, visit
    return missed, wait, now.timestamp()


def times_of(order: Sequence[Visit], starts_at: datetime, pace: Pace) -> list[tuple[Call, datetime, int]]:
    """(call, when it is reached, seconds waited there) in walking order."""
    reached, now, before = [], starts_at, None
    for visit in order:
        now += timedelta(seconds=_leg(before, visit, pace))
        times, now = _climb(visit, now, pace)
        reached += times
        before = visit
    return reached


def retime(
    stops: Sequence[tuple[Place, datetime | None]], starts_at: datetime, pace: Pace | None = None
) -> list[datetime]:
    """When each stop (its place, and from when it may be visited) is reached, in the order given by hand."""
    visits: list[list[Call]] = []
    for place, not_before in stops:
        call = Call(place, (), not_before, None, None, False)
        if visits and visits[-1][0].place.stairs == place.stairs:
            visits[-1].append(call)
        else:
            visits.append([call])
    times = times_of([Visit(tuple(calls)) for calls in visits], starts_at, pace or Pace())
    return [reached_at for _, reached_at, _ in times]


def is_missed(call: Call, reached_at: datetime) -> bool:
    """After its window, though it was still to be kept when the round began."""
    return not call.is_late and call.due_by is not None and reached_at > call.due_by


def _step(
    before: Visit | None, visit: Visit, now: datetime, starts_at: datetime, pace: Pace
) -> tuple[int, int, datetime]:
    times, end = _climb(visit, now + timedelta(seconds=_leg(before, visit, pace)), pace)
    missed = sum(is_missed(call, at) for call, at, _ in times)
    wait = sum(int((at - starts_at).total_seconds()) for call, at, _ in times if call.is_pressing)
    return missed, wait, end


def _leg(before: Visit | None, visit: Visit, pace: Pace) -> int:
    if before is None:
        return pace.next_building
    if before.stairs == visit.stairs:
        return 0
    if before.building == visit.building:
        return pace.next_staircase
    apart = abs(before.calls[0].place.building_order - visit.calls[0].place.building_order)
    return pace.next_building + 60 * min(max(apart - 1, 0), 6)


def _climb(visit: Visit, now: datetime, pace: Pace) -> tuple[list[tuple[Call, datetime, int]], datetime]:
    times, floor = [], 1
    for call in visit.calls:
        there = call.place.floor if call.place.floor is not None else 1
        now += timedelta(seconds=pace.per_floor * abs(there - floor))
        waits = max(int((call.not_before - now).total_seconds()), 0) if call.not_before else 0
        now += timedelta(seconds=waits)
        times.append((call, now, waits))
        now += timedelta(seconds=pace.at_door)
        floor = there
    return times, now + timedelta(seconds=pace.per_floor * abs(floor - 1))


def _best_order(visits: Sequence[Visit], starts_at: datetime, pace: Pace) -> list[Visit]:
    """Labels (missed, wait, time) of every subset and last visit; one that is worse in nothing drives out others."""
    everything = (1 << len(visits)) - 1
    labels: dict[tuple[int, int], list[tuple[Cost, datetime, tuple[int, ...]]]] = {
        (0, -1): [((0, 0, starts_at.timestamp()), starts_at, ())]
    }
    for _ in visits:
        longer: dict[tuple[int, int], list[tuple[Cost, datetime, tuple[int, ...]]]] = {}
        for (walked, last), kept in labels.items():
            for (missed, wait, _), now, path in kept:
                for index, visit in enumerate(visits):
                    if walked & 1 << index:
                        continue
                    before = visits[last] if last >= 0 else None
                    more, longer_wait, end = _step(before, visit, now, starts_at, pace)
                    cost = (missed + more, wait + longer_wait, end.timestamp())
                    _keep(longer.setdefault((walked | 1 << index, index), []), (cost, end, (*path, index)))
        labels = longer
    ends = [label for (walked, _), kept in labels.items() if walked == everything for label in kept]
    return [visits[index] for index in min(ends, key=lambda label: (label[0], label[2]))[2]] if visits else []


def _keep(kept: list[tuple[Cost, datetime, tuple[int, ...]]], label: tuple[Cost, datetime, tuple[int, ...]]) -> None:
    if any(all(a <= b for a, b in zip(other[0], label[0], strict=True)) for other in kept):
        return
    kept[:] = [other for other in kept if not all(a <= b for a, b in zip(label[0], other[0], strict=True))]
    kept.append(label)


def _good_order(visits: Sequence[Visit], starts_at: datetime, pace: Pace) -> list[Visit]:
    def due(visit: Visit) -> float:
        return min((call.due_by.timestamp() for call in visit.calls if call.due_by), default=float("inf"))

    def is_pressing(visit: Visit) -> bool:
        return any(call.is_pressing for call in visit.calls)

    starts = (
        sorted(visits, key=lambda visit: not is_pressing(visit)),
        sorted(visits, key=lambda visit: (not is_pressing(visit), due(visit))),
        sorted(visits, key=due),
    )
    order = min(starts, key=lambda start: cost_of(start, starts_at, pace))
    best = cost_of(order, starts_at, pace)
    improved = True
    while improved:
        improved = False
        for source in range(len(order)):
            rest = order[:source] + order[source + 1 :]
            for target in range(len(order)):
                tried = [*rest[:target], order[source], *rest[target:]]
                cost = cost_of(tried, starts_at, pace)
                if cost < best:
                    order, best, improved = tried, cost, True
                    break
            if improved:
                break
    return order
