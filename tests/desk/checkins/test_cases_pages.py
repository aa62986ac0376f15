"""The pages of cases: what is to be done now, one big button an answer, and what happened as a line of time."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event, Rule
from shouwang.desk.checkins.actions import cases, climbing, steps
from shouwang.desk.checkins.cases.ladder_shown import LadderForm
from shouwang.desk.checkins.cases.rules import ladder_on
from shouwang.desk.checkins.models import Case
from shouwang.desk.checkins.models.cases import Cause
from shouwang.desk.people.models import Contact, Person
from tests.desk.checkins.cases_scene import *  # noqa: F403  # fixtures
from tests.desk.checkins.cases_scene import climbed, fresh, let_time_pass, pending, say
from tests.desk.checkins.conftest import clock


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def send(browser, name, pk, **said):
    return browser.post(reverse(f"checkins:{name}", args=[pk]), {"op_id": str(uuid4())} | said)


@pytest.fixture
def daughter(wu):
    contact = Contact(community=wu.community, person=wu, relation="daughter", stated_at=clock(8), stated_by="herself")
    contact.name, contact.phone = "吴样女", "13000000155"
    contact.save()
    return contact


# One case


def test_a_case_shows_what_is_to_be_done_whom_to_call_and_what_happened(as_, case, qian, daughter):
    let_time_pass(case, clock(11))
    page = as_(qian).get(reverse("checkins:case", args=[case.pk]))
    text = text_of(page)

    assert "3-2-501 吴虚构" in text
    assert "Ask the relatives" in text
    assert "Does not know" in text
    assert "吴样女" in text
    assert "told: Qian" in text
    assert "Opened: did not answer · Lin" in text
    assert 'href="tel:13000000101"' in page.content.decode()
    assert 'href="tel:13000000155"' in page.content.decode()


def test_the_telephones_of_the_step_stand_beside_its_answers(as_, case, qian, daughter):
    address = reverse("checkins:case", args=[case.pk])
    now = as_(qian).get(address).content.decode().partition("outcomes")[0]
    assert "tel:13000000101" in now
    assert "tel:13000000155" not in now

    say(case, "no_answer", qian, clock(10, 40))
    then = as_(qian).get(address).content.decode().partition("outcomes")[0]
    assert "tel:13000000101" not in then
    assert "tel:13000000155" in then


def test_the_latest_stands_at_the_top_of_the_line(as_, case, qian):
    say(case, "no_answer", qian, clock(10, 40), words="rang twenty times")
    text = text_of(as_(qian).get(reverse("checkins:case", args=[case.pk])))

    assert text.index("Call again: no answer · Qian") < text.index("Opened:")
    assert "rang twenty times" in text


def test_one_button_says_what_came_of_it(as_, case, qian):
    step = pending(case)
    answer = send(as_(qian), "end_step", step.pk, outcome="no_answer", words="")

    assert answer.url == reverse("checkins:case", args=[case.pk])
    assert climbed(case) == [("call_again", "done", "no_answer"), ("relatives", "pending", "")]


def test_a_refused_answer_keeps_the_words(as_, case, qian, zhao):
    step = pending(case)
    say(case, "no_answer", zhao, clock(10, 40))
    answer = send(as_(qian), "end_step", step.pk, outcome="well", words="she laughed at us")

    assert answer.status_code == 422
    assert "Zhao has said it already" in text_of(answer)
    assert "she laughed at us" in text_of(answer)


def test_heard_well_ends_it_on_the_same_page(as_, case, qian):
    send(as_(qian), "end_step", pending(case).pk, outcome="well", words="")
    page = as_(qian).get(reverse("checkins:case", args=[case.pk]))

    assert "Confirmed well, Qian" in text_of(page)
    assert reverse("checkins:end_case", args=[case.pk]) not in page.content.decode()


def test_a_case_is_held_from_its_page(as_, case, qian):
    send(as_(qian), "hold_case", case.pk)
    page = text_of(as_(qian).get(reverse("checkins:case", args=[case.pk])))

    assert "Qian is on it until" in page
    assert "hold it for a while" not in page


def test_a_decision_needs_words_and_has_a_name(as_, case, zhao):
    without = send(as_(zhao), "end_case", case.pk, how="decided", words="")
    assert (without.status_code, fresh(case).ended_at) == (422, None)
    assert "Say why nobody needs to look" in text_of(without)

    send(as_(zhao), "end_case", case.pk, how="decided", words="is with her son")
    assert (fresh(case).end, fresh(case).ended_by) == ("decided", zhao.account)


def test_a_slip_is_no_way_to_end_a_case(as_, case, zhao):
    assert send(as_(zhao), "end_case", case.pk, how="slip", words="no").status_code == 422


def test_looking_at_a_case_is_an_event(as_, case, qian):
    as_(qian).get(reverse("checkins:case", args=[case.pk]))

    assert Event.objects.filter(kind="people.looked", account=qian.account).count() == 1


def test_a_sign_of_life_is_shown_to_be_confirmed(as_, case, wu, sun, qian):
    let_time_pass(case, clock(11))
    cases.heard_meanwhile(person=wu, at=clock(11, 20), by=sun)
    page = text_of(as_(qian).get(reverse("checkins:case", args=[case.pk])))

    assert "There was a sign of life" in page
    assert "It ends nothing by itself" in page


@pytest.mark.parametrize("name", ["case", "hold_case", "end_case"])
def test_others_do_not_know_that_there_is_a_case(as_, case, lin, feng, name):
    ask = {"case": lambda browser: browser.get(reverse("checkins:case", args=[case.pk]))}
    send_it = ask.get(name, lambda browser: send(browser, name, case.pk, how="confirmed", words=""))

    assert send_it(as_(feng)).status_code == 404
    assert send_it(as_(lin)).status_code == 404
    assert fresh(case).ended_at is None


def test_another_grid_s_lead_neither_sees_nor_ends_a_step(as_, he, lin, qian, zhao):
    other = cases.open_case(person=he, cause=Cause.SILENT, by=lin, at=clock(10))

    assert send(as_(qian), "end_step", pending(other).pk, outcome="well").status_code == 404
    assert as_(qian).get(reverse("checkins:cases")).content.decode().count("1-1-101") == 0


def test_a_long_case_costs_no_more_questions(as_, case, qian, zhao):
    browser, address = as_(zhao), reverse("checkins:case", args=[case.pk])
    browser.get(address)
    with CaptureQueriesContext(connection) as short:
        browser.get(address)
    for outcome in ("no_answer", "unknown", "go", "opened", "weak", "calm", "unwell", "fetched", "admitted"):
        say(case, outcome, qian, clock(12))
    with CaptureQueriesContext(connection) as long:
        browser.get(address)

    assert len(long) <= len(short) + 1  # the doors' need


# All cases


def test_the_list_shows_what_is_open_and_what_ended(as_, case, he, lin, zhao):
    over = cases.open_case(person=he, cause=Cause.SILENT, by=lin, at=timezone.now())
    steps.end_case(case=over, how=Case.End.CONFIRMED, words="", by=zhao, at=timezone.now())
    text = text_of(as_(zhao).get(reverse("checkins:cases")))

    assert text.index("3-2-501 吴虚构") < text.index("Over, in the last two weeks") < text.index("1-1-101")


def test_an_empty_list_says_who_comes_here(as_, zhao):
    assert "No case is open" in text_of(as_(zhao).get(reverse("checkins:cases")))


def test_many_cases_cost_no_more_questions_than_one(as_, case, granny_wu, lin, zhao):
    browser = as_(zhao)
    browser.get(reverse("checkins:cases"))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("checkins:cases"))
    for number in range(6):
        person = Person.objects.create(community=granny_wu.community, household=granny_wu, name=f"吴{number}样")
        cases.open_case(person=person, cause=Cause.SILENT, by=lin, at=clock(10))
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse("checkins:cases"))

    assert len(many) == len(one)


# Today, and the household's page


def test_today_begins_with_the_open_cases(as_, case, zhao):
    page = text_of(as_(zhao).get(reverse("needs:today")))

    assert "1 cases open" in page
    assert "3-2-501 · Call again" in page


def test_the_desk_opens_a_case_by_hand_and_says_why(as_, wu, qian, zhao):
    browser = as_(qian)
    household = reverse("people:household", args=[wu.household_id])
    assert "Worried about 吴虚构?" in text_of(browser.get(household))

    answer = send(browser, "open_case", wu.pk, cause="worry", words="the neighbour has not seen her since Tuesday")
    case = Case.objects.get()
    assert answer.url == reverse("checkins:case", args=[case.pk])
    assert (case.cause, case.why) == ("worry", "the neighbour has not seen her since Tuesday")
    assert "Worried about" not in text_of(browser.get(household))


def test_a_worry_without_a_word_opens_nothing(as_, wu, qian):
    send(as_(qian), "open_case", wu.pk, cause="worry", words="")

    assert not Case.objects.exists()


def test_a_case_of_anothers_is_not_opened(as_, he, qian):
    assert send(as_(qian), "open_case", he.pk, cause="worry", words="x").status_code == 404


# The ladder


def form_of(banyan, today, **said):
    """What a browser sends when nothing but `said` was changed."""
    form = LadderForm(ladder_on(banyan, today), today)
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in shown.items() if value is not None and value is not False}
    return {name: "on" if value is True else value for name, value in (sent | said).items()} | {"op_id": str(uuid4())}


@pytest.fixture
def today(banyan):
    return banyan.today(timezone.now())


def test_everybody_at_the_desk_reads_the_ladder_and_the_coordinator_changes_it(as_, banyan, today, qian, zhao):
    lead = as_(qian).get(reverse("checkins:ladder"))
    assert "after 30 minutes · climbs 30 minutes later · rests in quiet hours" in text_of(lead)
    assert "Let it hold from that day" not in text_of(lead)

    said = form_of(banyan, today, from_day=today.isoformat(), call_again_after="10", quiet_from="23:00", police="first")
    said.pop("relatives_is_in")
    answer = as_(zhao).post(reverse("checkins:ladder"), said)
    text = text_of(as_(zhao).get(reverse("checkins:ladder")))

    assert answer.url == reverse("checkins:ladder")
    assert "after 10 minutes" in text
    assert "Quiet hours 23:00 to 07:00" in text
    assert "relatives" not in ladder_on(banyan, today).steps
    assert Event.objects.filter(kind="checkins.ladder_changed").count() == 1


def test_a_ladder_that_cannot_be_climbed_is_refused_in_words(as_, banyan, today, zhao):
    said = form_of(banyan, today, quiet_from="18:00", quiet_until="09:00")
    answer = as_(zhao).post(reverse("checkins:ladder"), said)

    assert answer.status_code == 422
    assert "Quiet hours: at most half a day" in text_of(answer)
    assert not Rule.objects.exists()


def test_a_grid_lead_changes_no_ladder(as_, banyan, today, qian):
    assert as_(qian).post(reverse("checkins:ladder"), form_of(banyan, today)).status_code == 404


def test_a_step_that_lapsed_is_told_in_the_log(as_, case, zhao):
    climbing.climb(case=fresh(case), at=clock(10, 30))
    climbing.climb(case=fresh(case), at=clock(11))
    text = text_of(as_(zhao).get(reverse("log")))

    assert "Nothing came of step 1 in its time; the case climbed on." in text
    assert "relatives" not in text
