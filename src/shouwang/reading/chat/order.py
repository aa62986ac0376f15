"""A line of a goods chain: wish, door, goods, and everything said around them."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from shouwang.reading.addresses import Address
from shouwang.reading.chat.common import begin, take_names
from shouwang.reading.chat.free_items import read_free_items
from shouwang.reading.chat.items import read_items
from shouwang.reading.chat.leftovers import ItemsRead
from shouwang.reading.chat.model import Draft, Item, SubOrder
from shouwang.reading.chat.patterns import (
    BEHALF,
    BY_PROXY,
    LATE_WORDS,
    UNDECIDED,
)
from shouwang.reading.chat.people import looks_like_name
from shouwang.reading.chat.scrap import CUT, Scrap
from shouwang.reading.chat.setting import Setting
from shouwang.reading.chat.where import find_places
from shouwang.reading.chat.words import peel_money, peel_wishes
from shouwang.reading.quantities import find_quantities, parse_number
from shouwang.reading.regex import regex
from shouwang.reading.text import drop_emoji

_OF_THEM = regex(
    r"其中\s*(?P<n>[\d一二两三四五六七八九])\s*(?P<unit>[一-龥])\s*(?P<note>[^,。;\s()]{1,12})", needs="其"
)
_ASKS = regex(r"吗|[?？]", needs="?吗？")
_CLOCK = regex(r"[(\[]?(?<!\d)(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?!\d)[)\]]?(?:发|接|补|报)?", needs=":")


def read_order(draft: Draft, setting: Setting) -> None:
    """Fill a draft of a goods chain from its text."""
    begun = begin(draft, setting)
    if begun is None:
        return
    scrap, nick = begun
    split = _OF_THEM.search(scrap.text)
    if split:
        scrap.text = scrap.text[: split.start()] + CUT + split["note"] + CUT + scrap.text[split.end("note") :]
    peel_wishes(scrap, draft)
    stated = peel_money(scrap, draft)
    _peel_time(scrap, draft)
    _peel_doubt(scrap, draft)
    scrap.text = drop_emoji(scrap.text)
    share = _split_behalf(scrap, draft)
    read = read_goods_part(scrap.text, setting)
    _apply(read, draft)
    if split:
        _apply_split(split, draft)
    if share is not None:
        _apply_share(share, draft, setting)
    take_names(draft, nick, read.rest, between=read.between)
    if stated is not None:
        draft.details["stated_cny"] = float(stated)


def _peel_time(scrap: Scrap, draft: Draft) -> None:
    match = scrap.take(_CLOCK)
    if match:
        draft.details["clock"] = (int(match["h"]), int(match["m"]))
        if draft.said_at:
            draft.said_at = datetime.combine(
                draft.said_at.date(), datetime.min.time().replace(hour=int(match["h"]), minute=int(match["m"]))
            )


def _peel_doubt(scrap: Scrap, draft: Draft) -> None:
    if scrap.take_all(LATE_WORDS):
        draft.ask("late", "by their own words")
    if _ASKS.search(scrap.text):
        draft.ask("undecided", draft.text[:40])
    doubt = scrap.take(UNDECIDED)
    if doubt:
        draft.ask("undecided", doubt[0])


def read_goods_part(text: str, setting: Setting) -> ItemsRead:
    """Goods of a text by the setting's list, or free names where there is none.

    Neighbours order alike: what was read of "2份" once is true of the next "2份".
    """
    known = setting.goods_read.get(text)
    if known is None:
        read = read_free_items(text) if setting.catalogue.free else read_items(text, setting.catalogue)
        known = setting.goods_read.setdefault(text, read)
    return known.copy()


def _apply(read: ItemsRead, draft: Draft) -> None:
    draft.items = read.items
    draft.details["between"] = read.between
    draft.mark(*read.flags)
    for code, words in read.asks:
        draft.ask(code, words)


def settle_columns(drafts: list[Draft]) -> None:
    """What only the whole chain can tell: nick columns, and the unit of goods whose header names none."""
    orders = [d for d in drafts if d.items and d.wish is None]
    with_word = [d for d in orders if d.details.get("between")]
    for draft in with_word:
        if len(with_word) * 2 < len(orders) or len(orders) < 3:
            draft.ask("item_unknown", " ".join(draft.details["between"]))
    units: dict[str | None, set[str | None]] = {}
    for draft in orders:
        for item in draft.items:
            if "unit_assumed" not in item.details:
                units.setdefault(item.name, set()).add(item.unit)
    for draft in drafts:
        draft.items = [_with_unit(i, units.get(i.name, set()), draft) for i in draft.items]


def _with_unit(item: Item, written: set[str | None], draft: Draft) -> Item:
    if "unit_assumed" not in item.details:
        return item
    if len(written) > 1:
        draft.ask("unit_mismatch", f"{item.name} {'/'.join(sorted(u or '' for u in written))}")
    unit = next(iter(written)) if len(written) == 1 else item.unit
    return replace(item, unit=unit, details={})


def _apply_split(split: re.Match[str], draft: Draft) -> None:
    """2份 其中1份少盐: two lines of the same good, one with a note."""
    part = parse_number(split["n"]) or Decimal(0)
    if len(draft.items) != 1 or draft.items[0].qty is None or not 0 < part <= draft.items[0].qty:
        draft.ask("not_understood", split[0])
        return
    whole = draft.items[0]
    assert whole.qty is not None
    rest = [Item(whole.name, whole.qty - part, whole.unit)] if whole.qty > part else []
    draft.items = [*rest, Item(whole.name, part, whole.unit, note=split["note"])]
    draft.tags.append("split_note")


def _split_behalf(scrap: Scrap, draft: Draft) -> str | None:
    """Cut off the part of the line that is for a neighbour."""
    match = BEHALF.search(scrap.text)
    if match is None:
        if scrap.take_all(BY_PROXY):
            draft.mark("on_behalf")
        return None
    share = scrap.text[match.end() :]
    before = scrap.text[: match.start()]
    if before.count("(") > before.count(")") and find_quantities(before):
        draft.ask("on_behalf_unclear", "part of the amount, or besides it")
    scrap.text = scrap.text[: match.start()]
    return share


def _apply_share(share: str, draft: Draft, setting: Setting) -> None:
    """A neighbour's share: their own door makes it clear; without a door only a whole line is."""
    places = [a for a in find_places(share, setting) if a.is_complete and a.problem is None]
    rest = share
    for place in reversed(places):
        rest = rest[: place.start] + CUT + rest[place.end :]
    rest = re.sub(r"带|捎|代|订|买|拿|的|隔壁|对门|楼[上下]|邻居|家|定", " ", rest)
    read = read_goods_part(rest, setting)
    names = [w for w in read.rest if looks_like_name(w)]
    if len(places) > 1 or read.asks or not read.items or (not places and draft.items):
        draft.ask("on_behalf_unclear", share.strip(f" {CUT}")[:40])
        return
    draft.mark("on_behalf")
    neighbour: Address | None = places[0] if places else None
    draft.reviews = [r for r in draft.reviews if r.code not in ("item_missing", "qty_missing")]
    if draft.items:
        draft.sub_orders.append(SubOrder(neighbour, tuple(read.items), names[0] if names else None))
        return
    draft.items = read.items
    if neighbour is not None and draft.addr is not None:
        draft.deliver_to = neighbour
    elif neighbour is not None:
        draft.addr = neighbour
    draft.name = draft.name or (names[0] if names else None)
