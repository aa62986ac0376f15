"""A list on paper: big lines, bag numbers, boxes to tick, room for a price; a code to enter it back by."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwang.desk.base.paper import print_pdf
from shouwang.desk.partners.models import ManifestLine
from shouwang.desk.partners.shown import LineShown, ListShown


def list_pdf(shown: ListShown) -> bytes:
    """A4. No name, door or telephone of a household stands on it: none is in the lines."""
    manifest = shown.manifest
    return print_pdf(
        "partners/list.typ",
        {
            "title": manifest.title or _("List"),
            "partner": manifest.partner.name,
            "community": manifest.community.name,
            "code": manifest.code,
            "due": _("wanted by %(time)s") % {"time": _moment(manifest.due_by)} if manifest.due_by else "",
            "until": _("answers count until %(time)s") % {"time": _moment(manifest.expires_at)},
            "footer": f"{manifest.community.name} · {manifest.code}",
            "lines": [_line(one) for one in shown.lines],
            "words": {
                "code": _("code of this list"), "ready": _("ready"), "part": _("part:"), "none": _("none"),
                "other": _("another one instead: name, maker, strength"), "price": _("price of a pack"),
                "bag": _("bag"), "who": _("Answered by, at"),
            },
        },
    )  # fmt: skip


def marks_of(line: ManifestLine) -> list[str]:
    """What the counter must know of a line, in a word each."""
    marks = (
        (line.is_cold, _("keep cold")), (line.needs_prescription, _("prescription")),
        (line.with_card, _("insurance card")), (line.no_substitute, _("this one only")),
        (line.added_at is not None, _("added later")),
    )  # fmt: skip
    return [word for is_so, word in marks if is_so]


def _line(one: LineShown) -> dict[str, object]:
    line = one.line
    return {
        "number": line.position, "bag": line.bag, "name": line.name, "strength": line.strength,
        "amount": f"{line.quantity} {line.unit}".strip(), "marks": " · ".join(marks_of(line)), "note": line.note,
        "only": line.no_substitute,
    }  # fmt: skip


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), _("j M H:i"))
