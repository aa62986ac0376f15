"""Shift sign-ups: who, which day, which hours, which post."""

import re

from shouwang.reading.chat.common import begin, finish
from shouwang.reading.chat.model import Draft
from shouwang.reading.chat.setting import Setting
from shouwang.reading.regex import regex

_WEEK = "一二三四五六日天"
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAYS = regex(
    rf"(?P<week>上上?|下下?)?个?(?:周|星期|礼拜)(?P<from>[{_WEEK}])\s*(?:到|至|-|~)\s*(?:周|星期)?(?P<to>[{_WEEK}])|(?P<week2>上上?|下下?)?个?(?:周|星期|礼拜)(?P<list>[{_WEEK}](?:[、,/和]?(?:周|星期)?[{_WEEK}](?![一-龥]?号|楼|点)){{0,6}})|(?P<daily>每天|天天)|(?P<weekend>周末)"
)
_DATE = regex(
    r"(?<![\d-])(?P<m>\d{1,2})(?:月|\.|/)(?P<d>\d{1,2})(?:日|号)?(?![\d.点])|(?<![\d-])(?P<d2>\d{1,2})(?:日|号)(?!楼|院|线)|(?P<word>今天|明天|后天|今晚|明早|明晚)"
)
_PART = "早上|上午|中午|下午|傍晚|晚上|夜里|凌晨|早|晚"
_HOURS = regex(
    rf"(?P<part>{_PART})?\s*(?P<a>\d{{1,2}})\s*(?:[点时]|:(?P<am>\d{{2}}))?\s*(?:-|~|到|至)\s*"
    rf"(?P<part2>{_PART})?\s*(?P<b>\d{{1,2}})\s*(?:[点时]|:(?P<bm>\d{{2}}))"
)
_SLOT = regex(r"(?P<slot>[早中晚夜白]班|上午|下午|晚上|中午|全天|整天|早上|夜里|通宵|[A-C]班)")
_POST = regex(
    r"(?P<post>[东西南北正后]门(?:岗)?|门岗|岗亭|大门|测温|登记|巡逻|消杀|消毒|配送|送货|搬运|卸货|核酸(?:点)?|打电话|机动|物资|快递(?:点)?|扫码)(?:岗|组)?"
)
_LOOSE = regex(r"都(?:行|可以)|随便|随时|看安排|服从安排|哪天都")
_DAY_IN_TITLE = regex(r"\d{1,2}月\d{1,2}|\d{1,2}\.\d{1,2}|今[天日晚]|明[天日晚早]|(?:周|星期)[一二三四五六日天]")


def read_shift(draft: Draft, setting: Setting) -> None:
    """Fill a draft of a shift sign-up."""
    begun = begin(draft, setting)
    if begun is None:
        return
    scrap, nick = begun
    if draft.addr is not None and draft.addr.kind == "post":
        scrap.text += f" {draft.addr.place}"
    hours = [_hours(m, draft) for m in scrap.take_all(_HOURS)]
    weeks = scrap.take_all(_DAYS)
    days = [d for m in weeks for d in _days(m)]
    days += [m[0].strip() for m in scrap.take_all(_DATE)]
    slots = [m["slot"] for m in scrap.take_all(_SLOT)]
    posts = [m["post"] for m in scrap.take_all(_POST)]
    loose = scrap.take_all(_LOOSE)
    when = hours if len(slots) == 1 == len(hours) else [*slots, *hours]  # 早班7-13点 is one shift
    draft.details["shifts"] = [
        {"day": day or None, "slot": slot or None, **({"post": posts[0]} if len(posts) == 1 else {})}
        for day in (days or [""])
        for slot in (when or [""])
    ]
    other_week = [m["week"] or m["week2"] for m in weeks if m["week"] or m["week2"]]
    if other_week and f"{other_week[0]}周" not in setting.title:
        draft.ask("shift_unclear", f"{other_week[0]}周")
    if draft.wish == "cancel":
        named = draft.details.pop("shifts")
        draft.details["only"] = [shift for shift in named if shift["day"] or shift["slot"]]
    elif loose or not when or not (days or _is_for_one_day(setting.title)) or (len(days) > 1 and len(when) > 1):
        draft.ask("shift_unclear")
    if len(posts) > 1:
        draft.ask("shift_unclear", " ".join(posts))
    if draft.addr is not None and not draft.addr.building:
        draft.addr = None  # the post they stand at is no home
    finish(draft, scrap, nick)
    if draft.name is None and draft.nick is None and draft.speaker is None and draft.wish != "cancel":
        draft.ask("helper_unknown")


def _is_for_one_day(title: str) -> bool:
    return len(_DAY_IN_TITLE.findall(title)) == 1 and not re.search(
        r"\d[日号]?\s*(?:-|到|至|~)\s*\d|本周|一周|下周(?![一二三四五六日天])", title
    )


def _hours(match: re.Match[str], draft: Draft) -> str:
    """下午2点到5点 is 14:00-17:00; 2点到5点 without a word is for asking."""
    first, last = int(match["a"]), int(match["b"])
    late = ("下午", "傍晚", "晚上", "夜里", "晚")
    if match["part"] in late and first < 12:
        first += 12
    if last < 12 and (
        match["part2"] in late or (match["part2"] is None and match["part"] in late and last + 12 > first)
    ):
        last += 12
    if (first < 6 and match["part"] is None) or max(first, last) > 24:
        draft.ask("shift_unclear", match[0].strip())
    return f"{first:02d}:{match['am'] or '00'}-{last:02d}:{match['bm'] or '00'}"


def _days(match: re.Match[str]) -> list[str]:
    if match["daily"]:
        return ["DAILY"]
    if match["weekend"]:
        return ["SA", "SU"]
    if match["from"]:
        first, last = (min(_WEEK.index(match[k]), 6) for k in ("from", "to"))
        return list(_CODES[first : last + 1])
    return [_CODES[min(_WEEK.index(c), 6)] for c in match["list"] if c in _WEEK]
