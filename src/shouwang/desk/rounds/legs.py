"""Legs: parts of a longer way that ride on rounds. A higher room registers what the end of a stop means for its leg.

    register_leg(Leg("medicine.collect", Task.Action.COLLECT, settle, reopen, show))

An ordinary task ends its need. A task with a leg ends only that leg: "collected" is not "delivered".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account
from shouwang.desk.rounds.models import Outcome, Round, Stop, Task


@dataclass(frozen=True, slots=True)
class Thing:
    """One line at one stop: `quantity` to hand over, or what was handed over of `of` where only a part was."""

    line: UUID
    name: str
    quantity: Decimal
    unit: str
    note: str = ""
    of: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LegShown:
    """What a carrier reads of one task: things with quantities, or `words`; what they must know at the door."""

    things: tuple[Thing, ...] = ()
    words: str = ""
    note: str = ""
    is_cold: bool = False
    is_discreet: bool = True


Handed = Mapping[UUID, Decimal] | None
"""line id → quantity handed over; None where nothing was."""


class Settle(Protocol):
    """A stop with `task` ended: `handed` is None where nothing was done for it. Runs in the stop's transaction."""

    def __call__(
        self, task: Task, outcome: Outcome, handed: Handed, words: str, *, by: Actor, at: datetime,
        said_at: datetime | None,
    ) -> None: ...  # fmt: skip


class Reopen(Protocol):
    """Take back what `settle` did, within the minute. Raises Refused where it has gone on since."""

    def __call__(self, task: Task, round: Round, *, by: Actor, at: datetime) -> None: ...


Show = Callable[[Sequence[Task]], Mapping[UUID, LegShown]]
"""By the id of each task; asked once for a whole page."""


@dataclass(frozen=True, slots=True)
class Leg:
    """`done` is the word on the big button ("Collected"); `page` is what opens at the door for more than a tick.

    `sees`: whether a done task shows that they themselves stood there, so that it is a sign of life.
    """

    name: str
    action: str
    done: Promise
    settle: Settle
    reopen: Reopen
    show: Show
    page: Callable[[Task, Actor], str | None] = lambda _task, _by: None
    sees: Callable[[Task], bool] = lambda _task: False


LEGS: dict[str, Leg] = {}
COUNTER_PAGES: list[Callable[[Stop, Actor], str | None]] = []
HAND_OVERS: list[Callable[..., None]] = []
SETTINGS_OFF: list[Callable[..., None]] = []
COUNTER_ENDS: list[Callable[..., None]] = []


def register_leg(leg: Leg) -> None:
    LEGS[leg.name] = leg


def register_counter_page(page: Callable[[Stop, Actor], str | None]) -> None:
    """`page(stop, by)` is the address of what a carrier fills in at a partner's counter, or None."""
    COUNTER_PAGES.append(page)


def register_hand_over(follow: Callable[..., None]) -> None:
    """`follow(round, before: Account, to: Account, *, by, at)` runs when somebody else goes on with a round: what the
    first one carried is the other's from then on."""
    HAND_OVERS.append(follow)


def register_set_off(follow: Callable[..., None]) -> None:
    """`follow(round, *, by, at)` runs when a round was accepted: what it carries is its carrier's before they leave."""
    SETTINGS_OFF.append(follow)


def register_counter_end(follow: Callable[..., None]) -> None:
    """`follow(stop, *, by, at)` runs when the carrier is through at a partner's counter, wherever they said so."""
    COUNTER_ENDS.append(follow)


def counter_page_of(stop: Stop, by: Actor) -> str | None:
    return next(filter(None, (page(stop, by) for page in COUNTER_PAGES)), None)


def follow_hand_over(round: Round, before: Account, to: Account, *, by: Actor, at: datetime) -> None:
    for follow in HAND_OVERS:
        follow(round, before, to, by=by, at=at)


def follow_set_off(round: Round, *, by: Actor, at: datetime) -> None:
    for follow in SETTINGS_OFF:
        follow(round, by=by, at=at)


def follow_counter_end(stop: Stop, *, by: Actor, at: datetime) -> None:
    for follow in COUNTER_ENDS:
        follow(stop, by=by, at=at)


def shown_legs(tasks: Sequence[Task]) -> dict[UUID, LegShown]:
    """What is read of those of `tasks` that are legs."""
    shown: dict[UUID, LegShown] = {}
    for name, leg in LEGS.items():
        if mine := [task for task in tasks if task.leg == name]:
            shown |= leg.show(mine)
    return shown
