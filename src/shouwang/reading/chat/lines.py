"""From lines to drafts: what is an entry, what continues one, and what orders nothing.

One pass, one state. Every line ends either in a draft or as a non-entry; nothing is dropped.
"""

from collections.abc import Sequence

from shouwang.reading.chat import patterns as p
from shouwang.reading.chat.blocks import Block, Scan
from shouwang.reading.chat.following import BULLET_SIGN, continues, lists_goods
from shouwang.reading.chat.frames import Frames, split_speaker
from shouwang.reading.chat.looks import PRICE, has_door, is_header, is_order, is_title, sign_of, squash
from shouwang.reading.chat.mending import mend
from shouwang.reading.chat.model import Draft, NonEntry
from shouwang.reading.chat.sequence import BULLET, WEAK, split_sequence
from shouwang.reading.chat.setting import Setting
from shouwang.reading.quantities import find_quantities
from shouwang.reading.regex import has_any, regex
from shouwang.reading.text import even_out, strip_invisible

_JOINED_NUMBER = regex(r"(\d{1,4})-\d{1,2}-\d{3,4}(?!\d)", needs="-")

MAX_LINE = 2000  # characters


class Scanner:
    """Walks the lines once. `setting` is what the desk knows before the header is read."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.blocks = [Block()]
        self.non_entries: list[NonEntry] = []
        self.frames = Frames(setting.deadline.date() if setting.deadline else setting.anchor)
        self.open: Draft | None = None
        self.quoted: str | None = None
        self.in_quote = False
        self.closed = False
        self.last_seq: int | None = None
        self.sign = ""  # what stands behind the number of this line
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
            self.sign = sign_of(even)
            if self.frames.read(even):
                self.open = None
                self._none(number, "meta")
            elif not self._read_example(number, even):
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
            self.frames.note_time(says)
            self.frames.note_speaker(says["who"].strip())
            seq, style, body = split_sequence(says["what"], expected=self._expected())
            even = says["what"]
        if seq is not None and (self._is_bullet(style, body) or self._is_list(seq, body)):
            self._continue(number, raw, body)
        elif seq is not None and self._is_numbered_entry(seq, style, body):
            self._start(number, raw, body, seq)
        elif seq is not None and self.in_header and not self.block.marked and self.setting.kind is None and not body:
            self._none(number, "chatter")
        elif self.in_header and not self.frames.is_chatting and is_header(even, body if seq is not None else even):
            self._add_header(number, clean)
        else:
            self._read_unnumbered(number, raw, even if seq is None or style == WEAK else body, seq)

    def _is_bullet(self, style: str, body: str) -> bool:
        """① under an open entry lists goods, unless a door follows."""
        return (
            style == BULLET and self.open is not None and not has_door(body) and bool(self.open.details.get("points"))
        )

    def _is_list(self, seq: int, body: str) -> bool:
        if not lists_goods(self.open, seq, body, sign=self.sign, listed=self.listed):
            return False
        self.listed = seq
        return True

    def _is_numbered_entry(self, seq: int, style: str, body: str) -> bool:
        if not self.in_header:
            return style != WEAK or bool(has_door(body) or find_quantities(body))
        if has_door(body):
            return not (p.QUESTION.search(body) and not find_quantities(body))
        if PRICE.search(body) or p.INSTRUCTS.search(body):
            return False
        return bool(body) and (style != WEAK or seq <= 2)

    def _start(self, number: int, raw: str, text: str, seq: int | None, *, speaker: str | None = None) -> None:
        self._maybe_next_copy(seq, text)
        draft = Draft(
            number, [number], raw, text, seq=seq, speaker=speaker or (self.frames.speaker if seq is None else None)
        )
        draft.details |= {"points": seq is not None, "sign": self.sign}
        self.listed = 0
        draft.said_at = self.frames.said_at
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
        if squash(first.text) == squash(text):
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
        speaker, words = split_speaker(even)
        if not self.in_header and p.CLOSED.search(even) and not p.NOT_CLOSED.search(even):
            self.closed, self.open = True, None
            self._none(number, "chatter")
            return
        words = p.MENTION.sub("", words)
        if speaker is not None and seq is None:
            seq, _, words = split_sequence(words, expected=self._expected())
        if speaker is None and continues(self.open, words, self.setting, quotes=bool(self.quoted)):
            self._continue(number, raw, BULLET_SIGN.sub("", even))
        elif self._orders(words, speaker) or (number in self.unsure and find_quantities(words) and not self.in_header):
            self._start(number, raw, words, seq, speaker=speaker)
        else:
            self.open = None
            if is_title(even) or any(squash(even) == squash(even_out(h)) for b in self.blocks for h in b.header):
                self.pending_title = even
            self._none(number, "chatter")

    def _orders(self, words: str, speaker: str | None) -> bool:
        return is_order(
            words,
            self.setting,
            quotes=bool(self.quoted),
            in_header=self.in_header,
            by=speaker or self.frames.speaker,
            leader=self.frames.leader,
        )
