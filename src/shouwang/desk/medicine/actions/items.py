"""What people say of an item until it can be bought. Taking in, decisions and photographs stand beside, and may be
had from here too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.actions.decisions import NeverBought, decide_item, reconsider_item
from shouwang.desk.medicine.actions.item_state import (
    AlreadyOnTheList,
    ItemHasMovedOn,
    NobodySaidIt,
    must_change,
    not_on_a_list,
    settle_items,
    still_changeable,
    tell,
)
from shouwang.desk.medicine.actions.pictures import add_item_picture
from shouwang.desk.medicine.actions.taking_in import needs_taken_in, take_in
from shouwang.desk.medicine.drugs.formulary import names_of
from shouwang.desk.medicine.drugs.names import fold
from shouwang.desk.medicine.items.completeness import BOX_COMES, ON_BOX, UNSAID, several_in
from shouwang.desk.medicine.items.knowing import Knowledge, runs_out_on
from shouwang.desk.medicine.models import Drug, Item
from shouwang.desk.needs.actions.capture import MOST_LINES, MOST_OF_ONE, TooMuch
from shouwang.desk.needs.actions.life import WordsMissing, still_standing
from shouwang.desk.needs.medicines import split_name
from shouwang.desk.needs.models import Line, Need
from shouwang.desk.needs.search import index_needs
from shouwang.desk.people.models import Person

__all__ = [
    "AlreadyOnTheList", "ItemHasMovedOn", "NameMissing", "NeverBought", "NoSuchAmount", "NobodySaidIt", "Said",
    "WordsMissing", "add_item_picture", "complete_item", "decide_item", "needs_taken_in", "reconsider_item",
    "say_drug", "split_item", "take_in",
]  # fmt: skip

TEXTS = {"name": 80, "strength": 40, "form": 30, "maker": 80, "pack": 40, "note": 200}
"""What is said in words, and the most characters of it."""
OF_THE_BOX = frozenset({"name", "strength", "form", "maker", "pack"})
BY_HAND = frozenset({*ON_BOX.values(), BOX_COMES, UNSAID})


class NoSuchAmount(Refused):
    """How many must be a number above nothing."""


class NameMissing(Refused):
    """A medicine needs a name."""


@dataclass(slots=True)
class Said:
    """What somebody said of one item, against what stands: only what differs."""

    texts: dict[str, str] = field(default_factory=dict)
    amount: dict[str, Any] = field(default_factory=dict)  # columns of the line
    others: dict[str, Any] = field(default_factory=dict)  # columns of the item

    @property
    def is_nothing(self) -> bool:
        return not (self.texts or self.amount or self.others)

    @property
    def what(self) -> list[str]:
        return sorted({*self.texts, *self.amount, *self.others})


@use_case
def complete_item(
    *, item: Item, by: Actor, at: datetime, name: str | None = None, strength: str | None = None,
    form: str | None = None, maker: str | None = None, pack: str | None = None, quantity: Decimal | int | None = None,
    unit: str | None = None, note: str | None = None, with_card: bool | None = None,
    no_substitute: bool | None = None, days_left: Decimal | int | None = None, person: Person | None = None,
    drug: Drug | None = None, marks: Mapping[str, bool] | None = None,
) -> Item:  # fmt: skip
    """What was missing, or wrong, as somebody said it; None leaves a thing as it is. `drug`: it is that one of the
    formulary. `person`: who takes it. `marks`: which of "strength_on_box", "form_on_box", "box_comes" hold.

    When nothing is missing any more the item is ready by itself; what was decided about another drug or a smaller
    amount is to be decided anew. Raises ItemHasMovedOn, AlreadyOnTheList, NoSuchAmount, NameMissing.
    """
    still_changeable(item)
    texts = {"name": name, "strength": strength, "form": form, "maker": maker, "pack": pack, "note": note}
    said = Said(
        _texts(item, texts | (_as_packed(drug, item, name) if drug else {})), _amount(item, quantity, unit),
        _others(
            item, with_card, no_substitute, None if days_left is None else runs_out_on(days_left, item.community, at),
            dict(marks or {}) | ({UNSAID: False} if quantity else {}),
        ),
    )  # fmt: skip
    if person is not None and item.need.person_id != person.pk:
        Need.objects.filter(pk=item.need_id).update(person=person)
        item.need.person, said.others["need"] = person, item.need
    if said.is_nothing:
        return item
    if said.amount or OF_THE_BOX & said.texts.keys():
        not_on_a_list(item)
    knowledge = Knowledge.of(item.community, at)
    must_change(item, **_changes(item, said, drug, knowledge))
    _rewrite_line(item, said)
    tell("medicine.item_completed", item, by=by, at=at, what=said.what)
    settle_items([item], knowledge=knowledge, by=by, at=at)
    return item


@use_case
def say_drug(
    *, need: Need, name: str, by: Actor, at: datetime, quantity: Decimal | int | None = None, unit: str = "",
    strength: str = "", form: str = "",
) -> Item:  # fmt: skip
    """Somebody says which medicine a need in words is about, or one more of it: a line, and its item. Where they do
    not say how many, it is asked.

    Said twice, it is one line. Raises NameMissing, NoSuchAmount, TooMuch; OnTheWay, TooLate where it is too late.
    """
    if not name.strip():
        raise NameMissing(_("Say what the medicine is called."))
    wanted = Decimal(1) if quantity is None else _number(quantity)
    still_standing(need)
    for item in take_in(need=need, by=by, at=at):
        if (fold(item.name), fold(item.strength)) == (fold(name), fold(strength)):
            return complete_item(item=item, by=by, at=at, quantity=quantity, unit=unit, form=form or None)
    if need.lines.count() >= MOST_LINES:
        raise TooMuch(_("That is more than one list can hold. Split it in two."))
    line = Line(community_id=need.community_id, need=need, position=need.lines.count(), wanted=wanted, unit=unit[:12])
    line.name = " ".join(part for part in (name.strip(), strength.strip()) if part)[:120]
    line.save(force_insert=True)
    need._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # the lines have changed
    index_needs(need.community, {need.pk: [line.name]})
    item = next(item for item in take_in(need=need, by=by, at=at) if item.line_id == line.pk)
    marks = {UNSAID: True} if quantity is None else {}
    return complete_item(item=item, by=by, at=at, name=name, strength=strength or None, form=form or None, marks=marks)


@use_case
def split_item(*, item: Item, by: Actor, at: datetime) -> list[Item]:
    """One line that names several medicines becomes a line of each; how many of each is asked. A line that names one
    stays as it is. Raises what `complete_item` and `say_drug` raise."""
    first, *others = several_in(item.name) or [item.name]
    if not others:
        return [item]
    complete_item(item=item, name=first, marks={UNSAID: True}, by=by, at=at)
    return [item, *(say_drug(need=item.need, name=other, by=by, at=at) for other in others)]


def _texts(item: Item, said: Mapping[str, str | None]) -> dict[str, str]:
    """Those that differ. Raises NameMissing."""
    plain = {key: text.strip()[: TEXTS[key]] for key, text in said.items() if text is not None}
    _called, strength, pack = split_name(f"- {plain.get('strength', '')}")
    if strength and pack:  # "5mg*7片" typed as the strength
        plain |= {"strength": strength, "pack": plain.get("pack") or pack[: TEXTS["pack"]]}
    if plain.get("name") == "":
        raise NameMissing(_("Say what the medicine is called."))
    return {key: text for key, text in plain.items() if text != getattr(item, key)}


def _as_packed(drug: Drug, item: Item, name: str | None) -> dict[str, str | None]:
    """What stands on the box of `drug`; what they call it stays where that is one of its names."""
    called = name or item.name
    known = fold(called) in {fold(one) for one in names_of(drug)}
    generic = f"{drug.generic}（{drug.brand}）" if drug.brand else drug.generic
    pack = f"{drug.pack_size}{drug.unit}" if drug.pack_size else None
    return {
        "name": called if known else generic, "strength": drug.strength, "form": drug.form, "pack": pack,
        "maker": drug.maker or None,
    }  # fmt: skip


def _amount(item: Item, quantity: Decimal | int | None, unit: str | None) -> dict[str, Any]:
    """The columns of the line that differ. Raises NoSuchAmount."""
    line = item.line
    found: dict[str, Any] = {}
    if quantity is not None and (line is None or _number(quantity) != line.wanted):
        found["wanted"] = _number(quantity)
    if unit and (line is None or unit.strip() != line.unit):
        found["unit"] = unit.strip()[:12]
    return found


def _number(quantity: Decimal | int) -> Decimal:
    number = Decimal(quantity)
    if not 0 < number < MOST_OF_ONE:
        raise NoSuchAmount(_("Say how many packs, at least one."))
    return number


def _others(
    item: Item, with_card: bool | None, no_substitute: bool | None, runs_out: date | None,
    marks: Mapping[str, bool],
) -> dict[str, Any]:  # fmt: skip
    said: dict[str, Any] = {"with_card": with_card, "no_substitute": no_substitute}
    said["runs_out_on"] = runs_out
    hold = {flag for flag, holds in marks.items() if holds and flag in BY_HAND}
    do_not = {flag for flag, holds in marks.items() if not holds and flag in BY_HAND}
    if hold - set(item.flags) or do_not & set(item.flags):
        said["flags"] = [flag for flag in item.flags if flag not in hold | do_not] + sorted(hold)
    return {key: value for key, value in said.items() if value is not None and value != getattr(item, key)}


def _changes(item: Item, said: Said, drug: Drug | None, knowledge: Knowledge) -> dict[str, Any]:
    """Everything of the item's row that follows from what was said."""
    changes = {key: value for key, value in said.others.items() if key != "need"}
    for key, text in said.texts.items():
        setattr(item, key, text)
    if OF_THE_BOX & said.texts.keys() or drug is not None:
        knowledge.recognise(item, drug)
        changes |= {"drug": item.drug, "drug_class": item.drug_class, "is_cold": item.is_cold}
    more = said.amount.get("wanted", Decimal(0)) > (item.line.wanted if item.line else 0)
    if item.decided_at is not None and ("name" in said.texts or more):
        item.decision = ""
        changes |= {"decided_at": None, "decided_by": None, "decision_sealed": item.decision_sealed}
    return changes | {f"{key}_sealed": getattr(item, f"{key}_sealed") for key in {*said.texts, "form"}}


def _rewrite_line(item: Item, said: Said) -> None:
    """The line says the same as its item: how many, and another name."""
    line = item.line
    if line is None or not (said.amount or "name" in said.texts):
        return
    changes = dict(said.amount)
    if "name" in said.texts:
        line.name = " ".join(part for part in (item.name, item.strength) if part)[:120]
        changes["name_sealed"] = line.name_sealed
        index_needs(item.need.community, {item.need_id: [line.name]})
    Line.objects.filter(pk=line.pk).update(**changes)
    for key, value in changes.items():
        setattr(line, key, value)
