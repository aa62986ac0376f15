"""The call list: what callers meet, with and without scripts, and what is not for others."""

import re
import uuid

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event
from shouwang.desk.checkins.calling_pages import PROOF
from shouwang.desk.checkins.models import Attempt, CheckIn, HealthReport
from shouwang.desk.checkins.models.checkins import CheckState, Outcome
from shouwang.desk.needs.models import Kind, Need
from shouwang.desk.people.models import Person
from tests.desk.conftest import make_door, make_household
from tests.support.paper import text_of

OFFLINE = {"X-Op-Id": ""}


def post(browser, name, pk=None, headers=None, **words):
    url = reverse(f"checkins:{name}", args=[pk] if pk else [])
    return browser.post(url, {"op_id": str(uuid.uuid4()), **words}, headers=headers or {})


def offline(browser, name, pk, **words):
    return post(browser, name, pk, {"X-Op-Id": str(uuid.uuid4())}, **words)


def stands(checkin: CheckIn) -> str:
    checkin.refresh_from_db()
    return str(checkin.state)


@pytest.fixture
def today(on_call: CheckIn) -> CheckIn:
    """Granny Wu's, Lin's to call, expected on the day on which the tests run."""
    at = timezone.now()
    day = on_call.community.today(at)
    CheckIn.objects.filter(pk=on_call.pk).update(
        day=day, not_before=at - timezone.timedelta(hours=1), due_at=at + timezone.timedelta(hours=9)
    )
    on_call.refresh_from_db()
    return on_call


@pytest.fixture
def beside(today, others_checkin) -> CheckIn:
    """Old He's of the same day, nobody's to call yet."""
    CheckIn.objects.filter(pk=others_checkin.pk).update(day=today.day, not_before=today.not_before, due_at=today.due_at)
    others_checkin.refresh_from_db()
    return others_checkin


def test_a_helper_calls_from_their_own_list_without_scripts(as_, lin, today):
    phone = as_(lin)
    page = phone.get(reverse("checkins:calls"))
    text = page.content.decode()
    assert page["X-Keep-Offline"] == "yes"
    assert 'href="tel:13000000101"' in text
    assert "吴虚构" in text

    answer = post(phone, "say_call", today.pk, outcome="well", words="", note="")
    assert answer.url == reverse("checkins:calls") + "#now"
    assert stands(today) == CheckState.WELL
    assert "Everybody on this list was heard from" in phone.get(reverse("checkins:calls")).content.decode()


def test_a_helper_sees_their_own_calls_alone_and_why_nobody_is_watched(as_, lin, sun, today, beside):
    today.plan.reason, today.plan.note = "透析", "听力不好，多响几声"
    today.plan.save()
    text = as_(lin).get(reverse("checkins:calls") + "?of=all").content.decode()

    assert "3-2-501" in text
    assert "听力不好" in text
    assert "1-1-101" not in text
    assert "何示例" not in text
    assert "透析" not in text
    assert "3-2-501" not in as_(sun).get(reverse("checkins:calls")).content.decode()


def test_the_desk_sees_everybodys_and_each_one_s(as_, zhao, lin, today, beside):
    desk = as_(zhao)

    def listed(of: str) -> set[str]:
        text = desk.get(reverse("checkins:calls") + f"?of={of}").content.decode()
        return {door for door, one in (("3-2-501", today), ("1-1-101", beside)) if f'data-call="{one.pk}"' in text}

    assert listed("all") == {"3-2-501", "1-1-101"}
    assert listed(str(lin.account.pk)) == {"3-2-501"}
    assert listed("none") == {"1-1-101"}


def test_the_four_states_always_sum(as_, zhao, lin, today, beside, family, expect):
    for plan in family[1:]:
        expect(plan, day=today.day, not_before=today.not_before, due_at=today.due_at)
    desk = as_(zhao)
    post(desk, "say_call", beside.pk, outcome="no_answer")
    sums = {state: count for state, _label, count in desk.get(reverse("checkins:calls")).context["sums"]}

    assert sums == {"well": 0, "unwell": 0, "no_answer": 1, "not_called": 3}


