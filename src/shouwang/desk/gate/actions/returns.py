"""Somebody who should be back is back: the guard saw them come home, and nobody had written it down."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.actions.passages import Said, record_passage, written
from shouwang.desk.gate.asking import AtGate
from shouwang.desk.gate.models import Direction, Outcome, Passage, Who


class NotOut(Refused):
    """By the book they are home already, or it was written otherwise meanwhile."""


@use_case
def mark_returned(
    *, passage: Passage, op_id: UUID, by: Actor, at: datetime, said_at: datetime | None = None
) -> Passage:  # fmt: skip
    """Whoever went out with `passage` came home: a way in through the same gate, at `said_at` or `at`.

    The same `op_id` is the same way in. Raises NotOut, OtherWords.
    """
    asked = AtGate(Direction.IN, passage.who, passage.household, passage.person)
    said = Said(passage.gate, asked, Outcome.ALLOWED, voices_raised=False)
    if (before := written(op_id, said, by)) is not None:
        return before
    if not is_out(passage):
        raise NotOut(_("By the book they are home already, or it was corrected meanwhile."))
    return record_passage(op_id=op_id, said=said, by=by, at=at, said_at=said_at)


def is_out(passage: Passage) -> bool:
    """Whether `passage` is a way out of somebody that stands, and nobody came in since. Of an unknown household
    nobody can tell."""
    if passage.direction != Direction.OUT or not passage.has_passed or passage.who != Who.RESIDENT:
        return False
    if Passage.objects.filter(corrects=passage).exists():
        return False
    later = Passage.objects.filter(said_at__gt=passage.said_at, direction=Direction.IN).passed().standing()
    mine = later.filter(household=passage.household_id, person=passage.person_id)
    return passage.household_id is None or not mine.exists()
