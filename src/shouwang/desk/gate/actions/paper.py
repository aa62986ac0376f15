"""The paper log is entered back: each row by itself, so that one that is unclear holds up no other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.actions.fevers import visit_feverish
from shouwang.desk.gate.actions.helping import turn_back_and_help
from shouwang.desk.gate.actions.passages import record_passage
from shouwang.desk.gate.models import Gate, Outcome, Passage
from shouwang.desk.gate.paper.lists import entries_named
from shouwang.desk.gate.paper.rows import Meant, Row, meaning_of
from shouwang.desk.needs.actions.settling import settle_elsewhere
from shouwang.desk.needs.models import IntakeEntry


@dataclass(frozen=True, slots=True)
class Entered:
    """`rows` = `written` + `again` (they stood in the book already) + `left` (each with its sentence).

    `fevers`: somebody goes there; `whose_fever`: those of whom nobody knows where they live.
    """

    written: list[Passage]
    again: int
    left: list[Row]
    fevers: int = 0
    whose_fever: int = 0


@use_case
def enter_paper(*, rows: Sequence[Row], gate: Gate, day: date, by: Actor, at: datetime) -> Entered:
    """Write the rows of a paper log of `gate` on `day` into the book, in the order of their times; empty rows are
    nothing. A fever asks for a visit. Said twice, a row is one passage; what a list has opened a need for already is
    not opened again, and its entry waits no longer."""
    meant: list[tuple[Row, Meant]] = []
    left: list[Row] = []
    for row in rows:
        if not row.is_empty:
            try:
                meant.append((row, meaning_of(row, gate=gate, day=day, by=by, at=at)))
            except Refused as refusal:
                left.append(replace(row, why=str(refusal)))
    numbers = [row.op_id(day) for row, _meant in meant]
    known = set(Passage.objects.filter(op_id__in=numbers).values_list("op_id", flat=True))
    listed = entries_named([row for row, _meant in meant], by)
    written: list[Passage] = []
    fevers: list[bool] = []
    for row, one in sorted(meant, key=lambda pair: (pair[1].said_at, pair[0].number)):
        try:
            passage = _write(row, day, one, listed, by, at)
        except Refused as refusal:
            left.append(replace(row, why=str(refusal)))
            continue
        if row.op_id(day) not in known:
            written.append(passage)
            fevers += _tell_of_fever(passage, one, listed.get(row.entry), by, at)
        if row.entry in listed:
            settle_elsewhere(entry=listed[row.entry], by=by, at=at)
    if written:
        record("gate.paper_entered", gate, by=by, at=at, rows=len(written), day=day.isoformat())
    again = len([row for row in rows if not row.is_empty]) - len(written) - len(left)
    return Entered(written, again, sorted(left, key=lambda row: row.number), fevers.count(True), fevers.count(False))


def _write(
    row: Row, day: date, meant: Meant, listed: Mapping[str, IntakeEntry], by: Actor, at: datetime
) -> Passage:  # fmt: skip
    said, moment, op_id = meant.said, meant.said_at, row.op_id(day)
    need = listed[row.entry].need if row.entry in listed else None
    is_helped = said.outcome == Outcome.TURNED_BACK_HELPED
    if is_helped and need is None:
        return turn_back_and_help(op_id=op_id, said=said, words=row.note, by=by, at=at, said_at=moment)
    return record_passage(op_id=op_id, said=said, by=by, at=at, said_at=moment, need=need if is_helped else None)


def _tell_of_fever(passage: Passage, meant: Meant, entry: IntakeEntry | None, by: Actor, at: datetime) -> list[bool]:
    """Whether somebody goes there; nothing where there is no fever, or the list that it stood in has told of it."""
    if meant.fever is None or (entry is not None and entry.need_id is not None):
        return []
    return [visit_feverish(passage=passage, degrees=meant.fever, by=by, at=at) is not None]
