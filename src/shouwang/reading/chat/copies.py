"""Several copies of one chain, and several chains in one paste.

A chain is re-posted whole by everyone who joins, so a paste may hold it many times, and two who joined
at once leave two copies that each lack the other. Copies merge by union: for one person the later copy
wins; who stands only in an earlier copy was overwritten and is recovered, marked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from shouwang.reading.chat.blocks import Block
from shouwang.reading.chat.model import ACTIVE, SUPERSEDED, Draft
from shouwang.reading.text import even_out

LOST = "lost_in_last_snapshot"


@dataclass
class Campaign:
    """All copies of one chain."""

    blocks: list[Block] = field(default_factory=list)

    @property
    def header(self) -> list[str]:
        return next((b.header for b in self.blocks if b.header), [])

    @property
    def drafts(self) -> list[Draft]:
        return [d for b in self.blocks for d in b.drafts]


def group_copies(blocks: Sequence[Block]) -> list[Campaign]:
    """Which blocks are copies of which chain: by title, or by what they have in common."""
    campaigns: list[Campaign] = []
    for block in blocks:
        home = next((c for c in campaigns if _is_copy(block, c)), None)
        if home is None:
            campaigns.append(Campaign([block]))
        else:
            home.blocks.append(block)
    return campaigns


def _is_copy(block: Block, campaign: Campaign) -> bool:
    ours, theirs = _title(block.header), _title(campaign.header)
    if ours and ours == theirs:
        return True
    mine = {_plain(d.text) for d in block.drafts if d.seq is not None}
    others = {_plain(d.text) for d in campaign.drafts if d.seq is not None}
    common = len(mine & others)
    return bool(common) and common * 2 >= min(len(mine), len(others))


def _title(header: Sequence[str]) -> str:
    """The first line; rules below it (截止, 限购) are often the same in different chains."""
    return _plain(even_out(next((line for line in header if line.strip()), "")))


def _plain(text: str) -> str:
    return re.sub(r"[\s,。.、:;!()]+", "", text)


def merge_copies(campaign: Campaign) -> list[Draft]:
    """The drafts that stand, in the order to resolve them; earlier versions become superseded in place."""
    if len(campaign.blocks) == 1:
        return campaign.drafts
    numbered = [[d for d in b.drafts if d.seq is not None] for b in campaign.blocks]
    spoken = [d for d in campaign.drafts if d.seq is None]
    for index, drafts in enumerate(numbered):
        for draft in drafts:
            draft.copy = index
    standing, lost = numbered[-1], list[Draft]()
    for index in range(len(numbered) - 2, -1, -1):
        lost += _merge_into([*standing, *lost], numbered[index])
    return [*standing, *sorted(lost, key=lambda d: d.line), *sorted(spoken, key=lambda d: d.line)]


def question_chat(campaign: Campaign) -> None:
    """A change said in plain chat where two chains run: it must say which, by its unit or goods."""
    for draft in campaign.drafts:
        plain = draft.seq is None and draft.wish in ("cancel", "replace", "add", "swap")
        if plain and draft.quoted is None and (not draft.items or "unit_from_header" in draft.flags):
            draft.ask("which_campaign")


def question_across(campaigns: Sequence[Campaign]) -> None:
    """The same goods for the same door in two chains of one paste: perhaps one order, copied."""
    seen: dict[tuple[object, str | None], Draft] = {}
    for number, campaign in enumerate(campaigns):
        for draft in campaign.drafts:
            if draft.addr is None or draft.status != ACTIVE or draft.type != "entry":
                continue
            for item in draft.items:
                other = seen.setdefault((draft.addr.door, item.name), draft)
                if other.campaign != number:
                    draft.ask("same_household_same_item", f"line {other.line}")


def _merge_into(later: list[Draft], earlier: list[Draft]) -> list[Draft]:
    """Match the drafts of an earlier copy to what stands; returns the ones nobody carried on."""
    free = list(later)
    unmatched: list[Draft] = []
    for same in (_same_words, _same_person):
        unmatched = []
        for draft in earlier:
            other = next((d for d in free if same(draft, d)), None)
            if other is None:
                unmatched.append(draft)
                continue
            free.remove(other)
            draft.status, draft.superseded_by_line = SUPERSEDED, other.line
            draft.reviews = []
            other.said_at = draft.said_at if same is _same_words else other.said_at  # said when it was first said
            if same is _same_words:
                other.closed_before = other.closed_before and draft.closed_before
                other.details["carried"] = True
        earlier = unmatched
    for draft in unmatched:
        draft.mark(LOST)
    return unmatched


def _same_words(a: Draft, b: Draft) -> bool:
    return _plain(a.text) == _plain(b.text)


def _same_person(a: Draft, b: Draft) -> bool:
    """The same door and no other nickname; or the same nickname."""
    if a.wish != b.wish and "cancel" not in (a.wish, b.wish):
        return False
    mine, other = a.nick or a.name, b.nick or b.name
    if a.addr is not None and b.addr is not None and a.addr.is_complete and b.addr.is_complete:
        return a.addr.door == b.addr.door and (mine == other or not mine or not other)
    return bool(mine) and mine == other
