"""A long day's business by dice, and books in memory that are kept beside the real ones.

`Memory` keeps its books with the product's own counting (moves.apply_moves); what it must come to is summed
separately, from the entries alone.
"""

import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shouwang.desk.ledger.models import Commodity, Holder, HolderKind, Thing, TransferKind
from shouwang.desk.ledger.moves import Lacking, Move, Sides, apply_moves, check_moves, sides_of

Kind = TransferKind
MOVED, AGAIN, OTHERWISE, LACKING, TWICE, UNDONE = "moved", "again", "otherwise", "lacking", "taken back", "undone"


@dataclass
class Cast:
    """Everybody who can hold, and everything that can be held. `things`: each with the household it starts with."""

    households: list[Holder]
    helpers: list[Holder]
    purses: list[Holder]
    partners: list[Holder]
    desk: Holder
    gone: Holder
    money: Commodity
    goods: list[Commodity]
    things: list[tuple[Thing, Holder]]

    def everybody(self) -> list[Holder]:
        return [*self.households, *self.helpers, *self.purses, *self.partners, self.desk, self.gone]


def invented_cast(dice: random.Random) -> Cast:
    """A cast that stands in no database."""
    community = UUID(int=dice.getrandbits(128))

    def holders(kind: str, count: int) -> list[Holder]:
        ids = [UUID(int=dice.getrandbits(128)) for _ in range(count)]
        return [Holder(id=pk, community_id=community, kind=kind, subject_id=pk) for pk in ids]

    def commodity(kind: str) -> Commodity:
        return Commodity(id=UUID(int=dice.getrandbits(128)), community_id=community, kind=kind)

    households = holders(HolderKind.HOUSEHOLD, 12)
    things = [Thing(id=UUID(int=dice.getrandbits(128)), community_id=community, kind="card") for _ in range(30)]
    return Cast(
        households, holders(HolderKind.HELPER, 5), holders(HolderKind.PURSE, 5), holders(HolderKind.PARTNER, 3),
        holders(HolderKind.DESK, 1)[0], holders(HolderKind.GONE, 1)[0], commodity("money"),
        [commodity("goods") for _ in range(4)],
        [(thing, households[number % 12]) for number, thing in enumerate(things)],
    )  # fmt: skip


@dataclass
class Said:
    """One thing that somebody says: moves, or the number of what is taken back. `fails`: what it is part of does."""

    op_id: UUID
    kind: str
    moves: list[Move] = field(default_factory=list)
    reverses: UUID | None = None
    fails: bool = False


