"""In which order one goes when something cold is bought: it lies in the bag from its shop until one is home.

Labels over (set, last shop, whether the bag is cold), each with the moment one has left the last shop and the moment
the first cold thing was in the bag; a label that is no better in either is dropped. Exact for a buyer who waits only
where a shop is still shut.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from shouwang.planning.sourcing.ground import Ground


@dataclass(frozen=True, slots=True)
class Walk:
    """An order of shops, home at `end`; cold things come from the shops of `cold` (bits), if from any.

    `bag`: seconds that the first of them lies in the bag.
    """

    order: tuple[int, ...]
    end: int
    cold: int = 0
    bag: int = 0

    @property
    def visited(self) -> int:
        return sum(1 << shop for shop in self.order)


@dataclass(frozen=True, slots=True)
class _Label:
    left: int
    cold_from: int  # meaningless while nothing cold is in the bag
    order: tuple[int, ...]

    def is_no_better_than(self, other: "_Label") -> bool:
        return other.left <= self.left and other.cold_from >= self.cold_from


State = tuple[int, int, int]
"""Bits of the shops walked, the last one, and bits of all the shops that cold things will come from (0: not yet)."""


def plain_walks(ground: Ground, order: tuple[int, ...], cold: int, limit: int) -> Iterator[Walk]:
    """The walks along `order`: with nothing cold, and with the bag cold from each shop of `cold` (bits) on."""
    now, left = 0, []
    for before, shop in zip((None, *order), order, strict=False):
        now = ground.leaves(shop, now + (ground.out[shop] if before is None else ground.between[before][shop]))
        left.append(now)
    end = now + ground.home[order[-1]] if order else ground.straight
    yield Walk(order, end)
    usable = 0
    for shop, leaving in reversed(list(zip(order, left, strict=True))):
        if cold >> shop & 1 and end - leaving <= limit:
            usable |= 1 << shop
            yield Walk(order, end, usable, end - leaving)


@dataclass(frozen=True, slots=True)
class ColdSearch:
    """The walks through `visited` that may cost less than `most`, each with something cold.

    `cold` are the bits of the shops where something cold may be bought, `limit` the seconds in the bag at the most.
    `least(end, bag, cold)` is what a walk costs; never less for a later end, a longer bag or fewer shops in `cold`.
    What is left to do is taken from `tails` (see `tails_of_sets`). O(n² · 2ⁿ) for each shop where the bag may become
    cold, times the labels kept; far less where `most` is near.
    """

    ground: Ground
    tails: Sequence[Sequence[int]]
    visited: int
    cold: int
    limit: int
    most: int
    least: Callable[[int, int, int], int]

    def walks(self) -> Iterator[Walk]:
        labels: dict[State, list[_Label]] = {(0, -1, 0): [_Label(0, 0, ())]}
        for _ in range(self.visited.bit_count()):
            longer: dict[State, list[_Label]] = {}
            for state, kept in labels.items():
                for shop in range(self.ground.size):
                    if (self.visited & ~state[0]) >> shop & 1:
                        for label in kept:
                            self._go_on(longer, state, label, shop)
            labels = longer
        for (_, last, cold), kept in labels.items():
            for label in kept:
                end = label.left + self.ground.home[last]
                yield Walk(label.order, end, cold, end - label.cold_from)

    def _go_on(self, labels: dict[State, list[_Label]], state: State, label: _Label, shop: int) -> None:
        """To `shop`, with the bag as it is and, where something cold may be bought there, with a cold one."""
        walked, last, cold = state
        ground, bit = self.ground, 1 << shop
        left = ground.leaves(shop, label.left + (ground.between[last][shop] if last >= 0 else ground.out[shop]))
        rest = self.visited & ~walked & ~bit
        end = left + self.tails[rest][shop]
        if end > ground.most:
            return
        order = (*label.order, shop)
        if cold:
            if self._may_be(end, end - label.cold_from, cold):
                _keep(labels, (walked | bit, shop, cold), _Label(left, label.cold_from, order))
            return
        later = rest & self.cold
        if later and self.least(end, 0, later) < self.most:
            _keep(labels, (walked | bit, shop, 0), _Label(left, 0, order))
        if bit & self.cold and self._may_be(end, end - left, later | bit):
            _keep(labels, (walked | bit, shop, later | bit), _Label(left, left, order))

    def _may_be(self, end: int, bag: int, cold: int) -> bool:
        return bag <= self.limit and self.least(end, bag, cold) < self.most


def _keep(labels: dict[State, list[_Label]], state: State, label: _Label) -> None:
    kept = labels.setdefault(state, [])
    if not any(label.is_no_better_than(other) for other in kept):
        kept[:] = [other for other in kept if not other.is_no_better_than(label)]
        kept.append(label)
