"""Where each role begins, and what stands in the head of its pages. Who may open them is in `policy`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwang.desk.base.policy import may
from shouwang.desk.base.roles import Role

HOME: dict[Role, str] = {
    Role.COORDINATOR: "needs:today",
    Role.GRID_LEAD: "needs:today",
    Role.HELPER: "rounds:mine",
    Role.GUARD: "gate:here",
    Role.DISTRICT: "needs:counts",
    Role.ADMINISTRATOR: "members",
    Role.HOUSEHOLD: "needs:my_page",
    Role.PARTNER: "partners:mine",
}

SECTIONS: tuple[tuple[str, Promise], ...] = (
    ("needs:today", _("Today")),
    ("people:households", _("People")),
    ("needs:paste", _("Paste")),
    ("medicine:waves", _("Medicine")),
    ("rounds:board", _("Rounds")),
    ("rounds:mine", _("My round")),
    ("gate:here", _("Gate")),
    ("checkins:calls", _("Calls")),
    ("ledger:mine", _("I hold")),
    ("ledger:out", _("Ledger")),
    ("partners:directory", _("Partners")),
    ("needs:counts", _("Counts")),
    ("members", _("Members")),
    ("messages:failed", _("Not told")),
    ("log", _("Log")),
    ("jobs", _("Work behind")),
)


def sections_for(role: Role | None) -> list[tuple[str, Promise]]:
    """The head line of the desk for `role`."""
    return [(name, label) for name, label in SECTIONS if may(name, "GET", role)]
