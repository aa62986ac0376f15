"""Medicine lines: name, strength, packs, days left, insurance card; and everything to ask before buying."""

import re
from collections.abc import Iterator
from decimal import Decimal

from shouwang.reading import drugs, sensitive
from shouwang.reading.chat.common import begin, finish
from shouwang.reading.chat.model import Draft, Item
from shouwang.reading.chat.scrap import CUT, Scrap
from shouwang.reading.chat.setting import Setting
from shouwang.reading.chat.words import peel_wishes
from shouwang.reading.quantities import parse_number
from shouwang.reading.regex import regex

_N = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
_PACK = r"盒|瓶|支|袋|包|板|贴|管|个|只|片|粒|桶|罐|条|卷|套"
_STRENGTH = (
    r"\d{1,5}(?:\.\d{1,4})?\s*(?:mg|ml|ug|μg|mcg|iu|g|u|万?单位|毫克|微克|毫升|克)(?:\s*[*x:/]\s*\d{1,4}(?:\.\d{1,3})?\s*(?:mg|ml|g|iu|u|万?单位|片|粒|支|袋|丸|s|板|贴)?){0,3}"
    r"|\d{1,3}\s*(?:片|粒|丸|s)\s*(?:装|/盒|一盒)?(?=\s|,|[*x]|\d)"
)
_DRUG = regex(
    rf"(?P<name>[一-龥A-Za-z][一-龥A-Za-z0-9·-]{{1,24}}?)\s*(?:\(?(?P<spec>{_STRENGTH})\)?)?\s*,?\s*(?:[*x]\s*(?!\d+\s*(?:片|粒|丸|s)))?(?<!\d)(?<!\*)(?P<n>{_N})\s*(?P<unit>{_PACK})(?![a-zA-Z])",
    re.IGNORECASE,
)
_FORM = (
    r"(?:缓释|控释|肠溶|分散|泡腾|咀嚼|软|硬|口服)?"
    r"(?:片剂?|胶囊|颗粒|口服液|注射液|笔芯|预填充笔?|特充|气雾剂|粉雾剂|喷雾剂|吸入剂|滴眼液|眼药水|滴鼻液|软膏|乳膏"
    r"|凝胶|糖浆|滴丸|贴剂|贴膏|混悬液|溶液)"
)
_FORM_APART = regex(rf"(?<=[一-龥A-Za-z0-9)])[ \t]+(?={_FORM}(?![一-龥A-Za-z]))")
_FORM_BEHIND = regex(
    rf"(?P<name>[一-龥A-Za-z][一-龥A-Za-z0-9·-]{{1,24}}?)\s*(?P<spec>{_STRENGTH})\s+(?!片)(?P<form>{_FORM})(?=\s*,?\s*(?:{_N})\s*(?:{_PACK}))",
    re.IGNORECASE,
)
_ONLY_FORM = regex(rf"(?:{_FORM})+$")
_UNCOUNTED = regex(
    rf"(?P<name>[一-龥]{{2,12}}?(?:片|胶囊|颗粒|口服液|滴丸|丸|药水|药膏|软膏|药|胰岛素|沙坦|地平|他汀|洛尔|格列\w|霉素|试纸))\s*(?P<spec>{_STRENGTH})?",
    re.IGNORECASE,
)
_LEFT = regex(rf"(?:{_N}|半)\s*(?:{_PACK})(?![一-龥])|\d\s*(?:mg|ml|g)(?![a-z])|[或和]\s*\d", re.IGNORECASE)
_DAYS = regex(
    rf"(?:还|只)?(?:剩|有|够|能吃)(?:下|吃)?\s*(?P<n>{_N})\s*天(?:的?量)?|(?P<tomorrow>明[天早](?:就|要|早上)?\s*(?:没了?|断药?|吃完了?|没药了?))|(?P<now>(?:今天|已经|都)?\s*(?:断药了?|吃完了|没药了|断了|(?<![一-龥])没了))"
)
_CARD = regex(r"(?:有|带|用|刷)?(?:医保卡|社保卡|医保)(?:在家|已?给|一起)?")
_BOX = regex(r"空(?:药)?盒(?:已?放?门口|在门口|给)?|药盒(?:放|在)?门口?|(?:有|带)?处方(?:单|笺)?|照片(?:已?发)?")
_URGENT = regex(r"!{2,}|急用|很急|急需|尽快|加急|(?<![一-龥])急(?![诊救])|今天必须")
_PATIENT = regex(
    r"(?:家里|家人)?(?:有)?癌症病人|(?:糖尿病|高血压|冠心病|心脏病|乙肝|癌症|肿瘤|肝炎|精神病)(?:病人|患者)?"
)
_SECRET = regex(r"别在群里.{0,12}|不要(?:在群里)?(?:发|公开).{0,8}|保密")
_FEVER = regex(r"(?<!不)(?<!没)(?<!没有)(?<!无)(?:发烧|发热|低烧|高烧|咳嗽|嗓子[疼痛])")
_MAX_PACKS = 10


