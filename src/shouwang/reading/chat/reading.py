"""Read one paste: lines, kinds, entries, what they mean together, and the sums."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from shouwang.reading import reasons, sensitive
from shouwang.reading import text as texts
from shouwang.reading.addresses import Register
from shouwang.reading.chat import totals as sums
from shouwang.reading.chat.blocks import Block, Scan
from shouwang.reading.chat.copies import Campaign, group_copies, merge_copies, question_across, question_chat
from shouwang.reading.chat.header import settle_campaign
from shouwang.reading.chat.kinds import frame_for, readers_of, recognise_kind
from shouwang.reading.chat.lines import Scanner
from shouwang.reading.chat.model import ACTIVE, REVIEW, Draft, Entry, NonEntry, as_number
from shouwang.reading.chat.native import read_native, title_text
from shouwang.reading.chat.order import settle_columns
from shouwang.reading.chat.sequence import split_sequence
from shouwang.reading.chat.setting import Setting, setting_from
from shouwang.reading.chat.totals import Bag, Sums
from shouwang.reading.regex import regex

MAX_BYTES = 2_000_000
MAX_LINES = 20_000


class Unreadable(ValueError):
    """The paste cannot be read at all; the message is a sentence for the person who pasted it."""


@dataclass(frozen=True)
class Reading:
    """The answer: every line of the source is in an entry or a non-entry."""

    entries: tuple[Entry, ...]
    non_entries: tuple[NonEntry, ...]
    kind: str
    kinds: tuple[str, ...]
    header: Mapping[str, Any]
    lines: tuple[str, ...] = field(repr=False, default=())

    @property
    def totals(self) -> Sums:
        return sums.total(self.entries)

    @property
    def by_building(self) -> dict[str, Sums]:
        return sums.by_building(self.entries)

    @property
    def bags(self) -> dict[str, list[Bag]]:
        """Staircase ("3-2") -> its bags, top floor first."""
        return sums.bags_by_staircase(self.entries)

    @property
    def to_ask(self) -> tuple[Entry, ...]:
        """Entries that wait for a person."""
        return tuple(e for e in self.entries if e.status == REVIEW)

    @property
    def counts(self) -> dict[str, int]:
        found = dict.fromkeys(("active", "cancelled", "superseded", "duplicate", "review"), 0)
        for entry in self.entries:
            found[entry.status] += 1
        return found

    def who_is_missing(self, register: object) -> list[str]:
        """Doors of the register nobody has spoken for. `register`: a Register or any listing of doors."""
        return sums.who_is_missing(
            self.entries, register if isinstance(register, Register) else Register.from_any(register)
        )

    def masked_reply(self) -> str:
        """A text to paste back into the group: doors and amounts, nothing that must not travel."""
        from shouwang.reading.chat.reply import write_reply

        return write_reply(self)

    def as_json(self) -> dict[str, Any]:
        """The JSON of a reading: entries, non_entries, totals, by_building; also kind, header, review, counts."""
        return {
            "kind": self.kind,
            "header": dict(self.header),
            "entries": [e.as_json() for e in self.entries],
            "non_entries": [{"line": n.line, "type": n.type} for n in self.non_entries],
            "totals": _sums_json(self.totals),
            "by_building": {b: _sums_json(s) for b, s in self.by_building.items()},
            "review": [
                {"line": e.line, "reason": str(e.review), "raw": e.raw, "ask": reasons.sentence_for(e.review.code)}
                for e in self.to_ask
                if e.review
            ],
            "counts": self.counts,
        }


def read(text: str | bytes, context: Mapping[str, Any] | None = None) -> Reading:
    """Read a pasted chain. `context` is what the desk knows already (title, goods, deadline, register, kind…).

    Raises Unreadable, with a sentence, only where the paste is too big; anything else gives a reading.
    """
    if len(text) > MAX_BYTES:
        raise Unreadable("This is more than a chain: paste one chain at a time (2 MB at most).")
    words = texts.decode(text) if isinstance(text, bytes) else text
    lines = texts.split_lines(words)
    if len(lines) > MAX_LINES:
        raise Unreadable(f"These are {len(lines)} lines: paste one chain at a time ({MAX_LINES} lines at most).")
    base = setting_from(context if isinstance(context, Mapping) else {})
    scan = _scan(words, lines, base)
    campaigns = group_copies([b for b in scan.blocks if b.drafts or b.header] or scan.blocks)
    settings = [
        settle_campaign(base, c.header, number if len(campaigns) > 1 else None) for number, c in enumerate(campaigns)
    ]
    several = len(campaigns) > 1
    kinds = [
        _read_campaign(campaign, setting, number, several=several)
        for number, (campaign, setting) in enumerate(zip(campaigns, settings, strict=True))
    ]
    question_across(campaigns)
    drafts = [d for b in scan.blocks for d in b.drafts]
    return Reading(
        tuple(_finish(d) for d in sorted(drafts, key=lambda d: d.line)),
        tuple(scan.non_entries),
        kinds[0],
        tuple(kinds),
        _header_json(settings[0]),
        tuple(_without_pins(lines)),
    )


def _scan(words: str, lines: list[str], base: Setting) -> Scan:
    """The blocks of a paste, by the messenger's own offsets where it has them."""
    chain = read_native(words)
    if chain is None:
        if "<appmsg" in words:
            words, skipped = title_text(words)
            inner = texts.split_lines(words)
            scan = Scanner(base).scan([""] * skipped + inner)
            known = {n.line for n in scan.non_entries} | {d.line for b in scan.blocks for d in b.drafts}
            rest = [NonEntry(n, "meta") for n in range(1, len(lines) + 1) if n not in known]
            scan.non_entries = sorted([*scan.non_entries, *rest], key=lambda n: n.line)
            return scan
        return Scanner(base).scan(lines)
    block = Block(header=chain.head.split("\n"), header_lines=list(chain.head_lines), marked=True)
    taken: dict[int, str] = dict.fromkeys(chain.head_lines, "header")
    for number, part in enumerate(chain.parts, 1):
        first, *more = part.lines
        seq, _, body = split_sequence(texts.strip_invisible(part.text), expected=number)
        words = body if seq == number else texts.even_out(part.text).strip()
        draft = Draft(first, list(part.lines), part.text, words, seq=number, native=True)
        draft.details |= {"wxid": part.author} if part.author else {}
        if part.stamp is not None:
            draft.details["at"] = part.stamp
        draft.said_at = part.at.replace(tzinfo=None) if part.at else None
        block.drafts.append(draft)
        taken[first] = "entry"
        taken |= dict.fromkeys(more, "continuation")
    rest = [NonEntry(n, taken.get(n, "meta")) for n in range(1, len(lines) + 1) if taken.get(n) != "entry"]
    return Scan([block], rest)


