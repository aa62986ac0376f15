"""The channels of an account: added, tried, removed."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.crypto import lookup_hash
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.messages.actions.telling import tell_through
from shouwang.desk.messages.models import Channel, Delivery, Kind, Message
from shouwang.desk.messages.models.channels import ChannelQuerySet
from shouwang.desk.messages.problems import Problem

MOST = 8


class TooMany(Refused):
    """More channels than anybody reads."""


class NotAmongMine(Refused):
    """The subscription was another's, or was taken off by its owner: it is not revived."""


@use_case
def add_channel(*, kind: Kind, address: str, by: Actor, at: datetime) -> Channel:
    """A further way to `by`'s own account; the first message through it is a test. Known already, it is that one.

    Raises TooMany.
    """
    assert by.account is not None
    mine = Channel.objects.visible_to(by).live()
    known = lookup_hash(by.community.pk, f"{kind}|{address}")
    if channel := mine.filter(address_hash=known).first():
        return channel
    if mine.count() >= MOST:
        raise TooMany(_("That is enough: remove one that you do not read first."))
    channel = Channel(community=by.community, account=by.account, kind=kind, address_hash=known, added_at=at)
    channel.address = address
    try:
        with transaction.atomic():
            channel.save(force_insert=True)
    except IntegrityError:  # said twice at once
        return mine.get(address_hash=known)
    record("messages.channel_added", channel, by=by, at=at, channel=kind)
    test_channel(channel=channel, by=by, at=at)
    return channel


@use_case
def renew_channel(*, old: str, address: str, by: Actor, at: datetime) -> Channel:
    """A browser of `by` that was reached through the subscription `old` is reached through `address` from now on.

    Also where the push service has ended the old one meanwhile; never what its owner has taken off. Said twice, it is
    that one. Raises NotAmongMine, TooMany.
    """
    assert by.account is not None
    known, new = (lookup_hash(by.community.pk, f"{Kind.PUSH}|{text}") for text in (old, address))
    mine = Channel.objects.visible_to(by).filter(kind=Kind.PUSH)
    if channel := mine.live().filter(address_hash=new).first():
        _end_of_old(mine, known, new, by=by, at=at)
        return channel
    channel = mine.live().filter(address_hash=known).first()
    if channel is None:
        if not mine.filter(address_hash=known, removed_why=Problem.GONE).exists():
            raise NotAmongMine(_("This browser is not among your channels."))
        return add_channel(kind=Kind.PUSH, address=address, by=by, at=at)
    channel.address, channel.address_hash = address, new
    mine.live().filter(pk=channel.pk, address_hash=known).update(
        address_sealed=channel.address_sealed, address_hash=new, failed_at=None, problem="", detail=""
    )
    record("messages.channel_renewed", channel, by=by, at=at)
    return channel


def _end_of_old(mine: ChannelQuerySet, known: int, new: int, *, by: Actor, at: datetime) -> None:
    """The browser was added anew by hand meanwhile: its old address leads nowhere."""
    for channel in mine.live().filter(address_hash=known).exclude(address_hash=new):
        end_channel(channel=channel, why=Problem.GONE, by=by, at=at)


@use_case
def test_channel(*, channel: Channel, by: Actor, at: datetime) -> Message:
    """Send a message through `channel` alone, to see whether it arrives. While one is on its way, it is that one."""
    on_the_way = Delivery.objects.filter(channel=channel, message__is_test=True, state__in=["waiting", "sending"])
    if under_way := on_the_way.select_related("message").first():
        return under_way.message

    def words() -> str:
        return _("A test: messages of the desk arrive here.")

    return tell_through(channel=channel, words=words, href="/messages/mine/", key=f"test:{channel.pk}:{at.isoformat()}",
                        by=by, at=at)  # fmt: skip


@use_case
def remove_channel(*, channel: Channel, by: Actor, at: datetime) -> None:
    """Nothing is told this way any more; the address is forgotten at once."""
    end_channel(channel=channel, why=None, by=by, at=at)


def end_channel(*, channel: Channel, why: Problem | None, by: Actor, at: datetime) -> None:
    """Removed by its account (no `why`), or because it will never answer again."""
    live = Channel.objects.live().filter(pk=channel.pk)
    if live.update(removed_at=at, removed_why=why or "", address_sealed=b""):
        record("messages.channel_removed", channel, by=by, at=at, why=why or "")
