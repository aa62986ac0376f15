"""`shouwang manage found_community NAME`: a new community, and the invitation of its first administrator."""

from io import StringIO
from typing import Any

import segno
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.actions.accounts import invite_member
from shouwang.desk.base.actions.communities import found_community
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Community
from shouwang.desk.base.qr import address
from shouwang.desk.base.roles import Role


class Command(BaseCommand):
    help = "Found a community and invite its first administrator: prints an address and its QR code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help=_("what the community is called"))
        parser.add_argument(
            "--administrator", default=_("Administrator"), help=_("the name of the first administrator")
        )
        parser.add_argument("--zone", default="Asia/Shanghai", help=_("its time zone"))

    def handle(self, *_arguments: Any, name: str, administrator: str, zone: str, **_options: Any) -> None:
        at = timezone.now()
        if Community.objects.filter(name=name, sunset_at=None).exists():
            raise CommandError(_("There is a community of that name already."))
        community = found_community(name=name, at=at, zone=zone)
        _invitation, token = invite_member(
            name=administrator, role=Role.ADMINISTRATOR, by=Actor.clockwork(community), at=at
        )
        tell_invitation(self, token)


def tell_invitation(command: BaseCommand, token: str) -> None:
    """The address, and a QR code that a phone reads from the terminal."""
    url = address(None, "open_invitation", token)
    command.stdout.write(_("Open this within ten minutes, on the administrator's device:"))
    command.stdout.write(url if url.startswith("http") else f"http://127.0.0.1:8000{url}")
    if url.startswith("http"):
        drawn = StringIO()
        segno.make(url, error="l", micro=False).terminal(out=drawn, compact=True)
        command.stdout.write(drawn.getvalue())
