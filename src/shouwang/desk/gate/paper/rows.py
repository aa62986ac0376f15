"""A row of the paper log as it was typed, and what it says: a passage, or a sentence why it cannot be one yet."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused
from shouwang.desk.gate.actions.fevers import is_fever
from shouwang.desk.gate.actions.passages import LONGEST_NOTE, Said
from shouwang.desk.gate.asking import AtGate
from shouwang.desk.gate.models import Direction, Gate, Outcome, Reason, Who
from shouwang.desk.gate.paper.bridge import read_clock
from shouwang.desk.needs.temperatures import read_degrees
from shouwang.desk.people.bridge import initials, same_name, typed
from shouwang.desk.people.finding import find_doors
from shouwang.desk.people.models import Household, Person

MOST_ROWS = 60
IN_A_FILE = "file"  # what the key of a row begins with that was read from one
IN_WORDS = ("clock", "door", "name", "temp", "note")


class RowUnclear(Refused):
    """The row is no passage yet; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """As it was typed. `key`: made with the page or of a file's own words: for ever the same passage."""

    number: int
    key: str
    clock: str = ""
    door: str = ""
    name: str = ""
    who: str = Who.RESIDENT
    way: str = ""
    reason: str = ""
    outcome: str = ""
    voices: str = "no"
    temp: str = ""
    note: str = ""
    day: str = ""
    entry: str = ""  # of a list that was given to the desk: its row there
    why: str = ""  # a sentence: what is still missing

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, name).strip() for name in IN_WORDS)

    def op_id(self, day: date) -> UUID:
        """A row of a file that does not say its day is another passage on another `day`."""
        on = self.day or day.isoformat() if self.key.startswith(IN_A_FILE) else ""
        return uuid5(NAMESPACE_URL, f"shouwang:gate-paper:{self.key}:{on}")


TYPED = tuple(one.name for one in fields(Row) if one.name not in {"number", "why"})


def rows_in(data: Mapping[str, str]) -> list[Row]:
    """`clock-3`, `door-3` …: every row that has a key, in their order."""
    found = []
    for number in range(1, MOST_ROWS + 1):
        if data.get(f"key-{number}"):
            about = {name: str(data.get(f"{name}-{number}", ""))[:LONGEST_NOTE] for name in TYPED}
            found.append(Row(number, **about))
    return found


@dataclass(frozen=True, slots=True)
class Meant:
    """What a row says, and when by the paper. `fever`: how warm they were, where that is one."""

    said: Said
    said_at: datetime
    fever: Decimal | None = None


def meaning_of(row: Row, *, gate: Gate, day: date, by: Actor, at: datetime) -> Meant:
    """Raises RowUnclear, NoTemperature, PointMissing."""
    clock = read_clock(row.clock.strip())
    if clock is None:
        raise RowUnclear(_("The time cannot be read. Write it like 8:30 or 830."))
    said_at = datetime.combine(_day(row.day) or day, clock, tzinfo=by.community.tz)
    if said_at > at:
        raise RowUnclear(_("That time has not come yet. Check the day above and the time."))
    if row.who not in Who.values or row.way not in Direction.values:
        raise RowUnclear(_("Say whether they went out or came in."))
    if row.outcome not in Outcome.values:
        raise RowUnclear(_("Say what came of it: passed, turned back, helped, went anyway, or a senior."))
    if row.voices not in {"yes", "no"}:
        raise RowUnclear(_("Say whether voices were raised."))
    household = _household(row, by)
    reason = row.reason if row.reason in Reason.values else ""
    asked = AtGate(row.way, row.who, household, _person(row, household), reason)
    degrees = read_degrees(row.temp)
    fever = degrees if is_fever(degrees, by, said_at) else None
    note = row.note if fever is None or household else " · ".join(part for part in (row.note, f"{fever}℃") if part)
    said = Said(
        gate, asked, Outcome(row.outcome), row.voices == "yes", note=note, has_happened=True, is_from_paper=True
    )
    return Meant(said, said_at, fever)


def _household(row: Row, by: Actor) -> Household | None:
    """None where no door is written. Never guessed: a door that is several, or none, is asked for."""
    written = row.door.strip()
    if not written:
        if row.name.strip() and row.who == Who.RESIDENT:
            raise RowUnclear(_("A name without a door: write the door, or put the name into the remark."))
        return None
    doors = find_doors(written, Actor.clockwork(by.community))
    exact = [door for door in doors if door.label.upper() == written.replace(" ", "").upper()] or doors
    if len(exact) != 1:
        many = _("“%(door)s” may be several doors. Write all of it, like 3-2-501.")
        none = _("No door “%(door)s” is known here. Correct it; or leave it out and write it into the remark.")
        raise RowUnclear((many if exact else none) % {"door": written[:40]})
    here = Household.objects.filter(community=by.community, door=exact[0]).living_here()
    home = here.select_related("door", "community").prefetch_related("persons").first()
    if home is None:
        raise RowUnclear(_("Nobody is known to live at %(door)s.") % {"door": exact[0].label})
    return home


def _person(row: Row, household: Household | None) -> Person | None:
    """Who of the household: by name, surname or initials. None where nobody wrote it."""
    written = row.name.strip()
    if not written or household is None or row.who != Who.RESIDENT:
        return None
    people = household.residents()
    token = typed(written).lower()
    meant = [one for one in people if same_name(one.name, written)]
    meant = meant or [one for one in people if one.name.startswith(written) or initials(one.name).lower() == token]
    if len(meant) != 1:
        many = _("“%(name)s” may be several people behind %(door)s. Write the whole name, or leave it out.")
        none = _("Nobody called “%(name)s” is known behind %(door)s. Correct it, or leave it out.")
        raise RowUnclear((many if meant else none) % {"name": written[:20], "door": household})
    return meant[0]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
