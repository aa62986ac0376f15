"""What is known before the first entry: from the desk's context, else from the chain's own header."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shouwang.reading.addresses import Register
from shouwang.reading.chat.patterns import CHAIN_MARK
from shouwang.reading.goods import Catalogue, Good, read_goods
from shouwang.reading.quantities import UNIT_PATTERN, parse_number
from shouwang.reading.regex import regex
from shouwang.reading.text import drop_emoji, even_out, strip_invisible

if TYPE_CHECKING:
    from shouwang.reading.chat.leftovers import ItemsRead

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
_COURT = regex(r"(?<!\d)(\d{1,4}号院)", needs="院")
_TITLE_TAIL = regex(
    rf"\(.*?\)|#|以下(?:是|为)?|下面(?:是)?|接龙|团购|拼团|团|报名|登记|开(?:团|始)|预[订定]|[周星]期?[一二三四五六日天]|\d{{1,2}}月\d{{1,2}}[日号]?|\d{{1,2}}\.\d{{1,2}}(?=晚|早|日)|(?:每|一)(?:{_UNIT}).*|\d+(?:\.\d+)?\s*(?:元|块|{_UNIT}).*|¥.*|每户.*|限购.*|统计|今[天日]|本周|明[天日]|截止.*|请.*|要的.*"
)


@dataclass
class Setting:
    """The frame of one campaign."""

    title: str = ""
    catalogue: Catalogue = field(default_factory=Catalogue)
    kind: str | None = None
    deadline: datetime | None = None
    posted_at: datetime | None = None
    base_date: date | None = None
    court: str | None = None
    scheme: str | None = None
    lettered: bool = False
    register: Register = field(default_factory=Register)
    limit: Decimal | None = None
    limit_unit: str | None = None
    minimum: Decimal | None = None
    minimum_unit: str | None = None
    fee: Decimal | None = None
    posts: bool = True  # a guard post may be where something goes; in a shift list it is where one stands
    places: Mapping[str, str] = field(default_factory=dict)
    community: str | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    goods_read: dict[str, "ItemsRead"] = field(default_factory=dict, init=False, repr=False)  # by text

    @property
    def anchor(self) -> date | None:
        """The day that bare times and relative days belong to."""
        if self.posted_at:
            return self.posted_at.date()
        return self.base_date


def setting_from(context: Mapping[str, Any]) -> Setting:
    """The frame as the desk knows it. Unknown keys and broken values are left aside, never an error."""
    goods = read_goods(context.get("goods"))
    default = read_goods([context["default_item"]]) if context.get("default_item") else ()
    chosen = default[0] if default else None
    if chosen is not None:
        chosen = next((g for g in goods if g.name == chosen.name), chosen)
    free = "goods" in context and not goods and chosen is None
    register = context.get("register", context.get("doors"))
    aliases = next((context[k] for k in ("aliases", "door_aliases", "alias", "addr_aliases") if context.get(k)), None)
    compound = _text(context.get("compound"))
    title = _text(context.get("title")) or ""
    court = _COURT.search(f"{compound or ''} {title}")
    limit, fee = context.get("limit_per_household"), context.get("fee_per_household_cny")
    return Setting(
        title=title,
        catalogue=Catalogue(goods, chosen, free),
        kind=_text(context.get("kind")),
        deadline=_moment(context.get("deadline")),
        posted_at=_moment(context.get("posted_at")),
        base_date=_day(context.get("base_date") or context.get("date")),
        court=court[1] if court else None,
        scheme=_text(context.get("unit_scheme")),
        lettered=bool(context.get("buildings")),
        register=Register.from_any(
            register if isinstance(register, (list, tuple)) else None,
            aliases or (register if isinstance(register, Mapping) else None),
        ),
        limit=_decimal(limit),
        fee=_decimal(fee),
        minimum=_decimal(context.get("min_qty", context.get("minimum"))),
        places=context["places"] if isinstance(context.get("places"), Mapping) else {},
        community=_text(context.get("community")),
        context=context,
    )


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
    if found.court is None and (court := _COURT.search(text)):
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


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    return parse_number(str(value))


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None) if isinstance(value, str) else None
    except ValueError:
        return None


def _day(value: object) -> date | None:
    found = _moment(value)
    return found.date() if found else None


def _safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
