"""What the lines mean together: changes, the same again, twice, after the deadline, limits, money.

Lines are resolved in the order they were said. A household is its door; a nickname comes second; a
sequence number only locates a line.
"""

from dataclasses import replace
from decimal import Decimal

from shouwang.reading.chat.limits import check_limits, count_money
from shouwang.reading.chat.model import ACTIVE, CANCELLED, DUPLICATE, REVIEW, SUPERSEDED, Draft, Item
from shouwang.reading.chat.setting import Setting
from shouwang.reading.chat.targets import Ledger, same_content
from shouwang.reading.goods import Good


def resolve_orders(drafts: list[Draft], setting: Setting) -> None:
    """Settle status, targets and questions of one campaign's drafts, in place."""
    ledger = Ledger()
    for draft in drafts:
        locate_speaker(draft, ledger)
        check_deadline(draft, setting)
        if draft.wish == "cancel":
            _cancel(draft, ledger)
        elif draft.wish == "swap":
            draft.type, draft.op = "event", "unknown"
            draft.ask("unclear_instruction", draft.text[:40])
        elif draft.wish == "replace":
            _replace(draft, ledger)
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
        _copy(draft, ledger)
    elif draft.wish == "plus":
        _plus(draft, ledger, setting)
    if draft.addr is None and draft.wish == "add":
        _add_by_reference(draft, ledger)
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


def _cancel(draft: Draft, ledger: Ledger) -> None:
    targets = ledger.targets_of(draft)
    own = draft.addr is not None and bool(draft.addr.is_complete) and draft.refers_seq is None and draft.quoted is None
    if len(targets) > 1:
        draft.type, draft.op = "event", "cancel"
        draft.ask("target_ambiguous", ", ".join(f"line {t.line}" for t in targets))
        return
    draft.reviews = [
        r
        for r in draft.reviews
        if r.code
        in (
            "late",
            "unclear_instruction",
            "which_campaign",
            "on_behalf_unclear",
            "not_understood",
            "text_damaged",
            "two_addresses",
            "undecided",
        )
    ]
    if not targets:
        if own:
            draft.status = ACTIVE if draft.reviews else CANCELLED
            if not draft.items:
                draft.mark("cancel_without_prior_order")
        else:
            draft.type, draft.op = "event", "cancel"
            draft.ask("target_unknown")
        return
    target = targets[0]
    part = _part_of(draft, target)
    if target.op == "add" or ledger.additions_to(target):
        draft.ask("unclear_instruction", "with what was added, or without")
    draft.type, draft.op, draft.target_line = "event", "cancel", target.line
    if draft.reviews:
        return
    if part is None:
        draft.status = CANCELLED
        target.status, target.cancelled_by_line = CANCELLED, draft.line
        target.reviews = []
    elif part:
        draft.op, draft.items = "replace", part
        draft.addr = draft.addr or target.addr
        target.status, target.superseded_by_line = SUPERSEDED, draft.line
    else:
        draft.ask("part_cancelled")


def _part_of(draft: Draft, target: Draft) -> list[Item] | None:
    """What remains when only some goods are taken back; None = everything goes; [] = for asking."""
    if not draft.items:
        return None
    wanted = {i.name: i.qty for i in target.items}
    if all(wanted.get(i.name) == i.qty for i in draft.items) and len(draft.items) == len(wanted):
        return None
    named = {i.name for i in draft.items}
    if named < set(wanted) and all(i.qty in (None, wanted[i.name]) for i in draft.items):
        return [i for i in target.items if i.name not in named]
    return []


def _replace(draft: Draft, ledger: Ledger) -> None:
    targets = ledger.targets_of(draft)
    draft.type, draft.op = "event", "replace"
    if len(targets) != 1:
        _unclear_target(draft, len(targets))
        return
    target = targets[0]
    draft.target_line = target.line
    if target.op == "add" or ledger.additions_to(target):
        draft.ask("unclear_instruction", "with what was added, or besides it")
    if draft.addr is not None and draft.addr.problem:
        draft.ask(draft.addr.problem, draft.addr.text)
    elif (
        draft.addr
        and target.addr
        and draft.addr.is_complete
        and draft.addr.door != target.addr.door
        and not ledger.same_door(draft, target)
    ):
        draft.ask("address_change", f"{target.addr.text} -> {draft.addr.text}")
    if not draft.items:
        draft.ask("change_without_amount")
    _keep_other_goods(draft, target)
    if draft.addr is None:
        draft.deliver_to = target.deliver_to or target.addr
    if draft.addr is None and (target.addr is None or not target.addr.is_complete or target.addr.problem):
        draft.ask("address_missing")
    if not draft.reviews:
        target.status, target.superseded_by_line = SUPERSEDED, draft.line
        target.reviews = []


