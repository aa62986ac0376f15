"""The words between goods and amounts: names and courtesy are given back, anything that could count is asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from shouwang.reading.chat.model import Item
from shouwang.reading.chat.people import looks_like_name
from shouwang.reading.chat.scrap import CUT
from shouwang.reading.goods import Catalogue, Good
from shouwang.reading.quantities import UNIT_PATTERN, Quantity, find_vague
from shouwang.reading.regex import regex
from shouwang.reading.wares import is_lone_good, is_vague, names_a_good, smells_of_goods

_NOISE = regex(
    r"(?:我们?家?|给我|帮我|麻烦|请|谢谢(?:团长|你|您|了|大家)?|多谢|感谢|辛苦(?:了|团长)?|团长|你好|您好|"
    r"那就?|先|就(?:够|行|好|要)?|够了?|即可|可以了?|报名|接龙|接一?个?|下单|预[订定]|[要来买订定]|也|的|了|哈+|啊|哦|呀|吧|嘛|哟|呢|嗯|亲|"
    r"一共|总共|共|数量|份数|门牌|房号|地址|楼栋|单元|姓名|刚才|刚刚|"
    r"pls|please|thank(?:s| you)?|for me|for us|of|the|and|i want|i'd like|want|order|hi|hello)",
    re.IGNORECASE,
)
PUNCT = regex(rf"[\s,，。;；、.!！~:：()（）\[\]【】|\"'“”‘’/+&{CUT}-]+")
_WEIGHTY = regex(r"[\d一二两三四五六七八九十百半几]")


_SIZED = regex(rf"[大小整半全中](?:{UNIT_PATTERN})")


@dataclass
class Token:
    """A good (goods: what it may mean), a quantity, or 各."""

    kind: str  # N, Q, E; T is a stated total
    start: int
    end: int
    goods: tuple[Good, ...] = ()
    quantity: Quantity | None = None


@dataclass
class ItemsRead:
    """What was found: items, open questions, flags, and the words nobody understood."""

    items: list[Item] = field(default_factory=list)
    asks: list[tuple[str, str]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    between: list[str] = field(default_factory=list)  # unknown words right before an amount: a nick, or goods

    def copy(self) -> "ItemsRead":
        return ItemsRead(list(self.items), list(self.asks), list(self.flags), list(self.rest), list(self.between))


def judge_leftovers(text: str, tokens: Sequence[Token], catalogue: Catalogue, read: ItemsRead) -> None:
    """Words between the tokens: names and courtesy are given back, anything that could count is asked."""
    edges = [(t.start, t.end, t.kind) for t in tokens]
    position = 0
    for start, end, kind in [*edges, (len(text), len(text), "")]:
        before = next((k for s, e, k in reversed(edges) if e == position), "")
        _judge_piece(text[position:start], before, kind, catalogue, read)
        position = max(position, end)


def _judge_piece(piece: str, before: str, after: str, catalogue: Catalogue, read: ItemsRead) -> None:
    words = [w for w in PUNCT.split(piece) if w]
    for index, word in enumerate(words):
        bare = _NOISE.sub("", word)
        if not bare:
            continue
        if index == 0 and before == "Q" and not PUNCT.match(piece) and _SIZED.match(bare):
            read.asks.append(("not_understood", bare))  # 一大把: no amount of what is sold by the pound
            continue
        touches_good = (index == 0 and before == "N" and not PUNCT.match(piece)) or (
            index == len(words) - 1 and after == "N" and not PUNCT.match(piece[::-1])
        )
        touches_amount = index == len(words) - 1 and after == "Q" and not PUNCT.match(piece[::-1])
        if touches_good or is_lone_good(bare):
            read.asks.append(("item_unknown", bare))
        elif looks_like_name(bare) and not names_a_good(bare):
            read.rest.append(bare)
        elif is_vague(bare) and not catalogue.find(bare):
            vague = bool(find_vague(bare)) and not read.items
            read.asks.insert(0, ("item_and_qty_vague" if vague or not read.items else "item_unknown", bare))
        elif smells_of_goods(bare) or names_a_good(bare) or touches_amount:
            read.asks.append(("item_unknown", bare))
        elif _WEIGHTY.search(bare):
            read.asks.append(("not_understood", bare))
        else:
            read.rest.append(bare)
            if after == "Q" and bare.isalpha() and not bare.isascii():
                read.between.append(bare)
