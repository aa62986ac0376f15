"""A case as it is shown: what is to be done now, whom to call, and everything that happened as one line of time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from shouwang.desk.base.actor import Actor
from shouwang.desk.checkins.cases.bridge import ends, most_holds, outcomes_at
from shouwang.desk.checkins.cases.words import ASKS, OUTCOMES, STEPS
from shouwang.desk.checkins.models import Attempt, Case, HealthReport, Step, StepTold
from shouwang.desk.people.models import Contact

ENDED_FOR = timedelta(days=14)
ATTEMPTS_FROM = timedelta(days=3)  # before it was opened: what led to it
CALLED, ASKED = ("call_again", "follow_up"), ("relatives",)  # whose telephones stand beside the answers


@dataclass(frozen=True, slots=True)
class Button:
    outcome: str
    label: str | Promise
    ends: bool


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step with its name, its question and its buttons."""

    step: Step
    name: str | Promise
    asks: str | Promise
    buttons: list[Button]

    @property
    def is_told(self) -> bool:
        return self.step.told_at is not None

    def is_late(self, at: datetime) -> bool:
        return self.step.lapses_at < at


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the line of time. `tone`: late, done or nothing; `people`: who was told."""

    at: datetime
    what: str
    tone: str = ""
    words: str = ""
    people: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CaseShown:
    case: Case
    step: StepShown | None
    line: list[Moment]
    contacts: list[Contact]
    phones: list[str] = field(default_factory=list)
    may_hold: bool = False

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """(whose, telephone) that the step of now is done with: on a telephone they stand beside its answers."""
        code = self.step.step.code if self.step else ""
        if code in CALLED:
            return [(self.case.person.name, phone) for phone in self.phones]
        return [(one.name, one.phone) for one in self.contacts if one.phone] if code in ASKED else []


def live_cases(by: Actor) -> QuerySet[Case]:
    """What `by` may see of what is open, whose clock rings next first."""
    mine = Case.objects.visible_to(by).live().select_related("community", "household__door", "person", "held_by")
    return mine.order_by("next_at", "pk")


def with_steps(cases: Iterable[Case]) -> list[tuple[Case, str | Promise, Step]]:
    """Each case with what is to be done now. One query."""
    cases = list(cases)
    pending = {step.case_id: step for step in Step.objects.filter(case__in=cases, state=Step.State.PENDING)}
    return [(case, name_of(pending[case.pk]), pending[case.pk]) for case in cases if case.pk in pending]


def ended_cases(by: Actor, at: datetime) -> QuerySet[Case]:
    """What ended in the last two weeks, the latest first."""
    mine = Case.objects.visible_to(by).filter(ended_at__gte=at - ENDED_FOR)
    return mine.select_related("household__door", "person", "ended_by").order_by("-ended_at", "pk")


def step_shown(step: Step) -> StepShown:
    buttons = [Button(code, OUTCOMES[code], ends(step.code, code)) for code in outcomes_at(step.code)]
    return StepShown(step, name_of(step), ASKS[step.code], buttons)


def name_of(step: Step) -> str | Promise:
    return _("two at the door, with police") if step.with_police else STEPS[step.code]


def show_case(case: Case, at: datetime) -> CaseShown:
    """Everything of one case. Seven queries, however long it lasts."""
    told = Prefetch("told", StepTold.objects.select_related("account").order_by("at", "account__name"))
    steps = list(case.steps.select_related("done_by", "need").prefetch_related(told).order_by("seq"))
    pending = next((step for step in steps if step.state == Step.State.PENDING), None)
    line = sorted(_line(case, steps), key=lambda moment: moment.at)
    return CaseShown(
        case=case,
        step=step_shown(pending) if pending else None,
        line=line[::-1],
        contacts=list(Contact.objects.filter(person=case.person_id, removed_at=None).order_by("pk")),
        phones=[phone for phone in case.person.phones.splitlines() if phone.strip()],
        may_hold=pending is not None and not case.is_held(at) and pending.holds < most_holds(case),
    )


def _line(case: Case, steps: Sequence[Step]) -> Iterator[Moment]:
    who = case.opened_by.name if case.opened_by else _("the desk")
    yield Moment(case.opened_at, _("Opened: %(why)s · %(who)s") % {"why": case.get_cause_display(), "who": who},
                 "late", case.why)  # fmt: skip
    for step in steps:
        yield from _of_step(step)
    yield from _of_attempts(case)
    for report in HealthReport.objects.filter(case=case, attempt__undone_at=None).order_by("at"):
        told = " · ".join(part for part in (f"{report.degrees} °C" if report.degrees else "", report.symptoms) if part)
        yield Moment(report.at, _("Said how they feel"), "late" if report.is_fever else "", told)
    if case.ended_at:
        yield Moment(case.ended_at, _("Over: %(how)s · %(who)s") % {
            "how": case.get_end_display(), "who": case.ended_by or "—",
        }, "done", case.words)  # fmt: skip


def _of_step(step: Step) -> Iterator[Moment]:
    name = {"step": name_of(step)}
    due = [told for told in step.told.all() if told.why == StepTold.Why.DUE]
    if step.told_at:
        yield Moment(step.told_at, _("Due: %(step)s") % name, people=[told.account.name for told in due])
    for why in (StepTold.Why.LAPSED, StepTold.Why.HEARD, StepTold.Why.STUCK):
        if people := [told for told in step.told.all() if told.why == why]:
            what = _("%(step)s: %(why)s") % (name | {"why": why.label})
            yield Moment(people[0].at, what, "late" if why != StepTold.Why.HEARD else "",
                         people=[told.account.name for told in people])  # fmt: skip
    if step.state == Step.State.DONE and step.done_at:
        said = name | {"outcome": OUTCOMES[step.outcome], "who": step.done_by or "—"}
        yield Moment(step.done_at, _("%(step)s: %(outcome)s · %(who)s") % said, "done", step.words)


def _of_attempts(case: Case) -> Iterator[Moment]:
    lately = Attempt.objects.filter(person=case.person_id, undone_at=None, at__gte=case.opened_at - ATTEMPTS_FROM)
    if case.ended_at:
        lately = lately.filter(at__lte=case.ended_at)
    for attempt in lately.exclude(sign="case").select_related("by").order_by("at"):
        said = {"sign": attempt.get_sign_display(), "outcome": attempt.get_outcome_display()}
        who = attempt.by.name if attempt.by else _("the household")
        what = _("%(sign)s: %(outcome)s · %(who)s") % (said | {"who": who})
        yield Moment(attempt.said_at or attempt.at, what, words=attempt.words)
