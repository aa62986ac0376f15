"""Cases: opened by silence or illness, held for a while, told of a sign of life.

What comes of a step, and how a case ends, is in `actions.steps`; what time does, in `actions.climbing`.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.actions import case_moves as moves
from shouwang.desk.checkins.actions.case_moves import CaseIsOver, NobodyWithAName
from shouwang.desk.checkins.actions.case_telling import tell_step
from shouwang.desk.checkins.cases.bridge import CALM, Code, Outcome, first_step, hold_minutes, most_holds, step_at
from shouwang.desk.checkins.cases.rules import ladder_on
from shouwang.desk.checkins.models import Case, CheckIn, Step, StepTold
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.checkins.models.checkins import Sign
from shouwang.desk.people.models import Person

__all__ = [
    "CaseIsOver", "HeldAlready", "HeldTooOften", "NobodyWithAName", "heard_meanwhile", "hold_case", "open_case",
    "take_back_case",
]  # fmt: skip

GRAVER = [Cause.SILENT, Cause.WORRY, Cause.UNWELL, Cause.FEVER]
ILL = frozenset({Cause.UNWELL, Cause.FEVER})
THEMSELVES = frozenset({Sign.CALL, Sign.DOOR})
"""Signs of life in which somebody of ours heard or saw the person, and not a tick, a tap or a line in a list."""


class HeldAlready(Refused):
    """Somebody else is on it; the sentence says who, and until when."""


class HeldTooOften(Refused):
    """This step was put off as often as the plan allows."""


@use_case
def open_case(
    *, person: Person, cause: Cause, by: Actor, at: datetime, checkin: CheckIn | None = None, words: str = ""
) -> Case:
    """Nobody has heard from `person`, or they are unwell: from now on a ladder climbs until somebody ends it.

    A person has one live case: a second call returns it. What is graver than what it was opened for changes its step;
    a call without answer, said while calling again is due, is what came of that step.
    """
    case = _live(person)
    if case is not None:
        return _join(case, Cause(cause), by=by, at=at)
    case = Case(
        community=by.community, person=person, household=person.household, checkin=checkin, cause=cause,
        ladder=ladder_on(by.community, by.community.today(at)).as_json(), opened_at=at, opened_by=by.account,
        next_at=at,
    )  # fmt: skip
    case.why = words.strip()
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:  # another opened it in this very moment
        found = _live(person)
        if found is None:
            raise
        return found
    record("checkins.case_opened", case, by=by, at=at, household_id=case.household_id)
    moves.put_step(case, first_step(case, at), at=at)
    return case


@use_case
def hold_case(*, case: Case, by: Actor, at: datetime) -> Case:
    """`by` is on it: for as long as the plan says, the ladder does not climb. It expires, and climbs on.

    Said twice within that time, nothing changes. Raises CaseIsOver, HeldAlready, HeldTooOften.
    """
    account, step = moves.account_of(by), moves.take_live(case)
    if case.is_held(at):
        assert case.held_until is not None
        if case.held_by == account:
            return case
        until = date_format(case.community.local(case.held_until), "H:i")
        raise HeldAlready(_("%(who)s is on it until %(time)s.") % {"who": case.held_by, "time": until})
    if step.holds >= most_holds(case):
        raise HeldTooOften(_("This step was put off often enough. Say what came of it, or let it climb."))
    _put_off(case, step, at, held_by=account)
    record("checkins.case_held", case, by=by, at=at, household_id=case.household_id, step=step.seq)
    return case


@use_case
def heard_meanwhile(*, person: Person, at: datetime, by: Actor, sign: Sign = Sign.CALL) -> Case | None:
    """There is a sign of life of `person`, well: their live case, or None where they have none.

    While nothing has come of a silence but the wish to call again, somebody of ours who heard them ends it. Past that
    the sign ends nothing: it is shown to the people of the case, who look and confirm it, and climbs on if nobody does.
    """
    case = _live(person)
    if case is None:
        return None
    moves.take(case)
    if case.ended_at is not None or (case.heard_at and case.heard_at >= at):
        return case
    step = moves.pending_of(case)
    Case.objects.filter(pk=case.pk).update(heard_at=at)
    case.heard_at = at
    record("checkins.case_heard", case, by=by, at=at, household_id=case.household_id, sign=sign)
    only_called = step.seq == 1 and step.code == Code.CALL_AGAIN and case.cause == Cause.SILENT
    if only_called and by.account is not None and sign in THEMSELVES:
        return moves.finish(case, Case.End.CONFIRMED, "", by=by, at=at)
    if step.told_at is not None and step.holds < most_holds(case) and not case.is_held(at):
        _put_off(case, step, at)
    tell_step(case, step, StepTold.Why.HEARD, at=at)
    return case


@use_case
def take_back_case(*, person: Person, opened_at: datetime, by: Actor, at: datetime) -> Case | None:
    """The call that opened their case at `opened_at` was a slip, undone by whoever said it: the case ends as one.

    None where `by` opened no such case, or where it has moved on since: it then needs an end of its own.
    """
    case = _live(person)
    if case is None or by.account is None:
        return None
    moves.take(case)
    mine = case.ended_at is None and case.opened_at == opened_at and case.opened_by_id == by.account.pk
    if not mine or moves.pending_of(case).seq > 1:
        return None
    return moves.finish(case, Case.End.SLIP, "", by=by, at=at)


def _live(person: Person) -> Case | None:
    return Case.objects.live().filter(person=person).select_related("community", "household").first()


def _join(case: Case, cause: Cause, *, by: Actor, at: datetime) -> Case:
    """What else is heard of somebody who has a case already."""
    moves.take(case)
    if case.ended_at is not None:  # ended while we came: what is said now is newer than that
        return open_case(person=case.person, cause=cause, by=by, at=at)
    step = moves.pending_of(case)
    if GRAVER.index(cause) > GRAVER.index(Cause(case.cause)):
        Case.objects.filter(pk=case.pk).update(cause=cause)
        case.cause = cause
    if cause in ILL and step.code in CALM and not _is_this_news(case, at):
        moves.leave_step(case, step, step_at(case, Code.SEEN, at), at=at)
    elif cause == Cause.SILENT and step.code == Code.CALL_AGAIN and step.told_at is not None and by.account:
        moves.say_step(case, step, Outcome.NO_ANSWER, "", by=by, at=at)
    return case


def _is_this_news(case: Case, at: datetime) -> bool:
    """Whether the case has just taken the step that this news calls for: said once, it is not said again."""
    return case.steps.filter(state=Step.State.DONE, done_at=at).exists()


def _put_off(case: Case, step: Step, at: datetime, **changes: object) -> None:
    """The pending step lapses no sooner than a hold from now; counted, so that nothing is put off for ever."""
    until = at + timedelta(minutes=hold_minutes(case))
    Step.objects.filter(pk=step.pk).update(holds=step.holds + 1)
    if changes:
        changes["held_until"] = until
    lapses = max(step.lapses_at, until)
    moves.look_again(case, lapses if step.told_at else step.due_at, **changes)
    if not changes:
        Step.objects.filter(pk=step.pk).update(lapses_at=lapses)
