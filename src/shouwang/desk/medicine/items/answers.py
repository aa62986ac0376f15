"""What a tap or a filled form says of an item, as one call of a use-case. Values: see `asking.Choice`."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused
from shouwang.desk.medicine.actions.items import complete_item, decide_item, split_item
from shouwang.desk.medicine.actions.pictures import tie_picture
from shouwang.desk.medicine.items.asking import STANDARD_WORDS
from shouwang.desk.medicine.models import Drug, Item, ItemPicture, Regimen
from shouwang.desk.needs.bridge import read_quantity
from shouwang.desk.needs.models import NeedPicture
from shouwang.desk.people.models import Person

Do = Callable[..., object]


class NotANumber(Refused):
    """What was typed is no number."""


def answer(item: Item, choice: str, said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Carry out `choice`, with the fields of the form in `said`. What names nothing that may be seen is not there
    (404). Raises what the use-case raises, and NotANumber."""
    what, _colon, rest = choice.partition(":")
    do = ANSWERS.get(what)
    if do is None:
        raise Http404
    do(item, rest, said, by=by, at=at)


def by_hand(said: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the form as arguments of `complete_item`; a field that is not in the form is not said."""
    found: dict[str, Any] = {
        key: said[key] for key in ("name", "strength", "form", "maker", "pack", "unit", "note") if key in said
    }
    if said.get("quantity", "").strip():
        found["quantity"] = number(said["quantity"])
    if said.get("days_left", "").strip():
        found["days_left"] = number(said["days_left"])
    if "ticks" in said:  # the form has tick boxes: what is not ticked is not so
        found |= {key: key in said for key in ("with_card", "no_substitute")}
    return found


def number(text: str) -> Decimal:
    """An amount as people write it. Raises NotANumber."""
    value = read_quantity(text)
    if value is None:
        raise NotANumber(_("“%(text)s” is no number. Write how many, in digits.") % {"text": text[:20]})
    return value


def _by_hand(item: Item, _rest: str, said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    complete_item(item=item, by=by, at=at, **by_hand(said))


def _drug(item: Item, rest: str, _said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    drug = _one(Drug.objects.visible_to(by).listed(), rest)
    complete_item(item=item, drug=drug, by=by, at=at)


def _regimen(item: Item, rest: str, _said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """As they take it every day: their own regimen, of the same household."""
    regimens = Regimen.objects.visible_to(by).current().filter(person__household=item.need.household_id)
    one = _one(regimens.select_related("person"), rest)
    complete_item(
        item=item, name=one.name, strength=one.strength or None, form=one.form or None, maker=one.maker or None,
        person=one.person, by=by, at=at,
    )  # fmt: skip


def _read(item: Item, rest: str, _said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """As a machine read it on the photograph, and a person looked at it."""
    shown = _one(ItemPicture.objects.filter(item=item).exclude(read_sealed=b""), rest)
    read = json.loads(shown.read)
    said = {key: read.get(key) or None for key in ("name", "strength", "form", "pack", "maker")}
    complete_item(item=item, by=by, at=at, **said)


def _form(item: Item, rest: str, _said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    complete_item(item=item, form=rest, by=by, at=at)


def _on_box(item: Item, _rest: str, _said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    marks = {"strength_on_box": not item.strength, "form_on_box": not item.form}
    complete_item(item=item, marks={name: True for name, holds in marks.items() if holds}, by=by, at=at)


def _box_comes(item: Item, _rest: str, _said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    complete_item(item=item, marks={"box_comes": True}, by=by, at=at)


def _packs(item: Item, rest: str, _said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    count, _colon, unit = rest.partition(":")
    complete_item(item=item, quantity=number(count), unit=unit or None, by=by, at=at)


def _split(item: Item, _rest: str, _said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    split_item(item=item, by=by, at=at)


def _person(item: Item, rest: str, _said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    here = Person.objects.visible_to(by).living().filter(household=item.need.household_id)
    complete_item(item=item, person=_one(here, rest), by=by, at=at)


def _shows(item: Item, rest: str, _said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    number_, _colon, what = rest.partition(":")
    kept = NeedPicture.objects.filter(need=item.need_id, pk=int(number_)).first() if number_.isdecimal() else None
    if kept is None or what not in ("box", "prescription"):
        raise Http404
    tie_picture(item=item, kept=kept, what=what, by=by, at=at)


def _decides(route: str) -> Do:
    def decide(item: Item, rest: str, said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
        words = str(STANDARD_WORDS[rest]) if rest in STANDARD_WORDS else said.get("words", "")
        decide_item(item=item, route=route, words=words, by=by, at=at)  # type: ignore[arg-type]

    return decide


ANSWERS: dict[str, Do] = {
    "by_hand": _by_hand, "drug": _drug, "regimen": _regimen, "read": _read, "form": _form, "on_box": _on_box,
    "box_comes": _box_comes, "packs": _packs, "person": _person, "shows": _shows, "split": _split,
    **{route: _decides(route) for route in ("buy", "ride", "elsewhere", "end")},
}  # fmt: skip


def _one(rows: Any, pk: str) -> Any:
    """The row with that identifier. Raises Http404, also where it is none."""
    try:
        found = rows.filter(pk=UUID(pk)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
