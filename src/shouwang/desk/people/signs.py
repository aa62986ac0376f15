"""Signs of life: whoever sees somebody says so here, and whoever waits to hear from them listens.

    note_sign(SignOfLife(household=household, person=None, how=DELIVERY, source=stop), by=by, at=at)

Capabilities that see people (rounds, the gate, the household's own page) know nothing of those that watch over them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import models

from shouwang.desk.base.actor import Actor
from shouwang.desk.people.models import Household, Person

DELIVERY, DOOR, PASSAGE, REPLY = "delivery", "door", "passage", "reply"


@dataclass(frozen=True, slots=True)
class SignOfLife:
    """Somebody of `household` was seen or heard, `how`; `person` where it is known who.

    `source` is what tells of it (the stop, the need, the passage). `said_at`: when, by the clock of whoever saw it.
    """

    household: Household
    person: Person | None
    how: str
    source: models.Model
    said_at: datetime | None = None


class Listener(Protocol):
    def __call__(self, *, sign: SignOfLife, by: Actor, at: datetime) -> object: ...


TakeBack = Callable[..., object]
LISTENERS: list[Listener] = []
TAKING_BACK: list[TakeBack] = []


def register_sign(listener: Listener, take_back: TakeBack) -> None:
    """`listener(sign=, by=, at=)` hears of every sign, `take_back(source=, by=, at=)` that one was a slip. Both in the
    caller's transaction."""
    LISTENERS.append(listener)
    TAKING_BACK.append(take_back)


def note_sign(sign: SignOfLife, *, by: Actor, at: datetime) -> None:
    """Somebody is alive, and this is how it is known."""
    for listener in LISTENERS:
        listener(sign=sign, by=by, at=at)


def take_back_signs(source: models.Model, *, by: Actor, at: datetime) -> None:
    """What `source` told of did not happen after all."""
    for take_back in TAKING_BACK:
        take_back(source=source, by=by, at=at)
