"""The empty log to print: large, for a pencil and cold hands; what its columns ask is what the screen asks."""

from django.utils.translation import gettext as _

from shouwang.desk.base.models import Community
from shouwang.desk.base.paper import print_pdf
from shouwang.desk.gate.models import Gate, Outcome

ROWS = 14  # on a page


def log_pdf(community: Community, gate: Gate | None, pages: int = 2) -> bytes:
    """A4 across, `pages` of it, for one gate and one shift."""
    return print_pdf(
        "gate/log.typ",
        {
            "title": _("Gate log"), "gate": gate.name if gate else "", "community": community.name, "rows": ROWS,
            "pages": pages, "footer": f"{community.name} · {_('Gate log')}",
            "back": _("Enter it back at the desk: Gate → Paper log. Tick one way and one outcome in each row."),
            "words": {
                "gate": _("Gate"), "day": _("Day"), "guard": _("On duty"), "clock": _("Time"), "door": _("Door"),
                "who": _("Name or initials"), "out": _("out"), "in": _("in"), "why": _("Why"),
                "voices": _("Voices raised"), "warm": "℃", "note": _("What they need, remark"),
            },
            "outcomes": [str(one.label) for one in Outcome],
        },
    )  # fmt: skip
