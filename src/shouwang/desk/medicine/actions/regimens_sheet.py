"""What a sheet says people take, stated row by row after somebody has looked it through."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine.actions.regimens import state_regimen
from shouwang.desk.medicine.drugs.names import form_in
from shouwang.desk.medicine.models import Regimen
from shouwang.desk.people.models import Person


@dataclass(frozen=True, slots=True)
class Stated:
    """One medicine of one person: `daily` units a day, and enough for `days_left` days; None where nobody says."""

    person: Person
    name: str
    daily: Decimal
    strength: str = ""
    unit: str = ""
    days_left: Decimal | None = None


@dataclass(slots=True)
class Outcome:
    """New regimens, those that were known (what is left of them may be new), and what was refused, with why."""

    new: list[Regimen] = field(default_factory=list)
    known: list[Regimen] = field(default_factory=list)
    refused: list[tuple[Stated, str]] = field(default_factory=list)


@use_case
def state_from_sheet(
    *, rows: Sequence[Stated], stated_by: str, by: Actor, at: datetime, as_of: datetime | None = None
) -> Outcome:
    """State each of `rows` as `stated_by` says; what is left was so `as_of` (now). A row that cannot be so is left
    out and told, the others are stated. Said twice it is stated once."""
    before = set(Regimen.objects.filter(person__in=[row.person for row in rows]).values_list("pk", flat=True))
    outcome = Outcome()
    for row in rows:
        try:
            units = None if row.days_left is None else row.days_left * row.daily
            made = state_regimen(
                person=row.person, name=row.name, strength=row.strength, form=form_in(row.name), daily=row.daily,
                unit=row.unit, units=units, as_of=as_of, stated_by=stated_by, by=by, at=at,
            )  # fmt: skip
        except Refused as refusal:
            outcome.refused.append((row, str(refusal)))
            continue
        (outcome.known if made.pk in before else outcome.new).append(made)
    return outcome
