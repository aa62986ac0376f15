"""What a line looks like by itself: an order, a title, a header, a list of goods, a door.

Nothing is remembered here; `lines` knows what came before.
"""

import re

from shouwang.reading.addresses import find_addresses
from shouwang.reading.chat import patterns as p
from shouwang.reading.chat.setting import Setting
from shouwang.reading.quantities import find_quantities
from shouwang.reading.regex import regex
from shouwang.reading.text import drop_emoji

PRICE = regex(r"\d\s*(?:元|块)|¥|￥|/(?:份|斤|盒|箱|袋|板|瓶|个|提)|按(?:斤|份|个|盒|箱|袋)")
OTHER_CHAIN = regex(r"(?:团(?!长|圆)|接龙).{0,12}(?:元|块|¥|/)|^[-=*~【]{2,}.{0,20}(?:团(?!长|圆)|接龙)")
_ANY_ORDER = regex(r"\+\s*\d|同上|一样|取消|退出|不要了|改|再加|再来")
_HEADS_A_CHAIN = regex(r"接龙|团(?:购)?(?!长)|报名|登记", needs="接团报登")
_SENTENCE = regex(r"[!！😡]|今天|明天|昨天|[我你他她]们?")


def has_door(text: str) -> bool:
    return any(
        a.building or a.kind in ("alias", "group") for a in find_addresses(text, court="?") if a.kind != "number_only"
    )


def has_full_door(text: str, setting: Setting) -> bool:
    """Whether building and room are there, or a name of a door that the desk knows."""
    return any(a.is_complete for a in find_addresses(text, lettered=setting.lettered, court=setting.court)) or any(
        name in text for name, door in setting.register.aliases.items() if door.room
    )


def begins_with_door(text: str, setting: Setting) -> bool:
    found = find_addresses(text, lettered=setting.lettered, court=setting.court)
    return any(a.is_complete and a.start == 0 for a in found)


def is_bare(text: str) -> bool:
    """Whether no amount and no wish is written yet, only a name or a door."""
    for door in reversed(find_addresses(text)):
        text = text[: door.start] + " " + text[door.end :]
    return not (find_quantities(text) or p.CANCEL.search(text) or _ANY_ORDER.search(text))


def is_goods_list(words: str) -> bool:
    """Short pieces, each with its amount: a list, no sentence."""
    return len(words) <= 60 and not _SENTENCE.search(words)


def is_header(even: str, body: str) -> bool:
    """Whether a line above the first entry explains the chain rather than joins it."""
    if has_door(body) and (find_quantities(body) or _ANY_ORDER.search(body)) and not p.INSTRUCTS.search(body):
        return False
    return not (p.NOISE.search(even) or p.QUESTION.search(even))


def is_title(even: str) -> bool:
    """An unnumbered line in the middle that could head another chain."""
    heads = OTHER_CHAIN.search(even) or PRICE.search(even) or _HEADS_A_CHAIN.search(even)
    return bool(heads) and not p.QUESTION.search(even) and len(even) <= 60


def names_goods(words: str, setting: Setting) -> bool:
    catalogue = setting.catalogue
    return bool(catalogue.find(words)) or (catalogue.default is not None and bool(find_quantities(words)))


def is_order(
    words: str, setting: Setting, *, quotes: bool, in_header: bool, by: str | None, leader: str | None
) -> bool:
    """Whether an unnumbered line is an order or a change; anything doubtful that could be one is.

    `quotes`: it answers a quoted line. `by` speaks, `leader` is who opened the chain.
    """
    if OTHER_CHAIN.search(words) and not in_header:
        return False
    plain = drop_emoji(words)
    amount = any(q.unit or q.problem or q.multiplied for q in find_quantities(plain))
    change = bool(p.CANCEL.search(plain) or p.REPLACE.search(plain) or p.SWAP.search(plain))
    if has_full_door(plain, setting) and (amount or change or _ANY_ORDER.search(plain) or names_goods(plain, setting)):
        return not (in_header and p.INSTRUCTS.search(plain))
    if p.NOISE.search(plain) or p.COMPLAINT.search(plain):
        return False
    if p.QUESTION.search(plain) and not (amount and change):
        return False
    joins = by is not None and by != leader
    if change and not p.CONDITIONAL.search(plain):
        if quotes or joins or p.REFERS_SEQ.search(plain):
            return True
        return not in_header and (amount or len(plain) <= 12)
    if in_header and not joins:
        return False
    if joins and (amount or (_ANY_ORDER.search(plain) and len(plain) <= 12)):
        return True
    return amount and len(plain) <= 16 and names_goods(plain, setting)


def sign_of(even: str) -> str:
    """What stands behind the number of a line: the point of "1." or the bracket of "1)"."""
    return even.lstrip("([【〔「<").lstrip("0123456789 ")[:1]


def squash(text: str) -> str:
    """Without any blank, to compare."""
    return re.sub(r"\s+", "", text)
