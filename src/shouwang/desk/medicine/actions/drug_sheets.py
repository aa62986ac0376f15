"""A formulary that came as a sheet: received, looked through, taken over or put aside."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.medicine import bridge
from shouwang.desk.medicine.actions.drugs import BESIDE_THE_BOX, ON_THE_BOX, Box, change_drug
from shouwang.desk.medicine.drugs.sheets import SheetRow, key_of, read_drugs
from shouwang.desk.medicine.models import Drug, DrugSheet

MOST_BYTES = 8 * 2**20
MOST_ROWS = 5000
NEW, CHANGED, KNOWN, LEFT_OUT = "new", "changed", "known", "left_out"
OUTCOMES = {
    NEW: gettext_lazy("new"),
    CHANGED: gettext_lazy("stands differently on the box"),
    KNOWN: gettext_lazy("known already"),
    LEFT_OUT: gettext_lazy("cannot be taken"),
}


class SheetRefused(Refused):
    """The file is no table of drugs; the sentence says what to do."""


class SheetIsOver(Refused):
    """It was taken over or put aside meanwhile."""


@use_case
def receive_drug_sheet(*, data: bytes, filename: str, by: Actor, at: datetime) -> DrugSheet:
    """Keep a sheet of drugs as it was read; nothing of the formulary changes yet. Raises SheetRefused."""
    if len(data) > MOST_BYTES:
        raise SheetRefused(_("The file is larger than %(n)s MB. Please split it.") % {"n": MOST_BYTES >> 20})
    try:
        read = read_drugs(bridge.read_table(data, filename))
    except bridge.SheetUnreadable as error:
        raise SheetRefused(_(error.sentence).format(**error.values)) from None
    if not read.columns:
        raise SheetRefused(
            _("No column is headed 通用名 or “generic name”. Write it above the names, and one more head beside it.")
        )
    if len(read.rows) > MOST_ROWS:
        sentence = _("The sheet has %(rows)s rows, more than %(most)s. Please split it.")
        raise SheetRefused(sentence % {"rows": len(read.rows), "most": MOST_ROWS})
    sheet = DrugSheet.objects.create(
        community=by.community, filename=filename[:200], columns=[list(column) for column in read.columns],
        rows=[row.as_json() for row in read.rows], made_at=at, made_by=by.account,
    )  # fmt: skip
    record("medicine.drug_sheet_received", sheet, by=by, at=at, rows=len(read.rows))
    return sheet


@use_case
def apply_drug_sheet(*, sheet: DrugSheet, by: Actor, at: datetime) -> DrugSheet:
    """Take it over: what is new is listed, what stands differently on a known box takes its place, the rest stays.

    Said twice it is done once. New + changed + known + left out = received. Raises SheetIsOver.
    """
    mine = DrugSheet.objects.filter(pk=sheet.pk, state=DrugSheet.State.PREVIEW)
    if mine.update(state=DrugSheet.State.APPLIED, ended_at=at, ended_by=by.account) != 1:
        sheet.refresh_from_db()
        if sheet.state == DrugSheet.State.APPLIED:
            return sheet
        raise SheetIsOver(_("This sheet was put aside. Send it again."))
    counts: dict[str, Any] = dict.fromkeys((NEW, CHANGED, KNOWN, LEFT_OUT), 0)
    new = []
    for row, outcome, drug in weigh(sheet):
        counts[outcome] += 1
        if outcome == NEW and row.box:
            new.append(Drug(community=by.community, made_at=at, **row.box.values(*ON_THE_BOX, *BESIDE_THE_BOX)))
        elif outcome == CHANGED and row.box and drug:
            change_drug(drug=drug, box=filled(row, row.box, drug), by=by, at=at)
    Drug.objects.bulk_create(new, batch_size=200)
    DrugSheet.objects.filter(pk=sheet.pk).update(counts=counts)
    sheet.refresh_from_db()
    record("medicine.drug_sheet_applied", sheet, by=by, at=at, **counts)
    return sheet


@use_case
def drop_drug_sheet(*, sheet: DrugSheet, by: Actor, at: datetime) -> DrugSheet:
    """Put it aside: nothing of it is taken over. Saying it twice changes nothing. Raises SheetIsOver."""
    mine = DrugSheet.objects.filter(pk=sheet.pk, state=DrugSheet.State.PREVIEW)
    if mine.update(state=DrugSheet.State.DROPPED, ended_at=at, ended_by=by.account) == 1:
        record("medicine.drug_sheet_dropped", sheet, by=by, at=at)
    sheet.refresh_from_db()
    if sheet.state == DrugSheet.State.APPLIED:
        raise SheetIsOver(_("This sheet was taken over already."))
    return sheet


def weigh(sheet: DrugSheet) -> Iterable[tuple[SheetRow, str, Drug | None]]:
    """(row, what it does, the listed drug that it is about) as the formulary stands now. One query."""
    listed = {key_of(drug): drug for drug in Drug.objects.filter(community=sheet.community_id).listed()}
    for said in sheet.rows:
        row = SheetRow.from_json(said)
        if row.box is None:
            yield row, LEFT_OUT, None
            continue
        drug = listed.get(key_of(row.box))
        if drug is None:
            yield row, NEW, None
        else:
            yield row, KNOWN if filled(row, row.box, drug) == Box.of(drug) else CHANGED, drug


def filled(row: SheetRow, box: Box, drug: Drug) -> Box:
    """What a row says of a listed drug. What it leaves empty stays as it is, and so does what was only inferred."""
    said = {name: value for name, value in box.values(*ON_THE_BOX, *BESIDE_THE_BOX).items() if value not in ("", None)}
    inferred = {"drug_class", "is_cold", "pack_unit"} - set(row.stated)
    return replace(Box.of(drug), **{name: value for name, value in said.items() if name not in inferred})
