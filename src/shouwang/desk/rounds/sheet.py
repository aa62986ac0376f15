"""A round as it is shown: on the desk, on the phone and on paper. Five queries whatever its length.

What a carrier reads is door, things and what they must know at the door; never a name, never a stated fact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.needs.models import Kind, Line, Need, Sensitivity
from shouwang.desk.people.models import Person
from shouwang.desk.rounds import bridge
from shouwang.desk.rounds.legs import LEGS, LegShown, Thing, counter_page_of, shown_legs
from shouwang.desk.rounds.models import Outcome, Round, Stop, Task

DISCREET = frozenset({Kind.MEDICINE})
"""Kinds whose lines stand on no bag and no list that others read."""


@dataclass(frozen=True, slots=True)
class TaskShown:
    task: Task
    need: Need
    things: list[Thing]
    words: str  # of a need without lines
    note: str
    is_discreet: bool
    is_cold: bool = False
    page: str = ""  # what opens at the door for more than a tick


@dataclass(frozen=True, slots=True)
class CounterShown:
    """A partner's counter: its list, how far it is answered, and the page where is said what was got there."""

    place: str
    lines: list[str]
    answered: int
    manifest: UUID | None
    page: str

    @property
    def total(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class StopShown:
    """`is_ours`: whoever looks may see what is brought. `phone` is masked unless the round allows calls."""

    stop: Stop
    tasks: list[TaskShown]
    phone: str
    dial: str
    is_ours: bool
    is_cold: bool
    counter: CounterShown | None = None

    @property
    def done(self) -> Any:
        """The word on the big button."""
        legs = {LEGS[task.task.leg].done for task in self.tasks if task.task.leg}
        if len(legs) == 1:
            return next(iter(legs))
        return _("Handed over") if self.things else _("Done")

    @property
    def is_failed(self) -> bool:
        return self.stop.outcome not in ("", Outcome.DONE)

    @property
    def things(self) -> list[Thing]:
        return [thing for task in self.tasks for thing in task.things]

    @property
    def can_be_partly(self) -> bool:
        """More than one thing, or more than one of a thing."""
        return len(self.tasks) > 1 or len(self.things) > 1 or any(thing.quantity > 1 for thing in self.things)


@dataclass(frozen=True, slots=True)
class RoundShown:
    round: Round
    stops: list[StopShown]

    @property
    def total(self) -> int:
        return len(self.stops)

    @property
    def ended(self) -> int:
        return sum(bool(one.stop.outcome) for one in self.stops)

    @property
    def failed(self) -> int:
        return sum(one.is_failed for one in self.stops)

    @property
    def current(self) -> StopShown | None:
        """The first that has not ended."""
        return next((one for one in self.stops if not one.stop.outcome), None)

    @property
    def is_whole(self) -> bool:
        """Whether whoever looks may see every stop."""
        return all(one.is_ours for one in self.stops)


def show_round(round: Round, by: Actor) -> RoundShown:
    return show_rounds([round], by)[0]


def show_rounds(rounds: Iterable[Round], by: Actor) -> list[RoundShown]:
    """Rounds with their stops, as `by` may see them. Whole telephones: the desk of its own doors, a carrier where the
    round allows calls."""
    rounds = list(rounds)
    tasks = Task.objects.select_related("need").prefetch_related("need__lines", "deliveries").order_by("pk")
    stops = Stop.objects.filter(round__in=rounds).select_related(
        "door__building__grid", "ended_by", "partner", "manifest"
    )
    found = list(stops.prefetch_related(Prefetch("tasks", tasks), "manifest__lines").order_by("position", "pk"))
    legs = shown_legs([task for stop in found for task in stop.tasks.all() if task.leg])
    needs = [task.need_id for stop in found for task in stop.tasks.all()]
    visible = None if by.sees_everything or not by.is_desk else _visible(needs, by)
    walked = {round.pk for round in rounds if by.account and round.carrier_id == by.account.pk and round.accepted_at}
    phones = _phones(found)
    by_round: dict[UUID, list[StopShown]] = {round.pk: [] for round in rounds}
    may_call = {round.pk for round in rounds if round.may_call}
    for stop in found:
        phone = phones.get(stop.household_id) if stop.household_id else None
        ours = None if stop.round_id in walked else visible
        calls = stop.round_id in may_call or _is_of_grid(stop, by)
        by_round[stop.round_id].append(
            _show_counter(stop, by) if stop.partner else _show_stop(stop, ours, phone or "", calls, legs, by)
        )
    return [RoundShown(round, by_round[round.pk]) for round in rounds]


def mask_phone(phone: str) -> str:
    """130****0101: enough to see that it is the right one."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def _visible(needs: list[UUID], by: Actor) -> set[UUID]:
    return set(Need.objects.visible_to(by).filter(pk__in=needs).values_list("pk", flat=True))


def _is_of_grid(stop: Stop, by: Actor) -> bool:
    """Whether the door is the desk's own; to have taken a need of another grid opens no telephone."""
    if by.sees_everything or not by.is_desk:
        return by.is_desk
    grid = stop.door.building.grid if stop.door else None
    return grid is not None and by.account is not None and grid.lead_id == by.account.pk


def _is_ours(stop: Stop, ours: set[UUID] | None) -> bool:
    return ours is None or all(task.need_id in ours for task in stop.tasks.all())


def _show_counter(stop: Stop, by: Actor) -> StopShown:
    assert stop.partner is not None
    lines = sorted(stop.manifest.lines.all(), key=lambda line: line.position) if stop.manifest else []
    counter = CounterShown(
        stop.partner.place, [f"{line.name} {line.strength} × {line.quantity} {line.unit}".strip() for line in lines],
        sum(bool(line.answer) for line in lines), stop.manifest_id, counter_page_of(stop, by) or "",
    )  # fmt: skip
    cold = any(line.is_cold for line in lines)
    return StopShown(stop, [], stop.partner.phone, stop.partner.phone, True, cold, counter)


def _show_stop(
    stop: Stop, ours: set[UUID] | None, phone: str, may_call: bool, legs: Mapping[UUID, LegShown], by: Actor
) -> StopShown:
    tasks, is_ours = list(stop.tasks.all()), _is_ours(stop, ours)
    ended, partly = bool(stop.outcome), stop.outcome == Outcome.PARTLY
    shown = [_show_task(task, ended, partly, legs.get(task.pk), by) for task in tasks] if is_ours else []
    masked = mask_phone(phone) if phone and is_ours else ""
    cold = any(task.is_cold for task in shown)
    return StopShown(stop, shown, masked, phone if may_call and is_ours else "", is_ours, cold)


def _show_thing(line: Line, given: Decimal | None, is_partly: bool) -> Thing:
    note = bridge.for_carrier(line.note)
    if is_partly:
        brought = given or Decimal(0)
        return Thing(line.pk, line.name, brought, line.unit, note, of=brought + line.owed)
    return Thing(line.pk, line.name, given or line.owed or line.wanted, line.unit, note)


def _show_task(task: Task, has_ended: bool, is_partly: bool, leg: LegShown | None, by: Actor) -> TaskShown:
    need = task.need
    if leg is not None:
        page = LEGS[task.leg].page(task, by) or ""
        return TaskShown(task, need, list(leg.things), leg.words, leg.note, leg.is_discreet, leg.is_cold, page)
    given = {delivery.line_id: delivery.quantity for delivery in task.deliveries.all()}
    lines = sorted(need.lines.all(), key=lambda line: (line.position, line.pk))
    things = [_show_thing(line, given.get(line.pk), is_partly) for line in lines if has_ended or line.owed > 0]
    discreet = need.kind in DISCREET or need.sensitivity == Sensitivity.SENSITIVE
    words = "" if lines else bridge.for_carrier(need.words)
    return TaskShown(task, need, things, words, bridge.for_carrier(need.note), discreet, bridge.is_cold(need))


def _phones(stops: Iterable[Stop]) -> dict[UUID, str]:
    """The first telephone of each household: of whoever asked, as far as known, else of its head."""
    asked = {task.need.person_id for stop in stops for task in stop.tasks.all() if task.need.person_id}
    households = {stop.household_id for stop in stops if stop.household_id}
    people = Person.objects.filter(household__in=households, gone_at=None).exclude(phones_sealed=b"")
    found: dict[UUID, str] = {}
    for person in sorted(people, key=lambda person: (person.pk not in asked, not person.is_head, person.pk)):
        if first := person.phones.split("\n")[0].strip():
            found.setdefault(person.household_id, first)
    return found