def read_medicine(draft: Draft, setting: Setting) -> None:
    """Fill a draft of a medicine chain."""
    begun = begin(draft, setting)
    if begun is None:
        return
    scrap, nick = begun
    scrap.take_all(_SECRET)
    peel_wishes(scrap, draft)
    _peel_state(scrap, draft)
    for name, spec, quantity, unit in _drugs_of(scrap):
        _add(draft, name, spec, quantity, unit)
    if _FEVER.search(draft.text) or any(s.kind == "fever" for s in sensitive.find(draft.text)):
        draft.mark("health_report_required", "sensitive_do_not_broadcast")
        draft.reviews = [r for r in draft.reviews if r.code != "fever_drug"]
        draft.ask("fever_reported")
        draft.reviews.sort(key=lambda r: r.code != "fever_reported")
    if not draft.items and not draft.reviews and draft.wish in (None, "add"):
        draft.ask("drug_name_missing")
    scrap.take_all(_FEVER)
    scrap.take_all(re.compile(r"有点|有些|家里|病人|患者|老人|[要买带拿]|的"), leave="")
    left = _LEFT.search(scrap.text)
    if left and draft.items:
        draft.ask("two_quantities", left[0])  # 1盒或2盒
    finish(draft, scrap, nick)


def _peel_state(scrap: Scrap, draft: Draft) -> None:
    for match in scrap.take_all(_DAYS):
        days = parse_number(match["n"]) if match["n"] else Decimal(1 if match["tomorrow"] else 0)
        draft.details["days_left"] = int(days or 0)
        if days is not None and days <= 1:
            draft.mark("urgent")
    if scrap.take_all(_URGENT):
        draft.mark("urgent")
    if scrap.take_all(_CARD):
        draft.details["insurance_card"] = True
    if scrap.take_all(_BOX):
        draft.details["empty_box"] = True
    if scrap.take_all(_PATIENT):
        draft.mark("sensitive_do_not_broadcast")


def _drugs_of(scrap: Scrap) -> Iterator[tuple[str, str | None, Decimal | None, str | None]]:
    """(name, strength, packs, unit) of each. A form written apart belongs to the name: 布洛芬 缓释胶囊 is one drug."""
    scrap.text = _FORM_BEHIND.sub(r"\g<name>\g<form> \g<spec> ", scrap.text)
    scrap.text = _FORM_APART.sub("", scrap.text)
    for match in scrap.take_all(_DRUG):
        yield _clean(match["name"]), match["spec"], parse_number(match["n"]), match["unit"]
    for match in scrap.take_all(_UNCOUNTED):
        yield _clean(match["name"]), match["spec"], None, None


def _clean(name: str) -> str:
    return re.sub(r"^(?:我?要|买|带|拿|和|还有|再)+", "", name.strip(f" -·{CUT}"))


def _add(draft: Draft, name: str, spec: str | None, quantity: Decimal | None, unit: str | None) -> None:
    details: dict[str, object] = {"spec": re.sub(r"\s+", "", spec) if spec else None}
    generic = drugs.generic_of(name)
    if generic:
        details["generic"] = generic
    if drugs.is_cold(name):
        details["cold_chain"] = True
        draft.mark("cold_chain")
    draft.items.append(Item(name, quantity, unit or "盒", details=details))
    if drugs.is_vague(name) or _ONLY_FORM.match(name):
        draft.ask("drug_name_vague", name)
    elif drugs.is_controlled(name):
        draft.mark("controlled", "offer_vehicle")
        draft.ask("controlled_drug", name)
    elif drugs.is_registered(name):
        draft.ask("register_needed", name)
    elif drugs.is_for_fever(name):
        draft.mark("fever_drug_register")
        draft.ask("fever_drug", name)
    elif spec is None and drugs.needs_strength(name):
        draft.ask("spec_missing", name)
    if quantity is not None and unit in ("片", "粒"):
        draft.ask("unit_mismatch", f"{name} {quantity}{unit}")
    if quantity is None:
        draft.ask("qty_missing", name)
    elif not 0 < quantity <= _MAX_PACKS:
        draft.ask("qty_unlikely", f"{name} {quantity}{unit}")