@pytest.mark.parametrize("name", ["say_call", "undo_call", "claim"])
def test_others_calls_are_as_if_they_did_not_exist(as_, sun, feng, zhao, today, foreign_checkin, name):
    told = {"outcome": "well"}
    assert post(as_(sun), name, today.pk, **told).status_code == 404
    assert post(as_(feng), name, today.pk, **told).status_code == 404
    assert post(as_(zhao), name, foreign_checkin.pk, **told).status_code == 404
    assert not Attempt.objects.exists()


def test_what_was_said_before_the_call_went_to_another_still_counts(as_, lin, sun, today):
    proof = signing.dumps(f"{today.pk}:{lin.account.pk}", salt=PROOF)
    CheckIn.objects.filter(pk=today.pk).update(assigned_to=sun.account)

    assert offline(as_(lin), "say_call", today.pk, outcome="well", proof="x" + proof).status_code == 404
    assert offline(as_(lin), "say_call", today.pk, outcome="well", proof=proof).status_code == 204
    assert stands(today) == CheckState.WELL


def test_what_they_need_is_written_down_on_the_same_screen(as_, lin, today):
    post(as_(lin), "say_call", today.pk, outcome="well_needs", words="盐2包", kind="")

    need = Need.objects.get()
    assert (need.kind, need.household, need.made_by) == (Kind.GOODS, today.household, lin.account)
    assert [line.name for line in need.lines.all()] == ["盐"]


def test_needing_something_without_words_is_asked_for(as_, lin, today):
    phone = as_(lin)
    post(phone, "say_call", today.pk, outcome="well_needs", words="")

    assert "Say what is needed." in phone.get(reverse("checkins:calls")).content.decode()
    assert stands(today) == CheckState.NOT_CALLED


def test_a_temperature_without_its_point_is_asked_back_and_nothing_is_lost(as_, lin, today):
    phone = as_(lin)
    asked = post(phone, "say_call", today.pk, outcome="unwell", degrees="385", symptoms="cough")
    text = asked.content.decode()
    assert asked.status_code == 422
    assert 'value="38.5"' in text
    assert 'value="cough"' in text
    assert stands(today) == CheckState.NOT_CALLED

    assert offline(phone, "say_call", today.pk, outcome="unwell", degrees="385", symptoms="cough").status_code == 204
    assert stands(today) == CheckState.UNWELL
    assert HealthReport.objects.get().symptoms == "cough (385)"


def test_a_slip_is_undone_from_the_page(as_, lin, today):
    phone = as_(lin)
    post(phone, "say_call", today.pk, outcome="well")
    post(phone, "undo_call", today.pk)

    assert stands(today) == CheckState.NOT_CALLED


def test_said_twice_on_a_bad_line_is_one_attempt(as_, lin, today):
    phone, headers = as_(lin), {"X-Op-Id": str(uuid.uuid4())}
    for _again in range(2):
        told = {"outcome": "no_answer", "said_at": timezone.now().replace(minute=0).isoformat()}
        assert post(phone, "say_call", today.pk, headers, **told).status_code in (204, 409)

    assert Attempt.objects.count() == 1


def test_a_family_is_one_call_and_each_of_them_is_stored(as_, lin, today, family, expect):
    theirs = [
        expect(plan, day=today.day, not_before=today.not_before, due_at=today.due_at, assigned_to=lin.account)
        for plan in family[1:]
    ]
    phone = as_(lin)
    text = phone.get(reverse("checkins:calls")).content.decode()
    assert text.count("data-call=") == 1
    assert "All 3 are well" in text
    post(phone, "say_call", today.pk, **{"outcome": "each", f"out-{today.pk}": "well", f"out-{theirs[0].pk}": "unwell"})
    assert [stands(one) for one in (today, *theirs)] == [CheckState.WELL, CheckState.UNWELL, CheckState.NOT_CALLED]

    post(phone, "say_call", today.pk, outcome="all_well")
    assert [stands(one) for one in (today, *theirs)] == [CheckState.WELL, CheckState.UNWELL, CheckState.WELL]


def test_well_of_one_says_nothing_of_the_others(as_, lin, today, family, expect):
    other = expect(family[1], day=today.day, not_before=today.not_before, due_at=today.due_at)
    post(as_(lin), "say_call", today.pk, outcome="well")

    assert (stands(today), stands(other)) == (CheckState.WELL, CheckState.NOT_CALLED)


