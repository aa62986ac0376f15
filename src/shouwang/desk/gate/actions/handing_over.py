"""A guard's shift ends: a note is left, the next one reads what there is to know."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.models import GateNote, Handover

LONGEST_NOTE = 300  # characters: read standing, in the cold
A_DAY = timedelta(days=1)


class NothingWritten(Refused):
    """A note without a word."""


class NoteDone(Refused):
    """Somebody said so meanwhile."""


@use_case
def leave_note(*, words: str, op_id: UUID, until_done: bool, by: Actor, at: datetime) -> GateNote:
    """For whoever stands there next; for a day, or until somebody says that it is done. Said twice it is one.

    Raises NothingWritten.
    """
    if (before := GateNote.objects.filter(community=by.community, op_id=op_id).first()) is not None:
        return before
    if not words.strip():
        raise NothingWritten(_("Write what the next one must know."))
    note = GateNote(
        community=by.community, op_id=op_id, written_at=at, written_by=by.account,
        expires_at=None if until_done else at + A_DAY,
    )  # fmt: skip
    note.words = words.strip()[:LONGEST_NOTE]
    note.save(force_insert=True)
    record("gate.note_left", note, by=by, at=at)
    return note


@use_case
def end_note(*, note: GateNote, by: Actor, at: datetime) -> GateNote:
    """It is done. Raises NoteDone."""
    if GateNote.objects.filter(pk=note.pk, done_at=None).update(done_at=at, done_by=by.account) != 1:
        raise NoteDone(_("Somebody said meanwhile that it is done."))
    note.refresh_from_db()
    record("gate.note_done", note, by=by, at=at)
    return note


@use_case
def take_over(*, op_id: UUID, by: Actor, at: datetime) -> Handover:
    """They stand at the gate now, and have read the page. Said twice it is once."""
    taken, is_new = Handover.objects.get_or_create(
        op_id=op_id, defaults={"community": by.community, "read_at": at, "read_by": by.account}
    )
    if is_new:
        record("gate.taken_over", taken, by=by, at=at)
    return taken
