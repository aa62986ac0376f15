"""How the row of a case moves: held for the transaction, then one step after the other. For the use-cases of cases.

Whoever comes here has taken the case: of two who move it at once, the second sees what the first has done.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.events import record
from shouwang.desk.base.jobs import later
from shouwang.desk.base.models import Account
from shouwang.desk.base.refusals import Refused
from shouwang.desk.checkins.actions.case_doors import call_off_visits, send_two
from shouwang.desk.checkins.actions.case_telling import tell_step, withdraw_step
from shouwang.desk.checkins.cases.bridge import Code, Ended, Outcome, Planned, next_after
from shouwang.desk.checkins.models import Case, Step, StepTold

CLIMB = "checkins.climb"


class CaseIsOver(Refused):
    """It has ended; the sentence says how and by whom."""


class NobodyWithAName(Refused):
    """Only somebody with an account ends a step or a case."""


def take(case: Case) -> Case:
    """Hold the row until this transaction ends; `case` is as it stands now."""
    Case.objects.filter(pk=case.pk).update(next_at=F("next_at"))
    case.refresh_from_db()
    return case


def take_live(case: Case) -> Step:
    """As `take`; its pending step. Raises CaseIsOver."""
    take(case)
    if case.ended_at is not None:
        raise CaseIsOver(
            _("This case is over: %(how)s, %(who)s.") % {"how": case.get_end_display(), "who": case.ended_by or "—"}
        )
    return pending_of(case)


def pending_of(case: Case) -> Step:
    return Step.objects.select_related("case").get(case=case, state=Step.State.PENDING)


def put_step(case: Case, planned: Planned, *, at: datetime) -> Step:
    """The next step of `case`, whose former ones are over. Whoever is to do it is told once it is due."""
    last = case.steps.order_by("-seq").values_list("seq", flat=True).first() or 0
    step = Step.objects.create(
        community=case.community, case=case, seq=last + 1, code=planned.code, due_at=planned.due_at,
        lapses_at=planned.lapses_at, with_police=planned.with_police,
    )  # fmt: skip
    look_again(case, planned.due_at, held_by=None, held_until=None)
    if planned.due_at <= at:
        announce(case, step, at=at)
    return step


def announce(case: Case, step: Step, *, at: datetime) -> None:
    """It is due: whoever is to do it hears of it, and the clock looks again when it lapses."""
    Step.objects.filter(pk=step.pk).update(told_at=at)
    step.told_at = at
    if step.code == Code.DOOR:
        send_two(case, step, at=at)
    tell_step(case, step, StepTold.Why.DUE, at=at)
    look_again(case, max(step.lapses_at, case.held_until or step.lapses_at))


def say_step(case: Case, step: Step, outcome: Outcome, words: str, *, by: Actor, at: datetime) -> Step | None:
    """`outcome` came of the pending `step`: the step that follows, or None where the case has ended with it."""
    account = account_of(by)
    step.words = words.strip()
    Step.objects.filter(pk=step.pk, state=Step.State.PENDING).update(
        state=Step.State.DONE, outcome=outcome, done_at=at, done_by=account, words_sealed=step.words_sealed
    )
    step.refresh_from_db()
    withdraw_step(step, at=at)
    _tell("checkins.step_done", case, step, by=by, at=at)
    follows = next_after(case, at)
    if isinstance(follows, Ended):
        finish(case, Case.End.CONFIRMED, words, by=by, at=at)
        return None
    if follows.code != Code.DOOR:
        call_off_visits(case, by=by, at=at)
    return put_step(case, follows, at=at)


def leave_step(case: Case, step: Step, planned: Planned, *, at: datetime) -> Step:
    """`step` is overtaken by graver news: `planned` comes in its place."""
    _cancel([step], at)
    return put_step(case, planned, at=at)


def lapse_step(case: Case, step: Step, *, at: datetime) -> Step:
    """Nothing came of `step` in its time: more people hear of it, and the ladder climbs on."""
    by = Actor.clockwork(case.community)
    Step.objects.filter(pk=step.pk).update(state=Step.State.LAPSED, done_at=at)
    withdraw_step(step, at=at)
    tell_step(case, step, StepTold.Why.LAPSED, at=at)
    _tell("checkins.step_lapsed", case, step, by=by, at=at)
    follows = next_after(case, at)
    assert isinstance(follows, Planned)  # nothing ends by time alone
    return put_step(case, follows, at=at)


def finish(case: Case, how: Case.End, words: str, *, by: Actor, at: datetime) -> Case:
    """`case` ends, with a name, and everything that was pending with it."""
    case.words = words.strip()
    ended = {"end": how, "ended_at": at, "ended_by": account_of(by), "words_sealed": case.words_sealed}
    Case.objects.filter(pk=case.pk).update(next_at=None, held_by=None, held_until=None, **ended)
    case.refresh_from_db()
    _cancel(list(case.steps.filter(state=Step.State.PENDING)), at)
    call_off_visits(case, by=by, at=at)
    record("checkins.case_ended", case, by=by, at=at, household_id=case.household_id, how=how)
    return case


def look_again(case: Case, moment: datetime, **changes: Any) -> None:
    """The clock looks at `case` at `moment`. What it finds there then counts, not what it was sent for."""
    Case.objects.filter(pk=case.pk).update(next_at=moment, **changes)
    case.next_at = moment
    for name, value in changes.items():
        setattr(case, name, value)
    key = f"{case.pk}:{moment.timestamp():.0f}"
    later(CLIMB, key, moment, community_id=str(case.community_id), case_id=str(case.pk))


def account_of(by: Actor) -> Account:
    if by.account is None:
        raise NobodyWithAName(_("Only somebody with a name on this desk can say that."))
    return by.account


def _cancel(steps: Sequence[Step], at: datetime) -> None:
    for step in steps:
        Step.objects.filter(pk=step.pk, state=Step.State.PENDING).update(state=Step.State.CANCELLED, done_at=at)
        withdraw_step(step, at=at)


def _tell(kind: str, case: Case, step: Step, *, by: Actor, at: datetime) -> None:
    """The log and the household's timeline know that there was a step, not which: "hospital" says too much."""
    record(kind, case, by=by, at=at, household_id=case.household_id, step=step.seq)