def _read_campaign(campaign: Campaign, setting: Setting, number: int, *, several: bool) -> str:
    """Read and resolve the lines of one chain, all its copies together; returns its kind."""
    kind = recognise_kind(campaign.header, campaign.drafts, setting)
    frame = frame_for(kind, setting)
    read_line, resolve = readers_of(kind)
    for draft in campaign.drafts:
        draft.campaign, draft.kind = number, kind
        for name in ("points", "sign"):
            draft.details.pop(name, None)
        read_line(draft, frame)
    if kind == "goods_order":
        settle_columns(campaign.drafts)
    if several:
        question_chat(campaign)
    resolve(merge_copies(campaign), frame)
    return kind


_PIN_WORDS = regex(r"密[码碼]|口令|验证码|驗證碼|pin|pwd|password|mima", re.IGNORECASE)


def _without_pins(lines: Iterable[str]) -> Iterable[str]:
    """A card's PIN is not kept anywhere, not even in chatter."""
    return (sensitive.blank_pins(line[:4000]) if _PIN_WORDS.search(line) else line for line in lines)


def _finish(draft: Draft) -> Entry:
    if "card_pin_refused" in draft.flags:
        draft.raw = sensitive.blank_pins(draft.raw)
    draft.nick = draft.nick or draft.speaker
    draft.text = ""
    for name in ("between", "stated_cny", "carried", "clock", "plus", "before", "door"):
        draft.details.pop(name, None)
    return draft.freeze()


def _header_json(setting: Setting) -> dict[str, Any]:
    found: dict[str, Any] = {"title": sensitive.blank_pins(setting.title)}
    if setting.catalogue.goods:
        found["goods"] = [
            {
                k: v
                for k, v in (
                    ("name", g.name),
                    ("unit", g.unit),
                    ("code", g.code),
                    ("price_cny", as_number(g.price_cny)),
                )
                if v is not None
            }
            for g in setting.catalogue.goods
        ]
    if setting.deadline:
        found["deadline"] = setting.deadline.isoformat(timespec="minutes")
    return found


def _sums_json(sums: Mapping[str, Decimal]) -> dict[str, Any]:
    return {k: as_number(v) for k, v in sorted(sums.items())}


def active(entries: Iterable[Entry]) -> list[Entry]:
    """Entries that count."""
    return [e for e in entries if e.status == ACTIVE]