def _keep_other_goods(draft: Draft, target: Draft) -> None:
    """土豆改3斤 changes the potatoes of an order for potatoes and greens; the greens stay."""
    named = {i.name for i in draft.items}
    known = {i.name for i in target.items}
    others = [i for i in target.items if i.name not in named]
    if not draft.items or not others:
        return
    if named <= known:
        if any(i.qty is None for i in others):
            draft.ask("target_ambiguous", f"line {target.line}")
        draft.items = [*draft.items, *others]
        draft.mark("other_goods_kept")
    elif named & known or len(known) > 1:
        draft.ask("unclear_instruction", "which goods remain")


def _unclear_target(draft: Draft, found: int) -> None:
    if draft.addr is not None and draft.addr.is_complete and not draft.addr.problem and found == 0:
        draft.type, draft.op = "entry", None
        draft.mark("change_without_prior_order")
    draft.ask("target_ambiguous" if found else "target_unknown")


def _add_by_reference(draft: Draft, ledger: Ledger) -> None:
    targets = ledger.targets_of(draft)
    draft.type, draft.op = "event", "add"
    if len(targets) != 1:
        draft.ask("target_ambiguous" if targets else "address_missing")
        return
    draft.target_line = targets[0].line
    draft.deliver_to = targets[0].deliver_to or targets[0].addr
    if draft.deliver_to is None or not draft.deliver_to.is_complete:
        draft.ask("address_missing")
    if not draft.items:
        draft.ask("qty_missing")


def _copy(draft: Draft, ledger: Ledger) -> None:
    """同上, 同1: the items of that line, if that line stands clear."""
    if draft.items:
        draft.ask("same_as_unsure", "an amount is written as well")
        return
    draft.reviews = [r for r in draft.reviews if r.code not in ("item_missing", "qty_missing")]
    if draft.refers_nick is not None:
        source = ledger.said_by(draft.refers_nick)
        source = source if len(source) == 1 else []
    else:
        source = ledger.by_seq(draft.refers_seq)[-1:] if draft.refers_seq is not None else ledger.said[-1:]
    if not source:
        draft.ask("same_as_unknown")
        return
    other = source[0]
    if other.status == SUPERSEDED and draft.refers_seq is not None:
        other = next((d for d in ledger.said if d.line == other.superseded_by_line), other)
    if other.status == CANCELLED or other.op == "cancel":
        draft.ask("same_as_cancelled", f"line {other.line}")
    elif other.status != ACTIVE or other.reviews or not other.items or other.type == "event" or other.sub_orders:
        draft.ask("same_as_unsure", f"line {other.line}")
    else:
        draft.items = [replace(i, requested=None) for i in other.items]
        draft.copied_from_line = other.line


def _plus(draft: Draft, ledger: Ledger, setting: Setting) -> None:
    """+1 is one only where there is one good."""
    number = draft.details.pop("plus", 1)
    good: Good | None = setting.catalogue.default
    if draft.items:
        if draft.addr is not None and ledger.live_at(draft):
            draft.wish = "add"
        else:
            draft.ask("plus_one_ambiguous")
        return
    if good is None or len(setting.catalogue.goods) > 1:
        draft.ask("plus_one_ambiguous")
        return
    draft.items = [Item(good.name, Decimal(number), good.unit or "份", f"+{number}")]
    draft.reviews = [r for r in draft.reviews if r.code not in ("item_missing", "qty_missing")]
    if draft.addr is not None and ledger.live_at(draft):
        draft.ask("plus_one_ambiguous", "this door has ordered already")


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
