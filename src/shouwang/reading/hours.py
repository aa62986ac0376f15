"""Opening hours as people write them: 8:00-20:30 daily, 周一至周六 8:00-12:00 14:00-18:00, 24小时, Mon-Fri 9am-5pm.

`read_hours(text)` gives a week of spans, or says what must be asked: a time without its days, "8-5" that may mean the
afternoon, words it does not know. Nothing is guessed. Days that a text with days leaves out are shut days.
All patterns are linear.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Span = tuple[str, str]
"""("08:00", "20:30"); ("22:00", "02:00") ends on the next day; "24:00" is the midnight that ends the day."""
Week = tuple[tuple[Span, ...], ...]
"""Seven days, Monday first; an empty one is shut."""

DAY = 24 * 60
ALL = frozenset(range(7))
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHINESE = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Ask:
    """What must be asked back. `code`: not_understood, days_missing, times_missing, half_day, one_time, order,
    two_meanings; `words`: the part of the text that it is about."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class HoursRead:
    """`week` is None where something must be asked, and () where the text says nothing."""

    week: Week | None
    asks: tuple[Ask, ...] = ()


_PREFIX = r"(?:早上|早晨|早|上午|凌晨|中午|下午|傍晚|晚上|晚间|晚|夜里|次日|第二天)"
_NUMBER = r"(?:\d{1,2}|十[一二]?|[一二两三四五六七八九])"
_PAST = r"(?:[:.](\d\d)(?!\d)|([点时])(半|一刻|三刻|\d{1,2}分?)?)?"
_TIME = rf"({_PREFIX}{{0,2}})\s?({_NUMBER}){_PAST}\s?(am|pm|a\.m\.|p\.m\.)?"
_TO = r"\s?(?:--?|—+|~|至|到|to|until)\s?"
_CN_DAY = r"(?:周|星期|礼拜)"
_CN = r"[一二三四五六日天1-7]"
_EN = r"(?:mon|tues?|wed|thur?s?|fri|sat|sun)(?:nes|ur|day|days)*\.?"
_TOKENS = re.compile(
    rf"(?P<always>24/7|全年无休24小时|二十四小时营业全年无休)"
    rf"|(?P<whole>24\s?(?:小时|h(?:ou)?rs?|h\b)|二十四小时|全天候?|(?:a)?round the clock)"
    rf"|(?P<daily>daily|every\s?day|每[天日]|天天|全年无休|无休|一周七天|all week)"
    rf"|(?P<weekdays>weekdays?|working days|工作日|平日)"
    rf"|(?P<weekend>weekends?|周末|双休日)"
    rf"|(?P<cnrange>{_CN_DAY}({_CN}){_TO}{_CN_DAY}?({_CN}))"
    rf"|(?P<cnlist>{_CN_DAY}({_CN}(?:[、,和及]?{_CN}(?![\d:.点时])){{0,6}}))"
    rf"|(?P<enrange>\b({_EN}){_TO}({_EN})(?![a-z]))"
    rf"|(?P<en>\b({_EN})(?![a-z]))"
    rf"|(?P<shut>休息|休诊|不营业|不开门?|关门|停业|closed|shut|休)"
    rf"|(?P<span>(?=\S){_TIME}{_TO}{_TIME})"
    rf"|(?P<one>(?=\S){_TIME})"
    r"|(?P<said>营业时间|门诊时间|营业|门诊|开门|开放|上班|时间)"
    r"|(?P<also>opening hours|hours|open(?:ing|s)?|from|on|and|[和及与:])"
    r"|(?P<between>[\s,、;。/&·()|]+)"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A set of days, or what holds on them: spans in minutes (none: shut)."""

    days: frozenset[int] | None = None
    spans: tuple[tuple[int, int], ...] = ()


def read_hours(text: str) -> HoursRead:
    """The week that `text` describes, or what to ask. Cost: linear in `text`, which is cut at 400 characters."""
    even = unicodedata.normalize("NFKC", text).lower().translate(_EVEN)[:400].strip()
    if not even:
        return HoursRead(())
    items, asks = _items_of(even)
    if not asks:
        asks = _times_in_order(items)
    if asks:
        return HoursRead(None, tuple(asks))
    if all(item.days is None for item in items):
        if all(item.spans == ((0, DAY),) for item in items):
            return HoursRead(_week_of(dict.fromkeys(ALL, ((0, DAY),))))
        return HoursRead(None, (Ask("days_missing", even),))
    if all(item.days is not None for item in items):
        return HoursRead(None, (Ask("times_missing", even),))
    weeks = {tuple(sorted(week.items())) for week in map(_apply, _clauses(items)) if week}
    if len(weeks) != 1:
        return HoursRead(None, (Ask("two_meanings", even),))
    week = dict(weeks.pop())
    if not any(week.values()):
        return HoursRead(None, (Ask("times_missing", even),))
    return HoursRead(_week_of(week))


_EVEN = str.maketrans("，；：–—−～〜（）", ",;:---~~()")
_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九", 1)}
_WORDS = {"十": 10, "十一": 11, "十二": 12, "两": 2} | _DIGITS
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}


def _items_of(text: str) -> tuple[list[_Item], list[Ask]]:
    items: list[_Item] = []
    asks: list[Ask] = []
    place = 0
    while place < len(text):
        found = _TOKENS.match(text, place)
        if found is None:
            end = next((at for at in range(place + 1, len(text)) if _TOKENS.match(text, at)), len(text))
            asks.append(Ask("not_understood", text[place:end].strip()))
            place = end
            continue
        place = found.end()
        read = _item_of(found)
        if isinstance(read, Ask):
            asks.append(read)
        else:
            for item in read:
                _append(items, item)
    return items, asks


def _append(items: list[_Item], item: _Item) -> None:
    """Spans that follow each other belong together; 全天 24小时 is one thing said twice."""
    last = items[-1] if items else None
    if item.days is None and last is not None and last.days is None and item.spans and last.spans:
        if item.spans != last.spans:
            items[-1] = _Item(None, last.spans + item.spans)
        return
    items.append(item)


def _item_of(found: re.Match[str]) -> tuple[_Item, ...] | Ask:
    kind, groups = found.lastgroup, found.groupdict()
    whole = next((name for name in groups if groups[name]), kind)
    text = found.group()
    if whole == "always":
        return _Item(ALL), _Item(None, ((0, DAY),))
    if whole == "whole":
        return (_Item(None, ((0, DAY),)),)
    if whole in {"said", "also", "between"}:
        return ()
    if whole == "shut":
        return (_Item(None, ()),)
    if whole == "one":
        return Ask("one_time", text.strip())
    if whole == "span":
        return _span_of(text)
    days = _days_of(str(whole), text)
    return (_Item(days),)


def _days_of(kind: str, text: str) -> frozenset[int]:
    if kind == "daily":
        return ALL
    if kind == "weekdays":
        return frozenset(range(5))
    if kind == "weekend":
        return frozenset({5, 6})
    if kind.startswith("cn"):
        named = [_cn_day(sign) for sign in re.findall(_CN, text)]
    else:
        named = [DAYS.index(word[:3]) for word in re.findall(_EN, text)]
    if kind.endswith("range"):
        first, last = named
        return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
    return frozenset(named)


def _cn_day(sign: str) -> int:
    return int(sign) - 1 if sign.isdigit() else CHINESE.index("日" if sign == "天" else sign)


def _span_of(text: str) -> tuple[_Item, ...] | Ask:
    found = re.fullmatch(rf"{_TIME}{_TO}{_TIME}", text.strip())
    assert found is not None
    one, other = found.groups()[:6], found.groups()[6:]
    begins, ends = _minutes(one), _minutes(other)
    if begins is None or ends is None:
        return Ask("not_understood", text.strip())
    is_said = any(part for part in (other[0], other[5]))
    if not is_said and (_is_later_half(one)) and ends <= begins and ends + DAY // 2 <= DAY and ends < DAY // 2:
        ends += DAY // 2  # 下午2:00-6:00: the word holds for both
    is_next_day = bool(other[0]) and other[0] in {"次日", "第二天", "凌晨", "次日凌晨"}
    over_midnight = ends < begins and begins >= DAY // 2 and ends <= 8 * 60 and not _is_later_half(other)
    if ends > begins or over_midnight or (is_next_day and ends < begins):
        return (_Item(None, ((begins, ends),)),)
    return Ask("half_day", text.strip())


def _is_later_half(time: Sequence[str | None]) -> bool:
    prefix, suffix = time[0] or "", (time[5] or "").replace(".", "")
    return suffix == "pm" or any(word in prefix for word in ("下午", "傍晚", "晚", "夜"))


def _minutes(time: Sequence[str | None]) -> int | None:
    """Minutes since midnight of a matched time; None where there is no such time."""
    prefix, number, minutes, _sign, quarter, suffix = time
    hour = _WORDS[number] if number in _WORDS else int(number or 0)
    if quarter:
        past = _QUARTERS[quarter] if quarter in _QUARTERS else int(quarter.rstrip("分"))
    else:
        past = int(minutes or 0)
    if _is_later_half(time) and hour < 12:
        hour += 12
    if (suffix or "").startswith("a") and hour == 12:
        hour = 0
    if prefix == "中午" and hour in {1, 2}:
        hour += 12
    value = hour * 60 + past
    return value if past < 60 and value <= DAY else None


def _times_in_order(items: Sequence[_Item]) -> list[Ask]:
    for item in items:
        for (_begins, ends), (begins, _ends) in zip(item.spans, item.spans[1:], strict=False):
            if begins < ends or ends < _begins:
                return [Ask("order", f"{_clock(_begins)}-{_clock(ends)} {_clock(begins)}-{_clock(_ends)}")]
    return []


def _clauses(items: Sequence[_Item]) -> Iterator[list[tuple[frozenset[int], tuple[tuple[int, int], ...]]]]:
    """Every way to cut `items` into clauses: days with what follows them, or times with the days behind them."""
    if not items:
        yield []
        return
    for end in range(2, len(items) + 1):
        clause = items[:end]
        named = [item.days for item in clause if item.days is not None]
        times = [item for item in clause if item.days is None]
        if len(times) != 1 or (clause[0] is not times[0] and clause[-1] is not times[0]):
            continue
        for rest in _clauses(items[end:]):
            yield [(frozenset().union(*named), times[0].spans), *rest]


def _apply(
    clauses: Sequence[tuple[frozenset[int], tuple[tuple[int, int], ...]]],
) -> dict[int, tuple[tuple[int, int], ...]] | None:
    """Each day's spans. An exception comes after what it is an exception of; None where two clauses disagree."""
    week: dict[int, tuple[tuple[int, int], ...]] = {}
    wide: dict[int, int] = {}
    for days, spans in clauses:
        for day in days:
            if day in week and wide[day] <= len(days):
                return None
            week[day], wide[day] = spans, len(days)
    return week


def _week_of(week: dict[int, tuple[tuple[int, int], ...]]) -> Week:
    return tuple(tuple((_clock(begins), _clock(ends)) for begins, ends in week.get(day, ())) for day in range(7))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
