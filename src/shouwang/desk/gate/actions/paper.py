"""The paper log is entered back: each row by itself, so that one that is unclear holds up no other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.actions.helping import turn_back_and_help
from shouwang.desk.gate.actions.passages import record_passage
from shouwang.desk.gate.models import Gate, Outcome, Passage
from shouwang.desk.gate.paper.rows import Meant, Row, meaning_of


@dataclass(frozen=True, slots=True)
class Entered:
    """`rows` = `written` + `again` (they stood in the book already) + `left` (each with its sentence)."""

    written: list[Passage]
    again: int
    left: list[Row]


@use_case
def enter_paper(*, rows: Sequence[Row], gate: Gate, day: date, by: Actor, at: datetime) -> Entered:
    """Write the rows of a paper log of `gate` on `day` into the book, in the order of their times; empty rows are
    nothing. Said twice, a row is one passage."""
    meant: list[tuple[Row, Meant]] = []
    left: list[Row] = []
    for row in rows:
        if not row.is_empty:
            try:
                meant.append((row, meaning_of(row, gate=gate, day=day, by=by, at=at)))
            except Refused as refusal:
                left.append(replace(row, why=str(refusal)))
    written: list[Passage] = []
    again = 0
    known = set(
        Passage.objects.filter(op_id__in=[row.op_id(day) for row, _meant in meant]).values_list("op_id", flat=True)
    )
    for row, one in sorted(meant, key=lambda pair: (pair[1].said_at, pair[0].number)):
        try:
            passage = _write(row.op_id(day), row.note, one, by, at)
        except Refused as refusal:
            left.append(replace(row, why=str(refusal)))
            continue
        if row.op_id(day) in known:
            again += 1
        else:
            written.append(passage)
    if written:
        record("gate.paper_entered", gate, by=by, at=at, rows=len(written), day=day.isoformat())
    return Entered(written, again, sorted(left, key=lambda row: row.number))


def _write(op_id: UUID, words: str, meant: Meant, by: Actor, at: datetime) -> Passage:
    said, moment = meant.said, meant.said_at
    if said.outcome == Outcome.TURNED_BACK_HELPED:
        return turn_back_and_help(op_id=op_id, said=said, words=words, by=by, at=at, said_at=moment)
    return record_passage(op_id=op_id, said=said, by=by, at=at, said_at=moment)
