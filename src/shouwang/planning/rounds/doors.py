"""From needs to doors: who is left out before anybody walks, and what goes into one stop."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwang.planning.rounds.model import Carrier, Left, LeftOut, Need, Pace, Place, Reason

URGENT = 2


@dataclass(frozen=True, slots=True)
class Call:
    """One door to be called at once for several needs. `holder` must be the one who goes."""

    place: Place
    needs: tuple[Need, ...]
    not_before: datetime | None
    due_by: datetime | None
    holder: str | None
    is_late: bool  # its time was over before anybody set off

    @property
    def load(self) -> int:
        return sum(need.load for need in self.needs)

    @property
    def is_cold(self) -> bool:
        return any(need.is_cold for need in self.needs)

    @property
    def is_urgent(self) -> bool:
        return any(need.urgency >= URGENT for need in self.needs)

    @property
    def is_pressing(self) -> bool:
        """Goes first: late already, cold or urgent."""
        return self.is_late or self.is_cold or self.is_urgent


def pressing_first(call: Call) -> tuple[object, ...]:
    """Who gets the last place in somebody's hands: late, cold, urgent, then whose window ends first."""
    due = (0, call.due_by.timestamp()) if call.due_by else (1, 0.0)
    return (not call.is_late, not call.is_cold, not call.is_urgent, due, top_down(call), call.needs[0].id)


def top_down(call: Call) -> tuple[int, int, str]:
    """The order on one staircase. A door without a known floor comes last."""
    floor = call.place.floor
    return (-floor if floor is not None else 10_000, call.place.position, call.place.door)


def leave_out(
    needs: Iterable[Need], carriers: Sequence[Carrier], starts_at: datetime, pace: Pace
) -> tuple[list[Need], list[LeftOut]]:
    """The needs that somebody could carry now, and the others with the first reason that holds."""
    going = {carrier.id for carrier in carriers}
    kept, left = [], []
    for need in needs:
        reason = _reason_against(need, carriers, going, starts_at, pace)
        if reason is None:
            kept.append(need)
        else:
            left.append(LeftOut(need.id, reason))
    return kept, left


def _reason_against(
    need: Need, carriers: Sequence[Carrier], going: set[str], starts_at: datetime, pace: Pace
) -> Reason | None:
    if need.on_round is not None:
        return Reason(Left.ON_A_ROUND, {"round": need.on_round})
    if not need.is_carried:
        return Reason(Left.ANOTHER_SERVICE)
    if need.place is None:
        return Reason(Left.NO_ADDRESS)
    if not carriers:
        return Reason(Left.NOBODY)
    if need.holder is not None and need.holder not in going:
        return Reason(Left.HELD_BY_OTHER, {"carrier": need.holder})
    if need.not_before and need.not_before > starts_at + pace.most_ahead:
        return Reason(Left.NOT_YET, {"at": need.not_before.isoformat()})
    if need.useless_late and need.due_by and need.due_by < starts_at:
        return Reason(Left.TOO_LATE, {"minutes": int((starts_at - need.due_by).total_seconds() // 60)})
    most = _most_load(carriers, need.holder)
    if most is not None and need.load > most:
        return Reason(Left.TOO_HEAVY, {"load": need.load, "most": most})
    return None


def gather_calls(needs: Iterable[Need], carriers: Sequence[Carrier], starts_at: datetime) -> list[Call]:
    """Needs of one door in one call, as long as their windows meet, one person may carry them and none is too much.

    What somebody holds draws what nobody holds at the same door.
    """
    calls: dict[str, list[Call]] = {}
    for need in sorted(needs, key=lambda need: (need.holder is None, need.holder or "", need.id)):
        assert need.place is not None
        here = calls.setdefault(need.place.door, [])
        for index, call in enumerate(here):
            joined = _join(call, need, carriers, starts_at)
            if joined is not None:
                here[index] = joined
                break
        else:
            here.append(_call(need.place, (need,), starts_at))
    return [call for here in calls.values() for call in here]


def _join(call: Call, need: Need, carriers: Sequence[Carrier], starts_at: datetime) -> Call | None:
    if need.holder is not None and need.holder != call.holder:
        return None
    joined = _call(call.place, (*call.needs, need), starts_at)
    begins, ends = max(filter(None, (joined.not_before, starts_at))), joined.due_by
    if joined.not_before and ends and begins > ends:
        return None
    most = _most_load(carriers, joined.holder)
    return None if most is not None and joined.load > most else joined


def _call(place: Place, needs: tuple[Need, ...], starts_at: datetime) -> Call:
    begins = [need.not_before for need in needs if need.not_before and need.not_before > starts_at]
    ends = [need.due_by for need in needs if need.due_by]
    holder = next((need.holder for need in needs if need.holder), None)
    due = min(ends, default=None)
    return Call(place, needs, max(begins, default=None), due, holder, due is not None and due < starts_at)


def _most_load(carriers: Sequence[Carrier], holder: str | None) -> int | None:
    """What the strongest can carry, or the holder; None where somebody is not limited."""
    limits = [carrier.most_load for carrier in carriers if holder in (None, carrier.id)]
    return None if any(limit is None for limit in limits) else max((limit or 0 for limit in limits), default=0)
