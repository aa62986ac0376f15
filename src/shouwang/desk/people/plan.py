"""The questions the house plan can be asked. Each capability registers its own in AppConfig.ready."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.functional import Promise

from shouwang.desk.base.actor import Actor

Tone = Literal["ok", "none", "later", "bad", "empty"]
"""jade, plain, amber, seal-red, dashed (nobody lives there): never colour alone, each also has a mark and a word."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one door answers: a tone, and a few words for the tooltip and for who cannot see colours."""

    tone: Tone
    words: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`answer` maps the ids of doors to cells; doors it leaves out are "none". `legend` explains the tones."""

    code: str
    label: Promise
    legend: Mapping[Tone, Promise]
    answer: Callable[[Actor, datetime], Mapping[UUID, Cell]]


QUESTIONS: dict[str, Question] = {}


def register_question(question: Question) -> None:
    """Offer `question` above the house plan, in the order of registration."""
    QUESTIONS[question.code] = question
