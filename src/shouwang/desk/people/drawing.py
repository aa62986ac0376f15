"""The house plan 楼栋图: a building drawn as its floors and doors, each door a cell that answers a question.

Pure: from doors to SVG. Colours, sizes on screen and dark mode are people.css's; a tone is never colour alone,
each cell also has words, and those that must be seen a mark.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from shouwang.desk.people.bridge import natural

WIDTH, HEIGHT, GAP = 14, 12, 3  # of a cell, in units of the drawing
UNIT_GAP = 7
PITCH = HEIGHT + GAP
GUTTER = 19  # for the floor's number
SKIP = 5  # more air where floors are missing
LOOSE_IN_A_ROW = 8  # doors whose floor nobody knows
EM = 14  # units of the drawing an em: people.css sizes the plan by its font size

_MARKS = {
    "bad": "M{x} {y}m7 2.6v4.4m0 1.7v.9",  # an exclamation mark
    "later": "M{x} {y}m4.5 6h5",  # a dash
}


@dataclass(frozen=True, slots=True)
class DrawnDoor:
    """One door as it is to be drawn. `label` is what it is called, `words` what it answers."""

    label: str
    href: str
    tone: str
    words: str
    unit: str = ""
    room: str = ""
    floor: int | None = None
    position: int = 0


def draw_building(name: str, doors: Sequence[DrawnDoor]) -> SafeString:
    """`doors` of one building as an SVG: floors from the top down, units side by side.

    Doors keep their place on their floor: where 502 is missing there is a hole. Doors without a floor stand below.
    """
    columns = _columns(doors)
    rows, unit_row = _rows(doors), _unit_names(doors)
    parts: list[str] = []
    y, above = 0, None
    for floor in rows:
        if above is not None and above - floor > 1:
            y += SKIP
        parts.append(f'<text class="floor" x="{GUTTER - 5}" y="{y + 10}">{floor}</text>')
        parts.extend(_cell(door, columns[door.label], y) for door in rows[floor])
        y, above = y + PITCH, floor
    loose = [door for door in doors if door.floor is None]
    for place, door in enumerate(sorted(loose, key=lambda door: (natural(door.unit), natural(door.room)))):
        row, column = divmod(place, LOOSE_IN_A_ROW)
        parts.append(_cell(door, GUTTER + column * (WIDTH + GAP), y + row * PITCH))
    y += -(-len(loose) // LOOSE_IN_A_ROW) * PITCH
    if len(unit_row) > 1:
        starts = _unit_middles(doors, columns)
        parts.extend(f'<text class="unit" x="{starts[unit]}" y="{y + 9}">{escape(unit)}</text>' for unit in unit_row)
        y += 11
    right = max([*columns.values(), GUTTER + (min(len(loose), LOOSE_IN_A_ROW) - 1) * (WIDTH + GAP), GUTTER])
    return _frame(name, right + WIDTH + 1, max(y, PITCH), parts)


def _frame(name: str, width: int, height: int, parts: Iterable[str]) -> SafeString:
    return mark_safe(  # every text in it was escaped where it was put in
        f'<svg class="house" role="group" aria-label="{escape(name)}" viewBox="0 0 {width} {height}"'
        f' width="{width / EM:.2f}em" height="{height / EM:.2f}em">{"".join(parts)}</svg>'
    )


def _cell(door: DrawnDoor, x: int, y: int) -> str:
    mark = _MARKS.get(door.tone)
    drawn = f'<path class="mark" d="{mark.format(x=x, y=y)}"/>' if mark else ""
    words = escape(f"{door.label} · {door.words}" if door.words else door.label)
    return (
        f'<a href="{escape(door.href)}"><title>{words}</title>'
        f'<rect class="{door.tone}" x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="2"/>{drawn}</a>'
    )


def _rows(doors: Iterable[DrawnDoor]) -> dict[int, list[DrawnDoor]]:
    """The doors of each floor, the top floor first."""
    rows: dict[int, list[DrawnDoor]] = defaultdict(list)
    for door in doors:
        if door.floor is not None:
            rows[door.floor].append(door)
    return {floor: rows[floor] for floor in sorted(rows, reverse=True)}


def _unit_names(doors: Iterable[DrawnDoor]) -> list[str]:
    return sorted({door.unit for door in doors if door.floor is not None}, key=natural)


def _columns(doors: Sequence[DrawnDoor]) -> dict[str, int]:
    """Where each door with a floor begins, from the left: units apart, positions below each other."""
    slots = _slots(doors)
    places: dict[str, int] = {}
    left = GUTTER
    for unit in _unit_names(doors):
        taken = sorted({slots[door.label] for door in doors if door.unit == unit and door.floor is not None})
        offset = {slot: left + place * (WIDTH + GAP) for place, slot in enumerate(taken)}
        places |= {
            door.label: offset[slots[door.label]] for door in doors if door.unit == unit and door.floor is not None
        }
        left += len(taken) * (WIDTH + GAP) + UNIT_GAP
    return places


def _slots(doors: Sequence[DrawnDoor]) -> Mapping[str, int]:
    """A door's place on its floor: its position, moved on where two claim the same or none is known."""
    slots: dict[str, int] = {}
    floors: dict[tuple[str, int], list[DrawnDoor]] = defaultdict(list)
    for door in doors:
        if door.floor is not None:
            floors[door.unit, door.floor].append(door)
    for here in floors.values():
        used: set[int] = set()
        for door in sorted(here, key=lambda door: (door.position == 0, door.position, natural(door.room))):
            slot = door.position or 1
            while slot in used:
                slot += 1
            used.add(slot)
            slots[door.label] = slot
    return slots


def _unit_middles(doors: Sequence[DrawnDoor], columns: Mapping[str, int]) -> dict[str, float]:
    edges: dict[str, list[int]] = defaultdict(list)
    for door in doors:
        if door.floor is not None:
            edges[door.unit].append(columns[door.label])
    return {unit: (min(places) + max(places) + WIDTH) / 2 for unit, places in edges.items()}
