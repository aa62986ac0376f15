"""Quantities as people write them: 两斤, 一斤半, 1斤2两, 俩, 廿个, x2, two, 半斤, 2-3斤, 二三十个, 来点.

`find_quantities(text)` gives every quantity with its span. A quantity that names no single number
(a range, "a few") has `value` None and says why in `problem`. Text must be evened out first
(`text.even_out`). All patterns are linear; values are exact decimals.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from shouwang.reading.regex import regex

DIGITS = {
    **{c: n for n, c in enumerate("零一二三四五六七八九")},
    **{c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
    "〇": 0,
    "两": 2,
}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_WHOLES = {"俩": 2, "仨": 3, "廿": 20, "卅": 30}
_ENGLISH = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten".split())}

UNITS = tuple(
    (
        "公斤 千克 毫升 kg ml 斤 两 克 份 盒 箱 件 提 袋 包 板 瓶 桶 罐 个 只 条 根 把 捆 支 片 粒 块 "
        "枚 颗 棵 头 串 打 对 双 套 组 扎 听 卷 刀 张 碗 盆 筐 篮 排 盘 尾 户 人 口 位 元 升 g l"
    ).split()
)
_ENGLISH_UNITS = {
    f"{word}{end}": unit
    for word, unit in zip("pack portion box bag bottle set".split(), "份份盒袋瓶份", strict=True)
    for end in ("es" if word == "box" else "s", "")
} | {"jin": "斤", "dozen": "打"}
UNIT_PATTERN = "|".join(u for u in UNITS if len(u) > 1) + "|[" + "".join(u for u in UNITS if len(u) == 1) + "]"
_UNIT = "|".join(sorted(_ENGLISH_UNITS, key=len, reverse=True)) + "|" + UNIT_PATTERN  # one class: quick to compile
_ANY_UNIT = f"pack|portion|box|bag|bottle|set|jin|dozen|{UNIT_PATTERN}"  # that one follows, not which one
_CN = "零〇一二三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰"
_PAIR = "两三|一两|一二|二三|三四|三五|四五|五六|六七|七八|八九"
_QUANTITY = regex(
    rf"""
    (?P<about>大概|大约|约|差不多)?\s*
    (?:(?P<range>(?<![\d.-])\d{{1,4}}(?:\.\d{{1,3}})?\s*[-~至到]\s*\d{{1,4}}(?:\.\d{{1,3}})?(?=\s*(?:{_UNIT})(?!\s*(?:{_ANY_UNIT})))
        |(?:(?:{_PAIR})十?|[一二三四五六七八九十百]*[几数][十百]?|\d{{1,4}}多|[一二三四五六七八九]?十[来多])(?=\s*(?:{_ANY_UNIT})))
      |(?<![\d.])(?P<fraction>\d{{1,2}}/\d{{1,2}})(?=\s*(?:{_ANY_UNIT}))
      |(?P<times>(?<![a-zA-Z])[xX*]\s*)?
       (?P<number>(?<![\d.])\d{{1,5}}(?:\.\d{{1,3}})?(?![\d%])
         |两(?=\s*(?:{_ANY_UNIT})|[百千])[百千]?|俩|仨|半(?=\s*(?:{_ANY_UNIT}))|[{_CN}]{{1,7}}(?:点[{_CN}]{{1,3}})?
         |(?<![a-z])(?:half(?:\s+an?)?|one|two|three|four|five|six|seven|eight|nine|ten)(?![a-z])
         |(?<![a-z])an?(?=\s+(?:pack|portion|box|bag|bottle|set|dozen)))
      |(?P<bare_half>(?<![{_CN}\d])(?=[斤]半))
    )
    \s*(?P<unit>(?:{_UNIT})(?![a-zA-Z]))?
    (?:(?<=[斤两个箱袋盒板])(?P<and_half>半)(?!\d|斤|个|箱)
      |(?<=斤)(?P<liang>[一二三四五六七八九\d])(?:两|(?![\d{_CN}份盒箱件袋包板瓶桶个元.-])(?!\s*(?:{_ANY_UNIT}))))?
    (?P<around>左右|上下|吧(?!台))?
    """,
    re.VERBOSE,
)
_VAGUE = regex(rf"(?:来|要|买|给)?(?:一些|一点儿?|点儿?|些|若干|适量|几)(?P<unit>{_UNIT})?")


@dataclass(frozen=True)
class Quantity:
    """One quantity in a text. `value` is None where no single number is meant; `problem` says why."""

    value: Decimal | None
    unit: str | None
    written: str
    start: int
    end: int
    approx: bool = False
    problem: str | None = None
    multiplied: bool = False  # written with x or *
    worded: bool = False  # the number is in Chinese numerals


@lru_cache(maxsize=1024)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of `text`, left to right, without overlaps."""
    return tuple(q for m in _QUANTITY.finditer(text) if (q := _from_match(m)) is not None)


