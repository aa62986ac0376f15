"""The directory: partners added, changed, shut for a while, taken off."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.partners.models import Manifest, Partner, PartnerKind

ABOUT = frozenset({
    "place", "phone", "hours", "takes_insurance", "keeps_cold", "minutes", "latitude", "longitude", "datum", "contact",
    "note",
})  # fmt: skip
"""What may be said of a partner besides its kind and name; `hours` as `Partner.hours` says."""


class NameTaken(Refused):
    """Another partner that is still worked with has this name."""


class NotClear(Refused):
    """Something about it cannot be so; the sentence says what."""


class HasOpenLists(Refused):
    """A list lies there that is still to be answered or fetched."""


@use_case
def add_partner(*, kind: PartnerKind, name: str, by: Actor, at: datetime, **about: Any) -> Partner:
    """A new entry of the directory. `about`: any of ABOUT. Raises NameTaken, NotClear."""
    partner = Partner(community=by.community, kind=PartnerKind(kind), name=name.strip())
    _describe(partner, about)
    partner.save(force_insert=True)
    record("partners.added", partner, by=by, at=at, what=partner.kind)
    return partner


@use_case
def change_partner(*, partner: Partner, by: Actor, at: datetime, **about: Any) -> Partner:
    """Say anew what is named in `about` (any of ABOUT, `kind`, `name`). Raises NameTaken, NotClear."""
    if "kind" in about:
        partner.kind = PartnerKind(about.pop("kind"))
    if "name" in about:
        partner.name = str(about.pop("name")).strip()
    _describe(partner, about)
    partner.save()
    record("partners.changed", partner, by=by, at=at)
    return partner


@use_case
def shut_partner(*, partner: Partner, from_day: date, until: date | None, by: Actor, at: datetime) -> Partner:
    """It is shut from `from_day` to `until`, both included; None: until told otherwise. Raises NotClear."""
    if until is not None and until < from_day:
        raise NotClear(_("The last shut day lies before the first one."))
    if (partner.shut_from, partner.shut_until) == (from_day, until):
        return partner
    partner.shut_from, partner.shut_until = from_day, until
    partner.save(update_fields=["shut_from", "shut_until"])
    record("partners.shut", partner, by=by, at=at, first=from_day, last=until)
    return partner


@use_case
def open_again(*, partner: Partner, by: Actor, at: datetime) -> Partner:
    """It is not shut any more: its hours count again. Saying it twice changes nothing."""
    if Partner.objects.filter(pk=partner.pk, shut_from__isnull=False).update(shut_from=None, shut_until=None) == 1:
        record("partners.opened", partner, by=by, at=at)
    partner.shut_from = partner.shut_until = None
    return partner


@use_case
def retire_partner(*, partner: Partner, by: Actor, at: datetime) -> Partner:
    """Take it off the directory; what it said and answered stays. Raises HasOpenLists."""
    if Manifest.objects.filter(partner=partner).open_at(at).exists():
        raise HasOpenLists(_("A list sent to %(name)s is still open. End the list first.") % {"name": partner.name})
    if Partner.objects.filter(pk=partner.pk, retired_at=None).update(retired_at=at) == 1:
        record("partners.retired", partner, by=by, at=at)
    partner.refresh_from_db()
    return partner


def _describe(partner: Partner, about: dict[str, Any]) -> None:
    if unknown := about.keys() - ABOUT:
        raise TypeError(f"a partner has no {sorted(unknown)}")
    for name, value in about.items():
        setattr(partner, name, value)
    if not partner.name:
        raise NotClear(_("A partner needs a name."))
    place = (partner.latitude is not None, partner.longitude is not None, bool(partner.datum))
    if any(place) and not all(place):
        raise NotClear(_("A position needs latitude, longitude and the map it was read from."))
    same = Partner.objects.filter(community=partner.community_id, name=partner.name, retired_at=None)
    if partner.retired_at is None and same.exclude(pk=partner.pk).exists():
        raise NameTaken(_("There is a partner called %(name)s already.") % {"name": partner.name})
