"""What a guard's phone is told of passes, and what it says of them by that."""

import base64
from datetime import timedelta

import pytest

from shouwang.desk.base.models import Rule
from shouwang.desk.gate.actions.passes import Order, issue_pass, revoke_pass
from shouwang.desk.gate.exits import EXITS
from shouwang.desk.gate.models import IssuedPass, PassScope
from shouwang.desk.gate.passes.lists import lists_for_gate
from shouwang.planning.passes import CheckingKey, check, judge
from tests.desk.gate.conftest import DAY, clock


def order_of(household, **about):
    plain = {"scope": PassScope.HOUSEHOLD, "not_before": clock(8), "expires": clock(20), "household": household}
    return Order(**(plain | about))


def on_the_phone(told, text, gate, at):
    """What gate_pass.js does with it; the parity of the two is shown in a browser."""
    keys = {
        one["id"]: CheckingKey.read(one["id"], base64.b64decode(one["public"]), base64.b64decode(one["code"]))
        for one in told["keys"]
    }
    return judge(check(text, keys, community=bytes.fromhex(told["community"]), at=at), told, gate=str(gate.pk))


def test_a_pass_of_today_is_good_all_day(banyan, zhao, granny_wu, south):
    issued = issue_pass(order=order_of(granny_wu, uses=1), by=zhao, at=clock(9))
    told = lists_for_gate(banyan, clock(9))

    assert told["made_at"] == "2020-03-08T09:00:00+08:00"
    assert told["passes"] == {issued.number: {"issued": "2020-03-08"}}
    assert told["gates"] == {str(south.pk): "South gate"}
    assert [on_the_phone(told, issued.text, south, at).verdict for at in (clock(7), clock(10), clock(20))] == [
        "not_yet", "valid", "expired",
    ]  # fmt: skip


def test_a_pass_that_was_taken_back_used_or_is_for_another_gate(banyan, zhao, granny_wu, south, north):
    taken_back, used, elsewhere = (
        issue_pass(order=order_of(granny_wu, uses=1, gates=gates), by=zhao, at=clock(9))
        for gates in ((), (), (north,))
    )  # fmt: skip
    revoke_pass(issued=taken_back, why="Lost on the stairs", by=zhao, at=clock(10))
    IssuedPass.objects.filter(pk=used.pk).update(used=1)
    told = lists_for_gate(banyan, clock(11))

    verdicts = [on_the_phone(told, one.text, south, clock(12)) for one in (taken_back, used, elsewhere)]

    assert [str(one.verdict) for one in verdicts] == ["revoked", "used_up", "wrong_gate"]
    assert [told["gates"][gate] for gate in verdicts[2].go_to] == ["North gate"]


def test_the_only_open_exit_of_the_mode(banyan, shut_in, zhao, granny_wu, south, north):
    Rule.objects.create(community=banyan, name=EXITS, from_day=DAY, value={"lockdown": str(north.pk)})
    issued = issue_pass(order=order_of(granny_wu), by=zhao, at=clock(9))
    told = lists_for_gate(shut_in, clock(9))

    assert told["open_exit"] == str(north.pk)
    assert [on_the_phone(told, issued.text, gate, clock(10)).verdict for gate in (south, north)] == [
        "wrong_gate", "valid",
    ]  # fmt: skip
    assert lists_for_gate(shut_in, clock(9, days=-1))["open_exit"] is None


def test_every_verdict_has_its_words(banyan):
    words = lists_for_gate(banyan, clock(9))["words"]

    assert set(words) == {
        "damaged", "unknown_version", "unknown_key", "forged", "elsewhere", "not_yet", "expired", "stale", "valid",
        "revoked", "used_up", "wrong_gate",
    }  # fmt: skip
    assert [verdict for verdict, one in words.items() if one["is_good"]] == ["valid"]
    assert all(one["headline"] and one["said"] for one in words.values())


def test_a_pass_of_who_lives_here_no_more_is_good_no_more(banyan, zhao, granny_wu, south, wu, old_he):
    row = issue_pass(order=order_of(granny_wu), by=zhao, at=clock(9))
    hers = issue_pass(order=order_of(granny_wu, scope=PassScope.PERSON, person=wu), by=zhao, at=clock(9))
    other = issue_pass(order=order_of(old_he), by=zhao, at=clock(9))

    def verdicts():
        told = lists_for_gate(banyan, clock(11))
        return [str(on_the_phone(told, one.text, south, clock(11)).verdict) for one in (row, hers, other)]

    type(wu).objects.filter(pk=wu.pk).update(gone_at=clock(10))
    assert verdicts() == ["valid", "revoked", "valid"]
    type(granny_wu).objects.filter(pk=granny_wu.pk).update(left_at=clock(10), door=None)
    assert verdicts() == ["revoked", "revoked", "valid"]
    assert set(IssuedPass.objects.standing(clock(11))) == {other}


def test_another_community_s_passes_are_not_in_it(poplar, zhao, granny_wu, feng, foreign_household):
    issue_pass(order=order_of(granny_wu), by=zhao, at=clock(9))

    assert lists_for_gate(poplar, clock(9))["passes"] == {}


def test_a_pass_that_is_over_is_told_no_more(banyan, zhao, granny_wu):
    issue_pass(order=order_of(granny_wu), by=zhao, at=clock(9))

    assert lists_for_gate(banyan, clock(20))["passes"] == {}


@pytest.mark.parametrize("at", [clock(9) + timedelta(days=days) for days in range(8)])
def test_next_week_s_key_is_told_a_day_before_it_signs(banyan, zhao, granny_wu, south, at):
    before = lists_for_gate(banyan, at - timedelta(days=1))
    issued = issue_pass(order=order_of(granny_wu, not_before=at, expires=at + timedelta(hours=8)), by=zhao, at=at)

    assert on_the_phone(before, issued.text, south, at).verdict == "valid"


def test_it_asks_the_database_as_often_for_many_passes(banyan, zhao, granny_wu, north, django_assert_num_queries):
    for _ in range(5):
        issue_pass(order=order_of(granny_wu, gates=(north,)), by=zhao, at=clock(9))
    lists_for_gate(banyan, clock(9))

    with django_assert_num_queries(7):
        lists_for_gate(banyan, clock(9))
