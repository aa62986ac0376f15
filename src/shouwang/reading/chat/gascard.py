"""Gas cards to be charged: how many yuan, how much gas is left, whether there is a card at all."""

import re
from decimal import Decimal

from shouwang.reading.chat.common import begin, finish
from shouwang.reading.chat.model import Draft, Item
from shouwang.reading.chat.scrap import Scrap
from shouwang.reading.chat.setting import Setting
from shouwang.reading.chat.words import peel_wishes
from shouwang.reading.quantities import find_quantities, parse_number
from shouwang.reading.regex import regex

NAME, UNIT = "燃气圈存", "元"
_LEFT = regex(
    r"(?:还)?(?:剩|有)(?:余|下)?\s*(?P<n>\d{1,4}(?:\.\d{1,2})?|[一二两三四五六七八九十]{1,3})\s*(?:方|立方|m3|m³|个?字)(?:气)?"
)
_VOLUME = regex(
    r"(?<![\d.])(?P<n>\d{1,4}(?:\.\d)?|[一二两三四五六七八九十百]{1,3})\s*(?:方|立方米?|m3|个字|字)(?!便)",
    needs="方立m个字",
)
_EMPTY = regex(r"(?:已经?|快)?(?:没气|断气|停气)(?:了)?")
_COOK = regex(r"做不了饭|不能做饭|没法做饭")
_FULL = regex(r"充满|加满|充够|充到头|充一下|看着充")
_LOST = regex(r"卡(?:丢|掉|坏|没|找不到|不见|消磁)(?:了|失)?|(?:要)?补(?:办|卡)|挂失|没有?卡")
_URGENT = regex(r"急用?|尽快|加急|今天必须")
_ACCOUNT = regex(r"(?:户号|卡号|表号)\s*[:：]?\s*(?P<n>\d{4,16})")


def read_gas_card(draft: Draft, setting: Setting) -> None:
    """Fill a draft of a gas card chain."""
    begun = begin(draft, setting)
    if begun is None:
        return
    scrap, nick = begun
    _peel_state(scrap, draft)
    full = scrap.take_all(_FULL)
    peel_wishes(scrap, draft)
    _read_amount(scrap, draft, is_full=bool(full))
    finish(draft, scrap, nick)


def _peel_state(scrap: Scrap, draft: Draft) -> None:
    """The account, how much gas is left, and whether there is a card at all."""
    account = scrap.take(_ACCOUNT)
    if account:
        draft.details["account"] = account["n"]
    left = scrap.take(_LEFT)
    if left:
        number = parse_number(left["n"])
        draft.details["gas_left_m3"] = float(number) if number is not None else None
    for volume in scrap.take_all(_VOLUME):
        draft.ask("unit_mismatch", volume[0].strip())  # so much gas, not so much money
    if scrap.take_all(_EMPTY):
        draft.details["gas_left_m3"] = 0
    cannot_cook, urgent = scrap.take_all(_COOK), scrap.take_all(_URGENT)
    if cannot_cook or urgent:
        draft.mark("urgent")
    if scrap.take_all(_LOST):
        draft.ask("card_lost")


def _read_amount(scrap: Scrap, draft: Draft, *, is_full: bool) -> None:
    scrap.take_all(re.compile(r"充(?:值)?|圈存|燃气|卡(?:在|放)[^,\s]{0,8}|块钱?"), leave=" ")
    amounts = [q for q in find_quantities(scrap.text) if q.unit in (None, "元", "块")]
    for amount in reversed(amounts):
        scrap.text = scrap.text[: amount.start] + " " + scrap.text[amount.end :]
    values = {a.value for a in amounts}
    if len(values) > 1:
        draft.ask("two_quantities", " ".join(a.written for a in amounts))
    elif not amounts or None in values or is_full:
        if draft.wish != "cancel":
            draft.ask("amount_missing")
    else:
        value = amounts[0].value or Decimal(0)
        draft.items = [Item(NAME, value, UNIT)]
        if not amounts[0].unit and "块" not in draft.text:
            draft.mark("unit_defaulted_元")
        if not 10 <= value <= 2000:
            draft.ask("qty_unlikely", f"{value}元")
