"""What a line wants done: an order, a change, a cancellation, the same as another line."""

import re

from shouwang.reading.addresses import find_addresses
from shouwang.reading.chat.model import Draft
from shouwang.reading.chat.patterns import (
    ADD,
    AGAIN,
    CANCEL,
    CONDITIONAL,
    COURTESY,
    PLUS,
    REFERS_SEQ,
    REPLACE,
    SAME,
    SWAP,
)
from shouwang.reading.chat.scrap import CUT, Scrap
from shouwang.reading.quantities import UNITS, find_quantities
from shouwang.reading.regex import regex

_OLD_TO_NEW = regex(
    rf"(?<![\d.-])(?:\d{{1,3}}(?:\.\d+)?|[一二两三四五六七八九十半]+)\s*(?:{'|'.join(UNITS)})\s*(?=改成|改为|改|换成|->|→)"
)


_NEGATED = regex(r"[没不别未勿]有?要?$")


def read_wish(scrap: Scrap, draft: Draft) -> None:
    """What the line does: an order, a change, a cancellation, the same as another."""
    text = scrap.text
    conditional = CONDITIONAL.search(text)
    head = text[: conditional.start()] + CUT * len(conditional[0]) + text[conditional.end() :] if conditional else text
    if SWAP.search(head):
        draft.wish = "swap"
        return
    refers = None
    for wish, pattern in (
        ("cancel", CANCEL),
        ("replace", REPLACE),
        ("again", AGAIN),
        ("add", ADD),
        ("same", SAME),
        ("plus", PLUS),
    ):
        match = pattern.search(head)
        if match is None or (wish in ("cancel", "replace") and not _stands_free(match, head)):
            continue
        if wish in ("cancel", "replace") and _NEGATED.search(head[: match.start()]):
            draft.ask("unclear_instruction", head[:40])
        if wish == "cancel" and _takes_back_a_part(match, head):
            draft.ask("unclear_instruction", head[:40])
        if wish == "cancel" and (AGAIN.search(head) or ADD.search(head)):
            draft.ask("unclear_instruction", head[:40])
        draft.wish = wish
        _apply_wish(scrap, draft, wish, match)
        break
    if draft.wish in ("cancel", "replace", "add"):
        refers = REFERS_SEQ.search(scrap.text)
        if refers and (draft.seq is None or not find_addresses(scrap.text)):
            draft.refers_seq, draft.refers_nick = int(refers["n"]), refers["who"]
            scrap.text = scrap.text[: refers.start()] + CUT + scrap.text[refers.end() :]


def _takes_back_a_part(match: re.Match[str], text: str) -> bool:
    """鸡蛋10个 不要了面条: an order, and something that is not wanted."""
    after = COURTESY.sub("", text[match.end() :]).strip(" ,。!;~吧了哈啊" + CUT)
    return bool(re.match(r"[一-龥]", after)) and any(q.unit for q in find_quantities(text[: match.start()]))


def _stands_free(match: re.Match[str], text: str) -> bool:
    """取消 inside a screen name before a door is no instruction."""
    after = text[match.end() :]
    return not re.match(r"[一-龥]{2,}.{0,6}\s+[^\s]*\d{1,3}[-栋号#]", after)


def _apply_wish(scrap: Scrap, draft: Draft, wish: str, match: re.Match[str]) -> None:
    text = scrap.text
    start, end = match.span()
    if wish == "replace":
        old = _OLD_TO_NEW.search(text[:end])
        if old and old.end() == start:
            start = old.start()
    if wish == "same":
        number = match["n1"] or match["n2"]
        draft.refers_seq = int(number) if number else None
        draft.refers_nick = match["who"]
    if wish == "plus":
        draft.details["plus"] = int(match["n"])
    scrap.text = text[:start] + CUT + text[end:]
    if wish == "replace":
        scrap.take_all(REPLACE)
