"""What a person corrected in an entry: one tap of a suggested reading, or door, things and amounts by hand."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from shouwang.desk.base.refusals import Refused
from shouwang.desk.needs.bridge import read_as_written, read_place, read_quantity
from shouwang.desk.needs.entries import EntryRead, Place, Wanted
from shouwang.desk.needs.kinds import implausible
from shouwang.desk.needs.models import ListKind
from shouwang.desk.needs.suggestions import HOW_MUCH, WHAT, WHERE, answered

CALLED = {
    "well": {"result": "answered", "state": "ok"},
    "unwell": {"result": "answered", "state": "unwell"},
    "no_answer": {"result": "no_answer"},
}
MOST_LINES = 20  # things that can be corrected by hand in one entry


class CannotRead(Refused):
    """What was typed is no door, or no amount."""


def by_tap(choice: str, read: EntryRead, goods: list[tuple[str, str]]) -> EntryRead:
    """`read` as the suggested reading `choice` has it (see suggestions.choices_for), and what it answers not asked
    any more. Raises CannotRead."""
    what, _colon, value = choice.partition(":")
    if what in {"door", "learn"}:
        return answered(read.corrected(place=read_door(value)) if value else read, WHERE)
    if what == "call":
        return answered(read.corrected(said=read.said | {"welfare": CALLED.get(value, {})}), {"result_unclear"})
    if what == "who":
        return read.corrected(name=value)
    return answered(_other_tap(what, value, read, goods), HOW_MUCH | WHAT)


def _other_tap(what: str, value: str, read: EntryRead, goods: list[tuple[str, str]]) -> EntryRead:
    if what == "amount":
        return read.corrected(items=(replace(read.items[0], quantity=_amount(value)), *read.items[1:]))
    if what == "as_written":
        return read.corrected(items=read_as_written(read.raw))
    if what == "good":
        unit = dict(goods).get(value, "")
        first = read.items[0] if read.items else Wanted(quantity=Decimal(1))
        return read.corrected(items=(replace(first, name=value, unit=first.unit or unit),))
    return read


def by_hand(said: Mapping[str, str], read: EntryRead) -> EntryRead:
    """`read` as the fields door, name-N, quantity-N, unit-N have it; a line without name is dropped.

    Raises CannotRead.
    """
    place = read.place
    if (written := said.get("door", "").strip()) and written != read.place.text:
        place = read_door(written)
    items = []
    for number in range(MOST_LINES):
        name = said.get(f"name-{number}", "").strip()
        if not name:
            continue
        before = read.items[number] if number < len(read.items) else Wanted()
        quantity = _amount(said.get(f"quantity-{number}", ""), read.list_kind == ListKind.HEADCOUNT)
        items.append(replace(before, name=name, quantity=quantity, unit=said.get(f"unit-{number}", "").strip()))
    said_more = read.said | {"temps": _temperatures(said["temps"])} if "temps" in said else read.said
    return read.corrected(place=place, items=tuple(items), said=said_more)


def read_door(text: str) -> Place:
    """Raises CannotRead."""
    place, _unsure = read_place(text)
    if not place.is_complete:
        raise CannotRead(
            _("“%(door)s” is no whole door. Write building, staircase and room, like 3-2-501.") % {"door": text}
        )
    return place


def _temperatures(text: str) -> list[float]:
    found = [read_quantity(word.strip("℃°")) for word in text.replace(",", " ").replace("，", " ").split()]
    temps = [float(one) for one in found if one is not None]
    if len(temps) < len(found) or implausible(temps):
        raise CannotRead(_("“%(text)s” are no temperatures. Write them like 36.5 36.8.") % {"text": text})
    return temps


def _amount(text: str, may_be_none: bool = False) -> Decimal:
    amount = read_quantity(text)
    if amount is None or amount < 0 or (amount == 0 and not may_be_none):
        raise CannotRead(_("“%(amount)s” is no amount. Write a number.") % {"amount": text})
    return amount
