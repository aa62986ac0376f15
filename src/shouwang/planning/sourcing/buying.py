"""What all lines cost at a set of shops, bought as well as can be: every item by itself, remembered by what matters."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from shouwang.planning.sourcing.market import Item
from shouwang.planning.sourcing.portions import Sharing
from shouwang.planning.sourcing.transport import Packs


class Buying:
    """Sets are numbers whose bits are shops: those visited, and those of them that cold things come from.

    `split`: seconds for each further shop of a line. `cold`: all shops that something cold may come from; `chilled`:
    the items with lines for something cold, by number. Those may cost less with fewer shops for what is cold: a line is
    split only where no shop left to it has enough.
    """

    def __init__(self, items: Sequence[Item], split: int) -> None:
        self._sharing = [Sharing(item, split) for item in items]
        self._about = [_about(item) for item in items]
        self.chilled = frozenset(number for number, (_, cold) in enumerate(self._about) if cold)
        self.cold = reduce(or_, (cold for _, cold in self._about), 0)
        self._known: dict[tuple[int, int, int], tuple[int, Packs]] = {}
        self._sums: dict[int, int] = {}

    def cost(self, visited: int, cold: int) -> int:
        """Seconds of all lines."""
        plain = self._sums.get(visited)
        if plain is None:
            others = (number for number in range(len(self._about)) if number not in self.chilled)
            plain = self._sums[visited] = sum(self.share(number, visited, 0)[0] for number in others)
        return plain + sum(self.share(number, visited, cold)[0] for number in self.chilled)

    def packs(self, visited: int, cold: int) -> tuple[Packs, ...]:
        """For each item what is bought where."""
        return tuple(self.share(number, visited, cold)[1] for number in range(len(self._about)))

    def share(self, number: int, visited: int, cold: int) -> tuple[int, Packs]:
        """`Sharing.share` of one item."""
        able, able_cold = self._about[number]
        key = (number, visited & able, cold & able_cold)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._sharing[number].share(key[1], key[2])
        return known


def _about(item: Item) -> tuple[int, int]:
    """(shops that anything may come from, shops that something cold may come from)."""
    shops = sum({1 << shop for want in item.wants for shop in want.offers})
    return shops, sum({1 << shop for want in item.wants if want.line.is_cold for shop in want.offers})
