"""Random answers, clocks, restarts and doubled clicks: every case has a next step or an end with a name, no step runs
twice, and no case is ever silently over."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shouwang.desk.base.models import Community, Event
from shouwang.desk.base.refusals import Refused
from shouwang.desk.checkins.actions import cases, climbing, steps, watchdog
from shouwang.desk.checkins.cases.bridge import outcomes_at
from shouwang.desk.checkins.models import Case, Step, StepTold
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.checkins.models.checkins import Sign
from shouwang.desk.needs.models import Kind, Need
from shouwang.desk.needs.models.needs import LIVE
from tests.desk.checkins.conftest import clock

MINUTES = st.integers(0, 300)
WHO = st.integers(0, 1)


class Cases(RuleBasedStateMachine):
    """One person, one desk, and whatever may happen. `cast` is set by the test."""

    cast: dict = {}

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.at = clock(10)
        self.last_step = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @property
    def community(self) -> Community:
        return self.cast["community"]

    def by(self, number):
        return self.cast["people"][number]

    def live(self) -> Case | None:
        return Case.objects.live().select_related("community", "household", "person").first()

    def try_to(self, action, **about):
        with suppress(Refused):
            action(**about, at=self.at)

    @initialize(cause=st.sampled_from(Cause))
    def silence(self, cause):
        cases.open_case(
            person=self.cast["person"], cause=cause, by=self.by(0), at=self.at, checkin=self.cast["checkin"]
        )

    @precondition(lambda self: self.live())
    @rule(data=st.data(), who=WHO, minutes=MINUTES)
    def somebody_answers(self, data, who, minutes):
        self.wait(minutes)
        if (case := self.live()) is None:
            return
        self.last_step = Step.objects.get(case=case, state=Step.State.PENDING)
        self.last = (data.draw(st.sampled_from(outcomes_at(self.last_step.code))), self.by(who))
        self.try_to(steps.end_step, step=self.last_step, outcome=self.last[0], words="", by=self.last[1])

    @precondition(lambda self: self.last_step is not None)
    @rule()
    def the_click_comes_twice(self):
        before = self.counts()
        self.try_to(steps.end_step, step=self.last_step, outcome=self.last[0], words="", by=self.last[1])
        assert self.counts() == before

    @rule(minutes=MINUTES)
    def time_passes(self, minutes):
        self.wait(minutes)

    @rule(hours=st.integers(1, 60))
    def the_desk_stands_still_and_starts_again(self, hours):
        self.at += timedelta(hours=hours)
        watchdog.watchdog(community=self.community, at=self.at)

    @precondition(lambda self: self.live())
    @rule()
    def the_alarm_rings_again_at_once(self):
        climbing.climb(case=self.live(), at=self.at)
        before = self.counts()
        climbing.climb(case=self.live(), at=self.at)
        assert self.counts() == before

    @precondition(lambda self: self.live())
    @rule(who=WHO)
    def somebody_holds_it(self, who):
        self.try_to(cases.hold_case, case=self.live(), by=self.by(who))

    @rule(who=WHO, sign=st.sampled_from(Sign))
    def a_sign_of_life(self, who, sign):
        cases.heard_meanwhile(person=self.cast["person"], at=self.at, by=self.by(who), sign=sign)

    @rule(who=WHO, cause=st.sampled_from(Cause))
    def it_is_opened_once_more(self, who, cause):
        was = self.live()
        case = cases.open_case(person=self.cast["person"], cause=cause, by=self.by(who), at=self.at)
        assert was is None or case == was

    @precondition(lambda self: self.live())
    @rule(
        who=WHO, how=st.sampled_from([Case.End.CONFIRMED, Case.End.DECIDED]), words=st.sampled_from(["", "gone home"])
    )
    def somebody_ends_it(self, who, how, words):
        self.try_to(steps.end_case, case=self.live(), how=Case.End(how), words=words, by=self.by(who))

    @rule(mode=st.sampled_from(["everyday", "heat", "lockdown"]))
    def the_mode_changes(self, mode):
        Community.objects.filter(pk=self.community.pk).update(mode=mode)

    @invariant()
    def each_case_has_a_next_step_or_an_end_with_a_name(self):
        assert Case.objects.live().count() <= 1
        for case in Case.objects.all():
            pending = case.steps.filter(state=Step.State.PENDING).count()
            if case.ended_at is None:
                assert (pending, case.next_at is not None) == (1, True)
            else:
                assert (pending, case.next_at) == (0, None)
                assert case.ended_by is not None
                assert case.end == Case.End.CONFIRMED or case.words

    @invariant()
    def no_step_runs_twice(self):
        done, lapsed = (Step.objects.filter(state=state).count() for state in (Step.State.DONE, Step.State.LAPSED))
        assert Event.objects.filter(kind="checkins.step_done").count() == done
        assert Event.objects.filter(kind="checkins.step_lapsed").count() == lapsed
        assert Event.objects.filter(kind="checkins.case_ended").count() == Case.objects.exclude(ended_at=None).count()
        told = Event.objects.filter(kind="checkins.step_told").values_list("data", flat=True)
        assert sum(len(one["to"]) for one in told) == StepTold.objects.count()
        assert Need.objects.filter(kind=Kind.VISIT, state__in=LIVE).count() <= 1

    def wait(self, minutes):
        """The alarm clock rings whenever a row says so."""
        until = self.at + timedelta(minutes=minutes)
        while (case := self.live()) is not None and case.next_at <= until:
            self.at = max(self.at, case.next_at)
            before = case.next_at
            climbing.climb(case=case, at=self.at)
            assert self.live().next_at > before
        self.at = until

    def counts(self):
        return (Event.objects.exclude(kind="messages.told").count(), Step.objects.count(), StepTold.objects.count())


@pytest.fixture
def _cast(banyan, zhao, qian, checkin, wu):
    Cases.cast = {"community": banyan, "people": [zhao, qian], "checkin": checkin, "person": wu}
    yield
    Cases.cast = {}


@pytest.mark.usefixtures("_cast")
def test_no_case_is_ever_silently_over():
    run_state_machine_as_test(
        Cases,
        settings=settings(
            max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
