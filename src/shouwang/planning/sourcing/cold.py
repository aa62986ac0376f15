"""In which order one goes when something cold is bought: it lies in the bag from its shop until one is home.

Labels over (set, last shop, shops since the bag is cold), each with the moment one has left the last shop and the
moment the first cold thing was in the bag; a label that is no better in either is dropped. Exact for a buyer who waits
only where a shop is still shut.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from shouwang.planning.sourcing.ground import Ground
from shouwang.planning.sourcing.portions import Trip


@dataclass(frozen=True, slots=True)
class Walk:
    """An order of shops; `bag` seconds that the first cold thing lies in the bag if it is bought as early as can be."""

    trip: Trip
    order: tuple[int, ...]
    bag: int


@dataclass(frozen=True, slots=True)
class _Label:
    left: int
    cold_from: int  # meaningless while nothing cold is in the bag
    order: tuple[int, ...]

    def is_no_better_than(self, other: "_Label") -> bool:
        return other.left <= self.left and other.cold_from >= self.cold_from


def plain_walks(ground: Ground, order: tuple[int, ...], cold: int, limit: int) -> Iterator[Walk]:
    """The walks along `order`: with nothing cold, and with the bag cold from each shop of `cold` (bits) on."""
    now, left = 0, []
    for before, shop in zip((None, *order), order, strict=False):
        way = ground.out[shop] if before is None else ground.between[before][shop]
        now = ground.leaves(shop, now + way)
        left.append(now)
    end = now + ground.home[order[-1]] if order else ground.straight
    visited = sum(1 << shop for shop in order)
    yield Walk(Trip(visited, 0, end), order, 0)
    usable = 0
    for shop, leaving in reversed(list(zip(order, left, strict=True))):
        if cold >> shop & 1 and end - leaving <= limit:
            usable |= 1 << shop
            yield Walk(Trip(visited, usable, end), order, end - leaving)


def cold_walks(ground: Ground, visited: int, cold: int, limit: int, latest: int) -> Iterator[Walk]:
    """Every walk through `visited` with something cold that is home by `latest` and that no other is better than.

    `cold` are the bits of the shops where something cold may be bought; `limit` seconds in the bag at the most.
    O(n² · 2ⁿ) for each shop where the bag may become cold, times the labels kept.
    """
    members = [shop for shop in range(ground.size) if visited >> shop & 1]
    labels: dict[tuple[int, int, int], list[_Label]] = {}
    for shop in members:
        _visit(ground, labels, (0, -1, 0), _Label(0, 0, ()), shop, cold, limit, latest)
    for _ in members[1:]:
        longer: dict[tuple[int, int, int], list[_Label]] = {}
        for state, kept in labels.items():
            absent = [shop for shop in members if not state[0] >> shop & 1]
            for label in kept:
                for shop in absent:
                    _visit(ground, longer, state, label, shop, cold, limit, latest)
        labels = longer
    for (_, last, usable), kept in labels.items():
        for label in kept if usable else ():
            end = label.left + ground.home[last]
            yield Walk(Trip(visited, usable, end), label.order, end - label.cold_from)


def _visit(
    ground: Ground, labels: dict[tuple[int, int, int], list[_Label]], state: tuple[int, int, int], label: _Label,
    shop: int, cold: int, limit: int, latest: int,
) -> None:  # fmt: skip
    """Go on to `shop`, with the bag as it is and, where something cold may be bought there, with a cold one."""
    visited, last, usable = state
    bit = 1 << shop
    left = ground.leaves(shop, label.left + (ground.between[last][shop] if last >= 0 else ground.out[shop]))
    end = left + ground.home[shop]
    if end > min(latest, ground.most) or (usable and end - label.cold_from > limit):
        return
    order = (*label.order, shop)
    if usable or not cold & bit:
        _keep(labels, (visited | bit, shop, usable | cold & bit), _Label(left, label.cold_from, order))
        return
    _keep(labels, (visited | bit, shop, 0), _Label(left, 0, order))
    if end - left <= limit:
        _keep(labels, (visited | bit, shop, bit), _Label(left, left, order))


def _keep(
    labels: dict[tuple[int, int, int], list[_Label]], state: tuple[int, int, int], label: _Label
) -> None:  # fmt: skip
    kept = labels.setdefault(state, [])
    if not any(label.is_no_better_than(other) for other in kept):
        kept[:] = [other for other in kept if not other.is_no_better_than(label)]
        kept.append(label)
