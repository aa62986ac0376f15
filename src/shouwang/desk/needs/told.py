"""What an entry tells, in few words: for the page of its list, for the carrier, for the household's timeline."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.kinds import outcome_of
from shouwang.desk.needs.models import ListKind
from shouwang.desk.needs.wishes import Wish

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
OUTCOMES = {
    "well": gettext_lazy("they are well"),
    "reached": gettext_lazy("reached, how they are was not said"),
    "unwell": gettext_lazy("unwell"),
    "low": gettext_lazy("low in spirits"),
    "no_answer": gettext_lazy("no answer"),
    "phone_off": gettext_lazy("telephone off"),
    "knock_no_answer": gettext_lazy("knocked, no answer"),
    "wrong_number": gettext_lazy("wrong number"),
    "fever": gettext_lazy("fever"),
    "symptoms": gettext_lazy("feels ill"),
    "tested_positive": gettext_lazy("tested positive"),
}
SEXES = {"男": gettext_lazy("male"), "女": gettext_lazy("female")}


def told(read: EntryRead) -> list[str]:
    """What such a list says besides door and things, for the desk."""
    tellers = {
        ListKind.RIDE: _ride, ListKind.TRANSFER: _person, ListKind.HEADCOUNT: _health, ListKind.WELFARE: _call,
        ListKind.SHIFTS: _shifts, ListKind.ERRAND: _gas, ListKind.MEDICINE: _medicine, ListKind.GATE: _passage,
    }  # fmt: skip
    teller = tellers.get(ListKind(read.list_kind)) if read.list_kind else None
    return [str(word) for word in teller(read.said) if word] if teller else []


def for_the_carrier(read: EntryRead) -> list[str]:
    """What whoever drives or goes must know of it; in the language of this installation. Never why."""
    with translation.override(settings.LANGUAGE_CODE):
        if read.list_kind == ListKind.RIDE:
            return [str(word) for word in _ride(read.said) if word]
        if read.list_kind == ListKind.TRANSFER:
            return [str(word) for word in _destination(read.said) if word]
        return [str(word) for word in _gas(read.said) if word] if read.list_kind == ListKind.ERRAND else []


def counted(read: EntryRead) -> list[Wish]:
    """What is summed of it: its things; of sign-ups one helper for each shift (its day, part or hours, and post)."""
    if read.list_kind != ListKind.SHIFTS:
        return read.things()
    return [Wish(_shift(one), Decimal(1), _("helper")) for one in read.said.get("shifts", ())]


def _ride(said: dict[str, Any]) -> Iterable[Any]:
    ride: dict[str, Any] = said.get("vehicle") or {}
    yield str(ride.get("depart") or "")[5:].replace("T", " ") or ride.get("hour")
    yield ride.get("depart_window")
    yield ride.get("dest")
    if people := ride.get("pax"):
        yield _("%(n)s people") % {"n": people}
    yield _("wheelchair") if ride.get("wheelchair") else ""
    yield _("lying down: stretcher") if ride.get("stretcher") else ""
    if ride.get("return_trip") is not None:
        yield _("wait, and bring them home") if ride["return_trip"] else _("one way")
    if days := ride.get("recurring"):
        yield _("every day") if "DAILY" in days else _("every %(days)s") % {"days": " ".join(map(_day, days))}
    yield ride.get("every")


def _person(said: dict[str, Any]) -> Iterable[Any]:
    person: dict[str, Any] = said.get("person") or {}
    yield SEXES.get(person.get("sex") or "", "")
    yield _("%(age)s years") % {"age": person["age"]} if person.get("age") else ""
    yield from _destination(said)


def _destination(said: dict[str, Any]) -> Iterable[Any]:
    person: dict[str, Any] = said.get("person") or {}
    yield person.get("ward_no")
    yield person.get("dest")
    yield person.get("dest_room")
    yield person.get("belongings")


def _health(said: dict[str, Any]) -> Iterable[Any]:
    yield _("away: %(n)s") % {"n": said["away"]} if said.get("away") else ""
    yield " ".join(f"{float(one):.1f}℃" for one in said.get("temps", ()))
    yield {"阴": _("tested negative"), "阳": _("tested positive")}.get(said.get("test") or "", "")
    yield _("all well") if said.get("health") else ""


def _call(said: dict[str, Any]) -> Iterable[Any]:
    yield OUTCOMES.get(outcome_of(EntryRead(line=0, raw="", status="", said=said)), "")
    attempt = (said.get("welfare") or {}).get("attempt")
    yield _("call number %(n)s") % {"n": attempt} if attempt else ""
    yield " ".join(f"{float(one):.1f}℃" for one in said.get("temps", ()))


def _shifts(said: dict[str, Any]) -> Iterable[Any]:
    return [_shift(one) for one in said.get("shifts", ())]


def _shift(one: dict[str, Any]) -> str:
    day = _day(one.get("day") or "") if one.get("day") != "DAILY" else _("every day")
    return " ".join(part for part in (day, one.get("slot"), one.get("post")) if part)


def _day(code: str) -> str:
    return str(WEEKDAYS_ABBR[DAYS.index(code)]) if code in DAYS else code


def _gas(said: dict[str, Any]) -> Iterable[Any]:
    if said.get("gas_left_m3") is not None:
        yield _("gas left: %(n)s m³") % {"n": f"{said['gas_left_m3']:g}"}
    yield _("meter account %(n)s") % {"n": said["account"]} if said.get("account") else ""


def _medicine(said: dict[str, Any]) -> Iterable[Any]:
    if said.get("days_left") is not None:
        yield _("lasts %(n)s days") % {"n": said["days_left"]}
    yield _("insurance card") if said.get("insurance_card") else ""
    yield _("empty box at the door") if said.get("empty_box") else ""


def _passage(said: dict[str, Any]) -> Iterable[Any]:
    passage: dict[str, Any] = said.get("passage") or {}
    yield str(passage.get("at") or "").replace("T", " ")
    yield {"in": _("came in"), "out": _("went out")}.get(passage.get("direction") or "", passage.get("direction"))
    yield passage.get("visitor")
    yield f"{float(passage['temp']):.1f}℃" if passage.get("temp") else ""
    yield _("turned back") if passage.get("decision") in {"turned_back", "stop_at_gate"} else ""
