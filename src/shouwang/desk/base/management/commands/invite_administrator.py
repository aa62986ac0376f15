"""`shouwang manage invite_administrator NAME`: the way back in when no administrator can sign in any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwang.desk.base.actions.accounts import invite_again, invite_member
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.management.commands.found_community import tell_invitation
from shouwang.desk.base.models import Community, Membership
from shouwang.desk.base.roles import Role


class Command(BaseCommand):
    help = "Invite an administrator from this machine: a new one, or one who lost their device."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help=_("the administrator's name"))
        parser.add_argument("--community", help=_("where there are several: its name"))

    def handle(self, *_arguments: Any, name: str, community: str | None, **_options: Any) -> None:
        found = Community.objects.filter(sunset_at=None)
        if community:
            found = found.filter(name=community)
        if found.count() != 1:
            names = ", ".join(found.values_list("name", flat=True)) or "—"
            raise CommandError(_("Say which community: --community NAME (there are: %(names)s)") % {"names": names})
        by, at = Actor.clockwork(found.get()), timezone.now()
        known = Membership.objects.live().filter(community=by.community, account__name=name, role=Role.ADMINISTRATOR)
        membership = known.first()
        if membership:
            _invitation, token = invite_again(membership=membership, by=by, at=at)
        else:
            _invitation, token = invite_member(name=name, role=Role.ADMINISTRATOR, by=by, at=at)
        tell_invitation(self, token)
