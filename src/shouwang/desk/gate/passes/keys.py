"""The week's keys: made when they are needed or a day before, retired by themselves."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from shouwang.desk.base.models import Community
from shouwang.desk.base.refusals import use_case
from shouwang.desk.gate.models.passes import PassKey
from shouwang.desk.gate.passes.bridge import AHEAD, SERIALS, accepted, key_id, new_key, retires_at, signing, week_of


class NoKeyLeft(Exception):
    """Sixteen keys of one week were lost."""


def checking_keys(community: Community, at: datetime) -> list[PassKey]:
    """Those of which a pass may be good at `at`, and next week's when it is near; what is missing is made."""
    held = {one.number: one for one in ready_keys(community=community, at=at)}
    return [held[number] for number in accepted(held, at)]


def signing_key(community: Community, at: datetime) -> PassKey:
    """The key that signs at `at`; made where there is none."""
    held = {one.number: one for one in ready_keys(community=community, at=at)}
    number = signing(held, at)
    assert number is not None
    return held[number]


@use_case
def ready_keys(*, community: Community, at: datetime) -> list[PassKey]:
    """All keys that were not lost, this week's among them, and next week's when it begins within two days."""
    held = list(PassKey.objects.filter(community=community))
    for moment in (at, at + 2 * AHEAD):
        good = [one.number for one in held if one.lost_at is None]
        if signing(good, moment) is None:
            held.append(_make(community, next_number(held, moment), at))
    return [one for one in held if one.lost_at is None]


def next_number(held: Iterable[PassKey], at: datetime) -> int:
    """Of the week of `at`, the number after those that were made. Raises NoKeyLeft."""
    serials = [one.number % SERIALS for one in held if one.number // SERIALS == week_of(at)]
    serial = max(serials, default=-1) + 1
    if serial >= SERIALS:
        raise NoKeyLeft
    return key_id(at, serial)


@use_case
def retire_keys(community: Community, at: datetime) -> int:
    """What signed is destroyed when its week is over, the whole key when nothing is good any more that it signed;
    the next week's key is made. How many were retired."""
    rows = PassKey.objects.filter(community=community)
    over = [one.pk for one in rows if at >= retires_at(one.number)]
    rows.filter(number__lt=key_id(at)).exclude(secret_sealed=b"").update(secret_sealed=b"")
    ready_keys(community=community, at=at)
    return rows.filter(pk__in=over).delete()[0]


def _make(community: Community, number: int, at: datetime) -> PassKey:
    key = new_key(community, number, at)
    try:
        with transaction.atomic():
            key.save(force_insert=True)
    except IntegrityError:  # somebody else needed it at the same moment
        return PassKey.objects.get(community=community, number=number)
    return key
