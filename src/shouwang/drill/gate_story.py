"""What came of the week at the gates: each passage is told in the log, what somebody was promised was brought, and one
guard leaves a word for the next."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record_many
from shouwang.desk.gate.actions.handing_over import leave_note, take_over
from shouwang.desk.gate.actions.helping import KIND_FOR
from shouwang.desk.gate.models import Outcome, Passage, Reason
from shouwang.desk.needs.actions.capture import Asked, add_needs
from shouwang.desk.needs.models import Kind, Need, Source, State
from shouwang.desk.people.models import Household
from shouwang.drill.members import Members

HOUR = timedelta(hours=1)
WORDS = {
    Reason.SHOPPING: "想去买菜：青菜、鸡蛋、米", Reason.WALK: "每天都要走走，想有人说说话", Reason.CASH: "想取点现金",
    Reason.PARCEL: "快递在驿站，想去拿",
}  # fmt: skip
NOTES = (("东门的锁不好使，推一下再锁。", True), ("3-1-1104 的老人下午还会来，陪他在院子里走一圈。", False))


def tell(rows: Sequence[Passage], by: Actor) -> None:
    """The log's sentence for each, at its own moment."""
    told = [
        Happened(row, row.household_id, {"way": row.direction, "outcome": row.outcome}, at=row.received_at)
        for row in sorted(rows, key=lambda row: row.received_at)
    ]
    if told:
        record_many("gate.passage", told, by=by, at=rows[-1].received_at)


def bring_what_was_promised(rows: Iterable[Passage], members: Members) -> None:
    """Of those helped whose need is not known yet: it was opened then, and brought within hours."""
    helped = sorted(
        (row for row in rows if row.outcome == Outcome.TURNED_BACK_HELPED and row.need_id is None),
        key=lambda row: row.said_at,
    )
    homes = Household.objects.in_bulk({row.household_id for row in helped if row.household_id})
    for day, (_date, group) in enumerate(groupby(helped, key=lambda row: row.said_at.date())):
        those = list(group)
        at, who = those[-1].said_at, members.helpers[day % len(members.helpers)]
        asked = [
            Asked(
                kind=KIND_FOR.get(row.reason, Kind.OTHER), source=Source.GATE, household=homes[row.household_id],
                words=WORDS.get(Reason(row.reason), ""),
            )
            for row in those
            if row.household_id
        ]  # fmt: skip
        needs = add_needs(asked=asked, by=members.guard, at=at)
        _finish(needs, who, at + 3 * HOUR)
        for row, need in zip(those, needs, strict=True):
            row.need = need


def _finish(needs: Sequence[Need], who: Actor, at: datetime) -> None:
    Need.objects.filter(pk__in=[need.pk for need in needs]).update(
        state=State.DONE, taken_by=who.account, taken_at=at - HOUR, ended_at=at, ended_by=who.account
    )
    done = [Happened(need, need.household_id, {"delivered": {}}) for need in needs]
    record_many("needs.done", done, by=who, at=at)


def hand_over(members: Members, at: datetime, dice: Random) -> None:
    """The night's guard took over and left; the day's reads it."""
    for hours in (18, 10):
        take_over(op_id=_number(dice), by=members.guard, at=at - hours * HOUR)
    for words, until_done in NOTES:
        leave_note(words=words, op_id=_number(dice), until_done=until_done, by=members.guard, at=at - 2 * HOUR)


def _number(dice: Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)
