"""The questions the house plan can be asked, and the plan as it answers one.

Each capability registers its questions in AppConfig.ready; people's own are in `questions.py`.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.people.drawing import DrawnDoor, draw_building
from shouwang.desk.people.models import Building, Door, Household

Tone = Literal["ok", "none", "later", "bad", "empty"]
"""jade, plain, amber, seal-red, dashed (nobody lives there): never colour alone, each also has a mark and a word."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one door answers: a tone, and a few words for the tooltip and for who cannot see colours."""

    tone: Tone
    words: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`answer` maps the ids of doors to cells; doors it leaves out are "none", or "empty" where nobody lives.

    `legend` explains the tones.
    """

    code: str
    label: Promise
    legend: Mapping[Tone, Promise]
    answer: Callable[[Actor, datetime], Mapping[UUID, Cell]]


QUESTIONS: dict[str, Question] = {}


def register_question(question: Question) -> None:
    """Offer `question` above the house plan, in the order of registration."""
    QUESTIONS[question.code] = question


@dataclass(frozen=True, slots=True)
class Figure:
    """A building as drawn."""

    building: Building
    name: str
    picture: SafeString


@dataclass(frozen=True, slots=True)
class Plan:
    """The house plan as `question` is answered. The counts of `legend` sum to `doors`."""

    question: Question
    questions: list[Question]
    figures: list[Figure]
    legend: list[tuple[Tone, str, int]]
    doors: int

    @property
    def mark(self) -> str:
        """The same as long as the plan looks the same: what has not changed need not travel again."""
        drawn = [*(figure.picture for figure in self.figures), str(self.legend)]
        return hashlib.blake2b("".join(drawn).encode(), digest_size=8).hexdigest()


def draw_plan(code: str, by: Actor, at: datetime) -> Plan | None:
    """Every building that `by` may see, each door answering the question `code` (the first one if unknown).

    None while no question is registered. Three queries and those of the question.
    """
    question = QUESTIONS.get(code) or next(iter(QUESTIONS.values()), None)
    if question is None:
        return None
    answers = question.answer(by, at)
    living: dict[UUID, list[UUID]] = defaultdict(list)
    for door_id, household in Household.objects.visible_to(by).living_here().values_list("door_id", "pk"):
        living[door_id].append(household)
    doors: dict[UUID, list[DrawnDoor]] = defaultdict(list)
    counts: Counter[Tone] = Counter()
    for door in Door.objects.visible_to(by):
        cell = answers.get(door.pk) or Cell("none" if living[door.pk] else "empty")
        counts[cell.tone] += 1
        doors[door.building_id].append(_drawn(door, cell, question, living[door.pk]))
    buildings = Building.objects.visible_to(by).select_related("grid").in_order()
    figures = [
        Figure(building, name := building_name(building), draw_building(name, doors[building.pk]))
        for building in buildings
        if doors[building.pk]
    ]
    legend = [(tone, words_of(question, tone), counts[tone]) for tone in get_args(Tone) if counts[tone]]
    return Plan(question, list(QUESTIONS.values()), figures, legend, sum(counts.values()))


def words_of(question: Question, tone: Tone) -> str:
    """What `tone` means here."""
    if tone in question.legend:
        return str(question.legend[tone])
    return _("nobody lives there") if tone == "empty" else _("nothing to say")


def building_name(building: Building) -> str:
    """3 becomes "Building 3"; a name that is more than a number or letter stays as it is."""
    code = building.code
    return _("Building %(code)s") % {"code": building} if code.isascii() and len(code) <= 4 else str(building)


def _drawn(door: Door, cell: Cell, question: Question, living: list[UUID]) -> DrawnDoor:
    if len(living) == 1:
        href = reverse("people:household", args=[living[0]])
    else:
        href = reverse("people:door", args=[door.pk])
    return DrawnDoor(
        label=door.label, href=href, tone=cell.tone, words=cell.words or words_of(question, cell.tone),
        unit=door.unit, room=door.room, floor=door.floor, position=door.position,
    )  # fmt: skip
