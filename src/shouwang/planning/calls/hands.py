"""What each caller has been given so far, and who has been given least. Whole numbers throughout: no rounding."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import lcm

from shouwang.planning.calls.model import Call, Caller


@dataclass(slots=True)
class Hand:
    """One caller's calls. `weight` makes minutes of callers with more and less time comparable (`fullness`); `level`
    is the fullness at which everybody's is even."""

    caller: Caller
    weight: int
    level: int
    calls: list[Call] = field(default_factory=list)
    minutes: int = 0

    def take(self, call: Call) -> None:
        self.calls.append(call)
        self.minutes += call.minutes

    def has_room(self, call: Call) -> bool:
        """Whether it is within their even share, the last of it cut off."""
        return (self.minutes + call.minutes) * self.weight <= self.level

    @property
    def fullness(self) -> int:
        return self.minutes * self.weight


def empty_hands(calls: Sequence[Call], callers: Sequence[Caller]) -> dict[str, Hand]:
    """By caller, in the order of their ids."""
    common = lcm(*(caller.minutes for caller in callers))
    needed, given = sum(call.minutes for call in calls), sum(caller.minutes for caller in callers)
    level = needed * common // given
    return {caller.id: Hand(caller, common // caller.minutes, level) for caller in sorted(callers, key=_id)}


class Emptiest:
    """Who of some hands is emptiest, also after they have taken more: a heap whose stale tops are put right when they
    come up, since hands only fill. Cost: O(log k) a question, spread over all of them."""

    def __init__(self, hands: Iterable[Hand]) -> None:
        self._heap = [(hand.fullness, hand.caller.id, hand) for hand in hands]
        heapq.heapify(self._heap)

    def hand(self) -> Hand:
        """The emptiest; of those alike, the first by id."""
        while True:
            fullness, name, hand = self._heap[0]
            if fullness == hand.fullness:
                return hand
            heapq.heapreplace(self._heap, (hand.fullness, name, hand))


def _id(caller: Caller) -> str:
    return caller.id
