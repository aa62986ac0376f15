"""A gate's log that was given to the desk among other lists: its rows, as people have settled them there."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.gate.models import Passage
from shouwang.desk.gate.paper.bridge import read_log
from shouwang.desk.gate.paper.rows import MOST_ROWS, Row
from shouwang.desk.gate.paper.sheets import NoLog, rows_from
from shouwang.desk.needs.entries import EntryRead
from shouwang.desk.needs.models import Intake, IntakeEntry, ListKind
from shouwang.desk.needs.onward import entries_for, file_of, list_for, register_onward
from shouwang.desk.people.bridge import SheetUnreadable

LEFT_OUT = IntakeEntry.State.REJECTED


def log_given(text: str, by: Actor) -> Intake | None:
    """The log that `?list=` names, where `by` may see it."""
    return list_for(text, ListKind.GATE, by)


def rows_of_list(intake: Intake, *, by: Actor) -> tuple[list[Row], str, int]:
    """(its rows that do not stand in the gate's book yet, at most MOST_ROWS; its day or ""; how many more there are).

    A row is the same passage here as from the file itself; a door or a name that somebody corrected counts, and what
    was left out by hand stays out. Raises NoLog.
    """
    columns = json.loads(intake.context or "{}").get("corrected") or {}
    try:
        records = read_log(file_of(intake), intake.filename, by.community, columns)
    except SheetUnreadable as error:
        raise NoLog(_(error.sentence).format(**error.values)) from None
    settled = entries_for(intake)
    rows = [_settled(row, settled.get(record.row)) for record, row in rows_from(records, by)]
    days = [str(record.day) for record in records if record.day]
    left = [row for row in rows if row is not None]
    written = _written(left, date.fromisoformat(days[0]) if days else by.community.today(intake.pasted_at))
    left = [row for row in left if row.key not in written]
    shown = [replace(row, number=number) for number, row in enumerate(left[:MOST_ROWS], 1)]
    return shown, days[0] if days else "", len(left) - len(shown)


def _settled(row: Row, known: tuple[IntakeEntry, EntryRead] | None) -> Row | None:
    """`row` as its entry has it; None where somebody left it out."""
    if known is None:
        return row
    entry, read = known
    if entry.state == LEFT_OUT:
        return None
    door = read.place.text if read.place.is_complete else row.door
    return replace(row, entry=str(entry.pk), door=door, name=(read.name or row.name) if door else row.name)


def _written(rows: list[Row], day: date) -> set[str]:
    numbers = {row.op_id(day): row.key for row in rows}
    return {numbers[one] for one in Passage.objects.filter(op_id__in=numbers).values_list("op_id", flat=True)}


def entries_named(rows: list[Row], by: Actor) -> Mapping[str, IntakeEntry]:
    """The entries that `rows` name, as far as `by` may see them. One query, and none where no row names any."""
    named = [UUID(row.entry) for row in rows if _is_number(row.entry)]
    if not named:
        return {}
    found = IntakeEntry.objects.visible_to(by).filter(pk__in=named, intake__kind=ListKind.GATE)
    return {str(entry.pk): entry for entry in found.select_related("need", "intake")}


def _is_number(text: str) -> bool:
    try:
        return bool(text) and bool(UUID(text))
    except ValueError:
        return False


def register_lists() -> None:
    """Called once, when the desk starts."""
    words = gettext_lazy("This is a gate's log. In the gate's book it counts who is out, and whose turn is used up.")
    register_onward(ListKind.GATE, "gate:paper", words, gettext_lazy("Enter it into the gate's book"))
