"""What a chain's own header says: title, goods and prices, limits, fee, deadline."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from shouwang.reading.chat.patterns import CHAIN_MARK
from shouwang.reading.chat.setting import COURT, Setting, setting_from
from shouwang.reading.goods import Catalogue, Good
from shouwang.reading.quantities import UNIT_PATTERN, parse_number
from shouwang.reading.regex import regex
from shouwang.reading.text import drop_emoji, even_out, strip_invisible

_UNIT = UNIT_PATTERN
_N = r"\d{1,4}(?:\.\d{1,2})?|[一二两三四五六七八九十]{1,3}"
_LIMIT = regex(
    rf"(?:每户|每家|一户|单户|每人)?\s*(?:最多)?限(?:购|买|订|量)?\s*(?P<n>{_N})\s*(?P<unit>{_UNIT})?|每(?:户|家)最多\s*(?P<n2>{_N})\s*(?P<unit2>{_UNIT})?",
    needs="每限",
)
_MINIMUM = regex(rf"(?P<n>{_N})\s*(?P<unit>{_UNIT})\s*起(?:送|订|购|卖|售|团)?(?!码)", needs="起")
_FEE = regex(
    rf"(?:配送费|运费|跑腿费|服务费)\D{{0,4}}(?P<n>{_N})\s*(?:元|块)?\s*(?:/|每|一)\s*(?:户|家)|每(?:户|家)\D{{0,6}}?(?:配送费|运费|跑腿费)?\s*(?P<n2>{_N})\s*(?:元|块)",
    needs="家户每",
)
_PRICE = regex(
    rf"(?:每|一|(?<!\d)1|(?<![一-龥\d]))(?P<unit>{_UNIT})\s*(?P<n>{_N})\s*(?:元|块)|(?P<n2>{_N})\s*(?:元|块钱?)?\s*(?:/|每|一)\s*(?:\d{{1,2}}(?={_UNIT}))?(?P<unit2>{_UNIT})|¥\s*(?P<n3>{_N})|(?P<n4>{_N})\s*(?:元|块)"
)
_BY_UNIT = regex(rf"(?P<names>[一-龥]{{1,6}}(?:[/、和][一-龥]{{1,6}})*)\s*按(?P<unit>{_UNIT})", needs="按")
_CODED = regex(
    r"(?<![A-Za-z])(?P<code>[A-Z])\s*(?:[.、:)=款套]|套餐)?\s*(?P<name>[一-龥]{1,8}?)(?=\s|\d|¥|[,、;/。()（]|每|一份|$)"
)
_DEADLINE = regex(
    r"(?:(?P<mo>\d{1,2})[.月/-](?P<d>\d{1,2})日?(?:\s*\(.{1,4}\))?\s*|(?P<word>今天|今日|明天|明日|今晚|明晚|明早)\s*)?(?P<part>上午|下午|中午|晚上|晚|早上|早)?\s*(?P<h>\d{1,2})\s*(?:[点时:])(?P<mi>\d{2}|半)?分?\s*(?:之?前)?(?:准时)?(?:截止?|前报|停止|封单)",
    needs=":时点",
)
_TITLE_TAIL = regex(
    rf"\(.*?\)|#|以下(?:是|为)?|下面(?:是)?|接龙|团购|拼团|团|报名|登记|开(?:团|始)|预[订定]|[周星]期?[一二三四五六日天]|\d{{1,2}}月\d{{1,2}}[日号]?|\d{{1,2}}\.\d{{1,2}}(?=晚|早|日)|(?:每|一)(?:{_UNIT}).*|\d+(?:\.\d+)?\s*(?:元|块|{_UNIT}).*|¥.*|每户.*|限购.*|统计|今[天日]|本周|明[天日]|截止.*|请.*|要的.*"
)

_SHOPPING = regex(
    r"(?:社区|小区|超市|商场|菜场|菜市场|便利店|百货|日用品|生活用品|物资)*"
    r"(?:代购|代买|帮买|采购|购物|买菜|跑腿|超市|日用品|生活用品|物资)(?:清单|需求|服务)?"
)
"""A title that names the shopping and no good: anything may stand below it."""


def settle_campaign(base: Setting, header: Sequence[str], number: int | None) -> Setting:
    """The frame of one of several chains: its own part of the context, its own goods."""
    if number is None:
        return complete_from_header(base, header)
    parts: list[Any] = next(
        (base.context[k] for k in ("campaigns", "groups", "chains") if isinstance(base.context.get(k), list)), []
    )
    mine = _own_part([p for p in parts if isinstance(p, Mapping)], header, number)
    if mine is not None:
        base = setting_from(
            {**{k: v for k, v in base.context.items() if k not in ("default_item", "goods", "campaigns")}, **mine}
        )
    found = complete_from_header(base, header)
    return replace(found, catalogue=_own_goods(found.catalogue, header, number))


def _own_part(parts: Sequence[Mapping[str, Any]], header: Sequence[str], number: int) -> Mapping[str, Any] | None:
    words = _squash(" ".join(header))
    for part in parts:
        title = _squash(str(part.get("title") or "\0"))
        if title in words or (words and words in title):
            return part
    return parts[number] if number < len(parts) else None


def _own_goods(catalogue: Catalogue, header: Sequence[str], number: int) -> Catalogue:
    """Only the goods this header names, where it names some and not others."""
    words = even_out(" ".join(header))
    named = tuple({g.name: g for _, _, goods in catalogue.find(words) for g in goods if len(goods) == 1}.values())
    if catalogue.goods and not named and number > 0:
        own = _catalogue_from(drop_emoji(words), header)
        return own if own.goods else Catalogue()
    if not named or len(named) == len(catalogue.goods):
        return catalogue
    return Catalogue(named)


def _squash(text: str) -> str:
    return re.sub(r"[\s#]+", "", even_out(text)).replace("接龙", "")


def complete_from_header(setting: Setting, lines: Sequence[str]) -> Setting:
    """Add what the header's own words say and the desk did not."""
    text = drop_emoji(even_out(strip_invisible("\n".join(lines)).replace("\n", " ; ")))
    found = replace(setting, title=setting.title or _first_title(lines))
    _add_rules(found, text)
    if not found.catalogue.goods and not found.catalogue.free:
        found.catalogue = _catalogue_from(text, lines)
    if found.court is None and (court := COURT.search(text)):
        found.court = court[1]
    if found.deadline is None:
        found.deadline = _deadline_from(text, found.anchor)
    return found


