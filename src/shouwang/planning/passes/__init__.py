"""Passes: a signed QR of 98 bytes that a gate reads without network, a code against pictures of it, weekly keys."""

from shouwang.planning.passes.checking import Checked, Verdict, check, scanned
from shouwang.planning.passes.judging import GateLists, Judged, KnownPass, judge
from shouwang.planning.passes.keys import (
    LONGEST,
    CheckingKey,
    SigningKey,
    accepted,
    key_id,
    new_key,
    retires_at,
    signing,
)
from shouwang.planning.passes.layout import Pass, PassProblem, Scope
from shouwang.planning.passes.rolling import STEP, code_at, code_fits, secret_of
from shouwang.planning.passes.signing import sign, with_code

__all__ = [
    "LONGEST",
    "STEP",
    "Checked",
    "CheckingKey",
    "GateLists",
    "Judged",
    "KnownPass",
    "Pass",
    "PassProblem",
    "Scope",
    "SigningKey",
    "Verdict",
    "accepted",
    "check",
    "code_at",
    "code_fits",
    "judge",
    "key_id",
    "new_key",
    "retires_at",
    "scanned",
    "secret_of",
    "sign",
    "signing",
    "with_code",
]
