"""Regimens out of a sheet that names medicine beside people: a drug list, a ledger with its column of medicine.

What a ledger's import states as a fact ("takes medicine") comes up as a suggestion on the household's page; here a
sheet that says how much a day is stated at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.actions.regimens import state_regimen
from shouwang.desk.medicine.bridge import is_vague, read_medicine_rows
from shouwang.desk.medicine.models import Regimen
from shouwang.desk.medicine.names import form_in
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import Place
from shouwang.desk.people.bridge import same_name
from shouwang.desk.people.models import Person


@dataclass(frozen=True, slots=True)
class Stated:
    """One medicine of one person as a sheet states it: a ledger's 慢病及用药, a drug list's line. `days_left` of the
    day of the sheet; None where it is not said."""

    person: Person
    name: str
    strength: str = ""
    daily: Decimal | None = None
    unit: str = ""
    days_left: Decimal | None = None


def state_from_sheet(stated: Iterable[Stated], stated_by: str, by: Actor, at: datetime) -> list[Regimen]:
    """State every regimen that a sheet says wholly: who, what, how much a day; what is left where it says for how many
    days. What does not say how much a day is left for a person to ask. Said twice it is stated once."""
    made = []
    for one in stated:
        if not one.name.strip() or not one.daily or is_vague(one.name):
            continue
        units = None if one.days_left is None else one.days_left * one.daily
        made.append(
            state_regimen(
                person=one.person, name=one.name, strength=one.strength, form=form_in(one.name), daily=one.daily,
                unit=one.unit, units=units, stated_by=stated_by, by=by, at=at,
            )
        )  # fmt: skip
    return made


def stated_in(data: bytes, filename: str, by: Actor) -> tuple[list[Stated], list[int]]:
    """(what a sheet states of people whom the register knows, the rows of others): by door and name, never by a name
    alone. Raises bridge.SheetUnreadable."""
    doors, found, others = Doors.of(by.community), [], []
    for row in read_medicine_rows(data, filename):
        door = doors.find(Place(row.building, row.unit, row.room, row.area))
        behind = Person.objects.visible_to(by).living().filter(household__door=door, household__left_at=None)
        persons = [one for one in behind if row.who and same_name(one.name, row.who)] if door else []
        if len(persons) != 1:
            others.append(row.row)
            continue
        lasts = None if row.days_left is None else Decimal(row.days_left)
        found.append(Stated(persons[0], row.name, row.strength, row.daily, row.daily_unit, lasts))
    return found, list(dict.fromkeys(others))
