"""The call list split over those on shift: disjoint, complete, even by minutes, the same voice where possible.

Lists that are fair already stay as they are. Else in passes: what somebody holds stays with them. Then each caller
keeps what is on their list, the calls whose voice they are, and those whose language they speak, in this order, as
long as it is within their even share. The rest goes, the longest call first,
to whoever has least: this is list scheduling, so nobody has more than their even share and one longest call, held
calls aside (R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", 1969). Where all calls take the same time and
all callers have the same time, shares differ by one call at most, and no split as even keeps more voices.
Cost: O(n log n + n log k) for n calls and k callers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from shouwang.planning.calls.giving import give_out
from shouwang.planning.calls.hands import Emptiest, Hand, empty_hands
from shouwang.planning.calls.model import Call, Caller, Reason, Share, Split, Why
from shouwang.planning.calls.ordering import in_order


def split_calls(calls: Iterable[Call], callers: Sequence[Caller]) -> Split:
    """Every call with exactly one of `callers`. The same calls and callers give the same split, whatever their order.

    Raises ValueError for ids that stand twice, a call without minutes or a caller without any.
    """
    calls = in_order(calls)
    _check(calls, callers)
    if not callers:
        return Split((), tuple(call.id for call in calls))
    even, hands = fair_minutes(calls, callers), empty_hands(calls, callers)
    if not _stay_as_they_are(calls, hands, even):
        speakers = _speakers(hands)
        rest = [call for call in calls if not _keep_held(call, hands)]
        rest = [call for call in sorted(rest, key=_longest_first) if not _keep(call, hands.get(call.listed or ""))]
        rest = [call for call in rest if not _keep(call, hands.get(call.voice or ""))]
        rest = [call for call in rest if not _keep_language(call, speakers)]
        give_out(rest, hands, speakers)
    return Split(tuple(_share_of(hand, even[name]) for name, hand in hands.items()), ())


def fair_minutes(calls: Iterable[Call], callers: Sequence[Caller]) -> dict[str, Fraction]:
    """The even share of each caller in minutes: of all there is to call, by what they have to give."""
    needed, given = sum(call.minutes for call in calls), sum(caller.minutes for caller in callers)
    return {caller.id: Fraction(needed * caller.minutes, given) for caller in callers}


def _check(calls: Sequence[Call], callers: Sequence[Caller]) -> None:
    named = [call.id for call in calls], [caller.id for caller in callers]
    if twice := [one for ids in named for one, count in Counter(ids).items() if count > 1]:
        raise ValueError(f"these stand twice: {twice}")
    if any(call.minutes <= 0 for call in calls) or any(caller.minutes <= 0 for caller in callers):
        raise ValueError("minutes are more than 0")


def _stay_as_they_are(calls: Sequence[Call], hands: Mapping[str, Hand], even: Mapping[str, Fraction]) -> bool:
    """Whether every call is on the list of somebody on shift, and no list, but for what is held, longer than an even
    share and one longest call: then the hands are filled by the lists."""
    if not calls or any(call.listed not in hands or _held(call, hands) not in (None, call.listed) for call in calls):
        return False
    minutes, held = Counter[str](), Counter[str]()
    for call in calls:
        minutes[call.listed or ""] += call.minutes
        held[call.listed or ""] += call.minutes if _held(call, hands) else 0
    longest = max(call.minutes for call in calls)
    if any(minutes[name] > even[name] + longest and minutes[name] > held[name] for name in hands):
        return False
    for call in calls:
        hands[call.listed or ""].take(call)
    return True


def _speakers(hands: Mapping[str, Hand]) -> dict[str, Emptiest]:
    """language → those who speak it."""
    languages = {language for hand in hands.values() for language in hand.caller.languages} - {""}
    return {one: Emptiest(hand for hand in hands.values() if one in hand.caller.languages) for one in languages}


def _held(call: Call, hands: Mapping[str, Hand]) -> str | None:
    """Who on shift must keep it."""
    return call.held_by if call.held_by in hands else None


def _keep_held(call: Call, hands: Mapping[str, Hand]) -> bool:
    holder = _held(call, hands)
    if holder:
        hands[holder].take(call)
    return holder is not None


def _keep_language(call: Call, speakers: Mapping[str, Emptiest]) -> bool:
    speaking = speakers.get(call.language)
    return speaking is not None and _keep(call, speaking.hand())


def _keep(call: Call, hand: Hand | None) -> bool:
    if hand is None or not hand.has_room(call):
        return False
    hand.take(call)
    return True


def _longest_first(call: Call) -> tuple[int, str]:
    return -call.minutes, call.id


def _share_of(hand: Hand, even: Fraction) -> Share:
    me = hand.caller
    counted = {
        Why.SAME_VOICE: sum(call.voice == me.id for call in hand.calls),
        Why.THEIR_LANGUAGE: sum(bool(call.language) and call.language in me.languages for call in hand.calls),
        Why.HELD: sum(call.held_by == me.id for call in hand.calls),
        Why.NEVER_HEARD: sum(call.heard_at is None for call in hand.calls),
    }
    reasons = [Reason(Why.EVEN, {"minutes": hand.minutes, "fair": round(even)})]
    reasons += [Reason(code, {"calls": count}) for code, count in counted.items() if count]
    if hand.minutes > me.minutes:
        reasons.append(Reason(Why.TOO_MUCH, {"minutes": hand.minutes - me.minutes}))
    return Share(me.id, tuple(call.id for call in in_order(hand.calls)), hand.minutes, tuple(reasons))
