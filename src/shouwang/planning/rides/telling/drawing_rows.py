"""One car's day as a row: how full it is, its breaks and waits above; below, a bar for everybody it carries."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shouwang.planning.rides.exact.running import arrival
from shouwang.planning.rides.model.day import Ride, Window
from shouwang.planning.rides.model.result import Call, Carried, Route, What
from shouwang.planning.rides.telling import svg
from shouwang.planning.rides.telling.words import Voice, clock, nearest

STRIP, LANE, BAR = 18, 20, 13
"""Heights: of the load, of a row of bars, of a bar."""
AIR = 14  # below a car
COMPACT = 14
LOWEST = 3  # so that a single rider in a big car is seen
WIDEST = 120.0
"""Minutes: a window that is wider says nothing about when, and is not drawn."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Minutes from `first` to `last` between the units `left` and `right`."""

    first: float
    last: float
    left: float
    right: float

    def units(self, minutes: float) -> float:
        return minutes * (self.right - self.left) / (self.last - self.first)

    def x(self, moment: float) -> float:
        return self.left + self.units(min(max(moment, self.first), self.last) - self.first)


@dataclass(frozen=True, slots=True)
class Look:
    """How one car is drawn."""

    axis: Axis
    colour: str
    capacity: Sequence[int]
    voice: Voice
    with_windows: bool = False


def full_row(
    route: Route, rides: Mapping[str, Ride], carried: Mapping[str, Carried], look: Look, y: float
) -> tuple[list[str], float]:
    """The row of one car from `y` down, and where it ends."""
    parts = strip(route, look, y + 4, STRIP) + pauses(route.calls, look, y + 4, STRIP)
    lanes, top = Lanes(), y + 4 + STRIP + 7
    deepest = 0
    for name in route.rides:
        begin, end = span_of(route.calls, name)
        bar = Bar(rides[name], carried[name], begin, end, look)
        lane = lanes.put(*bar.extent())
        deepest = max(deepest, lane)
        parts += bar.drawn(top + lane * LANE)
    return parts, top + (deepest + 1) * LANE + AIR


def compact_row(route: Route, carried: Mapping[str, Carried], look: Look, y: float) -> tuple[list[str], float]:
    """The load alone; a red dot where somebody is late."""
    parts, axis = strip(route, look, y + 1, COMPACT - 4), look.axis
    for call in route.calls:
        if call.what is What.BREAK:
            x = axis.x(call.begin)
            parts.append(svg.box(x, y + 7, axis.x(call.leave) - x, 4, svg.LINE, 'rx="1" fill-opacity=".7"'))
        elif call.what is What.SET_DOWN and call.ride and carried[call.ride].late > 0:
            parts.append(svg.dot(axis.x(call.begin), y + 2, 2, svg.SEAL, title=call.ride))
    return parts, y + COMPACT


def left_row(rides: Sequence[Ride], axis: Axis, y: float, most: int, voice: Voice) -> tuple[list[str], float]:
    """When those who are left wanted to ride; beyond `most` of them only how many more."""
    parts, lanes, deepest = [], Lanes(), 0
    for ride in sorted(rides[:most], key=lambda ride: wanted(ride, axis)):
        low, high = wanted(ride, axis)
        begin, end = axis.x(low), max(axis.x(high), axis.x(low) + 4)
        name = svg.shortened(ride.id, axis.right - axis.left - 8)
        at_name = written(name, begin + 4, axis)
        lane = lanes.put(min(begin, at_name - 4), max(end, at_name + svg.width_of(name) + 6))
        deepest, at = max(deepest, lane), y + 5 + lane * LANE
        hollow = f'stroke="{svg.SEAL}" stroke-dasharray="3 2" rx="2"'
        parts.append(svg.box(begin, at, end - begin, BAR, "none", hollow, f"{ride.id}: {clock(low)} – {clock(high)}"))
        parts.append(svg.text(at_name, at + 10, name))
    if len(rides) > most:
        deepest += 1
        more = voice.say("more", rides=voice.count(len(rides) - most, "ride"))
        parts.append(svg.text(axis.left, y + 15 + deepest * LANE, more, fill=svg.SEAL))
    return parts, y + 5 + (deepest + 1) * LANE + AIR


def wanted(ride: Ride, axis: Axis) -> tuple[float, float]:
    """From when to when the ride would lie, as far as it says."""
    both = (ride.pick_up.window, ride.set_down.window)
    windows = [window for window in map(told_window, both) if window is not None] or both
    low = min(svg.finite(*(window.earliest for window in windows)), default=axis.first)
    return low, max(svg.finite(*(window.latest for window in windows)), default=max(axis.last, low))


class Lanes:
    """Rows in which nothing covers anything else; the first with room."""

    def __init__(self) -> None:
        self.ends: list[float] = []

    def put(self, begin: float, end: float) -> int:
        lane = next((number for number, taken in enumerate(self.ends) if taken <= begin), len(self.ends))
        if lane == len(self.ends):
            self.ends.append(end)
        self.ends[lane] = end + 4
        return lane


