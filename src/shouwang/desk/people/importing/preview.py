"""An import as it is shown: its columns, its totals, and every row with what will become of it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.desk.base.actor import Actor
from shouwang.desk.people import bridge
from shouwang.desk.people.importing import reasons
from shouwang.desk.people.importing.records import RowRecord
from shouwang.desk.people.models import Building, FactKind, Import, ImportRow
from shouwang.desk.people.stories import FIELDS

Outcome = ImportRow.Outcome

COLUMNS = {
    "name": gettext_lazy("name"),
    "household_head": gettext_lazy("head of household"),
    "relation": gettext_lazy("relation to the head"),
    "address": gettext_lazy("whole door"),
    "building": gettext_lazy("building"),
    "unit": gettext_lazy("unit"),
    "room": gettext_lazy("room"),
    "phone": gettext_lazy("telephone"),
    "id_no": gettext_lazy("identity number"),
    "sex": gettext_lazy("sex"),
    "age": gettext_lazy("age"),
    "born": gettext_lazy("birthday"),
    "resident": gettext_lazy("lives here"),
    "group": gettext_lazy("groups in need"),
    "conditions": gettext_lazy("illnesses"),
    "medicines": gettext_lazy("medicines"),
    "diet": gettext_lazy("diet"),
    "emergency": gettext_lazy("whom to call"),
    "household_size": gettext_lazy("size of household"),
    "checked": gettext_lazy("day of the visit"),
    "date": gettext_lazy("date"),
    "grid": gettext_lazy("grid"),
    "grid_worker": gettext_lazy("grid worker"),
    "remark": gettext_lazy("remark"),
}


@dataclass(frozen=True, slots=True)
class ColumnShown:
    letter: str
    title: str
    field: str
    sample: str
    is_hidden: bool
    is_secret: bool  # a column of PINs: never read, never shown


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after; `before` is empty for what is new."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about a row: why, what to ask, and the cell as written."""

    why: str
    ask: str
    cell: str


