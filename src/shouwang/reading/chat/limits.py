"""Limits a household, smallest orders, and what each line owes."""

from dataclasses import replace
from decimal import Decimal

from shouwang.reading.chat.model import ACTIVE, Draft
from shouwang.reading.chat.setting import Setting


def check_limits(drafts: list[Draft], setting: Setting) -> None:
    """Hold every household to the limit (shown as `requested`) and ask below the minimum."""
    given: dict[tuple[object, str], Decimal] = {}
    for draft in drafts:
        if draft.status != ACTIVE or draft.reviews:
            continue
        place = draft.deliver_to or draft.addr
        for index, item in enumerate(draft.items):
            if item.qty is None:
                continue
            key = (place.door if place else None, item.key)
            for_this = setting.limit_unit in (None, item.unit) or len(setting.catalogue.goods) < 2
            if setting.limit is not None and for_this:
                room = setting.limit - given.get(key, Decimal(0))
                if item.qty > room and draft.type == "event":
                    draft.ask("over_limit", f"{setting.limit}{item.unit}")
                elif item.qty > room > 0:
                    draft.items[index] = replace(item, qty=room, requested=item.qty)
                    draft.mark("over_limit_clamped")
                elif item.qty > room:
                    draft.ask("over_limit", f"{setting.limit}{item.unit}")
            if (
                setting.minimum is not None
                and item.qty < setting.minimum
                and setting.minimum_unit in (None, item.unit)
                and draft.op != "add"
            ):
                draft.ask("below_minimum", f"{setting.minimum}{item.unit}")
            given[key] = given.get(key, Decimal(0)) + (draft.items[index].qty or 0)


def count_money(drafts: list[Draft], setting: Setting) -> None:
    """What each line owes, the fee once a household; money that does not fit is asked."""
    charged: set[object] = set()
    for draft in drafts:
        if draft.status != ACTIVE or draft.reviews or not draft.items or draft.sub_orders:
            continue
        prices = [(setting.catalogue.by_name(i.name or ""), i.qty) for i in draft.items]
        if any(g is None or g.price_cny is None or q is None for g, q in prices):
            continue
        due = sum((g.price_cny * q for g, q in prices if g and g.price_cny is not None and q is not None), Decimal(0))
        place = draft.deliver_to or draft.addr
        door = place.door if place else None
        if setting.fee is not None:
            if door in charged:
                draft.mark("same_household_fee_once")
            else:
                due += setting.fee
        charged.add(door)
        draft.due_cny = due
        stated = draft.details.get("stated_cny")
        for amount in (draft.paid_cny, None if stated is None else Decimal(str(stated))):
            if amount is not None and amount not in (due, due - (setting.fee or 0)) and draft.op != "add":
                draft.ask("paid_mismatch", f"{amount} for {due}")
