"""Lists of recovered people to be fetched: name, sex, age, ward number, address, telephone."""

import re
from collections import Counter

from shouwang.reading.addresses import Address
from shouwang.reading.chat.model import DUPLICATE, Draft
from shouwang.reading.chat.people import looks_like_name
from shouwang.reading.chat.scrap import CUT, Scrap
from shouwang.reading.chat.setting import Setting
from shouwang.reading.chat.where import find_places
from shouwang.reading.chat.words import peel_secrets
from shouwang.reading.regex import regex

_WARD = regex(r"(?<![A-Za-z\d])(?P<letter>[A-Z])\s?(?P<dash>-)?\s?(?P<n>\d{3,5})(?![\d.])", re.IGNORECASE)
_SCIENTIFIC = regex(r"(?<![\d.])(?P<n>1\.\d{1,10})E\+?10(?!\d)", re.IGNORECASE)
_PHONE = regex(r"(?<![\d.])(?P<n>1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_NO_PHONE = regex(r"(?<![\d.A-Za-z-])1[3-9]\d{6,8}(?!\d)|(?<![\d.A-Za-z-])1[3-9]\d{10,12}(?!\d)")
_SEX = regex(r"(?<![一-龥])(?P<sex>[男女])(?:性)?(?![一-龥])")
_AGE = regex(r"(?<![\d.-])(?P<n>\d{1,3})\s*(?:岁|周岁)|(?:^|(?<=[\s\ue000]))(?P<n2>\d{1,3})(?=[\s\ue000]|$)")
_NONE = regex(r"(?:^|(?<=[\s\ue000]))(?:无|没有|-|/)(?=[\s\ue000]|$)")
_ELSEWHERE = regex(r"外(?:街道|区|地|市|省)|非本|不详")


def read_transfer(draft: Draft, setting: Setting) -> None:
    """Fill a draft of a transfer list's row; the person's own address stays with the person."""
    scrap = Scrap(draft.text)
    if "identity" in peel_secrets(scrap, draft):
        draft.mark("sensitive_do_not_broadcast")
    person: dict[str, object] = {"name": _name(scrap)}
    phone = _phone(scrap, draft)
    person |= {"sex": None, "age": None, "ward_no": _ward(scrap, draft), "addr": None, "phone": phone}
    places = [a for a in find_places(scrap.text, setting) if a.building]
    if places:
        draft.details["before"] = re.split(f"[ {CUT}]", scrap.text[: places[0].start])[-1]
        person["addr"] = places[0].as_json()
        draft.details["door"] = places[0]
        scrap.cut(places[0].start, places[0].end)
    sex = scrap.take(_SEX)
    person["sex"] = sex["sex"] if sex else None
    if sex is None:
        draft.mark("sex_missing")
    age = scrap.take(_AGE)
    person["age"] = int(age["n"] or age["n2"]) if age else None
    if phone is None:
        draft.mark("no_phone")
    scrap.take_all(_NONE)
    draft.details["person"] = person
    if person["name"] is None or (person["ward_no"] is None and person["age"] is None):
        draft.ask("person_incomplete")
    elif isinstance(person["age"], int) and person["age"] > 115:
        draft.ask("person_incomplete", f"{person['age']}")
    if not places:
        rest = " ".join(scrap.rest)
        draft.ask(
            "not_our_jurisdiction"
            if _ELSEWHERE.search(rest) or rest.replace(str(draft.details.get("before")), "")
            else "address_missing",
            rest,
        )


def resolve_transfer(drafts: list[Draft], setting: Setting) -> None:
    """Rows that repeat, numbers that skip, addresses of another community."""
    homes = Counter(str(d.details.get("before")) for d in drafts if d.details.get("before"))
    home = setting.community or (homes.most_common(1)[0][0] if homes else "")
    seen: dict[tuple[object, object], Draft] = {}
    last = 0
    for draft in drafts:
        if draft.seq is not None:
            if draft.seq > last + 1 and last:
                draft.mark("seq_gap")
            last = draft.seq
        before, door = str(draft.details.pop("before", "") or ""), draft.details.pop("door", None)
        if before and home and before not in home and home not in before:
            draft.ask("not_our_jurisdiction", before)
        if isinstance(door, Address) and door.problem:
            draft.ask(door.problem, door.text)
        _compare(draft, seen)


def _compare(draft: Draft, seen: dict[tuple[object, object], Draft]) -> None:
    person = draft.details["person"]
    keys: list[tuple[str, object]] = [("name", person["name"]), ("ward", person["ward_no"])]
    for key in keys:
        other = seen.get(key)
        if key[1] is None or other is None:
            continue
        if other.details["person"] == person:
            draft.status = DUPLICATE
        elif (
            key[0] == "ward"
            or _at_one_home(person, other.details["person"])
            or other.details["person"]["ward_no"] in (None, person["ward_no"])
            or person["ward_no"] is None
        ):
            draft.ask("same_person_differs", f"line {other.line}")
    for key in keys:
        seen.setdefault(key, draft)


def _at_one_home(one: dict[str, object], two: dict[str, object]) -> bool:
    return any(one[k] is not None and one[k] == two[k] for k in ("phone", "addr"))


def _name(scrap: Scrap) -> str | None:
    match = re.match(r"\s*(?P<name>[一-龥]{1,8}(?:·[一-龥]{1,8}){0,3}|[A-Za-z]+(?: [A-Za-z]+)?)(?=[\s,]|$)", scrap.text)
    if match is None or not (looks_like_name(match["name"]) or len(match["name"]) <= 4):
        return None
    scrap.cut(match.start(), match.end())
    return match["name"]


def _phone(scrap: Scrap, draft: Draft) -> str | None:
    match = scrap.take(_SCIENTIFIC)
    if match:
        digits = match["n"].replace(".", "")
        draft.mark("phone_scientific")
        if len(digits) != 11:
            draft.mark("phone_lost")
        return digits if len(digits) == 11 else None  # fewer digits were kept: lost, never filled up
    match = scrap.take(_PHONE)
    if match is None and scrap.take(_NO_PHONE):
        draft.mark("phone_digits")  # a digit too few or too many: asked again, never filled up
    return re.sub(r"\D", "", match["n"]) if match else None


def _ward(scrap: Scrap, draft: Draft) -> str | None:
    match = scrap.take(_WARD)
    if match is None:
        return None
    if not match["dash"]:
        draft.mark("ward_no_normalised")
    return f"{match['letter'].upper()}-{match['n']}"