@dataclass(frozen=True, slots=True)
class Bar:
    """Somebody in the car from `begin` to `end`, with the windows of both sides as thin brackets."""

    ride: Ride
    carried: Carried
    begin: float
    end: float
    look: Look

    def extent(self) -> tuple[float, float]:
        axis = self.look.axis
        x, right = axis.x(self.begin), axis.x(self.end)
        edges = [axis.x(moment) for window in self._windows() for moment in (window.earliest, window.latest)]
        written = self._written()
        return min([x, written - 5, *edges]), max(
            [right, written + svg.width_of(self._name() + self._late()) + 8, *edges]
        )

    def drawn(self, y: float) -> list[str]:
        axis, colour, voice = self.look.axis, self.look.colour, self.look.voice
        x, right = axis.x(self.begin), axis.x(self.end)
        who = voice.rider(self.ride.id, self.ride.companions)
        told = f"{who}: {clock(self.begin)} – {clock(self.end)}, {voice.minutes(self.carried.minutes)}"
        parts = [svg.box(x, y, right - x, BAR, colour, 'fill-opacity=".35" rx="2"', told)]
        parts.append(svg.box(x, y, 2, BAR, svg.SEAL if self._late() else colour))
        if late := self._late():
            parts.append(svg.box(x, y + BAR - 2, right - x, 2, svg.SEAL))
            after = self._written() + svg.width_of(self._name()) + 4
            parts.append(svg.text(after, y + 10, late, fill=svg.SEAL, more='font-weight="600"'))
        for window, edge, up in zip((self._pick_up(), self._set_down()), (y - 2, y + BAR + 2), (1, -1), strict=True):
            if window is not None:
                parts.append(bracket(window, axis, edge, up))
                if (closed := axis.x(window.latest)) < x:
                    parts.append(svg.line(closed, edge, x, edge, svg.SEAL, 0.8, 'stroke-dasharray="1 3"'))
        parts.append(svg.text(self._written(), y + 10, self._name()))
        return parts

    def _name(self) -> str:
        return svg.shortened(self.ride.id, self.look.axis.right - self.look.axis.left - 40)

    def _written(self) -> float:
        """Where the name begins: at the bar, or so far before it that it stays on the paper."""
        return written(self._name() + self._late(), self.look.axis.x(self.begin) + 5, self.look.axis)

    def _late(self) -> str:
        """+8 for who is eight minutes late."""
        return f"+{nearest(self.carried.late)}" if nearest(self.carried.late) > 0 else ""

    def _windows(self) -> list[Window]:
        return [window for window in (self._pick_up(), self._set_down()) if window is not None]

    def _pick_up(self) -> Window | None:
        return told_window(self.ride.pick_up.window) if self.look.with_windows else None

    def _set_down(self) -> Window | None:
        return told_window(self.ride.set_down.window) if self.look.with_windows else None


def written(words: str, x: float, axis: Axis) -> float:
    """Where `words` begin that would begin at x, and must end on the paper."""
    return min(x, axis.right - svg.width_of(words) - 4)


def told_window(window: Window) -> Window | None:
    """A window narrow enough to say when; up to when one is in time, where that is sooner than allowed."""
    latest = min(window.latest, window.due)
    if math.isfinite(window.earliest) and math.isfinite(latest) and latest - window.earliest <= WIDEST:
        return Window(window.earliest, latest)
    return None


def bracket(window: Window, axis: Axis, y: float, up: int) -> str:
    x, right = axis.x(window.earliest), max(axis.x(window.latest), axis.x(window.earliest) + 1)
    foot = y + 3 * up
    return svg.path([(x, foot), (x, y), (right, y), (right, foot)], svg.SOFT, 1)


def span_of(calls: Sequence[Call], ride: str) -> tuple[float, float]:
    """From getting in to getting out."""
    begin = next(call.begin for call in calls if call.ride == ride and call.what is What.PICK_UP)
    return begin, next(call.begin for call in calls if call.ride == ride and call.what is What.SET_DOWN)


def strip(route: Route, look: Look, y: float, height: float) -> list[str]:
    """How full the car is, as a share of the load that is fullest; amber where it stands with somebody in it."""
    axis, base, calls = look.axis, y + height, route.calls
    parts = []
    leaves, back = [axis.x(call.begin) for call in calls if call.what in (What.START, What.END)]
    parts.append(svg.line(leaves, base, back, base, svg.LINE, 1))
    edge = [(axis.x(calls[0].leave), base)]
    for call, after in pairwise(calls):
        full = fullness(call.load, look.capacity)
        top = base - max(LOWEST, height * full) if full else base
        start, end = axis.x(call.begin), axis.x(after.begin)
        edge += [(start, top), (end, top)]
        if top < base and after.begin - arrival(after) >= 1:
            x = axis.x(arrival(after))
            parts.append(svg.box(x, top, end - x, base - top, svg.AMBER, 'fill-opacity=".75"'))
    area = "L".join(f"{svg.n(x)} {svg.n(at)}" for x, at in [*edge, (edge[-1][0], base)])
    told = svg.plain(f"{route.vehicle}: {look.voice.count(len(route.rides), 'ride')}")
    parts.insert(0, f'<path d="M{area}Z" fill="{look.colour}" fill-opacity=".6"><title>{told}</title></path>')
    return parts


def fullness(load: Sequence[int], capacity: Sequence[int]) -> float:
    return max((now / most for now, most in zip(load, capacity, strict=True) if most), default=0.0)


def pauses(calls: Sequence[Call], look: Look, y: float, height: float) -> list[str]:
    """Breaks and disinfections, with their name where it fits."""
    parts = []
    for call in calls:
        if call.what not in (What.BREAK, What.DISINFECT):
            continue
        x, right = look.axis.x(call.begin), look.axis.x(call.leave)
        name = look.voice.say(f"key_{call.what}")
        told = f"{name} {clock(call.begin)} – {clock(call.leave)}"
        parts.append(svg.box(x, y + 1, right - x, height - 1, svg.LINE, 'fill-opacity=".45" rx="2"', told))
        if svg.width_of(name, 10) + 4 <= right - x:
            parts.append(svg.text((x + right) / 2, y + height - 5, name, size=10, more='text-anchor="middle"'))
    return parts
