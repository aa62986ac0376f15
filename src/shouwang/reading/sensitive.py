"""Words that must not travel: illness, isolation, talk of harming oneself, identity numbers, cards' PINs.

A PIN is never kept at all (`blank_pins` before anything is stored); the rest never stands in text meant
for a group (`redact`). Words are found, not understood: a person decides what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shouwang.reading.regex import has_any, regex

_NOT = r"(?<!没)(?<!无)(?<!不)(?<!未)(?<!没有)(?<!未见)(?<!否认)(?<!有无)(?<!是否)(?<!排除)(?<!预防)(?<!解除)"
_FEVER = (
    rf"{_NOT}(?:发(?:高|低)?[烧热燒熱](?!门诊|友|量|水|线)|[高低中]烧|[高低]热(?!量)|体温(?:偏高|异常|超))"
    r"|(?<![\d.])(?:3[89]|4[0-2])(?:[.。]\d)?\s*(?:度|℃|°C?)(?!以下)|(?<![\d.])37[.。][3-9]\s*(?:度|℃|°C?)?(?!\d)"
)
_ILLNESS = (
    rf"{_NOT}(?:新冠|新型冠状|确诊|確診|疑似|阳性|陽性|核酸[阳陽]|(?:乙|丙)肝|肝炎|肺炎|肺结核|结核|艾滋|HIV|梅毒"
    r"|癌|肿瘤|腫瘤|白血病|化疗|化療|放疗|尿毒症|透析|癫痫|精神(?:病|分裂|障碍)|抑郁症?|躁郁|双相|痴呆|"
    r"糖尿病|高血压|高血壓|冠心病|心脏病|心梗|脑梗|脑溢血|中风|偏瘫|哮喘|慢阻肺|肾病|流产|"
    r"咳嗽|呕吐|腹泻|拉肚子|胸(?:口)?[闷悶痛]|喘不上气|呼吸困难|嗓子[痛疼])"
)
_ISOLATION = rf"{_NOT}(?:居家隔离|隔离(?!带|墩|栏|衣|服)|隔離|密接|次密接|密切接触|方舟|封控户|红码|黄码|健康监测)"
_SELF_HARM = (
    r"不想活|活不下去|活着没意思|活着(?:也)?没(?:什么)?意思|活够了|不如死|想死(?!你|我|他)|去死(?!吧你)|寻死|轻生|輕生|自杀|自殺|自残|"
    r"自尽|跳楼|跳樓|跳下去|上吊|割腕|喝农药|了结(?:自己|生命|算了)|结束(?:自己的)?生命|一了百了|撑不下去了|"
    r"撑不住了|没有?活路|遗书|遗言|安眠药.{0,4}(?:都|全)吃|kill myself|suicide|want to die|end my life"
)
_IDENTITY = r"(?<![\dA-Za-z])\d{6}\s?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s?\d{3}[\dXxＸⅩ×](?!\d)"
_KEYWORD = r"(?:密[码碼]|口令|验证码|驗證碼|\bPIN\b|\bpwd\b|\bpassword\b|\bmima\b)"
_SAYS = r"(?:\s|是|为|為|就是|还是|都是|设的|：|:|=|＝|，|,|[(（)）])*"
_DIGIT = "[0-9０-９]"
_SECRET = (
    rf"{_DIGIT}(?:[\s\-.]?{_DIGIT}){{2,11}}|[零〇一二三四五六七八九幺两]{{4,8}}"
    rf"|[六八四6８84]\s*[个個]\s*(?:{_DIGIT}|[零〇一二三四五六七八九])(?![份盒斤袋箱瓶支元])"
    rf"|{_DIGIT}\s*到\s*{_DIGIT}|(?:我|他|她|本人|孩子|老人)?的?(?:生日|出生(?:年月日|日期))|身份证(?:号)?后[四六46]位|手机(?:号)?后[四六46]位"
)
_PIN = regex(
    rf"{_KEYWORD}[^\d０-９\n，。；;]{{0,6}}?{_SAYS}(?P<after>{_SECRET})"
    rf"|(?P<before>{_DIGIT}{{4,8}})\s*(?:是|为|[(（])?\s*(?:[^\s\d]{{0,4}})?{_KEYWORD}",
    re.IGNORECASE,
)
# A quick look first, for nearly no text has a PIN: without IGNORECASE the first letters are found fastest.
_MAY_BE_PIN = regex(
    "密[码碼]|口令|验证码|驗證碼|[Pp][Ii][Nn]|[Pp][Ww][Dd]|[Pp][Aa][Ss][Ss]|[Mm][Ii][Mm][Aa]", needs="密口验驗PpMm"
)
_PIN_LETTERS = frozenset("密口验驗PpMm")
_WORDS = {
    kind: regex(pattern, re.IGNORECASE, needs=needs)
    for kind, needs, pattern in (
        ("self_harm", "KkSsWwEe不活如想去寻轻輕自跳上割喝了结一撑没遗安", _SELF_HARM),
        ("fever", "烧热燒熱体34", _FEVER),
        (
            "illness",
            "新确確疑阳陽肝炎结艾Hh梅癌瘤腫白化放尿透癫神抑躁双痴糖血冠心脑中偏哮慢肾流咳呕腹拉胸喘呼嗓",
            _ILLNESS,
        ),
        ("isolation", "隔密方封红黄健", _ISOLATION),
        ("identity", "12", _IDENTITY),
    )
}
_TELEPHONE = regex(r"(?<![\d.])(1[3-9]\d)[\s-]?\d{4}[\s-]?(\d{4})(?!\d)")
_LOOKED_FOR = (_MAY_BE_PIN, *_WORDS.values())
KINDS = ("card_pin", *_WORDS)


@dataclass(frozen=True)
class Sensitive:
    """Something in a text that must not travel: `kind` is one of KINDS, `span` where it stands."""

    kind: str
    span: tuple[int, int]
    text: str


def find(text: str) -> tuple[Sensitive, ...]:
    """Return everything sensitive in `text`, in its order. A PIN's `text` is never given, only blanks."""
    if not has_any(_LOOKED_FOR, text):
        return ()
    found = [Sensitive("card_pin", span, "＊" * (span[1] - span[0])) for span in _pins(text)]
    for kind, pattern in _WORDS.items():
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in _spans(found)):
                found.append(Sensitive(kind, match.span(), match[0]))
    return tuple(sorted(found, key=lambda item: item.span))


