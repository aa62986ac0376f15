"""What a proposal of rounds is made from and what it says: plain values, and reasons as codes with numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Why(StrEnum):
    """Why stops stand together, and in this order. The numbers each carries stand beside it."""

    STAIRCASE = "staircase"  # building, staircase, stops: walked once, from the top down
    HELD = "held"  # needs: whoever took or promised them carries them
    SAME_DOOR = "same_door"  # needs, stops: several things for one door go in one stop
    COLD_FIRST = "cold_first"  # stops: what must stay cold goes first
    URGENT_FIRST = "urgent_first"  # stops
    LATE_ALREADY = "late_already"  # stops: their time is over, so they go first
    DUE = "due"  # door, at: the window that is nearest to being missed, and kept
    AFTER_WINDOW = "after_window"  # door, minutes: it will be reached too late
    WAITS = "waits"  # door, minutes: there is a wait until it may be visited
    SPLIT = "split"  # building, staircase, stops, most: more doors than one person can carry for
    FULL = "full"  # stops: as many as this person can carry
    MINUTES = "minutes"  # minutes: how long the walk takes


class Left(StrEnum):
    """Why a need is on no round."""

    NO_ADDRESS = "no_address"
    ON_A_ROUND = "on_a_round"  # round
    ANOTHER_SERVICE = "another_service"
    HELD_BY_OTHER = "held_by_other"  # carrier: somebody who does not go now
    NOT_YET = "not_yet"  # at
    TOO_LATE = "too_late"  # minutes after its window: of no use any more
    TOO_HEAVY = "too_heavy"  # load, most: grams
    NOBODY = "nobody"  # nobody goes
    NO_ROOM = "no_room"  # most: everybody's hands are full


Number = int | str
"""Counts, minutes and grams are integers; doors, carriers and rounds are identifiers, moments ISO 8601."""


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    numbers: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A door as one walks to it. `staircase` is the unit; neighbours differ little in `building_order`."""

    door: str
    building: str
    building_order: int = 0
    staircase: str = ""
    floor: int | None = None
    position: int = 0

    @property
    def stairs(self) -> tuple[str, str]:
        """Which staircase of which building."""
        return self.building, self.staircase


@dataclass(frozen=True, slots=True)
class Need:
    """`holder` took or promised it. `load` is in grams, 0 where unknown. `useless_late`: a meal, not a bag of rice."""

    id: str
    place: Place | None
    not_before: datetime | None = None
    due_by: datetime | None = None
    urgency: int = 1
    is_cold: bool = False
    holder: str | None = None
    load: int = 0
    on_round: str | None = None
    is_carried: bool = True
    useless_late: bool = False


@dataclass(frozen=True, slots=True)
class Carrier:
    """Somebody who can go: for at most `most_stops` doors, with at most `most_load` grams (None: not limited)."""

    id: str
    most_stops: int = 20
    most_load: int | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one walks, in seconds; `most_ahead` is how far beyond the start a round looks."""

    at_door: int = 180
    per_floor: int = 20
    next_staircase: int = 90
    next_building: int = 240
    setting_off: int = 900  # what sending one more person out must save
    most_ahead: timedelta = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class PlannedStop:
    door: str
    needs: tuple[str, ...]
    expected_at: datetime
    not_before: datetime | None
    due_by: datetime | None
    load: int


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """`ends_at`: when the last door is done."""

    carrier: str
    stops: tuple[PlannedStop, ...]
    reasons: tuple[Reason, ...]
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class LeftOut:
    need: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Proposal:
    """Every need stands exactly once: in a stop of a round, or left out with its reason. `spare` need not go."""

    rounds: tuple[PlannedRound, ...]
    left_out: tuple[LeftOut, ...]
    spare: tuple[str, ...]
