"""From the text of a QR to what a gate says about it. `static/desk/gate_pass.js` does the same in a browser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from shouwang.planning.passes import base45
from shouwang.planning.passes.keys import ORDER, CheckingKey, retires_at
from shouwang.planning.passes.layout import (
    BODY,
    SIGNATURE,
    VERSION,
    Pass,
    PassProblem,
    UnknownScope,
    community_of,
    key_of,
    unpack,
)
from shouwang.planning.passes.rolling import DIGITS, code_fits, secret_of
from shouwang.planning.passes.signing import ES256, PREFIX

AROUND = " \t\r\n\0"
SAID_FIRST = re.compile(r"^\][A-Z][0-9]")  # by some scanners: which kind of code it is
LENGTH = (BODY.size + SIGNATURE) // 2 * 3
CODE = re.compile(f"([0-9]{{{DIGITS}}})?")


class Verdict(StrEnum):
    """In the order in which `check` looks at a pass: the first that is so is said."""

    DAMAGED = "damaged"  # no pass of ours, or not read whole
    UNKNOWN_VERSION = "unknown_version"  # of a later time than this program
    UNKNOWN_KEY = "unknown_key"  # signed by a key that this gate does not hold
    FORGED = "forged"  # not what the key signed
    ELSEWHERE = "elsewhere"  # true, of another community
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    STALE = "stale"  # true, but the digits are not those of now: a picture, or a clock that is wrong
    VALID = "valid"

    # What the pass does not say: `judging` does
    REVOKED = "revoked"
    USED_UP = "used_up"
    WRONG_GATE = "wrong_gate"


@dataclass(frozen=True, slots=True)
class Checked:
    """`said`: what the pass says, where it is what the key signed; else None."""

    verdict: Verdict
    said: Pass | None = None
    key: int | None = None


def scanned(text: str) -> str:
    """What stands in the QR, of what a scanner or a hand sends: without spaces and line ends around it, and in capitals
    where all of it is small, as a keyboard with its lock on sends it. No pass begins or ends with a space."""
    inner = SAID_FIRST.sub("", text.strip(AROUND))
    return inner.upper() if inner.isascii() and inner.startswith(PREFIX.lower()) and inner == inner.lower() else inner


def check(text: str, keys: Mapping[int, CheckingKey], *, community: bytes, at: datetime) -> Checked:
    """What the pass `text` is at `at`, to a gate of `community` that holds `keys`. Never raises for what it reads.

    Whether it is used up or revoked, and at which gate it is good, is not in it: the desk knows that.
    """
    try:
        data, code = _read(text)
    except base45.NotBase45:
        return Checked(Verdict.DAMAGED)
    if data[:1] != bytes([VERSION]):
        return Checked(Verdict.UNKNOWN_VERSION)
    if len(data) != BODY.size + SIGNATURE or not re.fullmatch(CODE, code):
        return Checked(Verdict.DAMAGED)
    body, signature = data[: BODY.size], data[BODY.size :]
    key = keys.get(key_of(body))
    if key is None:
        return Checked(Verdict.UNKNOWN_KEY)
    if not _is_signed(body, signature, key):  # another community's key has the same number, and is not held here
        return Checked(Verdict.FORGED if community_of(body) == community else Verdict.UNKNOWN_KEY)
    try:
        said, _key = unpack(body)
    except UnknownScope:
        return Checked(Verdict.UNKNOWN_VERSION)
    except PassProblem:
        return Checked(Verdict.FORGED)
    if said.expires > retires_at(key.id):
        return Checked(Verdict.FORGED)  # the desk signs nothing that outlives its key
    if code and not said.is_on_screen:
        return Checked(Verdict.DAMAGED)
    return Checked(_judge(said, code, key, community, at), said, key.id)


def _read(text: str) -> tuple[bytes, str]:
    """The bytes and the digits behind them. Of another version only the first two bytes. Raises NotBase45."""
    written = text.removeprefix(PREFIX)
    if written == text or len(written) < 3:
        raise base45.NotBase45(text)
    begins = base45.decode(written[:3])
    if begins[0] != VERSION:
        return begins, ""
    return base45.decode(written[:LENGTH]), written[LENGTH:]


def _is_signed(body: bytes, signature: bytes, key: CheckingKey) -> bool:
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if s > ORDER // 2:
        return False
    try:
        key.public.verify(encode_dss_signature(r, s), body, ES256)
    except InvalidSignature:
        return False
    return True


def _judge(said: Pass, code: str, key: CheckingKey, community: bytes, at: datetime) -> Verdict:
    if said.community != community:
        return Verdict.ELSEWHERE
    if at < said.not_before:
        return Verdict.NOT_YET
    if at >= said.expires:
        return Verdict.EXPIRED
    if said.is_on_screen and not code_fits(secret_of(key.code_key, said.id), code, at):
        return Verdict.STALE
    return Verdict.VALID
