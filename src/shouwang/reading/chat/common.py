"""What every kind of line shares: private numbers, wishes to change, the door, the names."""

from collections.abc import Sequence

from shouwang.reading.chat.model import Draft
from shouwang.reading.chat.patterns import COURTESY
from shouwang.reading.chat.people import looks_like_name, may_be_nick
from shouwang.reading.chat.scrap import Scrap
from shouwang.reading.chat.setting import Setting
from shouwang.reading.chat.where import choose_place
from shouwang.reading.chat.wishes import read_wish
from shouwang.reading.chat.words import peel_private
from shouwang.reading.regex import regex
from shouwang.reading.text import drop_emoji

MAX_LENGTH = 600
DAMAGED = regex(r"\ufffd|锟斤拷|烫烫|屯屯|\?{2,}|\[\?\]", needs="?[屯烫锟\ufffd")
RISKY = regex(
    r"[不没别除换退改加减取消停暂等待如若含超再]|以[上下内]|至[少多]|最[多少]|起码|每天|/天|^天$|[?？]|两次|重复"
)


def begin(draft: Draft, setting: Setting, *, wishes: bool = True) -> tuple[Scrap, str] | None:
    """Take private numbers, the wish and the door; None (and a question) where a line is too long."""
    if len(draft.text) > MAX_LENGTH:
        draft.ask("too_long")
        return None
    scrap = Scrap(draft.text)
    if DAMAGED.search(scrap.text):
        draft.ask("text_damaged")
    peel_private(scrap, draft)
    if wishes:
        read_wish(scrap, draft)
    nick = choose_place(scrap, draft, setting)
    scrap.take_all(COURTESY)
    return scrap, nick


def finish(draft: Draft, scrap: Scrap, nick: str, *, strict: bool = True) -> None:
    """Names from what is left; the rest is notes, or a question where it could change the entry."""
    scrap.text = drop_emoji(scrap.text)
    take_names(draft, nick, [w for piece in scrap.rest for w in piece.split()], strict=strict)


def take_names(
    draft: Draft, nick: str, rest: list[str], *, strict: bool = True, between: Sequence[str] | None = None
) -> None:
    """Give the words nobody else took to name, nick or notes; what could change the order is asked."""
    if nick:
        name = nick.split()[-1]
        if looks_like_name(nick) and len(nick) <= 4:
            draft.name = draft.name or nick
        draft.nick = draft.nick or nick
        if name != nick and len(name) == 1:
            draft.name = draft.name or name
    for word in rest:
        if looks_like_name(word) and draft.name is None:
            draft.name = word
        elif strict and RISKY.search(word):
            draft.ask("not_understood", word)
        elif draft.nick is None and draft.name is None and may_be_nick(word) and (between is None or word in between):
            draft.nick = word
        else:
            draft.notes.append(word)
