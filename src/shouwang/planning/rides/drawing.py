"""A plan of rides as one picture: a time line a car, and a map where the places have points.

Pure text out of values: no scripts, nothing loaded. Every name in it is escaped. A car has a colour in both parts;
red is what must be acted on: who is late, who is left.
"""

import math

from shouwang.planning.rides import svg
from shouwang.planning.rides.drawing_map import draw_map
from shouwang.planning.rides.drawing_rows import Axis, Look, compact_row, full_row, left_row
from shouwang.planning.rides.explaining import driven, summary
from shouwang.planning.rides.result import Plan, Route
from shouwang.planning.rides.words import Voice, clock

WIDTH, MARGIN, GUTTER = 1120, 20, 128
MOST_FULL = 30
"""Cars; where there are more, each gets a row of its load alone."""
MOST_WINDOWS = 12
"""Cars; where there are more, windows are not drawn, so that everybody fits below each other."""
MOST_LEFT = 12


def draw(plan: Plan, *, language: str = "en", is_alone: bool = True) -> str:
    """`plan` as an SVG, 1,120 units wide.

    `is_alone`: a file of its own, with its own paper and ink, light and dark. Otherwise it stands in a page, carries
    no style (a page may forbid it) and writes with the page's ink. Raises ValueError for a language not spoken.
    """
    voice = Voice(language)
    axis = axis_of(plan)
    parts, y = head(plan, voice)
    if plan.routes or plan.left:
        rows, y = time_lines(plan, axis, voice, y)
        parts += rows
    if plan.day.points and plan.routes:
        drawn, y = draw_map(plan, MARGIN, y + 28, WIDTH - 2 * MARGIN)
        parts += drawn
    return frame(parts, y + MARGIN, voice.say("picture"), voice.together(summary(plan, voice)), is_alone)


def frame(parts: list[str], height: float, title: str, told: str, is_alone: bool) -> str:
    size = f'viewBox="0 0 {WIDTH} {math.ceil(height)}" width="{WIDTH}" height="{math.ceil(height)}"'
    style = f"<style>{svg.STYLE}</style>" if is_alone else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rides" role="img" {size} font-family="{svg.plain(svg.FONT)}"'
        f' fill="none"><title>{svg.plain(title)}</title><desc>{svg.plain(told)}</desc>{style}{"".join(parts)}</svg>'
    )


def head(plan: Plan, voice: Voice) -> tuple[list[str], float]:
    """How many ride with how many cars, and who is left; then what the marks mean."""
    rides, cars = voice.count(len(plan.carried), "ride"), voice.count(len(plan.routes), "car")
    words = voice.say("carried", rides=rides, cars=cars) if plan.day.rides else voice.say("nothing")
    parts = [svg.text(MARGIN, 32, words.rstrip(".。"), size=16, more='font-weight="600"')]
    if plan.left:
        left = voice.say("left_count", rides=voice.count(len(plan.left), "ride"))
        x = MARGIN + svg.width_of(words, 16) + 14
        parts.append(svg.text(x, 32, left, size=13, fill=svg.SEAL, more='font-weight="600"'))
    return parts + key(plan, voice), 62


def key(plan: Plan, voice: Voice) -> list[str]:
    """The legend, from the right."""
    parts, x, y = [], float(WIDTH - MARGIN), 28.0
    marks = [("key_window", svg.SOFT), ("key_break", svg.LINE), ("key_waiting", svg.AMBER), ("key_load", svg.HUES[0])]
    if any(one.late > 0 for one in plan.carried.values()):
        marks.insert(0, ("key_late", svg.SEAL))
    if len(plan.routes) > MOST_WINDOWS:
        marks.remove(("key_window", svg.SOFT))
    for words, colour in marks:
        label = voice.say(words)
        x -= svg.width_of(label) + 2
        parts.append(svg.text(x, y + 4, label, fill=svg.SOFT))
        x -= 20
        if words == "key_window":
            parts.append(svg.path([(x, y - 3), (x, y), (x + 14, y), (x + 14, y - 3)], colour, 1.2))
        else:
            opacity = 'fill-opacity=".45" rx="2"' if words != "key_late" else 'rx="2"'
            parts.append(svg.box(x, y - 5, 14, 9, colour, opacity))
        x -= 16
    return parts


