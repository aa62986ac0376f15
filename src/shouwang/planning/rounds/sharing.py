"""Who walks which staircase: whole staircases where hands suffice, nobody beyond what they can carry, all done soon.

A branch and bound over (staircase, carrier) within STEPS steps, the largest staircase first; where it finds no way
to keep every staircase whole, they are cut where somebody's hands are full.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shouwang.planning.rounds.doors import Call, pressing_first, top_down
from shouwang.planning.rounds.model import Carrier, Pace

STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Block:
    """Doors of one staircase that one person walks."""

    calls: tuple[Call, ...]

    @property
    def stairs(self) -> tuple[str, str]:
        return self.calls[0].place.stairs

    @property
    def load(self) -> int:
        return sum(call.load for call in self.calls)

    def seconds(self, pace: Pace) -> int:
        """At the doors and on the stairs, up and down again."""
        top = max(call.place.floor or 1 for call in self.calls)
        return pace.next_staircase + pace.at_door * len(self.calls) + 2 * pace.per_floor * max(top - 1, 0)


@dataclass(slots=True)
class Hands:
    """What one carrier has been given."""

    carrier: Carrier
    blocks: list[Block] = field(default_factory=list)

    @property
    def stops(self) -> int:
        return sum(len(block.calls) for block in self.blocks)

    @property
    def load(self) -> int:
        return sum(block.load for block in self.blocks)

    @property
    def calls(self) -> list[Call]:
        return [call for block in self.blocks for call in block.calls]

    @property
    def staircases(self) -> set[tuple[str, str]]:
        return {block.stairs for block in self.blocks}

    def has_room(self, stops: int, load: int) -> bool:
        most = self.carrier.most_load
        return self.stops + stops <= self.carrier.most_stops and (most is None or self.load + load <= most)

    def seconds(self, pace: Pace) -> int:
        buildings = {block.stairs[0] for block in self.blocks}
        return sum(block.seconds(pace) for block in self.blocks) + pace.next_building * len(buildings)


def share_out(calls: Iterable[Call], carriers: Sequence[Carrier], pace: Pace) -> tuple[list[Hands], list[Call]]:
    """Every call in somebody's hands, or in the second list where all hands are full (the least pressing)."""
    hands = {carrier.id: Hands(carrier) for carrier in carriers}
    calls = sorted(calls, key=pressing_first)
    over = _give_held(hands, [call for call in calls if call.holder is not None])
    free, beyond = _within_reach(hands.values(), [call for call in calls if call.holder is None])
    over += beyond
    blocks = _join_staircases(hands, blocks_of(free))
    shared = _search(list(hands.values()), sorted(blocks, key=_largest_first), pace)
    if shared is None:
        over += _cut(list(hands.values()), blocks)
    else:
        for owner, block in shared:
            hands[owner].blocks.append(block)
    return list(hands.values()), over


def blocks_of(calls: Iterable[Call]) -> list[Block]:
    """One block a staircase."""
    by_stairs: dict[tuple[str, str], list[Call]] = {}
    for call in calls:
        by_stairs.setdefault(call.place.stairs, []).append(call)
    return [Block(tuple(sorted(here, key=top_down))) for here in by_stairs.values()]


def _give_held(hands: Mapping[str, Hands], calls: Sequence[Call]) -> list[Call]:
    over: list[Call] = []
    for owner, theirs in _by_holder(calls).items():
        mine: list[Call] = []
        for call in theirs:
            fits = hands[owner].has_room(len(mine) + 1, sum(other.load for other in mine) + call.load)
            (mine if fits else over).append(call)
        hands[owner].blocks += blocks_of(mine)
    return over


def _by_holder(calls: Sequence[Call]) -> dict[str, list[Call]]:
    grouped: dict[str, list[Call]] = {}
    for call in calls:
        grouped.setdefault(call.holder or "", []).append(call)
    return grouped


