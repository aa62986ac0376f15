"""Goods and quantities of one household, by the list of goods; `pairing` says which amount belongs to which good.

Everything that is left over is given back for judgement.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from shouwang.reading.chat.leftovers import PUNCT, ItemsRead, Token, judge_leftovers
from shouwang.reading.chat.model import Item
from shouwang.reading.chat.pairing import pair
from shouwang.reading.chat.scrap import CUT
from shouwang.reading.goods import Catalogue, Good
from shouwang.reading.quantities import UNITS, Quantity, find_quantities, find_vague, tidy_decimal
from shouwang.reading.regex import regex
from shouwang.reading.units import DIVISIBLE, convert

_EACH = regex(r"各(?:要|来|订)?|每(?:样|种|个|款)(?:都)?(?:来|要|订)?|都(?:要|来)", needs="各每都")
_ALL = regex(
    r"(?:全部|所有|每样|每种|各样|各种|全套|都|样样)(?:都)?(?:要|来|订)?(?=各|一|1|两|2)|每(?:样|种|款)(?=各|一|1|两|2|来)",
    needs="全各所样每都",
)
_SUM = regex(r"(?:一共|总共|合计|共计|共)\s*(?=[\d一二两三四五六七八九十])", needs="共合总")
_SPEC = regex(
    rf"\d{{1,4}}(?:\.\d+)?\s*(?:斤|公斤|kg|g|克|ml|l|升|个|枚|片|只|包|卷|抽|粒)\s*(?:装的?|/\s*(?:{'|'.join(UNITS)})|一(?:{'|'.join(UNITS)})(?=\s*,?\s*\d))|\d{{1,4}}\s*(?:ml|g|克|毫升)\s*\*\s*\d{{1,3}}",
    re.IGNORECASE,
    needs="*/一装",
)


def read_items(text: str, catalogue: Catalogue) -> ItemsRead:
    """Read the goods of a text; the text has lost everything else before."""
    text = _SPEC.sub(CUT, _split_codes(text, catalogue))
    read = ItemsRead()
    total = _SUM.search(text)
    tokens = _tokenize(text, catalogue)
    stated = _take_total(tokens, total)
    pairs, loose = pair(tokens, text)
    if pairs is None:
        read.asks.append(("two_quantities", ""))
        read.items = [_unsure(t.goods[0], None) for t in tokens if t.kind == "N" and t.goods]
    else:
        _settle(pairs, loose, catalogue, read, text)
    _check_total(stated, read)
    judge_leftovers(text, tokens, catalogue, read)
    return read


def _split_codes(text: str, catalogue: Catalogue) -> str:
    """AB各1 -> A+B各1, where every letter is a code."""
    codes = {c.upper() for c in catalogue.codes}
    if not codes:
        return text

    def split(match: re.Match[str]) -> str:
        run = match[0]
        return "、".join(run) if all(c.upper() in codes for c in run) and len(set(run.upper())) == len(run) else run

    return re.sub(r"(?<![A-Za-z])[A-Za-z]{2,8}(?![A-Za-z])", split, text)


def _tokenize(text: str, catalogue: Catalogue) -> list[Token]:
    tokens = [Token("N", start, end, goods) for start, end, goods in catalogue.find(text)]
    tokens += [
        Token("N", m.start(), m.end(), catalogue.goods)
        for m in _ALL.finditer(text)
        if len(catalogue.goods) > 1 and not _overlaps(m.start(), m.end(), tokens)
    ]
    masked = _mask(text, tokens)
    tokens += [Token("E", m.start(), m.end()) for m in _EACH.finditer(masked)]
    for quantity in find_quantities(masked):
        if _counts(quantity, text, tokens):
            tokens.append(Token("Q", quantity.start, quantity.end, quantity=quantity))
    return sorted(tokens, key=lambda t: t.start)


def _overlaps(start: int, end: int, tokens: Sequence[Token]) -> bool:
    return any(t.start < end and start < t.end for t in tokens)


def _mask(text: str, tokens: Sequence[Token]) -> str:
    chars = list(text)
    for token in tokens:
        chars[token.start : token.end] = "\ue001" * (token.end - token.start)
    return "".join(chars)


def _counts(quantity: Quantity, text: str, tokens: Sequence[Token]) -> bool:
    """A bare number must touch a good or stand alone; one inside a word is part of the word."""
    if quantity.unit or quantity.multiplied or quantity.problem:
        return True
    if any(t.end == quantity.start or t.start == quantity.end for t in tokens):
        return True
    before, after = text[: quantity.start][-1:], text[quantity.end :][:1]
    alone = (not before or PUNCT.match(before)) and (not after or PUNCT.match(after))
    named = bool(re.search(r"(?:^|[\s,])[一-龥]{1,4}$", text[: quantity.start])) and not quantity.worded
    return bool(alone) or (named and (not after or bool(PUNCT.match(after))))


def _take_total(tokens: list[Token], total: re.Match[str] | None) -> Quantity | None:
    """共3份 after other amounts is their sum, not one more."""
    if total is None or sum(t.kind == "Q" for t in tokens) < 2:
        return None
    for token in tokens:
        if token.kind == "Q" and token.start >= total.end() - 1:
            token.kind = "T"
            return token.quantity
    return None


def _check_total(stated: Quantity | None, read: ItemsRead) -> None:
    if stated is None or stated.value is None:
        return
    known = [i.qty for i in read.items]
    if None not in known and sum(q for q in known if q is not None) != stated.value:
        read.asks.append(("total_differs", stated.written))


def _settle(
    pairs: list[tuple[Token, Token | None]], loose: list[Token], catalogue: Catalogue, read: ItemsRead, text: str
) -> None:
    for token, amount in pairs:
        if len(token.goods) > 1 and token.goods == catalogue.goods and _ALL.match(text, token.start):
            for good in token.goods:
                _add(good, amount, read)
            read.flags.append("all_goods")
        elif len(token.goods) > 1:
            read.asks.append(("item_ambiguous", text[token.start : token.end]))
        else:
            _add(token.goods[0], amount, read, text=text)
    if loose and "各" in text:
        read.asks.append(("on_behalf_unclear", "各"))  # each of whom?
    if loose:
        if catalogue.default is None:
            read.asks.append(("item_missing", ""))
        elif len(loose) > 1:
            read.asks.append(("two_quantities", " ".join(t.quantity.written for t in loose if t.quantity)))
        else:
            _add(catalogue.default, loose[0], read)
    names = [i.name for i in read.items]
    if len(set(names)) < len(names):
        read.asks.append(("two_quantities", ""))


def _add(good: Good, amount: Token | None, read: ItemsRead, text: str = "") -> None:
    if amount is None or amount.quantity is None:
        vague = find_vague(text)
        read.items.append(Item(good.name, None, good.unit, vague.written if vague else None))
        read.asks.append(("qty_missing", good.name))
        return
    item, ask, flags = fit(good, amount.quantity)
    read.items.append(item)
    read.flags.extend(f for f in flags if f not in read.flags)
    if ask:
        read.asks.append(ask)


def fit(good: Good, quantity: Quantity) -> tuple[Item, tuple[str, str] | None, list[str]]:
    """A quantity as so much of the good's own unit, or the question to ask."""
    unit, written = good.unit or quantity.unit or "份", quantity.written
    if quantity.value is None:
        return Item(good.name, None, unit, written), (quantity.problem or "qty_missing", written), []
    flags = [] if quantity.unit else ["unit_from_header"]
    value = convert(quantity.value, quantity.unit or unit, to=unit, good=good.name)
    if value is None:
        return Item(good.name, None, unit, written), ("unit_mismatch", f"{good.name} {unit}, {written}"), flags
    value = tidy_decimal(value)
    if unit not in DIVISIBLE and value != value.to_integral():
        return Item(good.name, None, unit, written), ("fraction_of_indivisible_unit", written), flags
    converted = (quantity.unit is not None and quantity.unit != unit) or (written.isalpha() and written.isascii())
    assumed = {"unit_assumed": True} if good.unit is None and quantity.unit is None else {}
    item = Item(good.name, value, unit, written if converted else None, quantity.approx, details=assumed)
    if quantity.unit is None and not quantity.multiplied and _is_money(value, good):
        return item, ("qty_unlikely", written), flags  # 35 of what costs 35 yuan
    if value == 0 or value > (200 if unit in (*DIVISIBLE, "个", "枚", "元", "人") else 50):
        return item, ("qty_unlikely", written), flags
    return item, None, flags


def _is_money(value: Decimal, good: Good) -> bool:
    return value > 5 and good.price_cny is not None and value == good.price_cny


def _unsure(good: Good, written: str | None) -> Item:
    return Item(good.name, None, good.unit, written)