def speaks_of_self_harm(text: str) -> bool:
    """Say whether someone may be in danger by their own hand: one named person is told, never a group."""
    return _WORDS["self_harm"].search(text) is not None


def may_hold_pin(text: str) -> bool:
    """A quick look: False where there is no word that a PIN could belong to."""
    return not _PIN_LETTERS.isdisjoint(text) and _MAY_BE_PIN.search(text) is not None


def blank_pins(text: str) -> str:
    """Write ＊ over every PIN: 医保卡密码123456 → 医保卡密码＊＊＊＊＊＊. The length stays."""
    spans = _pins(text)
    return _blank(text, spans) if spans else text


def redact(text: str) -> str:
    """Make `text` fit for a group: sensitive words and PINs blanked, telephones cut to 130＊＊＊＊0101."""
    text = _blank(text, [item.span for item in find(text)])
    return _TELEPHONE.sub(lambda match: f"{match[1]}＊＊＊＊{match[2]}", text)


def _pins(text: str) -> list[tuple[int, int]]:
    """Every PIN's span. One word may have digits on both sides, so it looks again once those found are blanked."""
    spans: list[tuple[int, int]] = []
    if not _MAY_BE_PIN.search(text):
        return spans
    while found := [match.span("after" if match["after"] else "before") for match in _PIN.finditer(text)]:
        spans += found
        text = _blank(text, found)
    return spans


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "＊" * (end - start) + text[end:]
    return text


def _spans(found: list[Sensitive]) -> list[tuple[int, int]]:
    return [item.span for item in found]
