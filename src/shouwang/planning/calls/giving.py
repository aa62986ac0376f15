"""What nobody keeps, given out: the longest first to whoever is emptiest; of calls as long, as many voices as go."""

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from shouwang.planning.calls.hands import Emptiest, Hand
from shouwang.planning.calls.model import Call


def give_out(calls: Iterable[Call], hands: Mapping[str, Hand], speakers: Mapping[str, Emptiest]) -> None:
    """Give every call to somebody who is emptiest at that moment.

    Of calls as long, a call whose voice is emptiest goes to its voice; then one that nobody on shift is the voice of;
    then one of the voice that has most left over. A place is so taken from a voice only where it cannot be had.
    """
    everybody = Emptiest(hands.values())
    for _minutes, alike in groupby(sorted(calls, key=lambda call: (-call.minutes, call.id)), key=_minutes_of):
        queue = _Queue(alike, hands)
        while queue:
            emptiest = everybody.hand()
            if hand := queue.voice_at(emptiest.fullness):
                hand.take(queue.pop_of(hand))
                continue
            call = queue.pop_any()
            speaking = speakers[call.language].hand() if call.language in speakers else None
            (speaking if speaking and speaking.fullness == emptiest.fullness else emptiest).take(call)


class _Queue:
    """Calls that take as long: by the voice they are used to, where it is on shift, and those of strangers."""

    def __init__(self, calls: Iterable[Call], hands: Mapping[str, Hand]) -> None:
        self._hands = hands
        self._of: dict[str, list[Call]] = {}
        strangers = []
        for call in calls:
            known = next((one for one in (call.listed, call.voice) if one and one in hands), None)
            if known:
                self._of.setdefault(known, []).append(call)
            else:
                strangers.append(call)
        self._waiting = strangers[::-1]
        self._voices = self._emptiest_voice(self._of)

    def __bool__(self) -> bool:
        return bool(self._waiting or self._of)

    def voice_at(self, fullness: int) -> Hand | None:
        """Somebody as empty as that whose voice a call is used to."""
        hand = self._voices.hand() if self._voices else None
        return hand if hand and hand.fullness == fullness else None

    def pop_of(self, hand: Hand) -> Call:
        calls = self._of[hand.caller.id]
        call = calls.pop()
        if not calls:
            del self._of[hand.caller.id]
            self._voices = self._emptiest_voice(self._of)
        return call

    def pop_any(self) -> Call:
        """A stranger's; else one of the voice that has most of them left."""
        if self._waiting:
            return self._waiting.pop()
        most = max(sorted(self._of), key=lambda name: len(self._of[name]))
        return self.pop_of(self._hands[most])

    def _emptiest_voice(self, names: Collection[str]) -> Emptiest | None:
        return Emptiest(self._hands[name] for name in names) if names else None


def _minutes_of(call: Call) -> int:
    return call.minutes
