"""Words of self-harm reach one person by name, stay until somebody says what came of it, and climb when nobody does."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from shouwang.desk.base.jobs import run_due
from shouwang.desk.base.models import Event, Rule
from shouwang.desk.base.roles import Role
from shouwang.desk.needs.actions import alerts, intake
from shouwang.desk.needs.actions.changes import change_need
from shouwang.desk.needs.actions.forgetting import destroy_needs, forget_words
from shouwang.desk.needs.listener import listener_of
from shouwang.desk.needs.listing import show
from shouwang.desk.needs.models import Alert, Kind, Need
from tests.desk.conftest import TEN, member

WORDS = "我不想活了，药也不吃了"
CHAIN = f"#接龙\n蔬菜包接龙 每份35元\n1. 3-2-501 吴 1份\n2. 1-1-101 何 2份 {WORDS}"
HALF_HOUR, LATER = timedelta(minutes=30), TEN + timedelta(minutes=31)


@pytest.fixture
def wang(banyan, zhao):
    """A second coordinator, invited later."""
    found = member(banyan, "Wang", Role.COORDINATOR)
    found.account.memberships.update(since=TEN + timedelta(days=1))
    return found


@pytest.fixture
def spoken(need_of, granny_wu):
    return need_of(granny_wu, kind=Kind.TALK, words=WORDS, who="吴")


def told(alert):
    return list(alert.told.order_by("at", "pk").values_list("account__name", flat=True))


def post(browser, url, **said):
    return browser.post(url, {"op_id": uuid.uuid4(), **said})


# Who is told


def test_the_coordinator_who_was_invited_first_is_told_and_nobody_else(spoken, zhao, wang, qian, lin):
    alert = Alert.objects.get()

    assert told(alert) == ["Zhao"]
    assert Alert.objects.visible_to(zhao).count() == 1
    assert [Alert.objects.visible_to(who).count() for who in (wang, qian, lin)] == [0, 0, 0]
    assert (alert.words, alert.who, alert.need) == (WORDS, "吴", spoken)


def test_the_community_names_one_person(banyan, zhao, wang, qian, need_of, granny_wu):
    alerts.name_listener(member=qian.account.memberships.get(), by=zhao, at=TEN)
    need_of(granny_wu, kind=Kind.TALK, words=WORDS)

    assert told(Alert.objects.get()) == ["Qian"]
    assert Event.objects.filter(kind="needs.listener_named").count() == 1


def test_naming_another_on_the_same_day_replaces_the_first(banyan, zhao, wang, qian):
    for who in (qian, wang):
        alerts.name_listener(member=who.account.memberships.get(), by=zhao, at=TEN)

    assert Rule.objects.get(community=banyan).value == str(wang.membership_id)


def test_somebody_without_today_cannot_be_named(zhao, lin):
    with pytest.raises(alerts.NotAtTheDesk):
        alerts.name_listener(member=lin.account.memberships.get(), by=zhao, at=TEN)

    assert not Rule.objects.exists()


def test_whoever_left_is_not_told_any_more(banyan, zhao, qian):
    named = qian.account.memberships.get()
    alerts.name_listener(member=named, by=zhao, at=TEN)
    named.revoked_at, named.revoked_by = TEN, zhao.account
    named.save()

    assert listener_of(banyan, TEN).account == zhao.account


# What raises it


def test_a_pasted_list_alerts_about_the_line_alone(granny_wu, old_he, doors, zhao):
    intake.paste_chain(text=CHAIN, by=zhao, at=TEN)

    alert = Alert.objects.get()
    assert WORDS in alert.words
    assert "3-2-501" not in alert.words
    assert alert.who.startswith("1-1-101")


def test_the_alert_knows_the_door_though_the_entry_waits(granny_wu, doors, zhao):
    intake.paste_chain(text=f"今日在家人数+体温\n1. 3-2-501 {WORDS}", by=zhao, at=TEN)

    assert Alert.objects.get().door == doors["3-2-501"]


def test_talk_between_the_entries_is_heard(granny_wu, doors, zhao):
    intake.paste_chain(text=f"#接龙\n蔬菜包接龙 每份35元\n1. 3-2-501 吴 1份\n{WORDS}", by=zhao, at=TEN)

    assert Alert.objects.get().words.strip().endswith(WORDS)


def test_a_grown_chain_does_not_alert_again(granny_wu, old_he, doors, zhao):
    first = intake.paste_chain(text=CHAIN, by=zhao, at=TEN)
    grown = CHAIN.replace("1. 3-2-501", "1. 3-1-701 甲 1份\n2. 3-2-501").replace("2. 1-1-101", "3. 1-1-101")
    second = intake.paste_chain(text=grown, by=zhao, at=LATER, continues=first)
    intake.paste_chain(text=grown + "\n4. 3-2-402 真的活不下去了", by=zhao, at=LATER, continues=second)

    assert [("活不下去" in alert.words) for alert in Alert.objects.order_by("raised_at")] == [False, True]


def test_words_that_are_added_to_a_need_are_heard(need_of, granny_wu, zhao):
    need = need_of(granny_wu, kind=Kind.TALK, words="想找人聊聊")
    change_need(need=need, wishes=[], words="想找人聊聊\n" + WORDS, by=zhao, at=TEN)
    change_need(need=need, wishes=[], words="想找人聊聊，今天\n" + WORDS, by=zhao, at=TEN)

    assert Alert.objects.count() == 1


def test_ordinary_words_alert_nobody(eggs):
    assert not Alert.objects.exists()


# The words stand in nobody's list


def test_the_words_stand_in_no_title_and_no_event(spoken, zhao):
    assert spoken.title == str(Kind.TALK.label)
    assert all("不想活" not in str(event.data) for event in Event.objects.all())
    assert not Event.objects.filter(kind__startswith="needs.alert").exclude(household_id=None).exists()


def test_the_words_stand_in_no_reply_and_no_sum(granny_wu, old_he, doors, zhao):
    shown = show(intake.paste_chain(text=CHAIN, by=zhao, at=TEN))

    assert "不想活" not in shown.reply
    assert "不想活" not in str(shown.totals) + str(shown.by_building)


def test_the_board_of_others_shows_no_word_of_it(spoken, as_, wang):
    page = as_(wang).get(reverse("needs:today")).content.decode()

    assert "不想活" not in page
    assert "harm themselves" not in page


# Until it is acknowledged


def test_an_outcome_in_words_ends_it(spoken, zhao):
    alert = alerts.acknowledge_alert(
        alert=Alert.objects.get(), outcome="called, her sister is with her", by=zhao, at=TEN
    )

    assert (alert.outcome, alert.acknowledged_by) == ("called, her sister is with her", zhao.account)
    assert not Alert.objects.open().exists()
    assert Event.objects.filter(kind="needs.alert_acknowledged").count() == 1


def test_nothing_said_ends_nothing(spoken, zhao):
    with pytest.raises(alerts.OutcomeMissing):
        alerts.acknowledge_alert(alert=Alert.objects.get(), outcome="  ", by=zhao, at=TEN)

    assert Alert.objects.open().count() == 1


def test_the_second_answer_is_told_of_the_first(spoken, zhao, wang):
    alert, same = Alert.objects.get(), Alert.objects.get()
    alerts.acknowledge_alert(alert=alert, outcome="called", by=zhao, at=TEN)

    with pytest.raises(alerts.AlreadyAcknowledged, match="Zhao"):
        alerts.acknowledge_alert(alert=same, outcome="me too", by=wang, at=LATER)


def test_after_half_an_hour_the_coordinators_are_told_by_name(spoken, zhao, wang, qian):
    run_due(TEN + timedelta(minutes=29))
    assert told(Alert.objects.get()) == ["Zhao"]

    run_due(LATER)

    alert = Alert.objects.get()
    assert told(alert) == ["Zhao", "Wang"]
    assert alert.climbed_at == LATER
    assert Alert.objects.visible_to(wang).count() == 1
    assert not Alert.objects.visible_to(qian).exists()
    assert Event.objects.get(kind="needs.alert_climbed").data["to"] == [str(wang.account.pk)]


def test_what_was_answered_climbs_nowhere(spoken, zhao, wang):
    alerts.acknowledge_alert(alert=Alert.objects.get(), outcome="called", by=zhao, at=TEN)
    run_due(LATER)

    assert told(Alert.objects.get()) == ["Zhao"]


def test_whoever_becomes_coordinator_meanwhile_hears_of_it_next(spoken, banyan, zhao):
    run_due(LATER)
    member(banyan, "Wang", Role.COORDINATOR)
    run_due(LATER + timedelta(minutes=31))

    assert told(Alert.objects.get()) == ["Zhao", "Wang"]


# The pages


def test_it_stays_on_today_until_somebody_says_what_came_of_it(spoken, as_, zhao):
    browser, url = as_(zhao), reverse("needs:alert", args=[Alert.objects.get().pk])
    assert url in browser.get(reverse("needs:today"), {"kind": "goods"}).content.decode()
    assert "12356" in browser.get(url).content.decode()

    answer = post(browser, url, outcome="called, her sister is with her")

    assert answer.status_code == 302
    assert url not in browser.get(reverse("needs:today")).content.decode()
    assert "her sister is with her" in browser.get(url).content.decode()


def test_without_words_the_form_comes_back(spoken, as_, zhao):
    answer = post(as_(zhao), reverse("needs:alert", args=[Alert.objects.get().pk]), outcome="")

    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


def test_to_everybody_else_it_does_not_exist(spoken, as_, wang, qian, feng):
    url = reverse("needs:alert", args=[Alert.objects.get().pk])

    assert [as_(who).get(url).status_code for who in (wang, qian, feng)] == [404, 404, 404]


def test_the_coordinator_names_who_is_told(as_, zhao, qian):
    browser = as_(zhao)
    assert "Zhao" in browser.get(reverse("needs:listener")).content.decode()

    post(browser, reverse("needs:listener"), member=qian.membership_id)

    assert listener_of(zhao.community, TEN + timedelta(days=9000)).account == qian.account
    assert as_(qian).get(reverse("needs:listener")).status_code == 404


def test_nobody_of_another_community_can_be_named(as_, zhao, feng):
    assert post(as_(zhao), reverse("needs:listener"), member=feng.membership_id).status_code == 422


def test_a_household_that_asks_is_heard_like_everybody(as_, wu_at_home, granny_wu, zhao):
    post(as_(wu_at_home), reverse("needs:ask"), kind="talk", words=WORDS)

    assert told(Alert.objects.get()) == ["Zhao"]


# Forgotten, in time


def test_its_words_are_destroyed_after_fourteen_days(spoken, banyan, zhao):
    alerts.acknowledge_alert(alert=Alert.objects.get(), outcome="called", by=zhao, at=TEN)
    forget_words(banyan, TEN + timedelta(days=15))

    alert = Alert.objects.get()
    assert (alert.words, alert.who, alert.outcome) == ("", "", "")


def test_the_sunset_takes_it(spoken, banyan):
    destroy_needs(banyan)

    assert not Alert.objects.exists()
    assert not Need.objects.exists()
