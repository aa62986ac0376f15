"""Passes are issued here and nowhere else, each with its event; and taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import Happened, record, record_many
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.models import Gate, IssuedPass, PassKey, PassScope
from shouwang.desk.gate.models.passes import RESIDENTS
from shouwang.desk.gate.passes.bridge import MOST, new_number, retires_at, sign
from shouwang.desk.gate.passes.keys import ready_keys, signing_key
from shouwang.desk.people.models import Household, Person

LONGEST_WORDS = 120


class CannotIssue(Refused):
    """Such a pass would be good for nobody; the sentence says why."""


class CannotRevoke(Refused):
    """It was taken back already, or nobody said why."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a pass is to say. `household`: whose it is, or to whom a guest comes. `uses`: 0 is any number of times.
    `gates`: where it is good; none is all of them. `bearer`, `mark`: of guests, as `IssuedPass` has them."""

    scope: PassScope
    not_before: datetime
    expires: datetime
    household: Household | None = None
    person: Person | None = None
    bearer: str = ""
    mark: str = ""
    persons: int = 1
    uses: int = 0
    is_on_screen: bool = False
    gates: tuple[Gate, ...] = ()


@use_case
def issue_pass(*, order: Order, by: Actor, at: datetime) -> IssuedPass:
    """Sign the pass that `order` asks for. Raises CannotIssue."""
    (issued,) = issue_passes(orders=[order], by=by, at=at)
    return issued


@use_case
def issue_passes(*, orders: Sequence[Order], by: Actor, at: datetime) -> list[IssuedPass]:
    """Sign many at once, all or none. Ten queries and some for every hundred. Raises CannotIssue."""
    key = signing_key(by.community, at)
    rows = [_signed(_checked(order, key, by, at), key, by, at) for order in orders]
    IssuedPass.objects.bulk_create(rows, batch_size=100)
    linked = IssuedPass.gates.through
    linked.objects.bulk_create(
        (linked(issuedpass_id=row.pk, gate_id=gate.pk)
         for row, order in zip(rows, orders, strict=True) for gate in order.gates), batch_size=400,
    )  # fmt: skip
    happened = [Happened(row, row.household_id, {"scope": row.scope, "until": row.expires}) for row in rows]
    record_many("gate.pass_issued", happened, by=by, at=at)
    return rows


@use_case
def issue_for_households(*, orders: Sequence[Order], replaces: bool, by: Actor, at: datetime) -> list[IssuedPass]:
    """Sign `orders`; `replaces`: what these households hold for all of them is taken back. Raises CannotIssue."""
    if not orders:
        raise CannotIssue(_("Nobody lives there, as far as is known."))
    if replaces:
        homes = [one.household.pk for one in orders if one.household]
        standing = IssuedPass.objects.filter(community=by.community, scope=PassScope.HOUSEHOLD).standing(at)
        _replace(standing.filter(household__in=homes).select_related("community"), by, at)
    return issue_passes(orders=orders, by=by, at=at)


@use_case
def revoke_pass(*, issued: IssuedPass, why: str, by: Actor, at: datetime) -> IssuedPass:
    """It is good no more, from when the gates hear of it. `why`, in words. Raises CannotRevoke."""
    if not why.strip():
        raise CannotRevoke(_("Say why: whoever shows it will ask."))
    issued.revoked_why = why.strip()[:LONGEST_WORDS]
    standing = IssuedPass.objects.filter(pk=issued.pk, revoked_at=None)
    told = {"revoked_at": at, "revoked_by": by.account, "revoked_why_sealed": issued.revoked_why_sealed}
    if standing.update(**told) != 1:
        issued.refresh_from_db()
        raise CannotRevoke(_("Somebody took it back already."))
    issued.refresh_from_db()
    record("gate.pass_revoked", issued, by=by, at=at, household_id=issued.household_id, scope=issued.scope)
    return issued


@use_case
def lose_key(*, by: Actor, at: datetime) -> PassKey:
    """This week's key may be in wrong hands: what it signed is good nowhere any more, and the next one signs."""
    lost = signing_key(by.community, at)
    rows = PassKey.objects.filter(pk=lost.pk, lost_at=None)
    if rows.update(lost_at=at, lost_by=by.account, secret_sealed=b"") == 1:
        record("gate.pass_key_lost", lost, by=by, at=at, key=lost.number)
    ready_keys(community=by.community, at=at)
    return signing_key(by.community, at)


def _replace(rows: Iterable[IssuedPass], by: Actor, at: datetime) -> None:
    gone = []
    for row in rows:
        row.revoked_why = _("Replaced by another.")
        told = {"revoked_at": at, "revoked_by": by.account, "revoked_why_sealed": row.revoked_why_sealed}
        if IssuedPass.objects.filter(pk=row.pk, revoked_at=None).update(**told) == 1:
            gone.append(Happened(row, row.household_id, {"scope": row.scope}))
    record_many("gate.pass_revoked", gone, by=by, at=at)


def _checked(order: Order, key: PassKey, by: Actor, at: datetime) -> Order:
    """`order` in whole seconds. Raises CannotIssue."""
    order = replace(
        order, not_before=order.not_before.replace(microsecond=0), expires=order.expires.replace(microsecond=0),
        bearer=order.bearer.strip()[:LONGEST_WORDS], mark=order.mark.strip()[:LONGEST_WORDS],
    )  # fmt: skip
    latest = retires_at(key.number)
    if not order.not_before < order.expires or order.expires <= at:
        raise CannotIssue(_("A pass ends after it begins, and later than now."))
    if order.expires > latest:
        day = by.community.local(latest).strftime("%Y-%m-%d %H:%M")
        raise CannotIssue(_("A pass holds until %(day)s at the latest; then it is issued anew.") % {"day": day})
    if not (1 <= order.persons <= MOST and 0 <= order.uses <= MOST):
        raise CannotIssue(_("1 to 255 persons, 1 to 255 uses; no number is any number of uses."))
    _check_whose(order, by)
    return order


def _check_whose(order: Order, by: Actor) -> None:
    if order.scope in RESIDENTS and (order.household is None or order.household.door_id is None):
        raise CannotIssue(_("Say whose pass it is: a household that lives here."))
    if (order.scope == PassScope.PERSON) != (order.person is not None):
        raise CannotIssue(_("Say which person it is for."))
    home = order.household.pk if order.household else None
    is_of_them = order.person is None or order.person.household_id == home
    here = {by.community.pk}
    communities = {one.community_id for one in (order.household, order.person, *order.gates) if one is not None}
    if not is_of_them or communities - here:
        raise CannotIssue(_("This person does not live behind that door. Choose again."))
    if order.scope == PassScope.VEHICLE and not order.mark:
        raise CannotIssue(_("Write the number plate: it is what the guard compares."))
    if order.scope not in RESIDENTS and not (order.bearer or order.mark):
        raise CannotIssue(_("Write a name or a company."))


def _signed(order: Order, key: PassKey, by: Actor, at: datetime) -> IssuedPass:
    row = IssuedPass(
        community=by.community, number=new_number(), key_number=key.number, scope=order.scope,
        household=order.household, person=order.person, persons=order.persons, uses=order.uses,
        not_before=order.not_before, expires=order.expires, is_on_screen=order.is_on_screen, issued_at=at,
        issued_by=by.account,
    )  # fmt: skip
    row.text = sign(row, key)
    if order.scope not in RESIDENTS:
        row.bearer, row.mark = order.bearer, order.mark
    return row
