"""What a pass says, and the 34 bytes in which it is signed. All numbers are big-endian and unsigned.

| bytes | what |
|---|---|
| 0 | version: 1 |
| 1-2 | key: the week in the upper twelve bits, in the lower four which key of that week |
| 3-10 | pass: a random number, by which it is revoked and its uses are counted |
| 11-14 | community: the first bytes of its number |
| 15 | scope; 128 more for a pass that is shown on a screen, with a code that changes |
| 16-23 | household: the first bytes of its number; all zero where it belongs to none |
| 24 | persons: how many may pass with it at once |
| 25-28 | not before: seconds since 1970 |
| 29-32 | expires: seconds since 1970; at this second it is over |
| 33 | uses: how often it may be used; 0 is any number of times |

The signature follows: ES256 over these bytes, r and s of 32 bytes each, s in the lower half of its range. As text this
is "SW:" and base45, 150 characters; on a screen six digits stand behind them. No name, no door and no telephone is in
it.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

VERSION = 1
BODY = struct.Struct(">BH8s4sB8sBIIB")
SIGNATURE = 64  # bytes
ON_SCREEN = 0x80
MOST = 0xFF


class Scope(IntEnum):
    """Whose pass it is."""

    HOUSEHOLD = 1  # one of the household at a time, whoever
    PERSON = 2
    VISITOR = 3
    COURIER = 4
    WORKER = 5
    VEHICLE = 6


class PassProblem(ValueError):
    """A pass that cannot be written: the sentence says why."""


class UnknownScope(ValueError):
    """Of a later time than this program."""


@dataclass(frozen=True, slots=True)
class Pass:
    """`id` and `household` have 8 bytes, `community` 4. Moments know their zone and are whole seconds.

    `is_on_screen`: shown with a code that changes; else on paper. Raises PassProblem.
    """

    id: bytes
    community: bytes
    household: bytes
    scope: Scope
    not_before: datetime
    expires: datetime
    persons: int = 1
    uses: int = 0
    is_on_screen: bool = False

    def __post_init__(self) -> None:
        if (len(self.id), len(self.community), len(self.household)) != (8, 4, 8):
            raise PassProblem("a pass and a household have 8 bytes, a community 4")
        if not (1 <= self.persons <= MOST and 0 <= self.uses <= MOST):
            raise PassProblem("persons are 1 to 255, uses 0 to 255")
        if not (self.not_before.tzinfo and self.expires.tzinfo):
            raise PassProblem("a moment knows its zone")
        if self.not_before.microsecond or self.expires.microsecond:
            raise PassProblem("a pass knows whole seconds")
        if not 0 <= self.not_before.timestamp() < self.expires.timestamp() < 2**32:
            raise PassProblem("it begins before it ends, between 1970 and 2106")


def pack(said: Pass, key: int) -> bytes:
    """The bytes that the key `key` signs."""
    scope = said.scope | (ON_SCREEN if said.is_on_screen else 0)
    begins, ends = int(said.not_before.timestamp()), int(said.expires.timestamp())
    return BODY.pack(
        VERSION, key, said.id, said.community, scope, said.household, said.persons, begins, ends, said.uses
    )


def unpack(body: bytes) -> tuple[Pass, int]:
    """The pass and the key that signed it. Raises UnknownScope, PassProblem."""
    _version, key, number, community, scope, household, persons, begins, ends, uses = BODY.unpack(body)
    try:
        whose = Scope(scope & ~ON_SCREEN)
    except ValueError:
        raise UnknownScope(str(scope)) from None
    from_, to = (datetime.fromtimestamp(moment, UTC) for moment in (begins, ends))
    return Pass(number, community, household, whose, from_, to, persons, uses, bool(scope & ON_SCREEN)), key


def community_of(body: bytes) -> bytes:
    """Whose pass it is said to be."""
    return body[11:15]


def key_of(body: bytes) -> int:
    """Which key is said to have signed it."""
    return int.from_bytes(body[1:3], "big")
