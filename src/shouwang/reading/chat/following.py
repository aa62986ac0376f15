"""Whether a line goes on with the entry above it: its door, its goods, a note."""

from shouwang.reading.chat import patterns as p
from shouwang.reading.chat.looks import OTHER_CHAIN, begins_with_door, has_door, is_bare, is_goods_list
from shouwang.reading.chat.model import Draft
from shouwang.reading.chat.setting import Setting
from shouwang.reading.quantities import find_quantities
from shouwang.reading.regex import regex
from shouwang.reading.wares import is_lone_good

BULLET_SIGN = regex(r"^\s*(?:[-·*•>+](?=\s)|\(?[a-z]\)|-(?=[一-龥]))\s*")
_NOTE_LINE = regex(r"^(?:放|挂|送|电话|手机|备注|地址|没有?货|缺货|谢谢|麻烦|不要|别|到了|1[3-9]\d{9})")


def continues(entry: Draft | None, words: str, setting: Setting, *, quotes: bool) -> bool:
    """Whether an unnumbered line goes on with `entry`. `quotes`: it answers a quoted line."""
    if entry is None or OTHER_CHAIN.search(words):
        return False
    if _completes(entry, words, setting):
        return True
    if has_door(words) or p.NOISE.search(words) or p.COMPLAINT.search(words):
        return False
    if BULLET_SIGN.match(words) or _NOTE_LINE.match(words) or p.CONDITIONAL.match(words):
        return True
    if p.QUESTION.search(words) or quotes:
        return False
    if (p.CANCEL.search(words) or p.REPLACE.search(words)) and not p.CONDITIONAL.search(words):
        return False
    has_amount = any(q.unit or q.multiplied for q in find_quantities(words))
    if entry.in_chat:
        return not find_quantities(entry.text) and has_amount
    return has_amount and is_goods_list(words)


def _completes(entry: Draft, words: str, setting: Setting) -> bool:
    """The door, or the bare name of a good, that a numbered line still lacks."""
    if entry.seq is None or not is_bare(entry.text) or len(words) > 40 or p.QUESTION.search(words):
        return False
    if not has_door(entry.text):
        return 0 < len(entry.text) <= 6 and begins_with_door(words, setting)
    is_good = is_lone_good(words) or bool(setting.catalogue.find(words))
    return len(words) <= 12 and is_good and not has_door(words)


def lists_goods(entry: Draft | None, number: int, body: str, *, sign: str, listed: int) -> bool:
    """1) 面5斤 2) 油1桶 under a door that has ordered nothing yet: a list, numbered with another sign than the entries.

    `sign` stands behind this line's number, `listed` is the last number of the list so far, 0 before it begins.
    """
    if entry is None or entry.seq is None or sign == entry.details.get("sign"):
        return False
    begins = number == 1 and listed == 0 and is_bare(entry.text) and has_door(entry.text)
    goes_on = listed > 0 and number == listed + 1
    return (begins or goes_on) and not has_door(body) and bool(find_quantities(body))
