"""A desk's keys and a household's pass."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shouwang.planning.passes import Pass, Scope, SigningKey, check, key_id

AT = datetime(2020, 2, 12, 1, tzinfo=UTC)  # a Wednesday
HERE, ELSEWHERE = bytes.fromhex("c0ffee01"), bytes.fromhex("c0ffee02")
KEY = SigningKey(key_id(AT), 2020_02_12, b"for the digits of this week only")
OTHER = SigningKey(key_id(AT, 1), 2020_02_13, b"for the digits of this week, too")
KEYS = {key.id: key.checking for key in (KEY, OTHER)}

HOUSEHOLD = Pass(
    id=bytes.fromhex("0123456789abcdef"), community=HERE, household=bytes.fromhex("fedcba9876543210"),
    scope=Scope.HOUSEHOLD, not_before=AT, expires=AT + timedelta(days=3), persons=2, uses=1,
)  # fmt: skip
ON_SCREEN = replace(HOUSEHOLD, is_on_screen=True)


def judged(text: str, at: datetime = AT, community: bytes = HERE, keys=KEYS):
    return check(text, keys, community=community, at=at)
