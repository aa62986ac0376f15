"""Who is at home and how warm: persons, temperatures in every spelling, tests."""

from decimal import Decimal

from shouwang.reading.chat.common import begin, finish
from shouwang.reading.chat.model import Draft, Item
from shouwang.reading.chat.scrap import Scrap
from shouwang.reading.chat.setting import Setting
from shouwang.reading.quantities import parse_number
from shouwang.reading.regex import regex

NAME, UNIT = "人", "人"
_N = r"\d{1,2}|[零一二两三四五六七八九十]{1,2}"
_AWAY = regex(rf"(?P<n>{_N})\s*(?:个)?人?\s*(?:都)?(?:在|去)?(?:外地|老家|出差|外面|不在家?|住院|未归|没回来)")
_ALL_AWAY = regex(
    r"(?:全家|都|家里)(?:人)?(?:都)?(?:在|回|去)(?:外地|老家|别处).{0,4}|没人(?:住|在家)?|空房|无人(?:居住)?"
)
_COUNT = regex(rf"(?<![\d.])(?P<n>{_N})\s*(?:口人|个人|大人|口|人|位)")
_MORE = regex(r"[+加]\s*\d[^\s\d]{0,4}", needs="+加")
_TEMPERATURE = regex(
    r"(?<![\d.])(?:(?P<whole>\d\d)\s*(?:[.。]\s*(?P<tenth>\d{1,2})|(?:℃|°C?|度)\s*(?P<after>\d)?)|(?P<packed>3[4-9]\d|4[0-2]\d))(?![\d人口])\s*(?:℃|°C?|度)?(?!\s*[人口])"
)
_TEST = regex(r"(?:抗原|核酸)?\s*(?:都|均|全部?|全家)?\s*(?P<what>阴性?|阳性?)(?![台])")
_FINE = regex(
    r"(?:体温)?(?:全部|全家|都|均|一切)?正常|无(?:发热|异常|症状)|没(?:有)?(?:发烧|不舒服|异常)|健康|都好|挺好|在家"
)
_ILL = regex(r"(?<!不)(?<!没)(?<!没有)(?<!无)(?:发烧|发热|咳嗽|不舒服|乏力|嗓子[疼痛])")
_HIGH, _LOW, _TOP = Decimal("37.3"), Decimal(35), Decimal(42)


def read_headcount(draft: Draft, setting: Setting) -> None:
    """Fill a draft of a head count or temperature chain."""
    begun = begin(draft, setting)
    if begun is None:
        return
    scrap, nick = begun
    away = scrap.take(_AWAY)
    if away:
        draft.details["away"] = int(parse_number(away["n"]) or 0)
        draft.mark("count_includes_away_unclear")
    vacant = scrap.take_all(_ALL_AWAY)
    temperatures = _temperatures(scrap, draft)
    counts = scrap.take_all(_COUNT)
    _read_health(scrap, draft)
    more = _MORE.search(scrap.text)
    if more:
        draft.ask("two_quantities", more[0])  # 2人+1保姆
    if len({c["n"] for c in counts}) > 1:
        draft.ask("two_quantities", " ".join(c[0] for c in counts))
    elif not counts:
        if draft.wish != "cancel":
            draft.ask("count_missing")
    else:
        count = parse_number(counts[0]["n"]) or Decimal(0)
        draft.items = [Item(NAME, count, UNIT)]
        if count == 0 or vacant:
            draft.tags.append("vacant")
        if temperatures and len(temperatures) != count:
            draft.ask("temp_count_differs", f"{len(temperatures)}/{count}")
        if count > 15:
            draft.ask("qty_unlikely", f"{count}")
    finish(draft, scrap, nick)


def _temperatures(scrap: Scrap, draft: Draft) -> list[Decimal]:
    found = []
    for match in scrap.take_all(_TEMPERATURE):
        if match["packed"]:
            value = Decimal(match["packed"]) / 10
            draft.mark("temp_decimal_missing")
        else:
            value = Decimal(f"{match['whole']}.{match['tenth'] or match['after'] or 0}")
        found.append(value)
        if not _LOW <= value <= _TOP:
            draft.ask("temp_implausible", str(value))
        elif value >= _HIGH:
            draft.mark("temp_high>=37.3", "health_report_required", "sensitive_do_not_broadcast")
    if found:
        draft.details["temps"] = [float(t) for t in found]
    return found


def _read_health(scrap: Scrap, draft: Draft) -> None:
    for match in scrap.take_all(_TEST):
        draft.details["test"] = match["what"][0]
        if match["what"][0] == "阳":
            draft.mark("health_report_required", "sensitive_do_not_broadcast", "urgent")
    if scrap.take_all(_FINE):
        draft.details["health"] = "正常"
    if scrap.take_all(_ILL):
        draft.details.pop("health", None)
        draft.mark("health_report_required", "sensitive_do_not_broadcast")
