"""Who is watched and who calls, at the desk: proposals one tap each, a form for the rest; without scripts."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event
from shouwang.desk.base.roles import Role
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.checkins.models import Caller, CheckIn, Declined, WatchPlan
from shouwang.desk.checkins.models.plans import Tier, Way
from shouwang.desk.people.models import Person
from tests.desk.conftest import member


def send(browser, name, *args, query="", **data):
    """Send a form as a browser without scripts does."""
    return browser.post(reverse(f"checkins:{name}", args=args) + query, {"op_id": str(uuid4()), **data}, follow=True)


def see(browser, name, *args, **query):
    answer = browser.get(reverse(f"checkins:{name}", args=args), query)
    assert answer.status_code == 200
    return text_of(answer)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


FORM = {
    "tier": "asked", "way": "call", "from_hour": "09:00", "until_hour": "20:00", "every_days": "", "times_a_day": "",
    "language": "", "answered_by": "", "reason": "", "note": "",
}  # fmt: skip


def test_a_proposal_is_accepted_with_one_tap_and_told_with_its_reason(as_, zhao, wu):
    browser = as_(zhao)
    assert "nobody else is known to live there" in see(browser, "plans").lower()

    answer = send(browser, "accept_proposal", wu.pk)

    assert "They are watched, from today on." in text_of(answer)
    assert WatchPlan.objects.get().person == wu
    assert "Proposed, from what was stated" not in see(browser, "plans")
    assert "every day · telephone · 09:00–20:00" in see(browser, "plans")


def test_all_that_is_shown_is_accepted_at_once(as_, zhao, wu, he):
    answer = send(as_(zhao), "accept_proposals", persons=[str(wu.pk), str(he.pk), "nonsense"])

    assert "2 people are watched from today on." in text_of(answer)


def test_a_decision_against_a_proposal_takes_words_and_is_read_by_whoever_comes_next(as_, zhao, qian, wu):
    assert "Why not, in a few words" in see(as_(zhao), "plans")

    send(as_(zhao), "decline_proposal", wu.pk, tier="alone_old", words="Her daughter moved in.")

    assert Declined.objects.get().words == "Her daughter moved in."
    assert re.search(r"alone and very old .*Her daughter moved in\. .*Zhao", see(as_(qian), "plans"))


def test_not_needed_is_not_asked_again(as_, zhao, wu):
    browser = as_(zhao)

    send(browser, "decline_proposal", wu.pk, tier="alone_old")

    assert Declined.objects.get().person == wu
    assert "Proposed, from what was stated" not in see(browser, "plans")


def test_the_form_watches_somebody_for_a_given_reason(as_, zhao, granny_wu, wu):
    browser = as_(zhao)
    assert "Watch somebody" in see(browser, "add_plan", granny_wu.pk)

    send(browser, "add_plan", granny_wu.pk, **FORM | {"person": wu.pk, "reason": "afraid at night", "way": "door"})

    plan = WatchPlan.objects.get()
    assert (plan.tier, plan.reason, plan.way, plan.every_days) == (Tier.ASKED, "afraid at night", Way.DOOR, 1)


def test_a_household_s_page_leads_to_its_watch(as_, zhao, granny_wu):
    page = as_(zhao).get(reverse("people:household", args=[granny_wu.pk])).content.decode()

    assert reverse("checkins:add_plan", args=[granny_wu.pk]) in page


@pytest.mark.parametrize("name", ["plans", "callers", "cases", "calls"])
def test_each_page_of_the_watch_leads_to_the_others(as_, zhao, name):
    page = as_(zhao).get(reverse(f"checkins:{name}")).content.decode()

    assert all(f'href="{reverse(f"checkins:{other}")}"' in page for other in ("plans", "callers", "cases", "calls"))
    assert page.count('aria-current="page"') >= 1


def test_hours_that_cannot_be_are_said_at_the_form_and_the_rest_is_kept(as_, zhao, granny_wu, wu):
    said = FORM | {"person": wu.pk, "from_hour": "21:00", "note": "let it ring"}
    answer = send(as_(zhao), "add_plan", granny_wu.pk, **said)

    assert answer.status_code == 422
    assert "must end later than they begin" in text_of(answer)
    assert 'value="let it ring"' in answer.content.decode()
    assert not WatchPlan.objects.exists()


def test_a_watch_is_changed_and_a_head_answers(as_, zhao, family):
    browser = as_(zhao)
    head, dependant = family[0].person, family[1]
    see(browser, "plan", dependant.pk)

    send(browser, "plan", dependant.pk, **FORM | {"tier": "household", "answered_by": head.pk, "times_a_day": "2"})

    dependant.refresh_from_db()
    assert (dependant.times_a_day, dependant.every_days) == (2, 1)
    assert "吴虚构 answers" in see(browser, "plans", tier="household")


def test_taken_off_the_watch(as_, zhao, plan):
    answer = send(as_(zhao), "end_plan", plan.pk)

    assert "They are not watched any more." in text_of(answer)
    assert not WatchPlan.objects.live().exists()
    assert as_(zhao).get(reverse("checkins:plan", args=[plan.pk])).status_code == 404


def test_every_household_by_the_coordinator_alone(as_, zhao, qian, granny_wu, old_he):
    assert send(as_(qian), "watch_everybody").status_code == 404
    assert "Watch every household" not in see(as_(qian), "plans")

    assert "2 households are new on the watch." in text_of(send(as_(zhao), "watch_everybody"))


def test_a_hot_day_is_entered_and_told(as_, zhao, plan):
    browser = as_(zhao)

    assert "such as 36 or 36.5" in text_of(send(browser, "note_degrees", degrees="365"))
    assert "such as 36 or 36.5" in text_of(send(browser, "note_degrees", degrees="hot"))
    send(browser, "note_degrees", degrees="36.5")

    assert "36.5 °C today, above 35 °C: whoever is watched is called twice." in see(browser, "plans")
    assert "every day, 2 times a day" in see(browser, "plans")


def test_who_calls_is_chosen_and_the_calls_are_shared_out(as_, zhao, lin, sun, today):
    browser = as_(zhao)
    assert "2 calls are on nobody's list." in see(browser, "callers")

    answer = send(browser, "callers", callers=[lin.account.pk, sun.account.pk], **minutes(lin, sun))

    assert "Shared out. Everybody sees their list." in text_of(answer)
    page = see(browser, "callers")
    assert page.count("3 minutes left to call; an even share is 3") == 2
    assert page.count("0 well · 0 unwell · 0 no answer · 1 not called") == 2
    assert {row.assigned_to for row in CheckIn.objects.all()} == {lin.account, sun.account}


def minutes(*people, **given):
    return {f"minutes-{one.account.pk}": str(given.get(one.account.name, 240)) for one in people}


@pytest.fixture
def today(watch, expect, wu, he) -> list[CheckIn]:
    """Two check-ins of this very day."""
    day = wu.community.today(timezone.now())
    return [expect(watch(person, since_day=day), day) for person in (wu, he)]


def test_nobody_ticked_and_minutes_that_are_none_are_refused_with_a_sentence(as_, zhao, lin, today):
    browser = as_(zhao)

    answer = send(browser, "callers")
    assert (answer.status_code, "Choose at least one person" in text_of(answer)) == (422, True)
    answer = send(browser, "callers", callers=[lin.account.pk], **{f"minutes-{lin.account.pk}": "many"})
    assert (answer.status_code, "Between 1 and 1440 minutes" in text_of(answer)) == (422, True)
    assert 'value="many"' in answer.content.decode()


def test_those_of_tomorrow_are_chosen_today(as_, zhao, lin, banyan):
    browser = as_(zhao)

    send(browser, "callers", query="?day=tomorrow", callers=[lin.account.pk], **minutes(lin))

    assert Caller.objects.get().day == banyan.today(timezone.now()) + timezone.timedelta(days=1)
    assert "Nobody was chosen yet" in see(browser, "callers")


def test_a_grid_lead_looks_and_does_not_share_out(as_, qian, lin, today):
    page = see(as_(qian), "callers")

    assert "The coordinator chooses who is on shift." in page
    assert send(as_(qian), "callers", callers=[lin.account.pk]).status_code == 404


def test_somebody_off_shift_whose_list_is_not_empty_is_shown(as_, zhao, lin, sun, today):
    CheckIn.objects.filter(pk=today[0].pk).update(assigned_to=sun.account)
    Caller.objects.create(
        community=zhao.community, day=today[0].day, account=lin.account, chosen_at=timezone.now()
    )  # fmt: skip

    page = see(as_(zhao), "callers")
    assert "Sun" in page
    assert "1 call is on nobody's list." in page


@pytest.mark.parametrize("role", [Role.HELPER, Role.GUARD, Role.ADMINISTRATOR, Role.DISTRICT])
def test_nobody_but_the_desk_sees_who_is_watched(as_, banyan, plan, role):
    browser = as_(member(banyan, "Somebody", role))

    for name, args in (("plans", []), ("plan", [plan.pk]), ("callers", [])):
        assert browser.get(reverse(f"checkins:{name}", args=args)).status_code == 404


def test_what_is_another_s_is_like_what_does_not_exist(as_, qian, feng, others_checkin, he, old_he):
    for actor in (qian, feng):
        browser = as_(actor)
        assert "何示例" not in see(browser, "plans")
        assert browser.get(reverse("checkins:plan", args=[others_checkin.plan_id])).status_code == 404
        assert browser.get(reverse("checkins:add_plan", args=[old_he.pk])).status_code == 404
        for name, pk in (("end_plan", others_checkin.plan_id), ("accept_proposal", he.pk), ("decline_proposal", he.pk)):
            assert send(browser, name, pk, tier="alone_old").status_code == 404
        send(browser, "accept_proposals", persons=[str(he.pk)])
    assert WatchPlan.objects.get().ended_at is None


def test_the_list_asks_as_many_queries_for_thirty_as_for_three(
    as_, zhao, granny_wu, watch, django_assert_max_num_queries
):
    browser = as_(zhao)
    for number in range(30):
        watch(Person.objects.create(community=granny_wu.community, household=granny_wu, name=f"甲{number}"))
    see(browser, "plans")

    with django_assert_max_num_queries(25):
        see(browser, "plans")


def test_events_are_told_without_why(as_, zhao, lin, today, wu, he):
    browser = as_(zhao)
    send(browser, "end_plan", today[0].plan_id)
    send(browser, "accept_proposal", wu.pk)
    send(browser, "plan", today[1].plan_id, **FORM | {"tier": "dialysis"})
    send(browser, "decline_proposal", he.pk, tier="dialysis")
    send(browser, "callers", callers=[lin.account.pk], **minutes(lin))
    send(browser, "note_degrees", degrees="38")

    told = " ".join(sentence_of(event) for event in Event.objects.filter(kind__startswith="checkins."))
    for words in ("put somebody on", "took somebody off", "changed how", "is not needed", "shared out", "38 °C"):
        assert words in told
    assert "dialysis" not in told
