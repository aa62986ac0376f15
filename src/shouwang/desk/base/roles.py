"""Who somebody is in a community."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a membership, or a link, makes of its holder."""

    HOUSEHOLD = "household", _("Household")
    HELPER = "helper", _("Helper")
    GUARD = "guard", _("Guard")
    GRID_LEAD = "grid_lead", _("Grid lead")
    COORDINATOR = "coordinator", _("Coordinator")
    PARTNER = "partner", _("Partner")
    DISTRICT = "district", _("District")
    ADMINISTRATOR = "administrator", _("Administrator")


DESK = frozenset({Role.GRID_LEAD, Role.COORDINATOR})
"""Those who work at the desk: they read needs and households, each within what is theirs."""

STAFF = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
"""Those who look after the members."""

MEMBERS = frozenset(Role) - {Role.HOUSEHOLD, Role.PARTNER}
"""Those who hold an account; households and partners come by a link."""

INVITES: dict[Role, frozenset[Role]] = {
    Role.COORDINATOR: frozenset({Role.HELPER, Role.GUARD, Role.GRID_LEAD, Role.COORDINATOR}),
    Role.ADMINISTRATOR: MEMBERS,
}
"""Who may invite into, and revoke from, which roles."""
