"""What a call list is split from and what the split says: plain values, and reasons as codes with numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """Why a share is as it is, each with the numbers it carries."""

    EVEN = "even"  # minutes, fair: theirs, and what an even share by their time would be
    SAME_VOICE = "same_voice"  # calls: whoever called them last calls again
    THEIR_LANGUAGE = "their_language"  # calls: in the language they prefer
    HELD = "held"  # calls: they are on the line already, or have claimed them
    NEVER_HEARD = "never_heard"  # calls: stand first
    TOO_MUCH = "too_much"  # minutes: more than they said they have


@dataclass(frozen=True, slots=True)
class Call:
    """One telephone to ring: a household with everybody who is to be heard from there.

    `minutes`: what it takes, more than 0. `voice`: who called last. `heard_at`: when they were last heard, None for
    never. `language`: the one they prefer, empty where any will do. `listed`: on whose list of today it stands by
    now. `held_by`: who must keep it.
    """

    id: str
    minutes: int = 3
    voice: str | None = None
    heard_at: datetime | None = None
    not_before: datetime | None = None
    due_at: datetime | None = None
    language: str = ""
    listed: str | None = None
    held_by: str | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody on shift. Shares go by `minutes`, what each has to give; `languages` are those they speak."""

    id: str
    minutes: int = 240
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """What one person calls, in the order to call."""

    caller: str
    calls: tuple[str, ...]
    minutes: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Every call stands in exactly one share, or, where nobody is on shift, in `nobody`."""

    shares: tuple[Share, ...]
    nobody: tuple[str, ...]
