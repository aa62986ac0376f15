"""Why a line is left out, or a shop passed by: the first reason that holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from shouwang.planning.rounds.model import Reason
from shouwang.planning.sourcing.choosing import Choice, Choosing
from shouwang.planning.sourcing.ground import NEVER, Ground
from shouwang.planning.sourcing.market import Market
from shouwang.planning.sourcing.model import Left, LeftOut, Line, Passed, PassedBy
from shouwang.planning.sourcing.telling import Bought, minutes


@dataclass(frozen=True, slots=True)
class Leaving:
    """`market` and `ground` of every shop not visited yet; `weighed` those that the choice was made among."""

    market: Market
    ground: Ground
    weighed: Sequence[int]
    choosing: Choosing
    choice: Choice
    lines: Sequence[Bought]

    def left_out(self) -> tuple[LeftOut, ...]:
        return tuple(
            LeftOut(line.want.line.id, line.want.line.quantity - line.quantity, self._why_left(line))
            for line in self.lines
            if line.quantity < line.want.line.quantity
        )

    def passed_by(self) -> list[PassedBy]:
        going = {self.weighed[number] for number in self.choice.walk.order}
        return [
            PassedBy(shop.id, self._why_passed(number))
            for number, shop in enumerate(self.market.shops)
            if number not in going
        ]

    def _why_left(self, line: Bought) -> Reason:
        return self._nobody_could(line.want.line) or self._nobody_does(line)

    def _nobody_could(self, line: Line) -> Reason | None:
        """Why no shop can give it, whatever else is bought."""
        shops, limit = self.market.shops, self.market.weights.cold_limit
        have = [number for number in range(len(shops)) if self.market.word(number, line.item) is not None]
        if not have:
            return Reason(Left.HUNT, {"asked": self.market.refusals(line.item)})
        insured = [number for number in have if shops[number].takes_insurance or not line.needs_insurance]
        if not insured:
            return Reason(Left.INSURANCE, {"shops": len(have)})
        keeping = [number for number in insured if shops[number].keeps_cold or not line.is_cold]
        if not keeping:
            return Reason(Left.COLD_SHOP, {"shops": len(insured)})
        near = [number for number in keeping if not line.is_cold or self.ground.home[number] <= limit]
        if not near:
            return Reason(Left.COLD_WAY, {"most": limit // 60})
        reached = [number for number in near if self.ground.is_reached(number)]
        if not reached:
            return Reason(Left.SHUT, {"shops": len(near)})
        if not set(reached) & set(self.weighed):
            return Reason(Left.BEYOND, {"most": len(self.weighed)})
        return None

    def _nobody_does(self, line: Bought) -> Reason:
        """Why none of the shops that could give it does, as things are bought."""
        want, walk = line.want, self.choice.walk
        if not want.offers:
            return Reason(Left.HUNT, {"asked": self.market.refusals(want.line.item)})
        visited = [shop for shop in want.offers if walk.visited >> shop & 1]
        if want.line.is_cold and visited and not any(walk.cold >> shop & 1 for shop in visited):
            return Reason(Left.COLD_WAY, {"most": self.market.weights.cold_limit // 60})
        item = next(item for item in self.choosing.items if want in item.wants)
        if any(shop in item.most for shop in visited):
            known = sum(item.most.get(shop, 0) for shop in visited)
            return Reason(Left.FOR_OTHERS, {"known": known})
        return self._too_far(line)

    def _too_far(self, line: Bought) -> Reason:
        walk, ends = self.choice.walk, self.choosing.ends
        end = min(ends[walk.visited | 1 << shop] for shop in line.want.offers)
        if end >= NEVER:
            return Reason(Left.SHUT, {"shops": len(line.want.offers)})
        return Reason(Left.NOT_WORTH, {"minutes": minutes(max(end - ends[walk.visited], 0))})

    def _why_passed(self, shop: int) -> Reason:
        could = [
            line for line in self.lines if self.market.serves(shop, line.want.line, self.ground.home[shop])
        ]  # fmt: skip
        if not could:
            return Reason(Passed.NOTHING)
        if not self.ground.is_reached(shop):
            return Reason(Passed.SHUT)
        if shop not in self.weighed:
            return Reason(Passed.BEYOND, {"most": len(self.weighed)})
        return Reason(Passed.NOT_NEEDED, {"lines": len(could)})
