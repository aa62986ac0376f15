"""A manifest's life: made, sent ahead, seen, answered, fetched; or revoked, or over by time.

The lines of a list that was sent stay as they were sent: a change is another list, or a line added later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from shouwang.desk.base.actions.links import make_link, revoke_link
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.jobs import later
from shouwang.desk.base.models import Account, Link, Picture
from shouwang.desk.base.models.links import Scope
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.partners.actions.answers import AmountUnclear, ListIsOver, NoOther, OfferUnclear, answer_line
from shouwang.desk.partners.items import item_key
from shouwang.desk.partners.models import Manifest, ManifestLine, Partner
from shouwang.desk.partners.models.manifests import ANSWERED_WITHIN, SEEN_WITHIN

LASTS = timedelta(hours=24)  # a list without an hour
LASTS_AFTER_DUE = timedelta(hours=12)
CHASE, EXPIRE = "partners.chase", "partners.expire"
__all__ = [
    "AmountUnclear", "ListIsOver", "NoOther", "NothingWanted", "OfferUnclear", "OutOfTime", "SentAlready", "Wanted",
    "add_line", "answer_line", "expire_manifest", "fetch_manifest", "make_manifest", "name_carrier", "renew_link",
    "revoke_manifest", "see_manifest", "send_manifest",
]  # fmt: skip


class NothingWanted(Refused):
    """A list without a line, or a line without a name or an amount."""


class OutOfTime(Refused):
    """It would be over before it begins."""


class SentAlready(Refused):
    """Somebody has sent it; the sentence says when."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of a list. `subject_id`: the desk's own item. `strength`: strength, form, pack and maker in one line.

    `quantity` in packs. `item`: the key under which the answer is kept as stock; without it, of name and strength.
    """

    subject_id: UUID
    name: str
    strength: str = ""
    quantity: int = 1
    unit: str = ""
    bag: str = ""
    picture: Picture | None = None
    is_cold: bool = False
    needs_prescription: bool = False
    with_card: bool = False
    no_substitute: bool = False
    note: str = ""
    item: str = ""


@use_case
def make_manifest(
    *, partner: Partner, title: str, lines: Sequence[Wanted], by: Actor, at: datetime,
    due_by: datetime | None = None, expires_at: datetime | None = None, about_id: UUID | None = None,
    carrier: Account | None = None,
) -> Manifest:  # fmt: skip
    """A list for `partner`, not sent yet. Without `expires_at` it is over 12 hours after `due_by`, or after a day.

    Raises NothingWanted, OutOfTime, ListIsOver (the partner was taken off the directory).
    """
    if partner.retired_at is not None:
        raise ListIsOver(_("%(name)s was taken off the directory.") % {"name": partner.name})
    if not lines:
        raise NothingWanted(_("Nothing stands on the list yet."))
    expires_at = expires_at or (due_by + LASTS_AFTER_DUE if due_by else at + LASTS)
    if expires_at <= at:
        raise OutOfTime(_("The list would be over before it is sent. Choose a later hour."))
    manifest = Manifest.objects.create(
        community=by.community, partner=partner, title=title.strip()[:80], about_id=about_id, carrier=carrier,
        made_at=at, made_by=by.account, due_by=due_by, expires_at=expires_at,
    )  # fmt: skip
    made = [_line(manifest, number, wanted) for number, wanted in enumerate(lines, 1)]
    ManifestLine.objects.bulk_create(made)
    record("partners.list_made", manifest, by=by, at=at, partner=partner.pk, lines=len(made))
    return manifest


@use_case
def add_line(*, manifest: Manifest, wanted: Wanted, by: Actor, at: datetime) -> ManifestLine:
    """One more line; on a list that was sent it is marked as added later, and asked for anew.

    Raises ListIsOver, NothingWanted.
    """
    # holds the row: two lines added at once get two numbers
    if Manifest.objects.filter(pk=manifest.pk, revoked_at=None, fetched_at=None, expires_at__gt=at).update(
        answered_at=None
    ) != 1:  # fmt: skip
        raise ListIsOver(_("This list is over. Make a new one."))
    manifest.refresh_from_db()
    last: int = manifest.lines.aggregate(last=Max("position"))["last"] or 0
    line = _line(manifest, last + 1, wanted)
    if manifest.sent_at is not None:
        line.added_at = at
        Manifest.objects.filter(pk=manifest.pk).update(asked_at=at)
        manifest.asked_at = at
        later(CHASE, f"{manifest.pk}:{line.pk}", at + ANSWERED_WITHIN, **_named(manifest))
    line.save(force_insert=True)
    record("partners.line_added", manifest, by=by, at=at, line=line.pk, is_later=line.added_at is not None)
    return line


@use_case
def send_manifest(*, manifest: Manifest, way: Manifest.SentBy, by: Actor, at: datetime) -> tuple[Manifest, str]:
    """Send it ahead, once: by link (the token, shown this once), on paper or by telephone (""). From now on the
    desk notices silence. Raises SentAlready, ListIsOver."""
    waiting = Manifest.objects.filter(pk=manifest.pk, sent_at=None, revoked_at=None, expires_at__gt=at)
    if waiting.update(sent_at=at, asked_at=at, sent_by_way=Manifest.SentBy(way)) != 1:
        manifest.refresh_from_db()
        if manifest.sent_at is not None and manifest.revoked_at is None:
            raise SentAlready(_("This list was sent already."))
        raise ListIsOver(_("This list is over. Make a new one."))
    manifest.refresh_from_db()
    token = _give_link(manifest, by=by, at=at) if way == Manifest.SentBy.LINK else ""
    for name, pause in (("seen", SEEN_WITHIN), ("answered", ANSWERED_WITHIN)):
        later(CHASE, f"{manifest.pk}:{name}", at + pause, **_named(manifest))
    later(EXPIRE, str(manifest.pk), manifest.expires_at, **_named(manifest))
    record("partners.list_sent", manifest, by=by, at=at, way=manifest.sent_by_way, lines=manifest.lines.count())
    return manifest, token


@use_case
def renew_link(*, manifest: Manifest, by: Actor, at: datetime) -> tuple[Manifest, str]:
    """Another link for a list that was sent, by whatever way; the earlier one ends. Its token, shown this once.

    Raises ListIsOver.
    """
    if not manifest.is_open(at):
        raise ListIsOver(_("This list is over. Make a new one."))
    _end_link(manifest, by=by, at=at)
    token = _give_link(manifest, by=by, at=at)
    record("partners.link_renewed", manifest, by=by, at=at)
    return manifest, token


@use_case
def see_manifest(*, manifest: Manifest, by: Actor, at: datetime) -> Manifest:
    """The partner has opened it. Only the first time is told."""
    if Manifest.objects.filter(pk=manifest.pk, seen_at=None).update(seen_at=at) == 1:
        record("partners.list_seen", manifest, by=by, at=at)
        manifest.seen_at = at
    return manifest


@use_case
def name_carrier(*, manifest: Manifest, carrier: Account | None, by: Actor, at: datetime) -> Manifest:
    """`carrier` fetches it and reads it on the way; None: nobody yet. Saying it twice changes nothing."""
    if Manifest.objects.filter(pk=manifest.pk).exclude(carrier=carrier).update(carrier=carrier) == 1:
        record("partners.carrier_named", manifest, by=by, at=at, carrier=carrier.pk if carrier else None)
    manifest.carrier = carrier
    return manifest


@use_case
def fetch_manifest(*, manifest: Manifest, by: Actor, at: datetime) -> Manifest:
    """The carrier was there: the partner corrects it no more. Saying it twice changes nothing. Raises ListIsOver."""
    sent = Manifest.objects.filter(pk=manifest.pk, sent_at__isnull=False, revoked_at=None, fetched_at=None)
    if sent.update(fetched_at=at, fetched_by=by.account) == 1:
        record("partners.list_fetched", manifest, by=by, at=at)
    manifest.refresh_from_db()
    if manifest.fetched_at is None:
        raise ListIsOver(_("This list was not sent, or has been ended."))
    return manifest


@use_case
def revoke_manifest(*, manifest: Manifest, by: Actor, at: datetime) -> Manifest:
    """End it now, its link too: what was open in a browser shows nothing any more. Saying it twice changes nothing."""
    if Manifest.objects.filter(pk=manifest.pk, revoked_at=None).update(revoked_at=at, revoked_by=by.account) == 1:
        _end_link(manifest, by=by, at=at)
        record("partners.list_revoked", manifest, by=by, at=at)
    manifest.refresh_from_db()
    return manifest


@use_case
def expire_manifest(*, manifest: Manifest, by: Actor, at: datetime) -> bool:
    """Note that a list is over by time, where lines of it were never answered. Once."""
    over = Manifest.objects.filter(
        pk=manifest.pk, sent_at__isnull=False, revoked_at=None, fetched_at=None, answered_at=None, expires_at__lte=at,
        expired_at=None,
    )  # fmt: skip
    if over.update(expired_at=at) != 1:
        return False
    record("partners.list_expired", manifest, by=by, at=at, open=manifest.lines.filter(answer="").count())
    return True


def _line(manifest: Manifest, position: int, wanted: Wanted) -> ManifestLine:
    name = wanted.name.strip()
    if not name or wanted.quantity < 1:
        raise NothingWanted(_("Line %(number)s needs a name and an amount.") % {"number": position})
    line = ManifestLine(
        community=manifest.community, manifest=manifest, position=position, subject_id=wanted.subject_id,
        bag=wanted.bag.strip()[:12], quantity=wanted.quantity, unit=wanted.unit.strip()[:12], picture=wanted.picture,
        is_cold=wanted.is_cold, needs_prescription=wanted.needs_prescription, with_card=wanted.with_card,
        no_substitute=wanted.no_substitute,
    )  # fmt: skip
    line.name, line.strength, line.note = name, wanted.strength.strip(), wanted.note.strip()
    line.item = wanted.item or item_key(name, wanted.strength)
    return line


def _give_link(manifest: Manifest, *, by: Actor, at: datetime) -> str:
    link, token = make_link(
        scope=Scope.PARTNER, subject_id=manifest.pk, by=by, at=at, valid_for=manifest.expires_at - at
    )
    Manifest.objects.filter(pk=manifest.pk).update(link=link)
    manifest.link = link
    return token


def _end_link(manifest: Manifest, *, by: Actor, at: datetime) -> None:
    for link in Link.objects.filter(community=manifest.community_id, scope=Scope.PARTNER, subject_id=manifest.pk):
        revoke_link(link=link, by=by, at=at)


def _named(manifest: Manifest) -> dict[str, str]:
    return {"community_id": str(manifest.community_id), "manifest_id": str(manifest.pk)}
