"""From rows to `planning.passes` and back. Nothing else of the desk signs."""

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

from shouwang.desk.base.models import Community
from shouwang.desk.gate.models.passes import IssuedPass, PassKey
from shouwang.planning import passes as pure
from shouwang.planning.passes import (
    LONGEST,
    STEP,
    Checked,
    GateLists,
    Judged,
    KnownPass,
    Pass,
    PassProblem,
    Scope,
    Verdict,
    judge,
    retires_at,
    scanned,
)
from shouwang.planning.passes.keys import AHEAD, SERIALS, week_of
from shouwang.planning.passes.layout import MOST

__all__ = [
    "AHEAD", "LONGEST", "MOST", "SERIALS", "STEP", "Checked", "GateLists", "Judged", "KnownPass", "PassProblem",
    "Verdict", "accepted", "check", "code_at", "here_of", "judge", "key_id", "new_key", "new_number", "retires_at",
    "scanned", "secret_of", "sign", "signing", "told", "week_of",
]  # fmt: skip

NO_HOUSEHOLD = bytes(8)


def new_number() -> str:
    return token_hex(8)


def new_key(community: Community, number: int, at: datetime) -> PassKey:
    """A key with `number`, not stored yet."""
    made = pure.new_key(number)
    row = PassKey(community=community, number=number, public=made.checking.public_bytes, made_at=at)
    row.secret, row.code_key = f"{made.secret:x}", made.code_key.hex()
    return row


def key_id(at: datetime, serial: int = 0) -> int:
    return pure.key_id(at, serial)


def signing(held: Iterable[int], at: datetime) -> int | None:
    return pure.signing(held, at)


def accepted(held: Iterable[int], at: datetime) -> list[int]:
    return pure.accepted(held, at)


def here_of(community: Community) -> bytes:
    """The community as a pass says it."""
    return community.pk.bytes[:4]


def sign(row: IssuedPass, key: PassKey) -> str:
    """The text of the QR of `row`. Raises PassProblem where it would outlive its key, or cannot be written."""
    held = pure.SigningKey(key.number, int(key.secret, 16), bytes.fromhex(key.code_key))
    return pure.sign(_said(row), held)


def secret_of(row: IssuedPass, key: PassKey) -> bytes:
    """What makes the digits beside `row` on a screen, and nothing else."""
    return pure.secret_of(bytes.fromhex(key.code_key), bytes.fromhex(row.number))


def code_at(secret: bytes, at: datetime) -> str:
    return pure.code_at(secret, at)


def told(key: PassKey) -> dict[str, Any]:
    """As a gate's script imports it."""
    public = base64.b64encode(bytes(key.public)).decode()
    return {"id": key.number, "public": public, "code": base64.b64encode(bytes.fromhex(key.code_key)).decode()}


def check(text: str, keys: Iterable[PassKey], *, community: Community, at: datetime) -> Checked:
    """What the pass `text` is at `at`, to a gate of `community`."""
    held: Mapping[int, pure.CheckingKey] = {
        one.number: pure.CheckingKey.read(one.number, bytes(one.public), bytes.fromhex(one.code_key)) for one in keys
    }
    return pure.check(text, held, community=here_of(community), at=at)


def _said(row: IssuedPass) -> Pass:
    household = row.household_id.bytes[:8] if row.household_id else NO_HOUSEHOLD
    return Pass(
        id=bytes.fromhex(row.number), community=here_of(row.community), household=household,
        scope=Scope[row.scope.upper()], not_before=row.not_before, expires=row.expires, persons=row.persons,
        uses=row.uses, is_on_screen=row.is_on_screen,
    )  # fmt: skip
