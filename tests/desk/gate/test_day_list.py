"""What a guard's phone keeps for a day: all it needs to decide, and nothing that a guard need not know."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.actions.communities import change_mode
from shouwang.desk.base.actor import Actor
from shouwang.desk.base.models import Account, Mode, Rule
from shouwang.desk.base.roles import Role
from shouwang.desk.gate.actions.rules import accept_rule, propose_rule
from shouwang.desk.gate.kept.day_list import day_list, milliseconds, still_of
from shouwang.desk.gate.models import Direction, Outcome, Reason, Who
from shouwang.desk.gate.rules import GATE
from shouwang.desk.needs.models import Kind
from shouwang.desk.people.actions.looks import note_look
from shouwang.desk.people.actions.persons import add_person, change_person
from shouwang.desk.people.actions.states import set_household_state
from shouwang.desk.people.models import DoorAlias, Fact, FactKind
from tests.desk.conftest import member
from tests.desk.gate.conftest import DAY, clock, rule_of

LIST = reverse("gate:day_list")


def kept(guard: Actor, at):
    still = still_of(guard, at)
    return still, day_list(guard, at, still)


def book_of(guard: Actor, at):
    still, moving = kept(guard, at)
    return {still["homes"][place][1]: rows for place, rows in moving["book"].items()}


def test_doors_and_masked_names_are_on_it(guard, granny_wu, wu, south):
    DoorAlias.objects.create(community=granny_wu.community, door=granny_wu.door, alias="92号院8楼东")

    still, _moving = kept(guard, clock(9))

    (home,) = [one for one in still["homes"] if one[0] == str(granny_wu.pk)]
    assert (home[1], home[2]) == ("3-2-501", ["92号院8楼东"])
    assert [(pk, typed) for pk, _label, typed in home[3] if pk == str(wu.pk)] == [(str(wu.pk), "吴 wu w")]
    assert home[3][0][1].startswith("吴＊＊")
    assert still["gates"] == [[str(south.pk), "South gate"]]


def test_nothing_is_on_it_that_a_guard_need_not_know(guard, granny_wu, wu, south, pass_by, shut_in):
    wu.phones, wu.identity, wu.remark = "13000000007", "990000193901010001", "insulin twice a day"
    wu.save()
    Fact.objects.create(
        community=wu.community, person=wu, kind=FactKind.WHEELCHAIR, stated_at=clock(8), stated_by="herself"
    )
    pass_by(granny_wu, clock(8), person=wu, reason="dialysis")

    told = json.dumps(kept(guard, clock(9)), ensure_ascii=False, default=str)

    assert wu.name not in told
    for private in (wu.name[1:], "13000000007", "990000193901010001", "insulin twice", "wheelchair"):
        assert private not in told, private
    assert "dialysis" not in json.dumps(kept(guard, clock(9))[1]["book"])


def test_of_the_book_it_says_what_the_rules_count(guard, granny_wu, wu, south, pass_by, shut_in):
    pass_by(granny_wu, clock(9), person=wu, reason="shopping")
    pass_by(granny_wu, clock(10), person=wu, way=Direction.IN, reason="")
    pass_by(granny_wu, clock(11), person=wu, reason="hospital")
    pass_by(granny_wu, clock(11, 5), reason="")
    pass_by(granny_wu, clock(11, 10), person=wu, outcome=Outcome.TURNED_BACK)
    pass_by(granny_wu, clock(11, 20), who=Who.VISITOR, way=Direction.IN)

    rows = book_of(guard, clock(12))["3-2-501"]

    assert [(row[1], row[3]) for row in rows] == [("out", "*ordinary"), ("in", None), ("out", "*exempt"), ("out", None)]
    assert [row[2] for row in rows] == [milliseconds(clock(*at)) for at in ((9,), (10,), (11,), (11, 5))]
    assert rows[0][4] == milliseconds(clock(11)), "back by, as they were told"
    assert [row[0] for row in rows] == [0, 0, 0, None]
    assert {len(row[6]) for row in rows} == {8}


def test_of_the_book_it_says_no_more_days_than_the_longest_rule_counts(guard, granny_wu, wu, pass_by, shut_in):
    for days in (-20, -5, -3, 0):
        pass_by(granny_wu, clock(8, days=days), person=wu)

    assert len(book_of(guard, clock(9))["3-2-501"]) == 2
    held = rule_of({"times": 1, "days": 14})
    Rule.objects.create(community=shut_in, name=GATE, from_day=DAY + timedelta(days=2), value=held)
    assert len(book_of(guard, clock(9))["3-2-501"]) == 3, "a rule that is coming counts further back"


def test_the_rules_of_before_and_those_that_come_are_on_it(guard, shut_in):
    soon = DAY + timedelta(days=3)
    Rule.objects.create(community=shut_in, name=GATE, from_day=soon, value=rule_of({"times": 0}))

    _still, moving = kept(guard, clock(9))

    assert moving["mode"] == "lockdown"
    days = [day for day, _rule in moving["rules"]]
    assert days == [None, (DAY - timedelta(days=20)).isoformat(), soon.isoformat()]
    assert moving["rules"][2][1]["modes"]["lockdown"]["open"]["times"] == 0


def test_what_is_asked_of_a_household_is_on_it_and_until_when(guard, zhao, granny_wu):
    last = DAY + timedelta(days=4)
    set_household_state(
        household=granny_wu, state="isolated", from_day=DAY, until_day=last, why="fever", by=zhao, at=clock(8)
    )

    _still, moving = kept(guard, clock(9))

    assert moving["states"] == {str(granny_wu.pk): ["isolated", last.isoformat()]}


def test_reasons_and_kinds_come_in_the_order_in_which_they_are_asked(as_, guard, granny_wu):
    words = as_(guard).get(LIST).json()["still"]["words"]

    assert (list(words["reasons"]), list(words["kinds"])) == (Reason.values, Kind.values)


def test_a_phone_that_has_it_is_not_sent_it_again(as_, guard, granny_wu, south):
    phone = as_(guard)
    first = phone.get(LIST)
    told = first.json()

    assert told["still"]["homes"]
    assert phone.get(LIST, {"have": told["still_id"]}).json()["still"] is None
    assert phone.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert told["who"] == str(guard.membership_id)


def test_a_new_passage_makes_it_another_list(as_, guard, granny_wu, wu, south, pass_by):
    phone = as_(guard)
    first = phone.get(LIST)
    pass_by(granny_wu, timezone.now(), person=wu)
    again = phone.get(LIST, {"have": first.json()["still_id"]}, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert (again.json()["still"], len(again.json()["book"])) == (None, 1)


@pytest.mark.parametrize("role", [Role.HELPER, Role.DISTRICT])
def test_nobody_gets_it_who_does_not_stand_at_the_gate(as_, banyan, role):
    assert as_(member(banyan, "Somebody", role)).get(LIST).status_code == 404


def test_it_asks_no_more_of_the_database_for_more_households(as_, guard, granny_wu, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        as_(guard).get(LIST)


# Twenty phones ask all day


def test_where_nothing_has_happened_it_is_not_built_again(as_, guard, zhao, granny_wu, django_assert_max_num_queries):
    phone = as_(guard)
    first = phone.get(LIST)
    note_look(household=granny_wu, by=zhao, at=timezone.now())  # changes nothing of it

    with django_assert_max_num_queries(5):
        assert phone.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 304
    with django_assert_max_num_queries(5):
        assert phone.get(LIST).json()["still"] == first.json()["still"]


def test_another_phone_is_told_the_same_and_whose_it_is(as_, banyan, guard, granny_wu):
    other = member(banyan, "Another guard", Role.GUARD)
    one, two = (as_(actor).get(LIST) for actor in (guard, other))

    assert one["ETag"] == two["ETag"]
    assert (one.json()["who"], two.json()["who"]) == (str(guard.membership_id), str(other.membership_id))


def test_whoever_is_new_behind_a_door_is_on_it_at_once(as_, guard, zhao, granny_wu, wu):
    phone = as_(guard)
    first = phone.get(LIST)
    change_person(person=wu, by=zhao, at=timezone.now(), name="阮虚构")
    add_person(household=granny_wu, name="欧阳示例", by=zhao, at=timezone.now())
    again = phone.get(LIST, {"have": first.json()["still_id"]}, headers={"If-None-Match": first["ETag"]})

    (home,) = [one for one in again.json()["still"]["homes"] if one[0] == str(granny_wu.pk)]
    assert {label.split(" · ")[0] for _pk, label, _typed in home[3]} >= {"阮＊＊", "欧阳＊＊"}


def test_a_rule_that_is_agreed_to_and_a_mode_that_is_changed_are_on_it_at_once(as_, guard, zhao, qian, granny_wu):
    phone, now = as_(guard), timezone.now()
    etags = [phone.get(LIST)["ETag"]]
    change_mode(community=zhao.community, mode=Mode.LOCKDOWN, by=zhao, at=now)
    etags.append(phone.get(LIST)["ETag"])
    today = zhao.community.today(now)
    proposal = propose_rule(mode="lockdown", value={"limit": {"times": 0}}, from_day=today, by=qian, at=now)
    accept_rule(proposal=proposal, by=zhao, at=now)
    told = phone.get(LIST)

    assert len({*etags, told["ETag"]}) == 3
    assert told.json()["rules"][-1][1]["modes"]["lockdown"]["open"]["times"] == 0


def test_each_guard_reads_it_in_their_own_language(as_, banyan, guard, granny_wu):
    other = member(banyan, "Another guard", Role.GUARD)
    Account.objects.filter(name="Another guard").update(language="zh-hans")
    told = [as_(actor).get(LIST).json()["still"]["words"]["verdicts"] for actor in (guard, other)]

    assert [words["allowed"] for words in told] == ["May pass", "放行"]
