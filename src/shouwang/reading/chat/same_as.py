"""同上, 同1, 跟何家一样, +1: orders that are said by pointing at another, or at the one good there is."""

from dataclasses import replace
from decimal import Decimal

from shouwang.reading.chat.model import ACTIVE, CANCELLED, SUPERSEDED, Draft, Item
from shouwang.reading.chat.setting import Setting
from shouwang.reading.chat.targets import Ledger
from shouwang.reading.goods import Good


def copy_items(draft: Draft, ledger: Ledger) -> None:
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


def count_plus(draft: Draft, ledger: Ledger, setting: Setting) -> None:
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