def axis_of(plan: Plan) -> Axis:
    """From the full hour before anything happens to the one after it."""
    moments = [moment for route in plan.routes for call in route.calls for moment in (call.begin, call.leave)]
    if not moments:
        sides = [side for ride in plan.day.rides for side in (ride.pick_up, ride.set_down)]
        moments = svg.finite(*(m for side in sides for m in (side.window.earliest, side.window.latest))) or [480, 1080]
    first, last = 60 * math.floor(min(moments) / 60), 60 * math.ceil(max(moments) / 60)
    return Axis(first, max(last, first + 60), MARGIN + GUTTER, WIDTH - MARGIN)


def time_lines(plan: Plan, axis: Axis, voice: Voice, y: float) -> tuple[list[str], float]:
    """The hours, then a row a car, then who is left."""
    top, rows = y + 8, []
    y = top + 8
    rides = {ride.id: ride for ride in plan.day.rides}
    capacity = {car.id: car.capacity for car in plan.day.vehicles}
    is_full, with_windows = len(plan.routes) <= MOST_FULL, len(plan.routes) <= MOST_WINDOWS
    for number, route in enumerate(plan.routes):
        if is_full:
            rows.append(label(route, number, y, voice))
            look = Look(axis, svg.hue(number), capacity[route.vehicle], voice, with_windows)
            drawn, y = full_row(route, rides, plan.carried, look, y)
        else:
            rows.append(svg.text(MARGIN, y + 11, svg.shortened(route.vehicle, GUTTER - 12, 10), size=10))
            look = Look(axis, svg.hue(number), capacity[route.vehicle], voice)
            drawn, y = compact_row(route, plan.carried, look, y)
        rows += drawn
    if plan.left:
        y += 0 if is_full else 10
        words = voice.say("left_here")
        rows.append(svg.text(MARGIN, y + 15, words, size=12, fill=svg.SEAL, more='font-weight="600"'))
        drawn, y = left_row([rides[left.ride] for left in plan.left], axis, y, MOST_LEFT, voice)
        rows += drawn
    return hours(axis, top, y) + rows, y


def label(route: Route, number: int, y: float, voice: Voice) -> str:
    name = svg.shortened(route.vehicle, GUTTER - 26, 12)
    rides = voice.count(len(route.rides), "ride")
    driving = voice.say("driven", driving=voice.span(driven(route)))
    return (
        svg.box(MARGIN, y + 6, 4, 37, svg.hue(number), 'rx="2"', f"{route.vehicle}: {rides}, {driving}")
        + svg.text(MARGIN + 12, y + 16, name, size=12, more='font-weight="600"')
        + svg.text(MARGIN + 12, y + 29, rides, size=10, fill=svg.SOFT)
        + svg.text(MARGIN + 12, y + 42, svg.shortened(driving, GUTTER - 16, 10), size=10, fill=svg.SOFT)
    )


def hours(axis: Axis, top: float, bottom: float) -> list[str]:
    """A thin line an hour, or two, or as many as leave room for their names."""
    step = next(step for step in (60, 120, 180, 240, 360, 720, 1440, 10**9) if axis.units(step) >= 44)
    parts = []
    for moment in range(int(axis.first), int(axis.last) + 1, step):
        x = axis.x(moment)
        parts.append(svg.line(x, top, x, bottom, svg.LINE, 0.6, 'stroke-opacity=".4"'))
        anchor = "end" if x > axis.right - 15 else "middle"
        parts.append(svg.text(x, top - 5, clock(moment), size=10, fill=svg.SOFT, more=f'text-anchor="{anchor}"'))
    return parts
