"""What came of a step, and how a case ends: by somebody who heard or saw them, or by a decision with a name."""

from datetime import datetime

from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.refusals import Refused, use_case
from shouwang.desk.checkins.actions import case_moves as moves
from shouwang.desk.checkins.actions.attempts import say_outcome
from shouwang.desk.checkins.actions.case_moves import CaseIsOver, NobodyWithAName
from shouwang.desk.checkins.cases.bridge import Code, Outcome, outcomes_at
from shouwang.desk.checkins.cases.words import STEPS
from shouwang.desk.checkins.models import Case, CheckIn, Step
from shouwang.desk.checkins.models.checkins import Outcome as Heard
from shouwang.desk.checkins.models.checkins import Sign

__all__ = ["CaseIsOver", "EndMissing", "NobodyWithAName", "NotOfThisStep", "StepIsOver", "end_case", "end_step"]

HEARD_AS = {
    Outcome.WELL: Heard.WELL, Outcome.HOME_WELL: Heard.WELL, Outcome.WEAK: Heard.UNWELL,
    Outcome.UNWELL: Heard.UNWELL, Outcome.EMERGENCY: Heard.UNWELL, Outcome.HOME_UNWELL: Heard.UNWELL,
}  # fmt: skip
"""What the outcome of a step is as the answer of a check-in that still waits."""

FROM_OTHERS = frozenset({Code.RELATIVES, Code.LEAD, Code.VEHICLE})
"""Steps where somebody else speaks of how they are: "ill" is acted on, and is no sign of life."""


class StepIsOver(Refused):
    """Somebody was quicker, or the ladder has climbed on: the sentence says which."""


class NotOfThisStep(Refused):
    """The button is from an older page."""


class EndMissing(Refused):
    """A decision says in words why nobody looks any more."""


@use_case
def end_step(*, step: Step, outcome: str, words: str, by: Actor, at: datetime) -> Case:
    """`outcome` came of `step`: the ladder goes where that leads, or the case ends where they were heard or seen well.

    The same said twice changes nothing. Raises StepIsOver, NotOfThisStep, CaseIsOver, NobodyWithAName.
    """
    account = moves.account_of(by)
    case = moves.take(Case.objects.select_related("community", "household", "person").get(pk=step.case_id))
    step.refresh_from_db()
    if step.state == Step.State.DONE and step.outcome == outcome and step.done_by == account:
        return case
    if step.state != Step.State.PENDING:
        raise StepIsOver(_how_it_stands(case, step))
    if outcome not in outcomes_at(step.code):
        raise NotOfThisStep(_("This step has another question by now. Look at it again."))
    moves.say_step(case, step, Outcome(outcome), words, by=by, at=at)
    themselves = step.code not in FROM_OTHERS or outcome == Outcome.WELL
    if outcome in HEARD_AS and themselves:
        _answer_checkin(case, HEARD_AS[Outcome(outcome)], by=by, at=at)
    return case


@use_case
def end_case(*, case: Case, how: Case.End, words: str, by: Actor, at: datetime) -> Case:
    """`by` has heard or seen them, well (CONFIRMED), or decides in words that nobody climbs any further (DECIDED).

    What was pending is cancelled with it. The same said twice changes nothing. Raises EndMissing, CaseIsOver,
    NobodyWithAName.
    """
    account = moves.account_of(by)
    moves.take(case)
    if case.ended_at is not None and case.end == how and case.ended_by == account:
        return case
    moves.take_live(case)
    if how != Case.End.CONFIRMED and not words.strip():
        raise EndMissing(_("Say why nobody needs to look any more, in your own words."))
    moves.finish(case, Case.End(how), words, by=by, at=at)
    if how == Case.End.CONFIRMED:
        _answer_checkin(case, Heard.WELL, by=by, at=at)
    return case


def _answer_checkin(case: Case, heard: Heard, *, by: Actor, at: datetime) -> None:
    """They were heard: whatever was still expected of them by now has its answer."""
    waiting = CheckIn.objects.filter(person=case.person_id, not_before__lte=at).open()
    latest = waiting.select_related("plan", "household", "person").order_by("-day", "-slot").first()
    if latest is not None:
        say_outcome(checkin=latest, outcome=heard, sign=Sign.CASE, by=by, at=at)


def _how_it_stands(case: Case, step: Step) -> str:
    if step.state == Step.State.DONE:
        return _("%(who)s has said it already.") % {"who": step.done_by or "—"}
    if case.ended_at is not None:
        return _("This case is over: %(how)s, %(who)s.") % {
            "how": case.get_end_display(), "who": case.ended_by or "—",
        }  # fmt: skip
    now = moves.pending_of(case)
    return _("The case has gone on to “%(step)s”. Say there what you know.") % {"step": STEPS[now.code]}
