"""Somebody takes back or changes what they said before: the whole order, a part of it, or a line they point at."""

from shouwang.reading.chat.model import ACTIVE, CANCELLED, SUPERSEDED, Draft, Item
from shouwang.reading.chat.targets import Ledger

_STILL_ASKED = (  # what must be known before an order is taken back; its goods need not be
    "late", "unclear_instruction", "which_campaign", "on_behalf_unclear", "not_understood", "text_damaged",
    "two_addresses", "undecided",
)  # fmt: skip


def cancel(draft: Draft, ledger: Ledger) -> None:
    """Take back the one order the line can be about; several or none are for asking."""
    targets = ledger.targets_of(draft)
    if len(targets) > 1:
        draft.type, draft.op = "event", "cancel"
        draft.ask("target_ambiguous", ", ".join(f"line {t.line}" for t in targets))
        return
    draft.reviews = [r for r in draft.reviews if r.code in _STILL_ASKED]
    if targets:
        _take_back(draft, targets[0], ledger)
    elif draft.addr is not None and draft.addr.is_complete and draft.refers_seq is None and draft.quoted is None:
        draft.status = ACTIVE if draft.reviews else CANCELLED
        if not draft.items:
            draft.mark("cancel_without_prior_order")
    else:
        draft.type, draft.op = "event", "cancel"
        draft.ask("target_unknown")


def _take_back(draft: Draft, target: Draft, ledger: Ledger) -> None:
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


def change(draft: Draft, ledger: Ledger) -> None:
    """改成3份: put this line in the place of the one it can be about, if all is clear."""
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


def add_by_reference(draft: Draft, ledger: Ledger) -> None:
    """More of something, without a door: for the order that the line points at."""
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
