"""Temperatures and symptoms: asked back where they cannot be, a case where they are a fever, seen by few."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event, Rule
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.checkins.actions.health import (
    NothingMeasured,
    ThresholdCannotChange,
    report_health,
    set_fever_threshold,
)
from shouwang.desk.checkins.models import Case, HealthReport
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.checkins.models.checkins import Sign
from shouwang.desk.needs.temperatures import NoTemperature, PointMissing, read_degrees
from tests.desk.checkins.conftest import DAY, after, clock

NOON = clock(12)


def report(person, by, degrees=None, symptoms="", at=NOON, **more):
    degrees = None if degrees is None else Decimal(degrees)
    return report_health(person=person, degrees=degrees, symptoms=symptoms, sign=Sign.CALL, by=by, at=at, **more)


# Reading


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("36.5", "36.5"), ("37", "37.0"), ("38.25", "38.25"), ("36。8", "36.8"), ("36，8", "36.8"), ("３６.５", "36.5"),
        ("36℃8", "36.8"), ("36度8", "36.8"), ("36.5℃", "36.5"), (" 36.5 度 ", "36.5"), ("37°C", "37.0"),
        ("三十七度二", "37.2"), ("三十八点五", "38.5"), ("三十七度", "37.0"),
    ],
)  # fmt: skip
def test_a_temperature_is_read_as_people_write_it(text, degrees):
    assert read_degrees(text) == Decimal(degrees)


def test_nothing_said_is_nothing_measured():
    assert read_degrees("  ") is None


@pytest.mark.parametrize(("text", "meant"), [("365", "36.5"), ("385", "38.5"), ("3725", "37.25"), ("366度", "36.6")])
def test_without_its_point_it_is_asked_back_and_never_guessed(text, meant):
    with pytest.raises(PointMissing) as asked:
        read_degrees(text)

    assert asked.value.suggested == Decimal(meant)
    assert meant in str(asked.value)


@pytest.mark.parametrize(
    "text", ["26.5", "45", "299", "0", "-36.5", "36.5.1", "fever", "3", "一百度", "36.5 36.6", "9" * 40]
)
def test_what_cannot_be_is_refused_in_words(text):
    with pytest.raises(NoTemperature, match="measure again"):
        read_degrees(text)


# Reporting


def test_a_fever_opens_a_case(wu, zhao):
    made = report(wu, zhao, "38.2")

    case = Case.objects.get()
    assert (made.is_fever, made.case, case.cause, case.person) == (True, case, Cause.FEVER, wu)
    assert made.degrees == Decimal("38.2")


def test_a_symptom_opens_a_case_without_a_temperature(wu, zhao):
    made = report(wu, zhao, symptoms=" 胸口闷 ")

    assert (made.is_fever, made.degrees, made.symptoms, made.case.cause) == (False, None, "胸口闷", Cause.UNWELL)


def test_a_temperature_that_is_none_opens_no_case(wu, zhao):
    assert report(wu, zhao, "36.8").case is None
    assert not Case.objects.exists()


def test_a_second_report_joins_the_case_and_makes_it_graver(wu, zhao):
    report(wu, zhao, symptoms="乏力")
    made = report(wu, zhao, "38.5", at=after(NOON, 60))

    case = Case.objects.get()
    assert (made.case, case.cause, case.health_reports.count()) == (case, Cause.FEVER, 2)


def test_nothing_measured_and_nothing_felt_is_refused(wu, zhao):
    with pytest.raises(NothingMeasured):
        report(wu, zhao, symptoms="  ")

    assert not Event.objects.filter(kind__startswith="checkins").exists()


def test_what_cannot_be_is_not_stored_whoever_calls(wu, zhao):
    with pytest.raises(NoTemperature):
        report(wu, zhao, "365")

    assert not HealthReport.objects.exists()


def test_neither_number_nor_word_nor_fever_stands_in_the_log_or_bare_in_the_table(wu, zhao):
    made = report(wu, zhao, "38.2", "胸口闷")

    told = Event.objects.get(kind="checkins.health_reported")
    assert told.data == {"sign": "call"}
    assert "38.2" not in sentence_of(told)
    with connection.cursor() as cursor:
        cursor.execute("SELECT degrees_sealed, symptoms_sealed FROM checkins_healthreport")
        assert not any(word in bytes(cell) for cell in cursor.fetchone() for word in (b"38.2", "胸口".encode()))
    assert HealthReport.objects.get(pk=made.pk).symptoms == "胸口闷"


# The threshold


def test_what_a_fever_is_the_community_says_from_a_day_on(wu, zhao):
    set_fever_threshold(degrees=Decimal("38.0"), from_day=DAY + timedelta(days=1), by=zhao, at=NOON)

    assert report(wu, zhao, "37.5").is_fever
    assert not report(wu, zhao, "37.5", at=NOON + timedelta(days=1)).is_fever


@pytest.mark.parametrize("degrees", ["36.4", "39.1"])
def test_a_threshold_outside_of_sense_is_refused(zhao, degrees):
    with pytest.raises(ThresholdCannotChange, match="between"):
        set_fever_threshold(degrees=Decimal(degrees), from_day=DAY, by=zhao, at=NOON)


def test_a_day_that_is_over_keeps_its_threshold(zhao):
    with pytest.raises(ThresholdCannotChange, match="over"):
        set_fever_threshold(degrees=Decimal(38), from_day=DAY - timedelta(days=1), by=zhao, at=NOON)


def test_today_is_set_once_and_said_twice_nothing_changes(zhao, banyan):
    first = set_fever_threshold(degrees=Decimal("37.5"), from_day=DAY, by=zhao, at=NOON)
    assert set_fever_threshold(degrees=Decimal("37.50"), from_day=DAY, by=zhao, at=NOON) == first
    with pytest.raises(ThresholdCannotChange, match="tomorrow"):
        set_fever_threshold(degrees=Decimal("38.0"), from_day=DAY, by=zhao, at=NOON)

    (told,) = Event.objects.filter(kind="checkins.fever_threshold_set")
    assert "37.5" in sentence_of(told)
    assert "37.3" in sentence_of(told)
    assert Rule.objects.get(community=banyan, name="fever_threshold").value == "37.5"


# Pages


@pytest.fixture
def tomorrow(banyan):
    return banyan.today(timezone.now()) + timedelta(days=1)


def send(browser, name, *args, **said):
    return browser.post(reverse(f"checkins:{name}", args=args), said | {"op_id": str(uuid4())})


def test_the_coordinator_sets_the_threshold_and_the_page_shows_what_comes(as_, zhao, tomorrow):
    browser = as_(zhao)
    answer = send(browser, "fever", degrees="37.8", from_day=tomorrow.isoformat())

    assert answer.url == reverse("checkins:fever")
    page = browser.get(answer.url).content.decode()
    assert "37.3" in page  # today
    assert "37.8" in page


def test_a_threshold_without_its_point_is_asked_back_on_the_page(as_, zhao, tomorrow):
    answer = send(as_(zhao), "fever", degrees="375", from_day=tomorrow.isoformat())

    assert answer.status_code == 422
    assert "Is it 37.5?" in answer.content.decode()
    assert not Rule.objects.filter(name="fever_threshold").exists()


def test_a_grid_lead_reads_the_threshold_and_sets_none(as_, qian, lin, tomorrow):
    page = as_(qian).get(reverse("checkins:fever"))
    assert "37.3" in page.content.decode()
    assert "Let it hold" not in page.content.decode()
    assert send(as_(qian), "fever", degrees="38.0", from_day=tomorrow.isoformat()).status_code == 404
    assert as_(lin).get(reverse("checkins:fever")).status_code == 404


def test_the_desk_notes_how_somebody_is(as_, zhao, wu):
    answer = send(as_(zhao), "report_health", wu.pk, degrees="37.1", symptoms="")

    assert answer.url == reverse("people:household", args=[wu.household_id])
    made = HealthReport.objects.get()
    assert (made.degrees, made.by, made.sign) == (Decimal("37.1"), zhao.account, Sign.CALL)
    assert "37.1" in as_(zhao).get(answer.url).content.decode()


def test_a_temperature_without_its_point_is_one_tap_to_confirm(as_, zhao, wu):
    browser = as_(zhao)
    asked = send(browser, "report_health", wu.pk, degrees="385", symptoms="咳")
    page = asked.content.decode()
    assert asked.status_code == 422
    assert 'value="38.5"' in page
    assert not HealthReport.objects.exists()

    send(browser, "report_health", wu.pk, degrees="385", meant="38.5", symptoms="咳")
    assert HealthReport.objects.get().degrees == Decimal("38.5")


def test_looking_at_how_somebody_is_is_a_look(as_, zhao, wu):
    as_(zhao).get(reverse("checkins:report_health", args=[wu.pk]))

    assert Event.objects.filter(kind="people.looked", household_id=wu.household_id).exists()


def test_only_who_needs_it_sees_what_was_measured(as_, zhao, qian, lin, feng, he, wu, wu_at_home):
    report(wu, zhao, "38.2")
    report(he, zhao, "38.6")

    assert HealthReport.objects.visible_to(zhao).count() == 2
    assert [one.person for one in HealthReport.objects.visible_to(qian)] == [wu]
    for stranger in (lin, feng, wu_at_home):
        assert not HealthReport.objects.visible_to(stranger).exists()
    assert as_(qian).get(reverse("checkins:report_health", args=[he.pk])).status_code == 404
    assert as_(lin).get(reverse("checkins:report_health", args=[wu.pk])).status_code == 404
    assert "38.2" not in as_(wu_at_home).get(reverse("needs:my_page")).content.decode()
