"""The one way from the watch to the planning of calls: check-ins become telephones to ring, shares become check-ins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwang.desk.base.models import Account
from shouwang.desk.checkins.models.plans import Way
from shouwang.planning import calls as planning

MINUTES: Mapping[str, int] = {Way.CALL: 3, Way.DOOR: 8, Way.LINK: 1, Way.SEEN: 1}
ONE_MORE = 1  # minutes for each other person on the same line


@dataclass(frozen=True, slots=True)
class Expected:
    """An open check-in as it is shared out. `held_by` has it on the line now, `assigned_to` has it on their list."""

    pk: UUID
    household_id: UUID
    slot: int
    way: str
    due_at: datetime
    language: str = ""
    assigned_to: UUID | None = None
    held_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a household: who called last, when somebody there was last heard."""

    voice: UUID | None = None
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one person calls: `checkins` in the order to call. `reasons`: codes of planning.calls.Why with numbers."""

    account_id: UUID
    checkins: tuple[UUID, ...]
    households: int
    minutes: int
    reasons: tuple[Mapping[str, Any], ...]


def split(
    expected: Iterable[Expected], before: Mapping[UUID, Before], callers: Sequence[tuple[Account, int]]
) -> list[Share]:
    """One household is one call, whoever answers there. `callers` come with the minutes they have to give."""
    behind = by_household(expected)
    planned = planning.split_calls(
        [_call(household, rows, before.get(household, Before())) for household, rows in behind.items()],
        [planning.Caller(str(account.pk), minutes, frozenset({account.language})) for account, minutes in callers],
    )
    return [_share(share, behind) for share in planned.shares]


def order_to_call(expected: Iterable[Expected], before: Mapping[UUID, Before]) -> list[UUID]:
    """Check-ins in the order to call: never heard first, then longest unheard; a household's together."""
    behind = by_household(expected)
    calls = [_call(household, rows, before.get(household, Before())) for household, rows in behind.items()]
    return [row.pk for call in planning.in_order(calls) for row in behind[UUID(call.id)]]


def by_household(expected: Iterable[Expected]) -> dict[UUID, list[Expected]]:
    found: dict[UUID, list[Expected]] = {}
    for row in sorted(expected, key=lambda row: (row.slot, row.due_at, row.pk.int)):
        found.setdefault(row.household_id, []).append(row)
    return found


def minutes_of(rows: Sequence[Expected]) -> int:
    """What a household's open check-ins take: each slot is a call of its own, the longest way of it counts."""
    slots: dict[int, list[Expected]] = {}
    for row in rows:
        slots.setdefault(row.slot, []).append(row)
    return sum(max(MINUTES[row.way] for row in each) + ONE_MORE * (len(each) - 1) for each in slots.values())


def _call(household: UUID, rows: Sequence[Expected], before: Before) -> planning.Call:
    listed = {str(row.assigned_to) for row in rows if row.assigned_to}
    held = [str(row.held_by) for row in rows if row.held_by]
    return planning.Call(
        str(household), minutes_of(rows), str(before.voice) if before.voice else None, before.heard_at,
        due_at=min(row.due_at for row in rows), language=next((row.language for row in rows if row.language), ""),
        listed=listed.pop() if len(listed) == 1 and all(row.assigned_to for row in rows) else None,
        held_by=held[0] if held else None,
    )  # fmt: skip


def _share(share: planning.Share, behind: Mapping[UUID, list[Expected]]) -> Share:
    rows = [row.pk for call in share.calls for row in behind[UUID(call)]]
    reasons = tuple({"code": str(one.code), "numbers": dict(one.numbers)} for one in share.reasons)
    return Share(UUID(share.caller), tuple(rows), len(share.calls), share.minutes, reasons)
