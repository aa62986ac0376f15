"""Six digits beside a pass on a screen, new every half minute: a picture of it is worth nothing soon after.

They are RFC 6238 (TOTP) with SHA-256. Each pass has a secret of its own, which follows from the week's code key: the
phone of the household holds that one secret, the gate the week's key, and neither needs a network.
"""

import hmac
from datetime import datetime

STEP = 30  # seconds
DRIFT = 1  # steps that two clocks may differ, either way
DIGITS = 6


def secret_of(code_key: bytes, pass_id: bytes) -> bytes:
    return hmac.digest(code_key, b"shouwang pass code" + pass_id, "sha256")


def code_at(secret: bytes, at: datetime, *, digits: int = DIGITS) -> str:
    return code_of(secret, int(at.timestamp()) // STEP, digits)


def code_fits(secret: bytes, code: str, at: datetime) -> bool:
    """Whether `code`, in ASCII, is the one of `at`, by a clock that may differ by a step."""
    now = int(at.timestamp()) // STEP
    steps = range(max(now - DRIFT, 0), now + DRIFT + 1)
    return any(hmac.compare_digest(code_of(secret, step, DIGITS), code) for step in steps)


def code_of(secret: bytes, step: int, digits: int) -> str:
    """RFC 4226, 5.3: four bytes of the digest, at a place that its last four bits say."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha256")
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"