def test_each_singly_without_anybody_is_refused(as_, lin, today):
    phone = as_(lin)
    post(phone, "say_call", today.pk, outcome="each")

    assert "Say of each one how they are" in phone.get(reverse("checkins:calls")).content.decode()


def test_whoever_calls_is_told_who_calls_already(as_, lin, zhao, today):
    assert offline(as_(zhao), "claim", today.pk).status_code == 204
    answer = offline(as_(lin), "claim", today.pk)

    assert answer.status_code == 409
    assert "Zhao is calling them now" in answer.content.decode()
    assert "Zhao is calling them" in as_(lin).get(reverse("checkins:calls")).content.decode()


def test_a_household_can_see_who_had_its_name_on_a_list(as_, lin, today):
    phone = as_(lin)
    for _again in range(2):
        phone.get(reverse("checkins:calls"))

    assert Event.objects.filter(kind="people.looked", household_id=today.household_id).count() == 1


def test_who_has_no_telephone_is_called_on_another_s_of_the_household(as_, lin, today):
    Person.objects.filter(pk=today.person_id).update(phones_sealed=b"")
    daughter = Person(community=today.community, household=today.household, is_head=False)
    daughter.name, daughter.phones = "吴丙样", "13000000177"
    daughter.save()

    assert "tel:13000000177" in as_(lin).get(reverse("checkins:calls")).content.decode()


def test_more_calls_ask_no_more_queries(as_, lin, today, doors, watch, expect, django_assert_max_num_queries):
    phone = as_(lin)
    phone.get(reverse("checkins:calls"))
    with django_assert_max_num_queries(40) as seen:
        phone.get(reverse("checkins:calls"))
        asked = len(seen)
    building = doors["3-2-402"].building
    for number in range(6):
        house = make_household(make_door(building, "2", f"60{number}", number), f"样{number}", phones="13000000150")
        about = {"day": today.day, "not_before": today.not_before, "due_at": today.due_at}
        expect(watch(house.persons.get()), assigned_to=lin.account, **about)
    phone.get(reverse("checkins:calls"))

    with django_assert_max_num_queries(asked):
        phone.get(reverse("checkins:calls"))


def test_the_long_list_of_the_desk_begins_with_whom_to_call_and_folds_who_was_heard(as_, zhao, lin, today, beside):
    desk = as_(zhao)
    post(desk, "say_call", beside.pk, outcome="well")
    page = desk.get(reverse("checkins:calls") + "?of=all").content.decode()

    to_call, folded = page.split('<details class="more part" id="part-well">')
    assert f'data-call="{today.pk}"' in to_call
    assert f'data-call="{beside.pk}"' not in to_call
    assert f'data-call="{beside.pk}"' in folded
    assert re.search(r'data-sum="well" data-base="1"', page)
    assert re.search(r'data-sum="not_called" data-base="1"', page)

    mine = as_(lin).get(reverse("checkins:calls")).content.decode()  # what is carried along stands there whole
    assert "part-well" not in mine


def test_who_is_unwell_is_never_folded_away(as_, zhao, today, beside):
    desk = as_(zhao)
    post(desk, "say_call", beside.pk, outcome="unwell", symptoms="咳嗽")
    page = desk.get(reverse("checkins:calls") + "?of=all").content.decode()

    assert f'data-call="{beside.pk}"' in page
    assert 'details class="more part"' not in page


