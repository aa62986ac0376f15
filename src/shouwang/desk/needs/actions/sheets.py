"""Sheets as lists: each row an entry of an intake, as if it had been pasted."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.needs.actions.continuing import LOOK_BACK, MOST_LOOKED_AT, find_earlier
from shouwang.desk.needs.actions.intake import NothingToRead, ReadAgainAlready, begin_intake, take_in
from shouwang.desk.needs.doors import Doors
from shouwang.desk.needs.models import Intake
from shouwang.desk.needs.sheets import LIST_OF, SHEET_OF, entries_of
from shouwang.desk.people.actions.imports import MOST_BYTES, MOST_ROWS, heading_of
from shouwang.desk.people.bridge import ListSheet, SheetUnreadable, read_list_sheet, register_of
from shouwang.desk.people.models import SheetLayout

Columns = Mapping[str, str | None]


class SheetRefused(Refused):
    """The file gives no list of this kind; the sentence says what to do."""


class SeenBefore(Refused):
    """It may be a list that was given lately, grown: a person must say. `earlier` is that one."""

    def __init__(self, earlier: Intake) -> None:
        self.earlier = earlier
        local = earlier.community.local(earlier.pasted_at).strftime("%d. %H:%M")
        name = earlier.title or earlier.filename
        words = _("Much of this stood in “%(name)s” of %(at)s. Say whether it is the same, and choose the file again.")
        super().__init__(words % {"name": name, "at": local})


@use_case
def take_sheet(
    *, data: bytes, filename: str, by: Actor, at: datetime, kind: str = "", due_by: datetime | None = None,
    continues: Intake | None = None, is_new: bool = False,
) -> Intake:  # fmt: skip
    """Read a sheet of orders, medicines, rides, transfers, passages or shifts; `kind` (a ListKind) corrects what it is.

    The same sheet, grown, continues the earlier one; where that is not sure, a person says so (`continues`, `is_new`).
    Raises SheetRefused, NothingToRead, SeenBefore.
    """
    sheet, columns = _read(data, filename, SHEET_OF.get(kind, ""), None, by, at)
    _found, text = entries_of(sheet)
    if continues is None and not is_new:
        continues = _earlier(text, filename, by, at)
    return _take(sheet, columns, data, filename, continues=continues, due_by=due_by, by=by, at=at)


@use_case
def read_sheet_again(
    *, intake: Intake, by: Actor, at: datetime, kind: str = "", columns: Columns | None = None
) -> Intake:
    """The same file as another `kind`, or with `columns` (letter → field or None), which are remembered for sheets
    with these headings. What people settled stays settled. Raises ReadAgainAlready, SheetRefused, NothingToRead."""
    if intake.continued_by.exists():
        raise ReadAgainAlready(_("This list was read again already. Open the newer one."))
    if not intake.sheet:
        raise SheetRefused(_("The file is not kept any more. Give it once more."))
    assert by.account is not None
    data, read_as = base64.b64decode(intake.sheet), SHEET_OF[kind or str(intake.kind)]
    sheet, used = _read(data, intake.filename, read_as, columns, by, at)
    if columns is not None:
        SheetLayout.objects.update_or_create(
            community=by.community, kind=read_as, heading=heading_of(sheet.columns),
            defaults={"columns": dict(columns), "corrected_at": at, "corrected_by": by.account},
        )  # fmt: skip
    made = _take(sheet, used, data, intake.filename, continues=intake, due_by=intake.due_by, by=by, at=at, again=True)
    record("needs.read_again", made, by=by, at=at, list=made.kind)
    return made


def _earlier(text: str, filename: str, by: Actor, at: datetime) -> Intake | None:
    """The list that this one surely continues. Raises SeenBefore where it may."""
    found = find_earlier(text, by=by, at=at)
    if found and found.is_sure:
        return found.intake
    if found:
        raise SeenBefore(found.intake)
    recent = Intake.objects.visible_to(by).filter(pasted_at__gt=at - LOOK_BACK, continued_by=None)
    for intake in recent.exclude(filename_sealed=b"").order_by("-pasted_at")[:MOST_LOOKED_AT]:
        if intake.filename == filename[:200]:
            raise SeenBefore(intake)
    return None


def _take(
    sheet: ListSheet, columns: Columns, data: bytes, filename: str, *, continues: Intake | None,
    due_by: datetime | None, by: Actor, at: datetime, again: bool = False,
) -> Intake:  # fmt: skip
    found, text = entries_of(sheet)
    if not found.entries:
        raise NothingToRead(_("No row of this sheet reads like an entry. Say what kind of list it is."))
    intake = begin_intake(found, text, kind="", told={}, due_by=due_by, continues=continues, by=by, at=at)
    intake.filename, intake.sheet = filename[:200], base64.b64encode(data).decode()
    context: dict[str, Any] = json.loads(intake.context) | {"columns": sheet.columns, "corrected": dict(columns)}
    intake.context = json.dumps(context, ensure_ascii=False)
    return take_in(intake, found, Doors.of(by.community), by=by, at=at, again=again)


def _read(
    data: bytes, filename: str, kind: str, columns: Columns | None, by: Actor, at: datetime
) -> tuple[ListSheet, Columns]:
    """The sheet, and the corrections of its columns: those given, else those remembered for its headings."""
    if len(data) > MOST_BYTES:
        raise SheetRefused(_("The file is larger than %(n)s MB. Please split it.") % {"n": MOST_BYTES >> 20})
    sheet = _read_as(data, filename, kind, columns or {}, by, at)
    if columns is None:
        layouts = SheetLayout.objects.filter(community=by.community, heading=heading_of(sheet.columns))
        layout = layouts.filter(kind__in=[kind or sheet.kind]).first()
        if layout:
            sheet, columns = _read_as(data, filename, layout.kind, layout.columns, by, at), layout.columns
    if sheet.kind == "ledger":
        raise SheetRefused(_("This is a household ledger. Give it to the register, under People."))
    if sheet.kind not in LIST_OF:
        raise SheetRefused(_("What this sheet is could not be told. Say what kind of list it is."))
    if len(sheet.records) > MOST_ROWS:
        words = _("The sheet has %(rows)s rows, more than %(most)s. Please split it.")
        raise SheetRefused(words % {"rows": len(sheet.records), "most": MOST_ROWS})
    return sheet, columns or {}


def _read_as(data: bytes, filename: str, kind: str, columns: Columns, by: Actor, at: datetime) -> ListSheet:
    try:
        return read_list_sheet(
            data, filename, kind=kind, columns=dict(columns), on=by.community.today(at),
            register=register_of(by.community, only_complete=True),
        )  # fmt: skip
    except SheetUnreadable as error:
        raise SheetRefused(_(error.sentence).format(**error.values)) from None
