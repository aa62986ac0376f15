"""What is measured on the telephone: kept with its call, gone with its undo, read by the desk."""

from datetime import timedelta
from decimal import Decimal

from shouwang.desk.checkins.actions.attempts import say_outcome, undo_attempt
from shouwang.desk.checkins.cases.shown import show_case
from shouwang.desk.checkins.models import Case, HealthReport
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.checkins.models.checkins import Outcome
from tests.desk.checkins.conftest import clock

NOON = clock(12)


def unwell(checkin, by, **said):
    return say_outcome(checkin=checkin, outcome=Outcome.UNWELL, by=by, at=NOON, **said)


def test_a_fever_on_the_telephone_is_a_case_of_fever(on_call, lin, zhao):
    attempt = unwell(on_call, lin, degrees=Decimal("38.6"), symptoms="咳嗽")

    report = HealthReport.objects.visible_to(zhao).get()
    assert (report.degrees, report.symptoms, report.attempt) == (Decimal("38.6"), "咳嗽", attempt)
    assert Case.objects.get().cause == Cause.FEVER


def test_it_stands_on_the_line_of_the_case_and_not_on_the_call(on_call, lin):
    attempt = unwell(on_call, lin, degrees=Decimal("38.6"), symptoms="咳嗽", words="明天再打")

    assert attempt.words == "明天再打"
    told = [moment.words for moment in show_case(Case.objects.get(), NOON).line]
    assert "38.6 °C · 咳嗽" in told


def test_a_helper_says_it_and_reads_it_no_more(on_call, lin):
    unwell(on_call, lin, degrees=Decimal("38.6"))

    assert not HealthReport.objects.visible_to(lin).exists()


def test_a_slip_that_is_undone_was_never_measured(on_call, lin, zhao):
    attempt = unwell(on_call, lin, degrees=Decimal("38.6"))
    undo_attempt(attempt=attempt, by=lin, at=NOON + timedelta(seconds=30))

    assert not HealthReport.objects.visible_to(zhao).exists()


def test_said_twice_it_is_measured_once(on_call, lin):
    for _ in range(2):
        unwell(on_call, lin, degrees=Decimal("38.6"))

    assert HealthReport.objects.count() == 1
