"""The proposal of rounds: every need once in a round or left out, and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shouwang.planning.rounds.doors import Call, gather_calls, leave_out
from shouwang.planning.rounds.model import (
    Carrier,
    Left,
    LeftOut,
    Need,
    Pace,
    PlannedRound,
    PlannedStop,
    Proposal,
    Reason,
    Why,
)  # fmt: skip
from shouwang.planning.rounds.sharing import Block, Hands, share_out
from shouwang.planning.rounds.walking import cost_of, is_missed, order_visits, times_of, visits_of

MOST_MOVES = 30


def propose(
    needs: Iterable[Need], carriers: Sequence[Carrier], starts_at: datetime, pace: Pace | None = None
) -> Proposal:
    """Rounds for `carriers` setting off at `starts_at`, the same for the same input in any order.

    Staircases are walked once and from the top down; nobody goes beyond what they can carry; what somebody has
    taken or promised stays theirs; what is late, cold or urgent comes first; a window that cannot be kept is said.
    """
    pace = pace or Pace()
    carriers = sorted(carriers, key=lambda carrier: carrier.id)
    kept, left = leave_out(sorted(needs, key=lambda need: need.id), carriers, starts_at, pace)
    hands, over = share_out(gather_calls(kept, carriers, starts_at), carriers, pace)
    relieve(hands, starts_at, pace)
    left += _useless(hands, starts_at, pace)
    left += [_no_room(need, call, carriers) for call in over for need in call.needs]
    split = _split_staircases(hands)
    rounds = tuple(_round(one, starts_at, pace, split) for one in hands if one.blocks)
    spare = tuple(one.carrier.id for one in hands if not one.blocks)
    return Proposal(rounds, tuple(sorted(left, key=lambda one: one.need)), spare)


def relieve(hands: Sequence[Hands], starts_at: datetime, pace: Pace) -> None:
    """Give whole staircases to others as long as that misses fewer windows, or keeps pressing things waiting less.

    Never away from who holds something there, and never a staircase that two people share already.
    """
    for _ in range(MOST_MOVES):
        if not any(_missed(one, starts_at, pace) for one in hands):
            return
        moves = [move for one in hands for move in _moves_from(one, hands, starts_at, pace)]
        if not moves:
            return
        _, source, target, block = min(moves, key=lambda move: (move[0], move[1], move[2], move[3].stairs))
        by_id = {one.carrier.id: one for one in hands}
        by_id[source].blocks.remove(block)
        by_id[target].blocks.append(block)


def _moves_from(
    giver: Hands, hands: Sequence[Hands], starts_at: datetime, pace: Pace
) -> list[tuple[int, str, str, Block]]:
    late = _missed(giver, starts_at, pace)
    if not late:
        return []
    moves = []
    for block in giver.blocks:
        shared = sum(block.stairs in one.staircases for one in hands) > 1
        if shared or sum(b.stairs == block.stairs for b in giver.blocks) > 1 or any(c.holder for c in block.calls):
            continue
        rest = Hands(giver.carrier, [other for other in giver.blocks if other is not block])
        for taker in hands:
            if taker is giver or not taker.has_room(len(block.calls), block.load):
                continue
            more = Hands(taker.carrier, [*taker.blocks, block])
            gain = _missed(rest, starts_at, pace) + _missed(more, starts_at, pace)
            gain -= late + _missed(taker, starts_at, pace)
            if gain < 0:
                moves.append((gain, giver.carrier.id, taker.carrier.id, block))
    return moves


def _missed(one: Hands, starts_at: datetime, pace: Pace) -> int:
    return cost_of(order_visits(visits_of(one.calls), starts_at, pace), starts_at, pace)[0]


def _useless(hands: Sequence[Hands], starts_at: datetime, pace: Pace) -> list[LeftOut]:
    """Take out what would come too late to be of use, one by one: each that goes helps those behind it."""
    left: list[LeftOut] = []
    for one in hands:
        while one.blocks:
            times = times_of(order_visits(visits_of(one.calls), starts_at, pace), starts_at, pace)
            late = [
                (at, call) for call, at, _ in times if is_missed(call, at) and any(n.useless_late for n in call.needs)
            ]
            if not late:
                break
            at, call = late[0]
            assert call.due_by is not None
            minutes = max(int((at - call.due_by).total_seconds() // 60), 1)
            left += [LeftOut(need.id, Reason(Left.TOO_LATE, {"minutes": minutes})) for need in call.needs]
            kept = [Block(tuple(c for c in block.calls if c is not call)) for block in one.blocks]
            one.blocks = [block for block in kept if block.calls]
    return left


def _no_room(need: Need, call: Call, carriers: Sequence[Carrier]) -> LeftOut:
    able = [carrier.most_stops for carrier in carriers if call.holder in (None, carrier.id)]
    return LeftOut(need.id, Reason(Left.NO_ROOM, {"most": sum(able)}))


def _split_staircases(hands: Sequence[Hands]) -> set[tuple[str, str]]:
    count = Counter(stairs for one in hands for stairs in one.staircases)
    return {stairs for stairs, carriers in count.items() if carriers > 1}


def _round(one: Hands, starts_at: datetime, pace: Pace, split: set[tuple[str, str]]) -> PlannedRound:
    order = order_visits(visits_of(one.calls), starts_at, pace)
    times = times_of(order, starts_at, pace)
    stops = tuple(
        PlannedStop(call.place.door, tuple(need.id for need in call.needs), at, call.not_before, call.due_by, call.load)
        for call, at, _ in times
    )
    ends_at = times[-1][1] + timedelta(seconds=pace.at_door)
    return PlannedRound(one.carrier.id, stops, tuple(_reasons(one, times, starts_at, ends_at, split)), ends_at)


def _reasons(
    one: Hands, times: Sequence[tuple[Call, datetime, int]], starts_at: datetime, ends_at: datetime,
    split: set[tuple[str, str]],
) -> list[Reason]:  # fmt: skip
    reasons: list[Reason] = []
    calls = [call for call, _, _ in times]
    for code, count in (
        (Why.LATE_ALREADY, sum(call.is_late for call in calls)),
        (Why.COLD_FIRST, sum(call.is_cold for call in calls)),
        (Why.URGENT_FIRST, sum(call.is_urgent for call in calls)),
    ):
        if count:
            reasons.append(Reason(code, {"stops": count}))
    reasons += _about_windows(times)
    for stairs in dict.fromkeys(call.place.stairs for call in calls):
        here = {"building": stairs[0], "staircase": stairs[1]}
        count = sum(call.place.stairs == stairs for call in calls)
        if stairs in split:
            reasons.append(Reason(Why.SPLIT, {**here, "stops": count, "most": one.carrier.most_stops}))
        elif count > 1:
            reasons.append(Reason(Why.STAIRCASE, {**here, "stops": count}))
    held = sum(need.holder is not None for call in calls for need in call.needs)
    if held:
        reasons.append(Reason(Why.HELD, {"needs": held}))
    together = sum(len(call.needs) > 1 for call in calls)
    if together:
        needs = sum(len(call.needs) for call in calls if len(call.needs) > 1)
        reasons.append(Reason(Why.SAME_DOOR, {"needs": needs, "stops": together}))
    if len(calls) >= one.carrier.most_stops:
        reasons.append(Reason(Why.FULL, {"stops": len(calls)}))
    reasons.append(Reason(Why.MINUTES, {"minutes": int((ends_at - starts_at).total_seconds() // 60)}))
    return reasons


def _about_windows(times: Sequence[tuple[Call, datetime, int]]) -> list[Reason]:
    reasons: list[Reason] = []
    kept: list[tuple[timedelta, Call]] = []
    for call, at, waits in times:
        if call.due_by is not None and is_missed(call, at):
            minutes = max(int((at - call.due_by).total_seconds() // 60), 1)
            reasons.append(Reason(Why.AFTER_WINDOW, {"door": call.place.door, "minutes": minutes}))
        elif call.due_by is not None and not call.is_late:
            kept.append((call.due_by - at, call))
        if waits >= 60:
            reasons.append(Reason(Why.WAITS, {"door": call.place.door, "minutes": waits // 60}))
    if kept:
        spare, call = min(kept, key=lambda pair: (pair[0], pair[1].place.door))
        if spare <= timedelta(hours=1):
            assert call.due_by is not None
            reasons.append(Reason(Why.DUE, {"door": call.place.door, "at": call.due_by.isoformat()}))
    return reasons