def find_vague(text: str) -> Quantity | None:
    """ "来点豆腐", "一些": somebody wants some, and how much is for asking."""
    match = _VAGUE.search(text)
    if match is None:
        return None
    return Quantity(None, match["unit"], match[0], match.start(), match.end(), problem="qty_missing")


def parse_number(text: str) -> Decimal | None:
    """A whole text as one number: 12, 十二, 两百, 廿五, 半, 七零三 (as digits), two; None if it is none."""
    text = text.strip().lower()
    if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", text):
        return Decimal(text)
    if text in _ENGLISH:
        return Decimal(_ENGLISH[text])
    if text in ("a", "an"):
        return Decimal(1)
    if text == "半" or text.startswith("half"):
        return Decimal("0.5")
    whole, _, decimals = text.partition("点")
    value = parse_chinese(whole)
    if value is None or not decimals:
        return None if value is None else Decimal(value)
    digits = [DIGITS.get(c) for c in decimals]
    if None in digits:
        return None
    return Decimal(f"{value}." + "".join(map(str, digits)))


def parse_chinese(text: str) -> int | None:
    """A Chinese whole number: 十二, 一百零五, 廿三, 两百, or digit by digit 七零三; None if it is none."""
    if not text or any(c not in DIGITS and c not in _STEPS and c not in _WHOLES for c in text):
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text)) if len(text) <= 6 else None
    total, digit, last_step = 0, 0, 10**6
    for char in text:
        if char in _WHOLES:
            total += _WHOLES[char]
            last_step = 10
        elif char in _STEPS:
            step = _STEPS[char]
            if step >= last_step:
                return None
            total += (digit or 1) * step
            digit, last_step = 0, step
        elif digit:
            return None  # 十二三: a range, not a number
        else:
            digit = DIGITS[char]
    if digit and last_step > 10 and last_step < 10**6 and not _has_zero(text):
        digit *= last_step // 10  # 三百五 is 350
    return total + digit


def tidy_decimal(value: Decimal) -> Decimal:
    """1.50 and 1.5 are one number, 2.0 is 2."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _has_zero(text: str) -> bool:
    return "零" in text or "〇" in text


def _from_match(match: re.Match[str]) -> Quantity | None:
    unit = match["unit"]
    unit = _ENGLISH_UNITS.get(unit, unit) if unit else None
    approx = bool(match["about"] or match["around"] in ("左右", "上下"))
    written = match[0].strip()
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    if match["range"]:
        return Quantity(None, unit, written, start, match.end(), approx, "qty_range")
    value = _value_of(match)
    if value is None:
        return None
    number = match["number"] or ""
    return Quantity(
        tidy_decimal(value),
        unit,
        written,
        start,
        match.end(),
        approx,
        None,
        bool(match["times"]),
        bool(number) and not number[0].isascii(),
    )


def _value_of(match: re.Match[str]) -> Decimal | None:
    if match["bare_half"] is not None:
        value: Decimal | None = Decimal(1)
    elif match["fraction"]:
        over, under = match["fraction"].split("/")
        value = Decimal(over) / Decimal(under) if int(under) else None
        value = value if value is None or value.as_tuple().exponent >= -3 else None  # type: ignore[operator]
    else:
        value = parse_number(match["number"])
    if value is None:
        return None
    if match["and_half"]:
        value += Decimal("0.5")
    if match["liang"]:
        tenth = parse_number(match["liang"])
        value += (tenth or 0) * Decimal("0.1")
    return value
