"""The guard's pages: three taps without a script, and nothing on them that a guard need not know."""

import uuid

import pytest
from django.urls import reverse

from shouwang.desk.base.roles import Role
from shouwang.desk.base.sections import HOME, sections_for
from shouwang.desk.gate.actions.rules import propose_rule
from shouwang.desk.gate.models import Passage
from shouwang.desk.medicine.actions.regimens import state_regimen
from shouwang.desk.needs.models import Need
from shouwang.desk.people.actions.persons import index_person
from shouwang.desk.people.models import Fact
from tests.desk.conftest import member
from tests.desk.gate.conftest import DAY, clock

HERE, ASK, ANSWER, RECORD = (reverse(f"gate:{name}") for name in ("here", "ask", "answer", "record"))


def words(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def phone(as_, guard):
    return as_(guard)


def taken(household, person, south, **about):
    plain = {
        "op_id": uuid.uuid4(), "who": "resident", "household": household.pk, "person": person.pk, "direction": "out",
        "reason": "shopping", "gate": south.pk, "outcome": "allowed", "voices": "no",
    }  # fmt: skip
    return plain | about


def test_a_guard_begins_at_the_gate():
    assert HOME[Role.GUARD] == "gate:here"
    assert [name for name, _label in sections_for(Role.GUARD)] == ["gate:here"]


def test_three_taps_write_a_passage(phone, granny_wu, wu, south):
    assert "3-2-501" in words(phone.get(HERE, {"q": "3-2-501"}))
    asked = words(phone.get(ASK, {"household": granny_wu.pk}))
    assert "吴＊＊" in asked
    answered = words(phone.get(ANSWER, {"who": "resident", "household": granny_wu.pk, "person": wu.pk,
                                        "direction": "out", "reason": "shopping"}))  # fmt: skip
    assert "May pass" in answered

    sent = phone.post(RECORD, taken(granny_wu, wu, south))

    assert (sent.status_code, sent["Location"]) == (302, HERE)
    passage = Passage.objects.get()
    assert (passage.person, passage.outcome, passage.voices_raised) == (wu, "allowed", False)


@pytest.mark.parametrize("text", ["吴", "wxg", "wuxugou", "3-2-501", "32501"])
def test_a_guard_finds_by_door_and_name(phone, granny_wu, wu, south, text):
    index_person(wu)

    assert "吴＊＊" in words(phone.get(HERE, {"q": text}))


@pytest.mark.parametrize("text", ["13000000101", "0101"])
def test_a_guard_finds_nobody_by_telephone(phone, granny_wu, wu, south, text):
    index_person(wu)

    assert "吴＊＊" not in words(phone.get(HERE, {"q": text}))


def test_a_guard_reads_no_name_no_telephone_no_illness(phone, granny_wu, wu, zhao, south, pass_by):
    fact = Fact(community=wu.community, person=wu, kind="condition", stated_at=clock(8), stated_by="herself")
    fact.detail = "尿毒症"
    fact.save()
    state_regimen(person=wu, name="胰岛素", daily=1, by=zhao, at=clock(8))
    pass_by(granny_wu, clock(9), person=wu, reason="dialysis", note="说是去透析")
    asked = {"who": "resident", "household": granny_wu.pk, "direction": "out", "reason": "walk"}
    pages = [(HERE, {"q": "3-2-501"}), (ASK, {"household": granny_wu.pk}), (reverse("gate:out"), {}), (ANSWER, asked)]
    for url, query in pages:
        page = words(phone.get(url, query)).split("<fieldset><legend>Why")[0]
        for secret in ("虚构", "13000000101", "尿毒症", "胰岛素", "透析"):
            assert secret not in page, (url, secret)


@pytest.mark.parametrize("missing", ["outcome", "voices"])
def test_nobody_is_written_down_without_an_outcome_and_a_word_on_voices(phone, granny_wu, wu, south, missing):
    body = taken(granny_wu, wu, south)
    del body[missing]

    assert phone.post(RECORD, body).status_code == 422
    assert not Passage.objects.exists()


def test_turned_back_and_helped_opens_the_need_in_one_step(phone, granny_wu, wu, south):
    body = taken(granny_wu, wu, south, outcome="helped", reason="medicine", kind="medicine", words="降糖药")
    for _ in range(2):
        phone.post(RECORD, body)

    assert Need.objects.get().words == "降糖药"
    assert Passage.objects.get().need == Need.objects.get()


def test_from_the_outbox_the_same_number_is_heard_once(phone, granny_wu, wu, south):
    op_id = str(uuid.uuid4())
    answers = [
        phone.post(RECORD, taken(granny_wu, wu, south, op_id=op_id), headers={"X-Op-Id": op_id}) for _ in range(2)
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [204, 204]
    assert Passage.objects.get().op_id == uuid.UUID(op_id)


def test_another_community_s_household_is_not_here(phone, foreign_household, south):
    stranger = foreign_household.persons.get()

    assert phone.post(RECORD, taken(foreign_household, stranger, south)).status_code == 404
    assert not Passage.objects.exists()
    assert "外＊" not in words(phone.get(ASK, {"household": foreign_household.pk}))


def test_the_desk_reads_today_s_counts(as_, zhao, granny_wu, wu, pass_by, south):
    assert as_(zhao).get(reverse("gate:day")).status_code == 200


def test_a_guard_reads_the_rules_and_changes_none(phone, qian, south):
    proposal = propose_rule(
        mode="lockdown", value={"limit": {"times": 0}, "visit": {}}, from_day=DAY, by=qian, at=clock(9)
    )

    assert phone.get(reverse("gate:rules")).status_code == 200
    for url in (reverse("gate:rules"), reverse("gate:accept_rule", args=[proposal.pk])):
        assert phone.post(url, {"op_id": uuid.uuid4()}).status_code == 404


@pytest.mark.parametrize("role", [Role.HELPER, Role.DISTRICT, Role.ADMINISTRATOR])
def test_nobody_else_stands_at_the_gate(as_, banyan, role, south):
    browser = as_(member(banyan, "Somebody", role))

    assert all(browser.get(url).status_code == 404 for url in (HERE, ASK, ANSWER, reverse("gate:out")))


def test_what_was_pressed_by_mistake_is_corrected_by_its_number(phone, granny_wu, wu, south):
    first = taken(granny_wu, wu, south)
    phone.post(RECORD, first)

    sent = phone.post(RECORD, taken(granny_wu, wu, south, outcome="turned_back", corrects=first["op_id"]))

    assert sent.status_code == 302
    (stands,) = Passage.objects.standing()
    assert (stands.outcome, stands.corrects.op_id) == ("turned_back", first["op_id"])
    unknown = taken(granny_wu, wu, south, corrects=uuid.uuid4())
    assert phone.post(RECORD, unknown).status_code == 404


def test_the_barrier_is_kept_for_when_there_is_no_network_and_what_was_searched_for_is_not(phone, granny_wu, south):
    assert phone.get(HERE)["X-Keep-Offline"] == "yes"
    assert "X-Keep-Offline" not in phone.get(HERE, {"q": "wxg"})
