"""From lines to drafts: what is an entry, what continues one, and what orders nothing.

One pass, one state. Every line ends either in a draft or as a non-entry; nothing is dropped.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from shouwang.reading.addresses import find_addresses
from shouwang.reading.chat import patterns as p
from shouwang.reading.chat.mending import mend
from shouwang.reading.chat.model import Draft, NonEntry
from shouwang.reading.chat.sequence import BULLET, WEAK, split_sequence
from shouwang.reading.chat.setting import Setting
from shouwang.reading.goods import is_lone_good
from shouwang.reading.quantities import find_quantities
from shouwang.reading.regex import has_any, regex
from shouwang.reading.text import drop_emoji, even_out, strip_invisible

_PRICE = regex(r"\d\s*(?:元|块)|¥|￥|/(?:份|斤|盒|箱|袋|板|瓶|个|提)|按(?:斤|份|个|盒|箱|袋)")
_BULLET = regex(r"^\s*(?:[-·*•>+](?=\s)|\(?[a-z]\)|-(?=[一-龥]))\s*")
_NOTE_LINE = regex(r"^(?:放|挂|送|电话|手机|备注|地址|没有?货|缺货|谢谢|麻烦|不要|别|到了|1[3-9]\d{9})")
_OTHER_CHAIN = regex(r"(?:团(?!长|圆)|接龙).{0,12}(?:元|块|¥|/)|^[-=*~【]{2,}.{0,20}(?:团(?!长|圆)|接龙)")
_JOINED_NUMBER = regex(r"(\d{1,4})-\d{1,2}-\d{3,4}(?!\d)", needs="-")
_ANY_ORDER = regex(r"\+\s*\d|同上|一样|取消|退出|不要了|改|再加|再来")


MAX_LINE = 2000  # characters


@dataclass
class Block:
    """One copy of one chain: its header lines and its drafts."""

    header: list[str] = field(default_factory=list)
    header_lines: list[int] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    marked: bool = False


@dataclass
class Scan:
    """All lines accounted for."""

    blocks: list[Block]
    non_entries: list[NonEntry]


class Scanner:
    """Walks the lines once. `setting` is what the desk knows before the header is read."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.blocks = [Block()]
        self.non_entries: list[NonEntry] = []
        self.speaker: str | None = None
        self.leader: str | None = None
        self.said_at: datetime | None = None
        self.day: date | None = setting.deadline.date() if setting.deadline else setting.anchor
        self.open: Draft | None = None
        self.quoted: str | None = None
        self.in_quote = False
        self.closed = False
        self.last_seq: int | None = None
        self.message_lines = 0
        self.listed = 0  # the last number of a list of goods under one entry
        self.pending_title: str | None = None
        self.unsure: frozenset[int] = frozenset()

    @property
    def block(self) -> Block:
        return self.blocks[-1]

    @property
    def in_header(self) -> bool:
        return not self.block.drafts

    def scan(self, lines: Sequence[str]) -> Scan:
        mended, self.unsure = mend(lines)
        for number, (raw, words) in enumerate(zip(lines, mended, strict=True), 1):
            self._read_line(number, raw, words)
        return Scan(self.blocks, sorted(self.non_entries, key=lambda n: n.line))

    def _read_monster(self, number: int, raw: str, words: str) -> None:
        """A line no person typed: kept whole for a person, never read."""
        self.open = None
        if any(c.isdigit() for c in words):
            self._start(number, raw, words[:MAX_LINE], None)
            self.block.drafts[-1].ask("too_long")
        else:
            self._none(number, "chatter")

    def _none(self, number: int, kind: str) -> None:
        self.non_entries.append(NonEntry(number, kind))

    def _read_line(self, number: int, raw: str, words: str) -> None:
        if len(words) > MAX_LINE:
            self._read_monster(number, raw, words)
            return
        clean = strip_invisible(words)
        if not clean:
            self.open = None
            self._none(number, "blank")
        elif not (self._read_quote(number, clean) or self._read_mark(number, clean)):
            even = even_out(clean).strip()
            if not (self._read_frame(number, even) or self._read_example(number, even)):
                self._read_words(number, raw, clean, even)

    # quotes, marks and the messenger's own lines

    def _read_quote(self, number: int, clean: str) -> bool:
        if self.in_quote:
            self.in_quote = not clean.endswith(("」", "』"))
            self._none(number, "quote")
            return True
        match = p.QUOTE.match(clean) or p.QUOTE_OPEN.match(clean)
        if match is None and p.QUOTE_LINE.match(clean):
            self.quoted = even_out(clean.lstrip("> "))
        elif match:
            self.quoted = even_out(match["what"])
            self.in_quote = not clean.endswith(("」", "』"))
        elif not p.SEPARATOR.match(clean):
            return False
        self.open = None
        self._none(number, "quote" if match or self.quoted else "meta")
        return True

    def _read_mark(self, number: int, clean: str) -> bool:
        match = p.CHAIN_MARK.match(clean)
        if match is None:
            return False
        if self.block.drafts or self.block.marked:
            self.blocks.append(Block())
            self.last_seq = None
        self.block.marked = True
        self.block.header = []
        self.open = None
        self._add_header(number, clean[match.end() :])
        return True

    def _add_header(self, number: int, words: str) -> None:
        self.block.header_lines.append(number)
        if words.strip():
            self.block.header.append(words)
        self._none(number, "header")

    def _read_frame(self, number: int, even: str) -> bool:
        """System lines, dividers with a time, and who speaks."""
        if p.SYSTEM.search(even):
            self._none(number, "meta")
            self.open = None
            return True
        says = p.STAMP_SAYS.match(even)
        if says:
            return False
        for pattern in (p.STAMP_ONLY, p.SPEAKER_STAMP, p.STAMP_SPEAKER, p.SPEAKER):
            match = pattern.match(even)
            if match and self._is_frame(pattern, match):
                if pattern is not p.SPEAKER:
                    self._set_time(match)
                if "who" in pattern.groupindex:
                    self._set_speaker(match["who"].strip())
                self._none(number, "meta")
                self.open = None
                return True
        return False

    def _is_frame(self, pattern: re.Pattern[str], match: re.Match[str]) -> bool:
        if pattern is p.STAMP_ONLY:
            return True
        who = match["who"]
        if p.NO_SPEAKER.search(who) or (
            split_sequence(who)[0] is not None and re.match(r"[\d一二三四五六七八九十(]", who)
        ):
            return False
        if pattern is p.SPEAKER:
            return not any(q.unit for q in find_quantities(who))
        has_day = any(match[k] for k in ("mo", "mo2", "word"))
        return bool(has_day) or " " not in who

    def _set_speaker(self, who: str) -> None:
        self.speaker = who
        self.message_lines = 0
        if self.leader is None:
            self.leader = who

    def _set_time(self, match: re.Match[str]) -> None:
        year, month, day = match["y"], match["mo"] or match["mo2"], match["d"] or match["d2"]
        if month and (year or self.day):
            try:
                self.day = date(int(year) if year else self.day.year if self.day else 2000, int(month), int(day))
            except ValueError:
                self.day = None
        elif match["word"] and match["word"] != "今天":
            self.day = None
        hour = int(match["h"])
        if match["part"] in ("下午", "晚上", "PM") and hour < 12:
            hour += 12
        known = self.day is not None and hour < 24 and int(match["mi"]) < 60
        moment = time(hour, int(match["mi"])) if known else None
        self.said_at = datetime.combine(self.day, moment) if self.day and moment else None

    def _read_example(self, number: int, even: str) -> bool:
        if not has_any((p.EXAMPLE,), even):
            return False
        body = split_sequence(even, expected=self._expected())[2]
        if not (p.EXAMPLE.match(even) or p.EXAMPLE.match(body)):
            return False
        self._none(number, "example")
        return True

    # words

    def _expected(self) -> int | None:
        return None if self.last_seq is None else self.last_seq + 1

    def _read_words(self, number: int, raw: str, clean: str, even: str) -> None:
        seq, style, body = split_sequence(clean, expected=self._expected())
        says = p.STAMP_SAYS.match(even)
        if says:
            self._set_time(says)
            self._set_speaker(says["who"].strip())
            seq, style, body = split_sequence(says["what"], expected=self._expected())
            even = says["what"]
        if seq is not None and (self._is_bullet(style, body) or self._is_list(seq, even, body)):
            self._continue(number, raw, body)
        elif seq is not None and self._is_numbered_entry(seq, style, body):
            self._start(number, raw, body, seq)
        elif seq is not None and self.in_header and not self.block.marked and self.setting.kind is None and not body:
            self._none(number, "chatter")
        elif self.in_header and self._belongs_to_header(even, body if seq is not None else even):
            self._add_header(number, clean)
        else:
            self._read_unnumbered(number, raw, even if seq is None or style == WEAK else body, seq)

    def _is_bullet(self, style: str, body: str) -> bool:
        """① under an open entry lists goods, unless a door follows."""
        return (
            style == BULLET and self.open is not None and not _has_door(body) and bool(self.open.details.get("points"))
        )

    def _is_list(self, seq: int, even: str, body: str) -> bool:
        """1) 面5斤 2) 油1桶 under a door that has ordered nothing yet: a list of goods, numbered with another sign."""
        if self.open is None or self.open.seq is None or _sign(even) == self.open.details.get("sign"):
            return False
        begins = seq == 1 and self.listed == 0 and _is_bare(self.open.text) and _has_door(self.open.text)
        if not (begins or (self.listed and seq == self.listed + 1)) or _has_door(body) or not find_quantities(body):
            return False
        self.listed = seq
        return True

    def _is_numbered_entry(self, seq: int, style: str, body: str) -> bool:
        if not self.in_header:
            return style != WEAK or bool(_has_door(body) or find_quantities(body))
        if _has_door(body):
            return not (p.QUESTION.search(body) and not find_quantities(body))
        if _PRICE.search(body) or p.INSTRUCTS.search(body):
            return False
        return bool(body) and (style != WEAK or seq <= 2)

    def _belongs_to_header(self, even: str, body: str) -> bool:
        if _has_door(body) and (find_quantities(body) or _ANY_ORDER.search(body)) and not p.INSTRUCTS.search(body):
            return False
        if p.NOISE.search(even) or p.QUESTION.search(even):
            return False
        chatting = self.speaker is not None and self.speaker != self.leader
        return not chatting

    def _start(self, number: int, raw: str, text: str, seq: int | None, *, speaker: str | None = None) -> None:
        self._maybe_next_copy(seq, text)
        draft = Draft(number, [number], raw, text, seq=seq, speaker=speaker or (self.speaker if seq is None else None))
        draft.details |= {"points": seq is not None, "sign": _sign(even_out(strip_invisible(raw)))}
        self.listed = 0
        draft.said_at = self.said_at
        draft.closed_before = self.closed
        if number in self.unsure:
            draft.ask("text_damaged")
        joined = _JOINED_NUMBER.match(text)
        if seq is None and joined and int(joined[1]) == self._expected():
            draft.ask("address_unsure", joined[0])  # 21-2-405 where number 21 is due
        draft.in_chat = seq is None
        draft.quoted, self.quoted = self.quoted, None
        self.block.drafts.append(draft)
        self.open = draft
        if seq is not None and (self.last_seq is None or seq <= self.last_seq + 20):
            self.last_seq = seq

    def _maybe_next_copy(self, seq: int | None, text: str) -> None:
        """Number 1 again: the chain was pasted once more, or another one begins under its own title."""
        title, self.pending_title = self.pending_title, None
        if seq != 1 or sum(d.seq is not None for d in self.block.drafts) < 2:
            return
        first = next(d for d in self.block.drafts if d.seq is not None)
        if _squash(first.text) == _squash(text):
            self.blocks.append(Block(header=list(self.block.header)))
        elif title is not None:
            self.blocks.append(Block(header=[title]))
            self.closed = False

    def _continue(self, number: int, raw: str, text: str) -> None:
        assert self.open is not None
        self.open.lines.append(number)
        self.open.raw += "\n" + raw
        self.open.text += "\n" + text
        self._none(number, "continuation")

    def _read_unnumbered(self, number: int, raw: str, even: str, seq: int | None) -> None:
        self.message_lines += 1
        speaker, words = self._inline_speaker(even)
        if not self.in_header and p.CLOSED.search(even) and not p.NOT_CLOSED.search(even):
            self.closed, self.open = True, None
            self._none(number, "chatter")
            return
        words = p.MENTION.sub("", words)
        if speaker is not None and seq is None:
            seq, _, words = split_sequence(words, expected=self._expected())
        if self._continues(words) and speaker is None:
            self._continue(number, raw, _BULLET.sub("", even))
        elif self._orders(words, speaker) or (number in self.unsure and find_quantities(words) and not self.in_header):
            self._start(number, raw, words, seq, speaker=speaker)
        else:
            self.open = None
            if self._is_title(even):
                self.pending_title = even
            self._none(number, "chatter")

    def _is_title(self, even: str) -> bool:
        """An unnumbered line in the middle that could head another chain."""
        if any(_squash(even) == _squash(even_out(h)) for b in self.blocks for h in b.header):
            return True
        return (
            bool(_OTHER_CHAIN.search(even) or _PRICE.search(even) or re.search(r"接龙|团(?:购)?(?!长)|报名|登记", even))
            and not p.QUESTION.search(even)
            and len(even) <= 60
        )

    def _inline_speaker(self, even: str) -> tuple[str | None, str]:
        match = p.SAYS.match(even)
        if (
            match is None
            or p.NO_SPEAKER.search(match["who"])
            or _has_door(match["who"])
            or re.search(r"\d[:：]$", even[: match.end("who") + 1])
        ):
            return None, even
        return match["who"].strip(), match["what"]

    def _continues(self, words: str) -> bool:
        """Whether an unnumbered line goes on with the entry above it."""
        if _OTHER_CHAIN.search(words):
            return False
        if self.open is not None and self._completes(self.open, words):
            return True
        if self.open is None or _has_door(words) or p.NOISE.search(words) or p.COMPLAINT.search(words):
            return False
        if _BULLET.match(words) or _NOTE_LINE.match(words) or p.CONDITIONAL.match(words):
            return True
        if p.QUESTION.search(words) or self.quoted:
            return False
        if (p.CANCEL.search(words) or p.REPLACE.search(words)) and not p.CONDITIONAL.search(words):
            return False
        has_amount = any(q.unit or q.multiplied for q in find_quantities(words))
        if self.open.in_chat:
            return not find_quantities(self.open.text) and has_amount
        return has_amount and self._reads_as_goods(words)

    def _completes(self, entry: Draft, words: str) -> bool:
        """The door, or the bare name of a good, that a numbered line still lacks."""
        if entry.seq is None or not _is_bare(entry.text) or len(words) > 40 or p.QUESTION.search(words):
            return False
        if not _has_door(entry.text):
            found = find_addresses(words, lettered=self.setting.lettered, court=self.setting.court)
            return 0 < len(entry.text) <= 6 and any(a.is_complete and a.start == 0 for a in found)
        return (
            len(words) <= 12
            and not _has_door(words)
            and (is_lone_good(words) or bool(self.setting.catalogue.find(words)))
        )

    def _reads_as_goods(self, words: str) -> bool:
        """Short pieces, each with its amount: a list, no sentence."""
        return len(words) <= 60 and not re.search(r"[!！😡]|今天|明天|昨天|[我你他她]们?", words)

    def _orders(self, words: str, speaker: str | None) -> bool:
        """Whether an unnumbered line is an order or a change; anything doubtful that could be one is."""
        if _OTHER_CHAIN.search(words) and not self.in_header:
            return False
        plain = drop_emoji(words)
        who = speaker or self.speaker
        amount = any(q.unit or q.problem or q.multiplied for q in find_quantities(plain))
        change = bool(p.CANCEL.search(plain) or p.REPLACE.search(plain) or p.SWAP.search(plain))
        door = _has_full_door(plain, self.setting)
        if door and (amount or change or _ANY_ORDER.search(plain) or self._names_goods(plain)):
            return not (self.in_header and p.INSTRUCTS.search(plain))
        if p.NOISE.search(plain) or p.COMPLAINT.search(plain):
            return False
        if p.QUESTION.search(plain) and not (amount and change):
            return False
        if change and not p.CONDITIONAL.search(plain):
            return bool(
                self.quoted
                or p.REFERS_SEQ.search(plain)
                or (who and who != self.leader)
                or (amount and not self.in_header)
                or (len(plain) <= 12 and not self.in_header)
            )
        if self.in_header and (who is None or who == self.leader):
            return False
        if (amount or (_ANY_ORDER.search(plain) and len(plain) <= 12)) and who and who != self.leader:
            return True
        return amount and len(plain) <= 16 and self._names_goods(plain)

    def _names_goods(self, words: str) -> bool:
        catalogue = self.setting.catalogue
        return bool(catalogue.find(words)) or (catalogue.default is not None and bool(find_quantities(words)))


def _has_door(text: str) -> bool:
    return any(
        a.building or a.kind in ("alias", "group") for a in find_addresses(text, court="?") if a.kind != "number_only"
    )


def _is_bare(text: str) -> bool:
    """Whether no amount and no wish is written yet, only a name or a door."""
    for door in reversed(find_addresses(text)):
        text = text[: door.start] + " " + text[door.end :]
    return not (find_quantities(text) or p.CANCEL.search(text) or _ANY_ORDER.search(text))


def _sign(even: str) -> str:
    """What stands behind the number of a line: the point of "1." or the bracket of "1)"."""
    return even.lstrip("([【〔「<").lstrip("0123456789 ")[:1]


def _squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _has_full_door(text: str, setting: Setting) -> bool:
    return any(a.is_complete for a in find_addresses(text, lettered=setting.lettered, court=setting.court)) or any(
        name in text for name, door in setting.register.aliases.items() if door.room
    )