def _within_reach(hands: Iterable[Hands], calls: Sequence[Call]) -> tuple[list[Call], list[Call]]:
    """As many calls, the most pressing first, as all hands together could hold."""
    hands = list(hands)
    room = sum(max(one.carrier.most_stops - one.stops, 0) for one in hands)
    limits = [one.carrier.most_load for one in hands]
    weight = (
        None
        if any(limit is None for limit in limits)
        else sum((limit or 0) - one.load for limit, one in zip(limits, hands, strict=True))
    )
    taken: list[Call] = []
    beyond: list[Call] = []
    for call in calls:
        if len(taken) < room and (weight is None or call.load <= weight):
            taken.append(call)
            weight = None if weight is None else weight - call.load
        else:
            beyond.append(call)
    return taken, beyond


def _join_staircases(hands: Mapping[str, Hands], blocks: Sequence[Block]) -> list[Block]:
    """Who walks a staircase anyway takes what nobody holds there; what is left over is returned."""
    rest = []
    for block in sorted(blocks, key=lambda block: block.stairs):
        there = [one for one in hands.values() if block.stairs in one.staircases]
        there.sort(key=lambda one: (-sum(b.stairs == block.stairs for b in one.blocks), one.stops, one.carrier.id))
        taker = next((one for one in there if one.has_room(len(block.calls), block.load)), None)
        if taker:
            taker.blocks.append(block)
        else:
            rest.append(block)
    return rest


def _largest_first(block: Block) -> tuple[int, int, tuple[str, str]]:
    return -len(block.calls), -block.load, block.stairs


def _search(hands: Sequence[Hands], blocks: Sequence[Block], pace: Pace) -> list[tuple[str, Block]] | None:
    """The sharing that is done soonest, each person sent out costing `pace.setting_off`; None where none is found."""
    best: tuple[int, list[tuple[str, Block]]] | None = None
    given = [Hands(one.carrier, list(one.blocks)) for one in hands]
    chosen: list[tuple[str, Block]] = []
    steps = 0

    def cost() -> int:
        walks = [one.seconds(pace) for one in given if one.blocks]
        return max(walks, default=0) + sum(walks) // 10 + pace.setting_off * len(walks)

    def place(index: int) -> None:
        nonlocal best, steps
        so_far = cost()
        if best is not None and so_far >= best[0]:
            return
        if index == len(blocks):
            best = so_far, list(chosen)
            return
        block, tried = blocks[index], set()
        for one in sorted(given, key=lambda one: (not one.blocks, one.seconds(pace), one.carrier.id)):
            alike = (one.carrier.most_stops, one.carrier.most_load) if not one.blocks else one.carrier.id
            if alike in tried or not one.has_room(len(block.calls), block.load) or steps >= STEPS:
                continue
            tried.add(alike)
            steps += 1
            one.blocks.append(block)
            chosen.append((one.carrier.id, block))
            place(index + 1)
            chosen.pop()
            one.blocks.pop()

    place(0)
    return best[1] if best else None


def _cut(hands: Sequence[Hands], blocks: Sequence[Block]) -> list[Call]:
    """No way to keep all whole: most pressing staircases first, from the top down, into whoever has most room."""
    over: list[Call] = []
    for block in sorted(blocks, key=lambda block: min(pressing_first(call) for call in block.calls)):
        whole = [one for one in hands if one.has_room(len(block.calls), block.load)]
        if whole:
            min(whole, key=lambda one: (one.carrier.most_stops - one.stops, one.carrier.id)).blocks.append(block)
            continue
        over += _cut_one(hands, block)
    return over


def _cut_one(hands: Sequence[Hands], block: Block) -> list[Call]:
    waiting = list(block.calls)
    for one in sorted(hands, key=lambda one: (one.stops - one.carrier.most_stops, one.carrier.id)):
        mine: list[Call] = []
        for call in list(waiting):
            if one.has_room(len(mine) + 1, sum(other.load for other in mine) + call.load):
                mine.append(call)
                waiting.remove(call)
        if mine:
            one.blocks.append(Block(tuple(mine)))
    return waiting
