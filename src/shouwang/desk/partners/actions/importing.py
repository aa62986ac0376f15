"""A directory that comes as a sheet: each row that is clear is added, each that is not is told with its reason."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.partners import bridge
from shouwang.desk.partners.actions.directory import add_partner
from shouwang.desk.partners.models import Partner
from shouwang.desk.partners.sheets import SheetRow, read_partners

MOST_BYTES, MOST_ROWS = 4 * 2**20, 500


class SheetRefused(Refused):
    """The file is no directory; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Imported:
    """added + known + left out = received."""

    added: tuple[Partner, ...]
    known: tuple[SheetRow, ...]  # of a name that stands in the directory already: nothing was changed
    left_out: tuple[SheetRow, ...]

    @property
    def received(self) -> int:
        return len(self.added) + len(self.known) + len(self.left_out)


@use_case
def import_partners(*, data: bytes, filename: str, by: Actor, at: datetime) -> Imported:
    """Add every partner of the sheet whose row is clear and whose name is new. Raises SheetRefused."""
    if len(data) > MOST_BYTES:
        raise SheetRefused(_("The file is larger than %(n)s MB. Please split it.") % {"n": MOST_BYTES >> 20})
    try:
        rows = read_partners(bridge.read_table(data, filename))
    except bridge.SheetUnreadable as error:
        raise SheetRefused(_(error.sentence).format(**error.values)) from None
    if rows is None:
        raise SheetRefused(
            _("No column is headed 名称 or “name”. Write it above the names, and one more head beside it.")
        )
    if len(rows) > MOST_ROWS:
        sentence = _("The sheet has %(rows)s rows, more than %(most)s. Please split it.")
        raise SheetRefused(sentence % {"rows": len(rows), "most": MOST_ROWS})
    names = set(Partner.objects.filter(community=by.community).working().values_list("name", flat=True))
    added, known, left_out = [], [], []
    for row in rows:
        if row.faults:
            left_out.append(row)
        elif row.about["name"] in names:
            known.append(row)
        else:
            names.add(row.about["name"])
            added.append(add_partner(**row.about, by=by, at=at))
    record(
        "partners.sheet_imported", by.community, by=by, at=at,
        added=len(added), known=len(known), left_out=len(left_out),
    )  # fmt: skip
    return Imported(tuple(added), tuple(known), tuple(left_out))
