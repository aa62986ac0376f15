"""Regimens out of a sheet that names medicine beside people: a drug list, a ledger with its column of medicine.

What a ledger's import states as a fact ("takes medicine") comes up as a suggestion on the household's page; here what
a sheet says is looked through first, and then stated at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.medicine.bridge import MedicineRow, is_vague, read_medicine_sheet
from shouwang.desk.medicine.drugs.names import form_in
from shouwang.desk.medicine.models import Regimen
from shouwang.desk.medicine.regimens.same_drug import same_drug
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.entries import Place
from shouwang.desk.people.bridge import same_name
from shouwang.desk.people.models import Person


class Why(TextChoices):
    """Why a row cannot be taken, and what to do."""

    NO_DOOR = "no_door", _("This door is not known here. Look at how it is written.")
    NO_NAME = "no_name", _("No name stands beside it: say on the household's page who takes it.")
    NOBODY = "nobody", _("Nobody of this name is known behind this door.")
    SEVERAL = "several", _("Several people of this name live behind this door: say it on the household's page.")
    VAGUE = "vague", _("That is a sort of medicine. Ask what stands on the box.")


@dataclass(frozen=True, slots=True)
class RowRead:
    """One medicine of a sheet: whose it is, or `why` it cannot be taken. `known`: what they take of it already."""

    row: int
    door: str
    who: str
    name: str
    strength: str
    daily: Decimal | None
    unit: str
    days_left: int | None
    person: Person | None = None
    why: str = ""
    known: Regimen | None = None

    @property
    def is_the_same(self) -> bool:
        """Nothing new is said, but perhaps of what is left."""
        return self.known is not None and self.daily == self.known.daily

    @property
    def why_words(self) -> str:
        return str(Why(self.why).label) if self.why else ""


def read_regimens(data: bytes, filename: str, by: Actor) -> tuple[list[RowRead], list[tuple[int, str, str]]]:
    """(every medicine of a sheet, the rows that say nothing: number, why, as written). Whose it is goes by door and
    name, never by a name alone. Six queries. Raises bridge.SheetUnreadable."""
    read, doors = read_medicine_sheet(data, filename), Doors.of(by.community)
    found = [(row, doors.find(Place(row.building, row.unit, row.room, row.area))) for row in read.rows]
    behind = _behind({door for _row, door in found if door}, by)
    taken = _taken(behind.values())
    return [_weigh(row, door, behind, taken) for row, door in found], read.left_out


def _behind(doors: set[UUID], by: Actor) -> dict[UUID, list[Person]]:
    """Who lives behind each of `doors`, as far as `by` may see them."""
    people = Person.objects.visible_to(by).living().filter(household__door__in=doors, household__left_at=None)
    found: dict[UUID, list[Person]] = defaultdict(list)
    for person in people.select_related("household__door").order_by("pk"):
        if person.household.door_id:
            found[person.household.door_id].append(person)
    return found


def _taken(people: Iterable[list[Person]]) -> dict[UUID, list[Regimen]]:
    """What each of them takes already."""
    current = Regimen.objects.current().filter(person__in=[one.pk for each in people for one in each])
    found: dict[UUID, list[Regimen]] = defaultdict(list)
    for regimen in current.order_by("stated_at", "pk"):
        found[regimen.person_id].append(regimen)
    return found


def _weigh(
    row: MedicineRow, door: UUID | None, behind: dict[UUID, list[Person]], taken: dict[UUID, list[Regimen]]
) -> RowRead:
    person, why = _whose(row, door, behind)
    known = same_drug(taken[person.pk], row.name, row.strength, form_in(row.name)) if person else None
    place = Place(row.building, row.unit, row.room, row.area).text
    return RowRead(
        row.row, place, row.who, row.name, row.strength, row.daily, row.daily_unit, row.days_left, person, why, known
    )


def _whose(row: MedicineRow, door: UUID | None, behind: dict[UUID, list[Person]]) -> tuple[Person | None, str]:
    if door is None:
        return None, Why.NO_DOOR
    if not row.who:
        return None, Why.NO_NAME
    named = [one for one in behind.get(door, []) if same_name(one.name, row.who)]
    if len(named) != 1:
        return None, Why.SEVERAL if named else Why.NOBODY
    if not row.name.strip() or is_vague(row.name):
        return None, Why.VAGUE
    return named[0], ""
