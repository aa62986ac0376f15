"""What is asked of a household as the desk reads it, with what was, and as the household reads it of itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.people.models import Building, Household, HouseholdState, State
from shouwang.desk.people.models.states import STRICTEST
from shouwang.desk.people.panels import register_panel
from shouwang.desk.people.plan import Cell, Question, Tone, building_name, register_question
from shouwang.desk.people.states import Standing, standings_on, strictest

SHOWN = 30
TONES: Mapping[str, Tone] = {State.ISOLATED: "bad", State.SEALED: "later", State.ARRIVED: "later"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is read. `may_end`: whoever reads it may say that it is over."""

    row: HouseholdState
    place: str
    days: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class History:
    """`now` is what is asked at present; `held` holds or is coming, `over` was."""

    now: Standing
    held: list[Line]
    over: list[Line]

    @property
    def label(self) -> str:
        return str(State(self.now.state).label)

    @property
    def is_open(self) -> bool:
        return self.now.state == State.OPEN


def history_of(household: Household, by: Actor, at: datetime) -> History:
    """One query."""
    return _history(HouseholdState.objects.of(household), by, at)


def history_at(building: Building, by: Actor, at: datetime) -> History:
    """Of a building and its staircases; `now` is what is asked of all of it. One query."""
    return _history(HouseholdState.objects.filter(building=building), by, at, is_of_all=True)


def _history(rows: Any, by: Actor, at: datetime, *, is_of_all: bool = False) -> History:
    today = by.community.today(at)
    told = list(rows.select_related("set_by", "ended_by", "building").order_by("-from_day", "-set_at")[:SHOWN])
    held = [row for row in told if row.holds(today) or row.is_coming(today)]
    here = [row for row in told if row.holds(today) and not (is_of_all and row.unit)]
    now = strictest(Standing(row.state, row.until_day) for row in here)
    order = {str(state): place for place, state in enumerate(STRICTEST)}
    held.sort(key=lambda row: (row.is_coming(today), order[row.state]))
    over = [row for row in told if row not in held]
    return History(now, _lines(held, by), _lines(over, by))


def _lines(rows: Iterable[HouseholdState], by: Actor) -> list[Line]:
    return [
        Line(row, _place(row), days_of(row.from_day, row.until_day), row.building_id is None or by.sees_everything)
        for row in rows
    ]


def _place(row: HouseholdState) -> str:
    if row.building is None:
        return ""
    name = building_name(row.building)
    return _("%(building)s, staircase %(unit)s") % {"building": name, "unit": row.unit} if row.unit else name


def days_of(begin: date, end: date | None) -> str:
    """ "8 Mar to 14 Mar", "from 8 Mar on"."""
    first = date_format(begin, _("j M"))
    if end is None:
        return _("from %(day)s on") % {"day": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": date_format(end, _("j M"))}


def said_to(standing: Standing) -> str:
    """What is asked of them, as it is said to themselves: to do, until when, and no word of why."""
    day = date_format(standing.until, _("j M")) if standing.until else ""
    if standing.state == State.SEALED:
        if day:
            return _("Your building is shut off until the end of %(day)s.") % {"day": day}
        return _("Your building is shut off for now.")
    if day:
        return _("Please stay at home until the end of %(day)s.") % {"day": day}
    return _("Please stay at home for now.")


def for_themselves(household: Household, _by: Actor, at: datetime) -> Mapping[str, Any] | None:
    """What holds, and what is coming. One query; nothing where nothing is asked."""
    today = household.community.today(at)
    rows = list(HouseholdState.objects.of(household).filter(ended_at=None))
    now = strictest(Standing(row.state, row.until_day) for row in rows if row.holds(today))
    coming = sorted((row for row in rows if row.is_coming(today)), key=lambda row: row.from_day)
    if now.state == State.OPEN and not coming:
        return None
    return {
        "now": said_to(now) if now.state != State.OPEN else "",
        "coming": [(row.from_day, said_to(Standing(row.state, row.until_day))) for row in coming],
    }


def who_stays_at_home(by: Actor, at: datetime) -> Mapping[UUID, Cell]:
    """Doors behind which something is asked. Two queries."""
    held = standings_on(by.community, at)
    seen = Household.objects.visible_to(by).living_here().filter(pk__in=held).values_list("door_id", "pk")
    behind: dict[UUID, list[Standing]] = {}
    for door, household in seen:
        behind.setdefault(door, []).append(held[household])
    return {door: _cell(strictest(some)) for door, some in behind.items()}


def _cell(standing: Standing) -> Cell:
    words = str(State(standing.state).label)
    if standing.until:
        words = _("%(state)s, until %(day)s") % {"state": words, "day": date_format(standing.until, _("j M"))}
    return Cell(TONES[standing.state], words)


def register_states() -> None:
    """Called once, when the desk starts."""
    register_panel("own", 2, "people/_own_state.html", for_themselves)
    register_question(
        Question(
            code="states", label=gettext_lazy("Who stays at home"),
            legend={
                "bad": gettext_lazy("isolated"), "later": gettext_lazy("shut off, or at home after a journey"),
                "none": gettext_lazy("nothing is asked of them"),
            },
            answer=who_stays_at_home,
        )
    )  # fmt: skip
