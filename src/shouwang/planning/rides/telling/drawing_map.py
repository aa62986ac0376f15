"""The routes on the ground: a line a car in its colour, a dot a stop, the names where they have room."""

import math
from collections.abc import Sequence
from itertools import pairwise

from shouwang.planning.rides.model.result import Plan, Route
from shouwang.planning.rides.telling import svg

HIGHEST, LOWEST, A_PLACE = 560.0, 260.0, 20.0
"""How high it may be: more for more places, so that few of them make no poster."""
MOST_NAMES = 60
MOST_ARROWS = 8
BOW = 0.06  # of its length by which the middle of a way lies aside
PAD = 28.0

Point = tuple[float, float]


def draw_map(plan: Plan, x: float, y: float, width: float) -> tuple[list[str], float]:
    """The map from `y` down, `width` wide at most, in one scale both ways; north is up. And where it ends."""
    points = plan.day.points
    assert points is not None
    used = sorted({call.place for route in plan.routes for call in route.calls})
    at, height = placed([points[place] for place in used], x, y, width)
    spots = dict(zip(used, at, strict=True))
    parts = [svg.box(x, y, width, height, "none", f'stroke="{svg.LINE}" stroke-opacity=".6" rx="8"')]
    many = len(plan.routes) > MOST_ARROWS
    for number, route in enumerate(plan.routes):
        parts.append(way(route, spots, svg.hue(number), many))
    busy = served(plan.routes)
    for number, route in enumerate(plan.routes):
        for place in dict.fromkeys(call.place for call in route.calls if call.ride is not None):
            title = plan.day.names.get(place, "")
            radius = (2.0 if many else 3.0) + min(2.0, 0.2 * (busy[place] - 1))
            parts.append(svg.dot(*spots[place], radius, svg.hue(number), title=title))
    for place in dict.fromkeys(place for route in plan.routes for place in (route.calls[0].place,)):
        spot = spots[place]
        parts.append(svg.box(spot[0] - 4, spot[1] - 4, 8, 8, svg.INK, 'rx="1.5"', plan.day.names.get(place, "")))
    return parts + names(plan, spots, busy, x + width), y + height


def placed(points: Sequence[Point], x: float, y: float, width: float) -> tuple[list[Point], float]:
    """The points in units of the drawing, in the middle of their frame, and how high the frame is."""
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    highest = min(HIGHEST, LOWEST + A_PLACE * len(points))
    scale = min((width - 2 * PAD) / (wide or 1.0), (highest - 2 * PAD) / (high or 1.0))
    height = max(120.0, high * scale + 2 * PAD)
    left, top = x + (width - wide * scale) / 2, y + (height - high * scale) / 2
    return [(left + (px - min(xs)) * scale, top + (max(ys) - py) * scale) for px, py in points], height


def way(route: Route, spots: dict[int, Point], colour: str, many: bool) -> str:
    """Straight and thin where there are many; otherwise a slight bow to the left with an arrow, so that the way there
    and the way back are told apart."""
    points = [spots[call.place] for call in route.calls]
    kept = [point for number, point in enumerate(points) if not number or point != points[number - 1]]
    if many:
        return svg.path(kept, colour, 1.0, 'stroke-opacity=".45" stroke-linejoin="round"')
    bows = "".join(bow(*ends) for ends in pairwise(kept))
    return f'<path d="{bows}" fill="none" stroke="{colour}" stroke-width="1.5" stroke-opacity=".8"/>'


def bow(start: Point, end: Point) -> str:
    """A curve from point to point, and an open arrow in its middle where it is long enough."""
    (ax, ay), (bx, by) = start, end
    dx, dy = bx - ax, by - ay
    long = math.hypot(dx, dy)
    cx, cy = (ax + bx) / 2 + BOW * dy, (ay + by) / 2 - BOW * dx
    drawn = f"M{svg.n(ax)} {svg.n(ay)}Q{svg.n(cx)} {svg.n(cy)} {svg.n(bx)} {svg.n(by)}"
    if long < 30:
        return drawn
    ux, uy = dx / long, dy / long
    mx, my = (ax + bx) / 4 + cx / 2, (ay + by) / 4 + cy / 2
    wings = [(mx - 5 * ux - side * 3.2 * uy, my - 5 * uy + side * 3.2 * ux) for side in (1, -1)]
    tip = f"L{svg.n(mx)} {svg.n(my)}L"
    return drawn + f"M{svg.n(wings[0][0])} {svg.n(wings[0][1])}{tip}{svg.n(wings[1][0])} {svg.n(wings[1][1])}"


def served(routes: Sequence[Route]) -> dict[int, int]:
    """How many get in or out at each place."""
    counts: dict[int, int] = {}
    for route in routes:
        for call in route.calls:
            if call.ride is not None:
                counts[call.place] = counts.get(call.place, 0) + 1
    return counts


def names(plan: Plan, spots: dict[int, Point], busy: dict[int, int], right: float) -> list[str]:
    """The starts' names, then those of the busiest places, as far as they cover no other name."""
    starts = {route.calls[0].place for route in plan.routes}
    order = sorted(spots, key=lambda place: (place not in starts, -busy.get(place, 0), place))
    taken: list[tuple[float, float, float, float]] = []
    parts = []
    for place in order[:MOST_NAMES]:
        name = svg.shortened(plan.day.names.get(place, ""), 150, 10)
        if not name:
            continue
        wide, (px, py) = svg.width_of(name, 10), spots[place]
        left = px + 7 if px + 7 + wide < right - 4 else px - 7 - wide
        area = (left, py - 8, left + wide, py + 4)
        if any(a[0] < area[2] and area[0] < a[2] and a[1] < area[3] and area[1] < a[3] for a in taken):
            continue
        taken.append(area)
        weight = 'class="over"' + (' font-weight="600"' if place in starts or busy.get(place, 0) > 2 else "")
        parts.append(svg.text(left, py + 3, name, size=10, more=weight))
    return parts
