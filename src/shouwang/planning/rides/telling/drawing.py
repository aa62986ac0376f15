"""A plan of rides as one picture: a time line a car, and a map where the places have points.

Pure text out of values: no scripts, nothing loaded. Every name in it is escaped. A car has a colour in both parts;
red is what must be acted on: who is late, who is left.
"""

import math
from dataclasses import dataclass

from shouwang.planning.rides.model.result import Plan, Route
from shouwang.planning.rides.telling import svg
from shouwang.planning.rides.telling.drawing_map import draw_map
from shouwang.planning.rides.telling.drawing_rows import Axis, Look, compact_row, full_row, left_row
from shouwang.planning.rides.telling.explaining import driven, summary
from shouwang.planning.rides.telling.words import Voice, clock

WIDTH, NARROWEST, NARROW = 1120, 320, 640
"""Units: usual, at least, and below which it is laid out for a phone."""
MOST_FULL = 30
"""Cars; where there are more, each gets a row of its load alone."""
MOST_WINDOWS = 12
"""Cars; where there are more, windows are not drawn, so that everybody fits below each other."""
MOST_LEFT = 12
APART = 52
"""Units between the names of two hours, the last of which is not written across its line but before it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper: so many units wide."""

    width: int

    @property
    def is_narrow(self) -> bool:
        return self.width < NARROW

    @property
    def margin(self) -> int:
        return 8 if self.is_narrow else 20

    @property
    def gutter(self) -> int:
        return 80 if self.is_narrow else 128

    @property
    def right(self) -> int:
        return self.width - self.margin


def draw(plan: Plan, *, language: str = "en", is_alone: bool = True, width: int = WIDTH) -> str:
    """`plan` as an SVG as wide as where it stands, laid out for `width` units (at least 320; a phone has about 360).

    `is_alone`: a file of its own, with its own paper and ink, light and dark. Otherwise it stands in a page, carries
    no style (a page may forbid it) and writes with the page's ink. Raises ValueError for a language not spoken.
    """
    voice = Voice(language)
    sheet = Sheet(max(width, NARROWEST))
    axis = axis_of(plan, sheet)
    parts, y = head(plan, voice, sheet)
    if plan.routes or plan.left:
        rows, y = time_lines(plan, axis, voice, y, sheet)
        parts += rows
    if plan.day.points and plan.routes:
        drawn, y = draw_map(plan, sheet.margin, y + 28, sheet.width - 2 * sheet.margin)
        parts += drawn
    title, told = voice.say("picture"), voice.together(summary(plan, voice))
    return frame(parts, sheet.width, y + sheet.margin, title, told, is_alone)


def frame(parts: list[str], width: int, height: float, title: str, told: str, is_alone: bool) -> str:
    size = f'viewBox="0 0 {width} {math.ceil(height)}" width="100%"'
    style = f"<style>{svg.STYLE}svg.rides{{max-width:{width * 5 // 4}px}}</style>" if is_alone else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rides" role="img" {size} font-family="{svg.plain(svg.FONT)}"'
        f' fill="none"><title>{svg.plain(title)}</title><desc>{svg.plain(told)}</desc>{style}{"".join(parts)}</svg>'
    )


def head(plan: Plan, voice: Voice, sheet: Sheet) -> tuple[list[str], float]:
    """How many ride with how many cars, and who is left; then what the marks mean."""
    rides, cars = voice.count(len(plan.carried), "ride"), voice.count(len(plan.routes), "car")
    words = voice.say("carried", rides=rides, cars=cars) if plan.day.rides else voice.say("nothing")
    y, words = 32.0, words.rstrip(".。")
    parts = [svg.text(sheet.margin, y, words, size=16, more='font-weight="600"')]
    if plan.left:
        left = voice.say("left_count", rides=voice.count(len(plan.left), "ride"))
        x = sheet.margin + svg.width_of(words, 16) + 14
        if x + svg.width_of(left, 13) > sheet.right:
            x, y = sheet.margin, y + 20
        parts.append(svg.text(x, y, left, size=13, fill=svg.SEAL, more='font-weight="600"'))
    if not sheet.is_narrow:
        return parts + key(plan, voice, sheet), y + 30
    drawn, y = key_below(plan, voice, sheet, y + 22)
    return parts + drawn, y + 26


def marks_of(plan: Plan) -> list[tuple[str, str]]:
    """What the legend names, and in which colour."""
    marks = [("key_window", svg.SOFT), ("key_break", svg.LINE), ("key_waiting", svg.AMBER), ("key_load", svg.HUES[0])]
    if any(one.late > 0 for one in plan.carried.values()):
        marks.insert(0, ("key_late", svg.SEAL))
    if len(plan.routes) > MOST_WINDOWS:
        marks.remove(("key_window", svg.SOFT))
    return marks


def key(plan: Plan, voice: Voice, sheet: Sheet) -> list[str]:
    """The legend, from the right."""
    parts, x = [], float(sheet.right)
    for words, colour in marks_of(plan):
        x -= svg.width_of(voice.say(words)) + 22
        parts.append(mark(words, colour, voice, x, 28.0))
        x -= 16
    return parts


