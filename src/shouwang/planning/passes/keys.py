"""Keys change every week, at the beginning of Monday in UTC. A week's key signs in its week, and what it signed holds
for `LONGEST` after that at most: then it is retired by itself, whether or not a gate has heard of it.

A key's number is its week and, in four bits, which key of that week it is: one that got lost is followed by the next.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
FIRST_MONDAY = datetime(1970, 1, 5, tzinfo=UTC)
WEEK = timedelta(weeks=1)
LONGEST = timedelta(days=14)
AHEAD = timedelta(days=1)  # next week's key is known to the gates this much earlier: clocks differ, networks fail
SERIALS = 16


@dataclass(frozen=True, slots=True)
class CheckingKey:
    """What a gate holds of a key: whoever has it can tell true from false, and sign nothing.

    `code_key`: 32 bytes, from which the secret of each pass on a screen follows. Whoever has it can make the digits
    beside a pass, not the pass.
    """

    id: int
    public: ec.EllipticCurvePublicKey
    code_key: bytes

    @classmethod
    def read(cls, id: int, public: bytes, code_key: bytes) -> "CheckingKey":
        """`public` as `public_bytes` gives it. Raises ValueError."""
        return cls(id, ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public), code_key)

    @property
    def public_bytes(self) -> bytes:
        """65 bytes: 4, then x and y, as WebCrypto imports them ("raw")."""
        return self.public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """What the desk holds. `secret`: the number that signs, between 1 and the order of the curve."""

    id: int
    secret: int
    code_key: bytes

    @property
    def private(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(self.secret, CURVE)

    @property
    def checking(self) -> CheckingKey:
        return CheckingKey(self.id, self.private.public_key(), self.code_key)


def new_key(id: int) -> SigningKey:
    return SigningKey(id, ec.generate_private_key(CURVE).private_numbers().private_value, token_bytes(32))


def week_of(at: datetime) -> int:
    return (at - FIRST_MONDAY) // WEEK


def key_id(at: datetime, serial: int = 0) -> int:
    """The number of the `serial`-th key of the week of `at`. Raises ValueError past 2048, or past the last serial."""
    number = week_of(at) * SERIALS + serial
    if not (0 <= serial < SERIALS and 0 <= number < 2**16):
        raise ValueError(f"no key has the number {number}")
    return number


def signing(held: Iterable[int], at: datetime) -> int | None:
    """Of the keys `held`, which signs at `at`: the latest of this week. None: a new one is needed (`key_id`)."""
    return max((id for id in held if id // SERIALS == week_of(at)), default=None)


def accepted(held: Iterable[int], at: datetime) -> list[int]:
    """Of the keys `held`, those of which a pass may still be good at `at`, and next week's when it is near."""
    return sorted(id for id in held if at < retires_at(id) and id // SERIALS <= week_of(at + AHEAD))


def retires_at(id: int) -> datetime:
    """From when nothing is good that the key `id` signed."""
    return FIRST_MONDAY + (id // SERIALS + 1) * WEEK + LONGEST
