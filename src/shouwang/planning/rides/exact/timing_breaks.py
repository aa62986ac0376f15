"""Where a driver's breaks may lie in a course: every placement that the earliest times do not rule out already."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shouwang.planning.rides.exact.timing_course import EPS, Course
from shouwang.planning.rides.exact.timing_schedule import Rests
from shouwang.planning.rides.model.day import ALWAYS, Break


def placements(course: Course, begin: Sequence[float]) -> Iterator[Rests]:
    """The breaks by node, the earliest places first.

    `begin`: the earliest schedule without any break not yet taken. A break only makes stops later, so what is too late
    in it stays too late. O(places for each break, multiplied); shifts have one or two.
    """
    taken = rests_taken(course)
    open_breaks = [_from_now(course, each) for each in course.breaks[len(course.rested) :]]
    choices = [_places(course, begin, each) for each in open_breaks]
    for places in _rising(choices, course.fixed if course.is_fixed[0] else 0):
        rests = [list(row) for row in taken]
        for node, each in zip(places, open_breaks, strict=True):
            rests[node].append(each)
        yield rests


def rests_taken(course: Course) -> list[list[Break]]:
    """The breaks of the past by node: begun when they were, be that in their time or not."""
    rests: list[list[Break]] = [[] for _ in range(course.last + 1)]
    for (node, begun), each in zip(course.rested, course.breaks, strict=False):
        rests[node].append(Break(begun, ALWAYS, each.minutes))
    return rests


def _from_now(course: Course, rest: Break) -> Break:
    return replace(rest, earliest=max(rest.earliest, course.past.at))


def _places(course: Course, begin: Sequence[float], rest: Break) -> list[int]:
    """The nodes after which `rest` can lie, nobody on board there."""
    places = [] if course.is_fixed[0] else [0]
    for node in range(max(1, course.fixed), course.last):
        if not course.is_empty[node]:
            continue
        ready = max(begin[node] + course.stay[node], rest.earliest)
        if ready > rest.latest + EPS:
            return places
        if course.ways[node].arrives(ready + rest.minutes) <= course.high[node + 1] + EPS:
            places.append(node)
    if begin[course.last] <= rest.latest + EPS:
        places.append(course.last)
    return places


def _rising(choices: Sequence[Sequence[int]], least: int) -> Iterator[tuple[int, ...]]:
    """One of each choice, none before the one before it."""
    if not choices:
        yield ()
        return
    for node in choices[0]:
        if node >= least:
            for rest in _rising(choices[1:], node):
                yield node, *rest
