"""What a scan of the lines gives: copies of chains, and every line that orders nothing."""

from dataclasses import dataclass, field

from shouwang.reading.chat.model import Draft, NonEntry


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
