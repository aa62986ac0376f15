"""Who could give a line, how sure that is, and what it costs a pack in seconds (see `Weights`)."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from shouwang.planning.sourcing.model import Line, Shop, Stock, Weights, Word


@dataclass(frozen=True, slots=True)
class Want:
    """A line with what a pack of it costs: left out, and bought at each shop (by number) that may give it.

    An offer that costs as much as going without is none. `enough`: shops known to have all of it.
    """

    line: Line
    left: int
    offers: Mapping[int, int]
    enough: frozenset[int]


@dataclass(frozen=True, slots=True)
class Item:
    """All lines for one thing, and the packs each shop is known to have where that could be too few."""

    wants: tuple[Want, ...]
    most: Mapping[int, int]


class Market:
    """What the shops said. Raises ValueError where one said two things about one item."""

    def __init__(self, shops: Sequence[Shop], stock: Iterable[Stock], weights: Weights) -> None:
        self.shops, self.weights = shops, weights
        self._said: dict[tuple[str, str], Stock] = {}
        self._prices: dict[str, tuple[int, int]] = {}
        going = {shop.id for shop in shops}
        for said in sorted(stock, key=lambda said: (said.shop, said.item)):
            if (said.shop, said.item) in self._said:
                raise ValueError(f"Two words of {said.shop} about {said.item}: give the latest.")
            self._said[said.shop, said.item] = said
            if said.price is not None and said.shop in going:
                least, most = self._prices.get(said.item, (said.price, said.price))
                self._prices[said.item] = min(least, said.price), max(most, said.price)

    def only(self, shops: Sequence[int]) -> "Market":
        """The same words and prices, among fewer shops, numbered anew."""
        some = copy(self)
        some.shops = [self.shops[shop] for shop in shops]
        return some

    def word(self, shop: int, item: str) -> Word | None:
        """None where it said freshly that it has none."""
        said = self._said.get((self.shops[shop].id, item))
        if said is None:
            return Word.UNKNOWN
        if said.count == 0:
            return None if said.is_fresh else Word.STALE_NONE
        return Word.FRESH if said.is_fresh else Word.STALE

    def count(self, shop: int, item: str) -> int | None:
        """Packs it is known to have; None where that is not known."""
        said = self._said.get((self.shops[shop].id, item))
        return said.count or None if said else None

    def refusals(self, item: str) -> int:
        """Shops, visited ones too, that said freshly that they have none."""
        return sum(said.item == item and said.count == 0 and said.is_fresh for said in self._said.values())

    def enough(self, line: Line, shops: Iterable[int]) -> frozenset[int]:
        """Which of `shops` are known to have as much as the line wants, or said yes without a number."""
        known = (shop for shop in shops if self.word(shop, line.item) in (Word.FRESH, Word.STALE))
        return frozenset(shop for shop in known if (self.count(shop, line.item) or line.quantity) >= line.quantity)

    def price(self, shop: int, item: str) -> int:
        """Fen above the cheapest known price; who did not say is taken to be the dearest."""
        least, most = self._prices.get(item, (0, 0))
        said = self._said.get((self.shops[shop].id, item))
        return (said.price if said and said.price is not None else most) - least

    def left(self, line: Line) -> int:
        """Seconds a pack that is left out costs: the fewer days are left, the more."""
        days = self.weights.days_unknown if line.days_left is None else line.days_left
        return -(-self.weights.without // max(days, 1) // line.quantity)

    def seconds(self, shop: int, line: Line) -> int | None:
        """What a pack bought there costs: the chance that there is none, and its price. None: it has none.

        A price alone leaves nobody without: it costs at most half of what buying gains.
        """
        word = self.word(shop, line.item)
        if word is None:
            return None
        weights, left = self.weights, self.left(line)
        doubts = {Word.STALE: weights.stale, Word.UNKNOWN: weights.unknown, Word.STALE_NONE: weights.stale_none}
        doubt = left * doubts.get(word, 0) // 100
        return doubt + min(self.price(shop, line.item) * weights.a_yuan // 100, (left - doubt) // 2)

    def serves(self, shop: int, line: Line, home: int) -> bool:
        """Whether it may have it, takes the insurance that is needed, and is near enough for what is cold."""
        there, weights = self.shops[shop], self.weights
        if line.needs_insurance and not there.takes_insurance:
            return False
        if line.is_cold and (not there.keeps_cold or home > weights.cold_limit):
            return False
        return self.word(shop, line.item) is not None


def items_of(market: Market, lines: Iterable[Line], home: Mapping[int, int]) -> list[Item]:
    """The lines by item, with the offers of the shops in `home` (seconds to the desk, by number)."""
    by_item: dict[str, list[Want]] = {}
    for line in lines:
        left, offers = market.left(line), {}
        for shop, way in home.items():
            seconds = market.seconds(shop, line) if market.serves(shop, line, way) else None
            if seconds is not None and seconds < left:
                offers[shop] = seconds
        by_item.setdefault(line.item, []).append(Want(line, left, offers, market.enough(line, offers)))
    return [_item(market, name, wants) for name, wants in sorted(by_item.items())]


def _item(market: Market, name: str, wants: Sequence[Want]) -> Item:
    most = {}
    for shop in sorted({shop for want in wants for shop in want.offers}):
        count = market.count(shop, name)
        if count is not None and count < sum(want.line.quantity for want in wants if shop in want.offers):
            most[shop] = count
    return Item(tuple(wants), most)
