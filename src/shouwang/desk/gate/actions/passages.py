"""A passage is written into the gate book: once for ever, whatever the rule said, and never edited."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.operations import OtherWords
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.gate.actions.pass_uses import correct_use, use_pass
from shouwang.desk.gate.actions.refusals import visit_who_is_refused_often
from shouwang.desk.gate.asking import AtGate, answer_at_gate
from shouwang.desk.gate.models import Direction, Gate, Outcome, Passage, Who
from shouwang.desk.gate.models.passages import PASSED, TURNED
from shouwang.desk.gate.telling import nobody_need_decide, tell_senior
from shouwang.desk.needs.models import Need
from shouwang.desk.people.signs import PASSAGE, SignOfLife, note_sign, take_back_signs

LONGEST_NOTE = 500
WAITS = timedelta(hours=1)  # so long somebody may still stand at the barrier
A_DAY = timedelta(days=1)  # what was left to a senior longer ago is not settled by who comes by today


class NotOfThisHousehold(Refused):
    """The person that was named lives behind another door."""


class CorrectedAlready(Refused):
    """Somebody corrected it meanwhile; that correction may be corrected in turn."""

    def __init__(self) -> None:
        super().__init__(_("Somebody corrected it meanwhile. Correct what stands there now."))


@dataclass(frozen=True, slots=True)
class Said:
    """What a guard says of a passage; the outcome and whether voices were raised are never left out."""

    gate: Gate
    asked: AtGate
    outcome: Outcome
    voices_raised: bool
    note: str = ""
    has_happened: bool = False  # they passed, or did not, before the desk heard of it
    is_from_paper: bool = False
    clock_off: int = 0  # seconds that the device's clock runs behind the desk's, where that matters
    list_at: datetime | None = None  # of which list they were told, where it was an old one


@use_case
def record_passage(
    *, op_id: UUID, said: Said, by: Actor, at: datetime, said_at: datetime | None = None, need: Need | None = None
) -> Passage:
    """What came of it at the gate. `said_at`: by the guard's own clock; `need`: what was opened at once to help.

    The same `op_id` is for ever the same passage. What contradicts the book is kept and shown, nothing is merged.
    Raises NotOfThisHousehold, OtherWords (the id was used for something else), UsedUpMeanwhile (their pass).
    """
    if (before := written(op_id, said, by)) is not None:
        return before
    passage = _passage(op_id, said, by, at, said_at)
    passage.need = need
    return _write(passage, said, by, at)


@use_case
def correct_passage(
    *, passage: Passage, op_id: UUID, said: Said, by: Actor, at: datetime, said_at: datetime | None = None
) -> Passage:
    """It was otherwise: `said` stands in the book from now on, of the same moment (or `said_at`); the original stays to
    be read.

    Raises CorrectedAlready, NotOfThisHousehold, OtherWords.
    """
    if (before := written(op_id, said, by)) is not None:
        return before
    if Passage.objects.filter(corrects=passage).exists():
        raise CorrectedAlready
    take_back_signs(passage, by=by, at=at)
    nobody_need_decide(passage, at=at)
    correction = _passage(op_id, said, by, at, said_at or passage.said_at, instead_of=passage)
    correction.corrects, correction.need_id = passage, passage.need_id
    correct_use(passage, correction)
    written_now = _write(correction, said, by, at)
    if written_now.household_id != passage.household_id:  # they read as well that it was not so
        record("gate.corrected", passage, by=by, at=at, said_at=passage.said_at, household_id=passage.household_id)
    return written_now


def written(op_id: UUID, said: Said, by: Actor) -> Passage | None:
    """The passage that `op_id` is already. Raises OtherWords."""
    before = Passage.objects.filter(op_id=op_id).first()
    if before is None:
        return None
    asked = said.asked
    now = (by.community.pk, asked.household.pk if asked.household else None, asked.direction, said.outcome)
    if now != (before.community_id, before.household_id, before.direction, before.outcome):
        raise OtherWords
    return before


def _passage(
    op_id: UUID, said: Said, by: Actor, at: datetime, said_at: datetime | None, *, instead_of: Passage | None = None
) -> Passage:
    asked, moment = said.asked, min(said_at or at, at)
    if asked.person is not None and (asked.household is None or asked.person.household_id != asked.household.pk):
        raise NotOfThisHousehold(_("This person does not live behind that door. Choose again."))
    if asked.who != Who.RESIDENT:
        asked = replace(asked, person=None)
    answer = answer_at_gate(asked=asked, by=by, at=moment, but=instead_of)
    is_going = said.outcome in PASSED and asked.direction == Direction.OUT and asked.who == Who.RESIDENT
    passage = Passage(
        community=by.community, gate=said.gate, op_id=op_id, device_id=by.device_id, who=asked.who,
        household=asked.household, person=asked.person, direction=asked.direction, reason=asked.reason,
        outcome=said.outcome, voices_raised=said.voices_raised, verdict=answer.verdict, why=answer.why,
        back_by=answer.until if is_going else None, said_at=moment, received_at=at, by=by.account,
        is_from_paper=said.is_from_paper, clock_off=said.clock_off, list_at=said.list_at,
    )  # fmt: skip
    passage.note = said.note.strip()[:LONGEST_NOTE]
    return passage


def _write(passage: Passage, said: Said, by: Actor, at: datetime) -> Passage:
    try:
        with transaction.atomic():
            passage.save(force_insert=True)
    except IntegrityError:  # two senders of one id at once: the other one wrote it
        if (before := written(passage.op_id, said, by)) is not None:
            return before
        if passage.corrects_id and Passage.objects.filter(corrects=passage.corrects_id).exists():
            raise CorrectedAlready from None
        raise
    record(
        "gate.corrected" if passage.corrects_id else "gate.passage", passage, by=by, at=at, said_at=passage.said_at,
        household_id=passage.household_id, way=passage.direction, outcome=passage.outcome,
    )  # fmt: skip
    if said.asked.shown is not None and passage.corrects is None:
        use_pass(shown=said.asked.shown, passage=passage, has_happened=said.has_happened, by=by, at=at)
    _tell_who_decides(passage, by, at)
    if passage.who == Who.RESIDENT and passage.household is not None:
        if passage.person is not None:  # a door that somebody names is no proof that whoever lives there is well
            sign = SignOfLife(passage.household, passage.person, PASSAGE, passage, passage.said_at)
            note_sign(sign, by=by, at=at)
        if passage.outcome in TURNED:
            visit_who_is_refused_often(household=passage.household, by=by, at=at)
    return passage


def _tell_who_decides(passage: Passage, by: Actor, at: datetime) -> None:
    """A senior is called while somebody may still stand there; whoever was called before need not decide any more."""
    before = Passage.objects.followed_by(passage).filter(said_at__gt=passage.said_at - A_DAY)
    for handed in before.filter(outcome=Outcome.SENIOR):
        nobody_need_decide(handed, at=at)
    is_there = passage.outcome == Outcome.SENIOR and at - passage.said_at < WAITS
    if is_there and not Passage.objects.following(passage).standing().exists():
        tell_senior(passage, by=by, at=at)