@dataclass(frozen=True, slots=True)
class Way:
    """One tap that settles a row: what stands on the button, and the field that it sends besides."""

    label: str
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of the preview. `changes` say what it does, `questions` why it waits and what to ask."""

    row: ImportRow
    door: str
    name: str
    what: str
    changes: list[Change]
    facts: list[str]
    contacts: list[str]
    why: str  # it was left out
    questions: list[Asked]
    ways: list[Way]
    source: str
    can_be_corrected: bool


def columns_of(batch: Import) -> list[ColumnShown]:
    """How each column is understood."""
    read = json.loads(batch.columns)["columns"]
    return [
        ColumnShown(
            letter=one["column"], title=one["title"], field=one["field"] or "", sample=" · ".join(one["sample"][:2]),
            is_hidden=one["hidden"], is_secret=one["field"] == "FORBIDDEN",
        )
        for one in read
    ]  # fmt: skip


def choices() -> list[tuple[str, str]]:
    """What a column may be, for the select."""
    known = [(code, str(COLUMNS[code])) for code in COLUMNS if code in bridge.LEDGER_FIELDS]
    return [("", _("not used")), *known]


def remarks_on(batch: Import) -> list[str]:
    """What else somebody should know of the sheet: totals that do not agree, other sheets, what was hidden."""
    told = json.loads(batch.columns)
    said = []
    for total in told.get("totals", []):
        if not total["agree"]:
            said.append(
                _("The sheet's total says %(stated_h)s households, %(stated_p)s people; the rows give %(h)s and %(p)s.")
                % {"stated_h": _or_dash(total["stated_households"]), "stated_p": _or_dash(total["stated_people"]),
                   "h": total["parsed_households"], "p": total["parsed_people"]}
            )  # fmt: skip
    if told.get("other_sheets"):
        said.append(_("Only the sheet “%(sheet)s” was read; the others were not: %(others)s.")
                    % {"sheet": told["sheet"], "others": _(", ").join(told["other_sheets"])})  # fmt: skip
    if told.get("hidden_rows"):
        said.append(_("Hidden in the file, and read all the same: rows %(rows)s.")
                    % {"rows": _(", ").join(map(str, told["hidden_rows"]))})  # fmt: skip
    if told.get("hidden_columns"):
        said.append(_("Hidden in the file, and read all the same: columns %(columns)s.")
                    % {"columns": _(", ").join(told["hidden_columns"])})  # fmt: skip
    return said


def remark_on_remembered(batch: Import, rows: Sequence[RowShown]) -> str:
    """Which rows are settled as they were on an earlier sheet; empty where none is."""
    earlier = [str(one.row.number) for one in rows if one.row.settled_at and one.row.settled_at < batch.made_at]
    words = _("Settled as on an earlier sheet: rows %(rows)s. Open a row to settle it in another way.")
    return words % {"rows": _(", ").join(earlier)} if earlier else ""


def bulk_ways(rows: Sequence[RowShown]) -> list[tuple[str, str, int]]:
    """(reason, why, rows) of what may be settled for several rows with one decision: those that ask nothing else."""
    waiting = Counter(
        one.row.reason for one in rows if one.row.reason in reasons.BULK and len(one.questions) == 1 and one.door
    )
    return [(code, reasons.why(code), count) for code, count in waiting.items() if count > 1]


def rows_of(batch: Import, by: Actor) -> list[RowShown]:
    """Every row in the sheet's order. What lies outside a grid lead's grid shows no more than the sheet itself says."""
    mine = None
    if not by.sees_everything:
        mine = set(Building.objects.visible_to(by).values_list("area", "code"))
    return [show_row(row, mine) for row in batch.rows.order_by("number")]


def show_row(row: ImportRow, mine: set[tuple[str, str]] | None = None) -> RowShown:
    record = RowRecord.from_json(row.record) if row.record else None
    effect = json.loads(row.effect) if row.effect else {}
    if record and mine is not None and record.has_door and (record.area, record.building) not in mine:
        effect = {}
    door = effect.get("door") or (_written_door(record) if record else "")
    out = row.outcome == Outcome.LEFT_OUT
    asked = row.outcome == Outcome.WAITING
    return RowShown(
        row=row,
        door=door,
        name=effect.get("name") or (record.name if record else ""),
        what=_what(row, effect),
        changes=_changes(effect),
        facts=[f"{FactKind(kind).label} {detail}".strip() for kind, detail in effect.get("facts", [])],
        contacts=[" ".join(filter(None, one)) for one in effect.get("contacts", [])],
        why=reasons.why_left_out(row.reason) if out else "",
        questions=_questions(row, record) if record and asked else [],
        ways=_ways(row, record) if record and asked else [],
        source=record.source if record else effect.get("source", ""),
        can_be_corrected=row.reason not in reasons.NEVER_TAKEN,
    )


def _questions(row: ImportRow, record: RowRecord) -> list[Asked]:
    """What the row waits for first, and what else reading asked."""
    cells = {code: cell for code, _field, cell in record.questions if cell != record.source}
    codes = [row.reason] if record.is_settled else dict.fromkeys([row.reason, *cells])
    if row.reason == "outside_your_grid":
        codes = [row.reason]
    return [Asked(reasons.why(code), reasons.ask(code), cells.get(code, "")) for code in codes]


def _ways(row: ImportRow, record: RowRecord) -> list[Way]:
    """How a row that waits may be settled with one tap."""
    if row.reason in reasons.NEVER_TAKEN:
        return []
    if row.reason in reasons.TAKES_A_DOOR:
        return [Way(_("Belongs to %(door)s") % {"door": door}, "door", door) for door in record.candidates]
    if row.reason == "other_head":
        return [Way(_("Same household")), Way(_("A household of their own"), "is_beside", "on")]
    return [Way(str(reasons.TAKE.get(row.reason, reasons.TAKE_IT)))]


def _what(row: ImportRow, effect: Mapping[str, Any]) -> str:
    if row.outcome not in {Outcome.NEW, Outcome.CHANGED}:
        return str(row.get_outcome_display())
    new = effect.get("new", [])
    words = {"door": _("new door"), "household": _("new household"), "person": _("new person")}
    said = [words[what] for what in ("person", "household", "door") if what in new]
    if effect.get("confirms"):
        said.append(_("confirms what was learned from a need"))
    return " · ".join(said) or str(row.get_outcome_display())


def _changes(effect: Mapping[str, Any]) -> list[Change]:
    """Field by field, before and after; of a new person only what is there."""
    before = effect.get("before", {})
    is_new = "person" in effect.get("new", [])
    changes = []
    for name, value in effect.get("after", {}).items():
        if (name == "name" and is_new) or (is_new and value in ("", None, False)):
            continue
        if name == "is_resident" and is_new and value:
            continue
        changes.append(Change(str(FIELDS[name]), _written(name, before.get(name)), _written(name, value)))
    return changes


def _written(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if name == "sex":
        return _("female") if value == "f" else _("male")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value).replace("\n", " · ")


def _written_door(record: RowRecord) -> str:
    return record.area + "-".join(part for part in (record.building, record.unit, record.room) if part)


def _or_dash(number: int | None) -> str:
    return "—" if number is None else str(number)
