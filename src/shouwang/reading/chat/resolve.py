"""What the lines mean together: changes, the same again, twice, after the deadline, limits, money.

Lines are resolved in the order they were said. A household is its door; a nickname comes second; a
sequence number only locates a line. `changes` has what takes back and replaces, `same_as` what copies.
"""

from shouwang.reading.chat.changes import add_by_reference, cancel, change
from shouwang.reading.chat.limits import check_limits, count_money
from shouwang.reading.chat.model import ACTIVE, DUPLICATE, REVIEW, Draft
from shouwang.reading.chat.same_as import copy_items, count_plus
from shouwang.reading.chat.setting import Setting
from shouwang.reading.chat.targets import Ledger, same_content


def resolve_orders(drafts: list[Draft], setting: Setting) -> None:
    """Settle status, targets and questions of one campaign's drafts, in place."""
    ledger = Ledger()
    for draft in drafts:
        locate_speaker(draft, ledger)
        check_deadline(draft, setting)
        if draft.wish == "cancel":
            cancel(draft, ledger)
        elif draft.wish == "swap":
            draft.type, draft.op = "event", "unknown"
            draft.ask("unclear_instruction", draft.text[:40])
        elif draft.wish == "replace":
            change(draft, ledger)
        else:
            _order(draft, ledger, setting)
        ledger.add(draft)
    check_limits(drafts, setting)
    count_money(drafts, setting)


def locate_speaker(draft: Draft, ledger: Ledger) -> None:
    """Somebody who spoke before is at the same door; a nick may carry one."""
    if draft.addr is not None or draft.speaker is None or draft.refers_seq is not None:
        return
    known = ledger.door_of(draft.speaker)
    if known is not None:
        draft.addr = known


def _needs_door(draft: Draft) -> None:
    if draft.addr is None:
        draft.ask("address_missing")
    elif draft.addr.problem:
        draft.ask(draft.addr.problem, draft.addr.text)
    elif not draft.addr.is_complete:
        draft.ask("room_missing" if draft.addr.building else "building_missing", draft.addr.text)


def _order(draft: Draft, ledger: Ledger, setting: Setting) -> None:
    if draft.wish == "same":
        copy_items(draft, ledger)
    elif draft.wish == "plus":
        count_plus(draft, ledger, setting)
    if draft.addr is None and draft.wish == "add":
        add_by_reference(draft, ledger)
        return
    _needs_door(draft)
    if not draft.items and draft.status == ACTIVE and not draft.reviews:
        draft.ask("qty_missing" if setting.catalogue.default else "item_missing")
    elif not draft.items and all(
        r.code not in ("item_missing", "item_and_qty_vague", "item_unknown", "qty_missing")
        and not r.code.startswith(("same", "plus"))
        for r in draft.reviews
    ):
        draft.ask("item_missing")
    if draft.addr is None or not draft.addr.is_complete:
        return
    earlier = ledger.live_at(draft)
    if draft.wish == "add" and earlier:
        _become_event(draft, "add", earlier[-1])
    elif draft.wish == "add":
        draft.ask("target_unknown", "more, but of which order?")
    elif draft.wish == "again":
        gone = ledger.cancelled_at(draft)
        if gone is not None and not earlier:
            draft.mark(f"reinstates_line_{gone.line}")
        elif earlier:
            _become_event(draft, "add", earlier[-1])
    else:
        _question_repetition(draft, ledger)
    served = ledger.served_twice(draft)
    if served is not None and draft.wish not in ("add", "again"):
        draft.ask("same_household_same_item", f"line {served.line}")


def _question_repetition(draft: Draft, ledger: Ledger) -> None:
    """Rule 4: the same goods for the same door again, without a word of "again"."""
    for other in ledger.near(draft):
        goods = {i.name for i in draft.items} & {i.name for i in other.items}
        if not goods or other.status not in (ACTIVE, REVIEW):
            continue
        if _same_writer(draft, other) and same_content(draft, other):
            draft.status = DUPLICATE
            draft.details["duplicate_of_line"] = other.line
            return
        if other.addr and draft.addr and other.addr.door == draft.addr.door and _same_writer(draft, other):
            draft.ask("same_household_same_item", f"line {other.line}")
        elif (draft.nick or draft.name) and (other.nick or other.name):
            draft.ask("same_household_same_item_different_nick", f"line {other.line}")
        else:
            draft.ask("same_household_same_item", f"line {other.line}")
        return


def _same_writer(a: Draft, b: Draft) -> bool:
    if a.speaker and a.speaker == b.speaker:
        return True
    if a.nick and b.nick:
        return a.nick == b.nick
    if a.name and b.name and not (a.nick or b.nick):
        return a.name == b.name
    return a.raw.strip() == b.raw.strip() and a.seq is not None


def _become_event(draft: Draft, op: str, target: Draft) -> None:
    draft.type, draft.op, draft.target_line = "event", op, target.line
    if len(draft.items) == 1 and len(target.items) > 1 and draft.details.get("named") is False:
        draft.ask("item_ambiguous")


def check_deadline(draft: Draft, setting: Setting) -> None:
    """Rule 8: what is said after the deadline waits, and changes nothing meanwhile."""
    at, clock = draft.said_at, draft.details.pop("clock", None)
    late = draft.closed_before
    if setting.deadline is not None:
        if at is not None:
            late = late or at > setting.deadline
        elif clock is not None:
            late = late or clock > (setting.deadline.hour, setting.deadline.minute)
    if late:
        draft.ask("late", at.strftime("%m-%d %H:%M") if at else "")