class TestPaper:
    def test_the_list_on_paper_has_who_is_still_to_be_heard(self, as_, zhao, today, beside):
        post(as_(zhao), "say_call", beside.pk, outcome="well")
        answer = as_(zhao).get(reverse("checkins:calls_pdf") + "?of=all")
        text = text_of(answer.content)

        assert "3-2-501" in text
        assert "13000000101" in text
        assert "1-1-101" not in text

    def test_helpers_print_nothing(self, as_, lin, today):
        assert as_(lin).get(reverse("checkins:calls_pdf")).status_code == 404

    def test_what_was_left_out_was_not_called(self, as_, zhao, today, beside):
        desk = as_(zhao)
        assert "3-2-501" in desk.get(reverse("checkins:enter_calls") + "?of=all").content.decode()
        told = {f"outcome-{today.pk}": "unwell", f"words-{today.pk}": "咳嗽", f"outcome-{beside.pk}": ""}
        post(desk, "enter_calls", **told)

        assert (stands(today), stands(beside)) == (CheckState.UNWELL, CheckState.NOT_CALLED)
        assert HealthReport.objects.get().symptoms == "咳嗽"

    def test_one_line_that_cannot_be_keeps_the_whole_page_as_typed(self, as_, zhao, today, beside):
        told = {f"outcome-{beside.pk}": "well", f"outcome-{today.pk}": "well_needs"}
        answer = post(as_(zhao), "enter_calls", **told)

        assert answer.status_code == 422
        assert "3-2-501" in answer.content.decode()
        assert not Attempt.objects.exists()

    def test_lines_of_others_are_not_entered(self, as_, feng, today):
        post(as_(feng), "enter_calls", **{f"outcome-{today.pk}": "well"})

        assert stands(today) == CheckState.NOT_CALLED


class TestByLink:
    def test_i_am_well_in_one_tap(self, as_, wu_at_home, today):
        home = as_(wu_at_home)
        page = home.get(reverse("needs:my_page")).content.decode()
        assert "I am well" in page
        assert reverse("checkins:say_mine", args=[today.pk]) in page
        post(home, "say_mine", today.pk, outcome="well")

        assert stands(today) == CheckState.WELL
        assert today.heard_how == "link"
        assert "The desk heard from you" in home.get(reverse("needs:my_page")).content.decode()

    def test_unwell_is_heard_whatever_the_temperature_looks_like(self, as_, wu_at_home, today):
        home = as_(wu_at_home)
        post(home, "say_mine", today.pk, outcome="unwell", words="头晕", degrees="385")

        assert stands(today) == CheckState.UNWELL
        assert HealthReport.objects.get().symptoms == "头晕 (385)"
        assert "Is it 38.5?" in home.get(reverse("needs:my_page")).content.decode()

    def test_a_household_speaks_for_nobody_else(self, as_, wu_at_home, today, beside):
        assert post(as_(wu_at_home), "say_mine", beside.pk, outcome="well").status_code == 404
        assert stands(beside) == CheckState.NOT_CALLED

    def test_silence_cannot_be_said_by_link(self, as_, wu_at_home, today):
        post(as_(wu_at_home), "say_mine", today.pk, outcome="no_answer")

        assert not Attempt.objects.filter(outcome=Outcome.NO_ANSWER).exists()


class TestSeenElsewhere:
    def test_the_house_plan_fills_in_and_sums(self, as_, zhao, today, beside, doors):
        desk = as_(zhao)
        post(desk, "say_call", today.pk, outcome="no_answer")
        plan = desk.get(reverse("people:plan") + "?ask=calls").context["plan"]
        tones = {tone: count for tone, _words, count in plan.legend}

        assert tones == {"later": 1, "none": 1, "empty": 2}
        assert sum(tones.values()) == plan.doors == len(doors)

    def test_unwell_is_red_on_the_plan(self, as_, zhao, today):
        desk = as_(zhao)
        post(desk, "say_call", today.pk, outcome="unwell")
        plan = desk.get(reverse("people:plan") + "?ask=calls").context["plan"]

        assert {tone: count for tone, _words, count in plan.legend}["bad"] == 1

    def test_today_says_how_many_were_heard(self, as_, zhao, today, beside):
        desk = as_(zhao)
        post(desk, "say_call", today.pk, outcome="unwell")
        numbers = {str(one.label): (one.value, one.of) for one in desk.get(reverse("needs:today")).context["numbers"]}

        assert numbers["heard from"] == (1, 2)
        assert numbers["not called"] == (1, None)
        assert numbers["unwell"] == (1, None)
        assert "called, no answer" not in numbers

    def test_the_household_s_page_shows_today_and_the_calls(self, as_, zhao, today):
        desk = as_(zhao)
        post(desk, "say_call", today.pk, outcome="no_answer")
        text = desk.get(reverse("people:household", args=[today.household_id])).content.decode()

        assert "called, no answer" in text
        assert "Calls of the last two weeks" in text