class Memory:
    """Books in memory: Books of moves.py, with what was said, what was booked, and the way back."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.balances: Counter[tuple[UUID, UUID]] = Counter()
        self.where = {thing.pk: home for thing, home in cast.things}
        self.said: dict[UUID, Said] = {}
        self.taken_back: set[UUID] = set()
        self.entries: list[Sides] = []
        self._undo: list[Callable[[], Any]] = []

    def shift(self, holder: Holder, commodity: Commodity, change: int, *, is_bound: bool) -> bool:
        key = (holder.pk, commodity.pk)
        if is_bound and self.balances[key] + change < 0:
            return False
        self.balances[key] += change
        self._undo.append(lambda: self.balances.subtract({key: change}))
        return True

    def give(self, thing: Thing, giver: Holder, taker: Holder) -> bool:
        if self.where[thing.pk].pk != giver.pk:
            return False
        self.where[thing.pk] = taker
        self._undo.append(lambda: self.where.update({thing.pk: giver}))
        return True

    def hear(self, said: Said) -> str:
        """What becomes of it: one of the words above."""
        moves = said.moves
        if said.reverses:
            first = self.said[said.reverses]
            if first.reverses:
                return TWICE
            moves = [Move(move.what, move.taker, move.giver, move.amount) for move in first.moves]
        if said.op_id in self.said:
            known = self.said[said.op_id]
            is_same = (known.kind, known.reverses) == (said.kind, said.reverses)
            return AGAIN if is_same and sides_of(known.moves) == sides_of(moves) else OTHERWISE
        if said.reverses in self.taken_back:
            return TWICE
        self._undo.clear()
        check_moves(moves, self.cast.desk.community_id)
        try:
            apply_moves(moves, self, is_reversal=said.reverses is not None)
        except Lacking:
            self._take_back()
            return LACKING
        if said.fails:
            self._take_back()
            return UNDONE
        said.moves = moves
        self.said[said.op_id] = said
        self.entries.append(sides_of(moves))
        if said.reverses:
            self.taken_back.add(said.reverses)
        return MOVED

    def _take_back(self) -> None:
        for step in reversed(self._undo):
            step()

    def faults(self) -> list[str]:
        """What does not add up, summed from the entries alone."""
        sums: Counter[tuple[UUID, UUID]] = Counter()
        where: dict[UUID, Counter[UUID]] = {thing.pk: Counter({home.pk: 1}) for thing, home in self.cast.things}
        for sides in self.entries:
            for _number, holder, commodity, thing, amount in sides:
                if commodity is not None:
                    sums[holder, commodity] += amount
                if thing is not None:
                    where[thing][holder] += amount
        held = {key: amount for key, amount in self.balances.items() if amount}
        per_commodity: Counter[UUID] = Counter()
        for (_holder, commodity), amount in held.items():
            per_commodity[commodity] += amount
        owing = {holder.pk for holder in self.cast.everybody() if holder.may_owe}
        found = {
            "a balance is not the sum of its entries": held != {key: amount for key, amount in sums.items() if amount},
            "a commodity does not sum to zero": any(per_commodity.values()),
            "somebody owes who may not": any(a < 0 and holder not in owing for (holder, _c), a in held.items()),
            "a thing has not one holder": any(
                {holder: n for holder, n in traced.items() if n} != {self.where[thing].pk: 1}
                for thing, traced in where.items()
            ),
        }
        return [fault for fault, is_so in found.items() if is_so]


class Day:
    """The dice: what somebody says next, given how things stand. Often more than there is."""

    def __init__(self, cast: Cast, memory: Memory, dice: random.Random) -> None:
        self.cast, self.memory, self.dice = cast, memory, dice
        self.told: list[UUID] = []

    def next(self) -> Said:
        """Mostly something new; sometimes said again, said again with other words, or taken back."""
        fate = self.dice.random()
        if self.told and fate < 0.06:
            return self._repeat(self.memory.said[self.dice.choice(self.told)], is_same=fate < 0.04)
        if self.told and fate < 0.16:
            which = self.dice.choice(self.told[-60:])
            return Said(self._number(), Kind.REVERSAL, reverses=which, fails=self.dice.random() < 0.1)
        kind, moves = self.dice.choice(BUSINESS)(self)
        return Said(self._number(), kind, moves, fails=self.dice.random() < 0.05)

    def _repeat(self, first: Said, *, is_same: bool) -> Said:
        moves = list(first.moves)
        if is_same:
            return Said(first.op_id, first.kind, moves, first.reverses)
        one = moves[0]
        other = Move(self.cast.money, one.giver, one.taker, one.amount + 1)
        return Said(first.op_id, Kind.COLLECT, [other, *moves[1:]])

    def _number(self) -> UUID:
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)

    def any(self, holders: list[Holder]) -> Holder:
        return self.dice.choice(holders)

    def amount(self, holder: Holder, what: Commodity) -> int:
        """About what `holder` has."""
        has = self.memory.balances[holder.pk, what.pk]
        return self.dice.randint(1, max(1, has)) if has > 0 and self.dice.random() < 0.8 else self.dice.randint(1, 9000)

    def something(self, giver: Holder, taker: Holder, *, goods: bool = True) -> Move:
        """Money, goods or a thing, from one to the other."""
        fate = self.dice.random()
        if fate < 0.3:
            here = [thing for thing, _home in self.cast.things if self.memory.where[thing.pk].pk == giver.pk]
            pool = here if here and self.dice.random() < 0.9 else [thing for thing, _home in self.cast.things]
            return Move(self.dice.choice(pool), giver, taker)
        what = self.dice.choice(self.cast.goods) if goods and fate < 0.6 else self.cast.money
        return Move(what, giver, taker, self.amount(giver, what))


Business = Callable[[Day], tuple[str, list[Move]]]


def collect(day: Day) -> tuple[str, list[Move]]:
    home, helper = day.any(day.cast.households), day.any([*day.cast.helpers, day.cast.desk])
    return Kind.COLLECT, [day.something(home, helper, goods=False)]


def give_out(day: Day) -> tuple[str, list[Move]]:
    return Kind.GIVE_OUT, [day.something(day.cast.desk, day.any(day.cast.helpers))]


def hand_in(day: Day) -> tuple[str, list[Move]]:
    return Kind.HAND_IN, [day.something(day.any(day.cast.helpers), day.cast.desk)]


def buy(day: Day) -> tuple[str, list[Move]]:
    helper, shop, what = day.any(day.cast.helpers), day.any(day.cast.partners), day.dice.choice(day.cast.goods)
    price = day.amount(helper, day.cast.money)
    return Kind.BUY, [
        Move(day.cast.money, helper, shop, price), Move(what, shop, helper, day.dice.randint(1, 5)),
    ]  # fmt: skip


def hand_over(day: Day) -> tuple[str, list[Move]]:
    helper, home = day.any([*day.cast.helpers, day.cast.desk]), day.any(day.cast.households)
    moves = [day.something(helper, home)]
    return Kind.HAND_OVER, [*moves, Move(day.cast.money, helper, home, day.dice.randint(1, 300))][
        : day.dice.randint(1, 2)
    ]


def pass_on(day: Day) -> tuple[str, list[Move]]:
    one, other = day.dice.sample(day.cast.helpers, 2)
    return Kind.PASS_ON, [day.something(one, other)]


def take_back(day: Day) -> tuple[str, list[Move]]:
    helper, what = day.any(day.cast.helpers), day.dice.choice(day.cast.goods)
    return Kind.TAKE_BACK, [Move(what, day.any(day.cast.households), helper, day.dice.randint(1, 3))]


def refund(day: Day) -> tuple[str, list[Move]]:
    helper, shop, what = day.any(day.cast.helpers), day.any(day.cast.partners), day.dice.choice(day.cast.goods)
    packs = day.amount(helper, what)
    return Kind.REFUND, [
        Move(what, helper, shop, packs), Move(day.cast.money, shop, helper, day.dice.randint(1, 5000)),
    ]  # fmt: skip


def own_money(day: Day) -> tuple[str, list[Move]]:
    number, amount = day.dice.randrange(len(day.cast.helpers)), day.dice.randint(1, 4000)
    helper, purse = day.cast.helpers[number], day.cast.purses[number]
    if day.dice.random() < 0.5:
        return Kind.ADVANCE, [Move(day.cast.money, purse, helper, amount)]
    return Kind.REPAY, [Move(day.cast.money, helper, purse, amount)]


def lose(day: Day) -> tuple[str, list[Move]]:
    return Kind.LOST, [day.something(day.any([*day.cast.helpers, day.cast.desk]), day.cast.gone)]


def find(day: Day) -> tuple[str, list[Move]]:
    return Kind.FOUND, [day.something(day.cast.gone, day.any([*day.cast.helpers, day.cast.desk]))]


BUSINESS: list[Business] = [
    collect, collect, collect, give_out, give_out, hand_in, buy, buy, hand_over, hand_over, pass_on, take_back,
    refund, own_money, lose, find, find,
]  # fmt: skip


def run(day: Day, count: int, also: Callable[[Said, str], None] | None = None) -> Counter[str]:
    """Say `count` things; how many of each came to what. `also` hears each of them, and what the memory made of it."""
    outcomes: Counter[str] = Counter()
    for _ in range(count):
        said = day.next()
        outcome = day.memory.hear(said)
        if also:
            also(said, outcome)
        if outcome == MOVED:
            day.told.append(said.op_id)
        outcomes[f"{said.kind} {outcome}"] += 1
        outcomes[outcome] += 1
    return outcomes