def key_below(plan: Plan, voice: Voice, sheet: Sheet, y: float) -> tuple[list[str], float]:
    """The legend in lines of its own, from the left; and the last line's height."""
    parts, x = [], float(sheet.margin)
    for words, colour in reversed(marks_of(plan)):
        wide = svg.width_of(voice.say(words)) + 22
        if x > sheet.margin and x + wide > sheet.right:
            x, y = float(sheet.margin), y + 18
        parts.append(mark(words, colour, voice, x, y))
        x += wide + 14
    return parts, y


def mark(words: str, colour: str, voice: Voice, x: float, y: float) -> str:
    """One sign of the legend and what it means."""
    label = svg.text(x + 20, y + 4, voice.say(words), fill=svg.SOFT)
    if words == "key_window":
        return svg.path([(x, y - 3), (x, y), (x + 14, y), (x + 14, y - 3)], colour, 1.2) + label
    opacity = 'fill-opacity=".45" rx="2"' if words != "key_late" else 'rx="2"'
    return svg.box(x, y - 5, 14, 9, colour, opacity) + label


def axis_of(plan: Plan, sheet: Sheet) -> Axis:
    """From the full hour before anything happens to the one after it."""
    moments = [moment for route in plan.routes for call in route.calls for moment in (call.begin, call.leave)]
    if not moments:
        sides = [side for ride in plan.day.rides for side in (ride.pick_up, ride.set_down)]
        moments = svg.finite(*(m for side in sides for m in (side.window.earliest, side.window.latest))) or [480, 1080]
    first, last = 60 * math.floor(min(moments) / 60), 60 * math.ceil(max(moments) / 60)
    return Axis(first, max(last, first + 60), sheet.margin + sheet.gutter, sheet.right)


def time_lines(plan: Plan, axis: Axis, voice: Voice, y: float, sheet: Sheet) -> tuple[list[str], float]:
    """The hours, then a row a car, then who is left."""
    top, rows = y + 8, []
    y = top + 8
    rides = {ride.id: ride for ride in plan.day.rides}
    capacity = {car.id: car.capacity for car in plan.day.vehicles}
    is_full, with_windows = len(plan.routes) <= MOST_FULL, len(plan.routes) <= MOST_WINDOWS
    for number, route in enumerate(plan.routes):
        if is_full:
            rows.append(label(route, number, y, voice, sheet))
            look = Look(axis, svg.hue(number), capacity[route.vehicle], voice, with_windows)
            drawn, y = full_row(route, rides, plan.carried, look, y)
        else:
            name = svg.shortened(route.vehicle, sheet.gutter - 12, 10)
            rows.append(svg.text(sheet.margin, y + 11, name, size=10))
            look = Look(axis, svg.hue(number), capacity[route.vehicle], voice)
            drawn, y = compact_row(route, plan.carried, look, y)
        rows += drawn
    if plan.left:
        y += 0 if is_full else 10
        words = voice.say("left_here")
        rows.append(svg.text(sheet.margin, y + 15, words, size=12, fill=svg.SEAL, more='font-weight="600"'))
        drawn, y = left_row([rides[left.ride] for left in plan.left], axis, y, MOST_LEFT, voice)
        rows += drawn
    return hours(axis, top, y) + rows, y


def label(route: Route, number: int, y: float, voice: Voice, sheet: Sheet) -> str:
    x, name = sheet.margin + 12, svg.shortened(route.vehicle, sheet.gutter - 26, 12)
    rides, hours = voice.count(len(route.rides), "ride"), voice.span(driven(route))
    driving, room = voice.say("driven", driving=hours), sheet.gutter - 16
    told = driving if svg.width_of(driving, 10) <= room else hours
    return (
        svg.box(sheet.margin, y + 6, 4, 37, svg.hue(number), 'rx="2"', f"{route.vehicle}: {rides}, {driving}")
        + svg.text(x, y + 16, name, size=12, more='font-weight="600"')
        + svg.text(x, y + 29, svg.shortened(rides, room, 10), size=10, fill=svg.SOFT)
        + svg.text(x, y + 42, svg.shortened(told, room, 10), size=10, fill=svg.SOFT)
    )


def hours(axis: Axis, top: float, bottom: float) -> list[str]:
    """A thin line an hour, or two, or as many as leave room for their names."""
    step = next(step for step in (60, 120, 180, 240, 360, 720, 1440, 10**9) if axis.units(step) >= 44)
    parts = []
    for moment in range(int(axis.first), int(axis.last) + 1, step):
        x = axis.x(moment)
        parts.append(svg.line(x, top, x, bottom, svg.LINE, 0.6, 'stroke-opacity=".4"'))
        anchor = "end" if x > axis.right - 15 else "middle"
        if anchor == "end" and moment > axis.first and axis.units(step) < APART:
            continue  # it would run into the one before
        parts.append(svg.text(x, top - 5, clock(moment), size=10, fill=svg.SOFT, more=f'text-anchor="{anchor}"'))
    return parts