def _add_rules(setting: Setting, text: str) -> None:
    if setting.limit is None and (match := _LIMIT.search(text)):
        setting.limit = parse_number(match["n"] or match["n2"])
        setting.limit_unit = match["unit"] or match["unit2"]
    if setting.minimum is None and (match := _MINIMUM.search(text)):
        setting.minimum, setting.minimum_unit = parse_number(match["n"]), match["unit"]
    if setting.fee is None and (match := _FEE.search(text)):
        setting.fee = parse_number(match["n"] or match["n2"])


def _catalogue_from(text: str, lines: Sequence[str]) -> Catalogue:
    """Goods as a header lists them: with codes, by "X按斤", or one good in the title."""
    coded = [Good(m["name"], code=m["code"], **_offer_after(text, m.end())) for m in _CODED.finditer(text)]
    if coded and len({g.code for g in coded}) == len(coded):
        return Catalogue(tuple(coded))
    by_unit: list[Good] = []
    for match in _BY_UNIT.finditer(text):
        by_unit.extend(Good(name, match["unit"]) for name in re.split("[/、和]", match["names"]))
    if by_unit:
        return Catalogue(tuple(by_unit))
    name = _single_name(lines)
    if not name:
        return Catalogue()
    if _SHOPPING.fullmatch(name):
        return Catalogue(free=True)
    names = [n for n in re.split(r"[/、]", name) if n]
    if len(names) > 1:
        return Catalogue(tuple(Good(n) for n in names))
    facts = _price_after(text, 0)
    return Catalogue((Good(name, facts.get("unit"), None, facts.get("price_cny")),))


def _price_after(text: str, start: int) -> dict[str, Any]:
    match = _PRICE.search(text[start : start + 40])
    if match is None:
        return {}
    number = parse_number(match["n"] or match["n2"] or match["n3"] or match["n4"])
    return {"unit": match["unit"] or match["unit2"], "price_cny": number}


def _offer_after(text: str, start: int) -> dict[str, Any]:
    """A price without a unit is a price of one, whatever is in it: 大米 10斤装 35元."""
    facts = _price_after(text, start)
    return {**facts, "unit": "份"} if facts.get("price_cny") is not None and not facts["unit"] else facts


def _first_title(lines: Sequence[str]) -> str:
    for line in lines:
        title = CHAIN_MARK.sub("", strip_invisible(line)).strip()
        if title:
            return title[:80]
    return ""


def _single_name(lines: Sequence[str]) -> str:
    """蔬菜包 of "蔬菜包接龙 每份35元(2.20晚8点截止)"; empty where no short name remains."""
    title = drop_emoji(even_out(_first_title(lines)))
    name = _TITLE_TAIL.sub(" ", title).split(",")[0].split("!")[0].strip(" :;,、。-=【】[]")
    words = [w for w in name.split() if w]
    return words[0] if words and len(words[0]) <= 10 and not words[0].isdigit() else ""


def _deadline_from(text: str, anchor: date | None) -> datetime | None:
    match = _DEADLINE.search(text)
    if match is None or (anchor is None):
        return None
    day = anchor
    if match["mo"]:
        day = _safe_date(anchor.year, int(match["mo"]), int(match["d"])) or anchor
    elif match["word"] and match["word"].startswith("明"):
        day = anchor + timedelta(days=1)
    hour = int(match["h"])
    late = (match["part"] or match["word"] or "")[-1:] in ("午", "晚", "上") and match["part"] not in (
        "上午",
        "早上",
        "早",
    )
    if late and hour < 12 and match["part"] != "中午":
        hour += 12
    minute = 30 if match["mi"] == "半" else int(match["mi"] or 0)
    return datetime(day.year, day.month, day.day, hour, minute) if hour < 24 and minute < 60 else None  # noqa: DTZ001


def _safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
