"""Passes: issued by the desk and by nobody else, taken back with a reason, counted where somebody passes with them."""

import ast
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from shouwang.desk import gate as room
from shouwang.desk.base.models import Event
from shouwang.desk.base.stories import sentence_of
from shouwang.desk.gate.actions.pass_uses import UsedUpMeanwhile
from shouwang.desk.gate.actions.passages import correct_passage, record_passage
from shouwang.desk.gate.actions.passes import (
    CannotIssue,
    CannotRevoke,
    Order,
    issue_pass,
    issue_passes,
    lose_key,
    revoke_pass,
)
from shouwang.desk.gate.asking import AtGate, answer_at_gate
from shouwang.desk.gate.models import IssuedPass, Passage, PassKey, PassScope, PassUse, Who
from shouwang.desk.gate.passes.keys import NoKeyLeft, checking_keys, next_number, ready_keys, retire_keys
from shouwang.desk.gate.passes.lists import lists_for_gate
from shouwang.desk.gate.sunset import forget_passes
from shouwang.desk.people.models import Person
from shouwang.planning.passes import retires_at
from tests.desk.gate.conftest import clock, said_of
from tests.desk.gate.test_pass_lists import on_the_phone, order_of

DAY = timedelta(days=1)


@pytest.fixture
def issued(zhao, granny_wu) -> IssuedPass:
    """One way out for Granny Wu's household, today."""
    return issue_pass(order=order_of(granny_wu, uses=1), by=zhao, at=clock(9))


def guest(scope, **about) -> Order:
    return Order(scope=scope, not_before=clock(8), expires=clock(20), **about)


# Issuing


def test_it_is_told_who_issued_it_and_for_which_household(issued, granny_wu, zhao):
    event = Event.objects.get(kind="gate.pass_issued")

    assert (event.account, event.household_id, event.subject_id) == (zhao.account, granny_wu.pk, issued.pk)
    assert sentence_of(event) == "Zhao issued a pass for the gate (a household)."


def test_nothing_else_of_the_desk_signs():
    """One path, one event: whoever wants a pass calls `issue_passes`."""
    desk = Path(room.__file__).parents[1]
    signers, reach_planning = set(), set()
    for path in desk.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                whole = {f"{node.module}.{one.name}" for one in node.names}
                if "shouwang.desk.gate.passes.bridge.sign" in whole:
                    signers.add(path.relative_to(desk).as_posix())
                if any(f"{one}.".startswith("shouwang.planning.passes.") for one in whole):
                    reach_planning.add(path.relative_to(desk).as_posix())

    assert signers == {"gate/actions/passes.py"}
    assert reach_planning == {"gate/passes/bridge.py"}


def test_a_guest_s_name_and_plate_are_sealed(zhao, granny_wu):
    row = issue_pass(order=guest(PassScope.VEHICLE, bearer="赵虚构", mark="京A·00000"), by=zhao, at=clock(9))
    stored = IssuedPass.objects.filter(pk=row.pk).values_list().get()

    assert "京A·00000" not in repr(stored)
    assert "赵虚构" not in repr(stored)
    assert row.text not in repr(stored), "whoever has the text has the pass"
    assert (row.bearer, row.mark) == ("赵虚构", "京A·00000")


@pytest.mark.parametrize(
    "about",
    [
        {"expires": clock(8)}, {"expires": clock(7), "not_before": clock(6)}, {"expires": clock(9, days=40)},
        {"persons": 0}, {"persons": 256}, {"uses": 256}, {"uses": -1}, {"household": None},
        {"scope": PassScope.PERSON}, {"scope": PassScope.VEHICLE}, {"scope": PassScope.VEHICLE, "bearer": "赵虚构"},
        {"scope": PassScope.VISITOR, "mark": " "},
    ],
)  # fmt: skip
def test_a_pass_that_would_be_good_for_nobody_is_refused(zhao, granny_wu, about):
    with pytest.raises(CannotIssue):
        issue_pass(order=replace(order_of(granny_wu), **about), by=zhao, at=clock(9))
    assert not IssuedPass.objects.exists()


def test_one_of_many_that_cannot_be_issued_keeps_all_back(zhao, granny_wu):
    with pytest.raises(CannotIssue):
        issue_passes(orders=[order_of(granny_wu), order_of(granny_wu, uses=999)], by=zhao, at=clock(9))
    assert not IssuedPass.objects.exists()
    assert not Event.objects.filter(kind="gate.pass_issued").exists()


def test_a_pass_for_one_person_is_for_one_who_lives_there(zhao, granny_wu, old_he, wu):
    him = old_he.persons.get()
    with pytest.raises(CannotIssue):
        issue_pass(order=order_of(granny_wu, scope=PassScope.PERSON, person=him), by=zhao, at=clock(9))

    row = issue_pass(order=order_of(granny_wu, scope=PassScope.PERSON, person=wu), by=zhao, at=clock(9))

    assert row.person == wu


def test_another_community_s_gate_household_and_person_are_not_ours(zhao, granny_wu, foreign_household, poplar):
    there = poplar.gates.create(name="Far gate")
    for about in ({"gates": (there,)}, {"household": foreign_household}):
        with pytest.raises(CannotIssue):
            issue_pass(order=replace(order_of(granny_wu), **about), by=zhao, at=clock(9))


def test_the_database_keeps_a_household_s_pass_with_its_household(issued):
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedPass.objects.filter(pk=issued.pk).update(household=None)


def test_a_grid_lead_sees_theirs_and_those_of_nobody_here(zhao, qian, granny_wu, old_he, guard):
    hers = issue_pass(order=order_of(granny_wu), by=zhao, at=clock(9))
    issue_pass(order=order_of(old_he), by=zhao, at=clock(9))
    courier = issue_pass(order=guest(PassScope.COURIER, mark="虚构快递"), by=zhao, at=clock(9))

    assert set(IssuedPass.objects.visible_to(qian)) == {hers, courier}
    assert not IssuedPass.objects.visible_to(guard).exists()


def test_a_household_sees_its_own_and_not_those_of_its_guests(zhao, granny_wu, old_he, wu_at_home):
    hers = issue_pass(order=order_of(granny_wu), by=zhao, at=clock(9))
    issue_pass(order=order_of(old_he), by=zhao, at=clock(9))
    issue_pass(order=guest(PassScope.VISITOR, bearer="钱示例", household=granny_wu), by=zhao, at=clock(9))

    assert set(IssuedPass.objects.visible_to(wu_at_home)) == {hers}


# Taking back


def test_it_is_taken_back_once_with_a_reason(issued, zhao, qian):
    with pytest.raises(CannotRevoke):
        revoke_pass(issued=issued, why=" ", by=zhao, at=clock(10))
    revoke_pass(issued=issued, why="Lost on the stairs", by=zhao, at=clock(10))
    with pytest.raises(CannotRevoke):
        revoke_pass(issued=IssuedPass.objects.get(), why="Again", by=qian, at=clock(11))

    issued.refresh_from_db()
    assert (issued.revoked_by, issued.revoked_at, issued.revoked_why) == (zhao.account, clock(10), "Lost on the stairs")
    assert Event.objects.filter(kind="gate.pass_revoked").count() == 1
    assert "stairs" not in repr(Event.objects.get(kind="gate.pass_revoked").data)


# Keys


def test_a_week_has_one_key_whoever_asks(banyan, zhao, granny_wu):
    for _ in range(3):
        issue_pass(order=order_of(granny_wu), by=zhao, at=clock(9))

    assert len(set(IssuedPass.objects.values_list("key_number", flat=True))) == 1


def test_the_signing_number_is_sealed_and_destroyed_after_its_week(banyan, zhao, issued):
    key = PassKey.objects.get(number=issued.key_number)
    assert bytes.fromhex(f"{key.secret:0>64}") not in bytes(key.secret_sealed)

    retire_keys(banyan, clock(9, days=8))

    key.refresh_from_db()
    assert (key.secret, bool(key.code_key)) == ("", True), "what it signed is still read"


def test_a_key_goes_when_nothing_is_good_any_more_that_it_signed(banyan, issued):
    over = retires_at(issued.key_number)
    assert retire_keys(banyan, over - DAY) == 0

    assert retire_keys(banyan, over) >= 1
    assert not PassKey.objects.filter(number=issued.key_number).exists()


def test_the_next_key_is_there_before_its_week(banyan):
    sunday = clock(23)  # 8 March 2020; the next week begins at 08:00 of Monday in Shanghai
    ready_keys(community=banyan, at=sunday)
    before = {one.number for one in checking_keys(banyan, sunday)}
    after = {one.number for one in checking_keys(banyan, clock(9, days=1))}

    assert after - before == set()
    assert len(before) == 2


def test_a_lost_key_is_followed_by_the_next(banyan, zhao, granny_wu, south, issued):
    lost = issued.key_number

    lose_key(by=zhao, at=clock(10))
    again = issue_pass(order=order_of(granny_wu), by=zhao, at=clock(11))
    told = lists_for_gate(banyan, clock(11))

    assert again.key_number == lost + 1
    assert [on_the_phone(told, one.text, south, clock(12)).verdict for one in (issued, again)] == [
        "unknown_key", "valid",
    ]  # fmt: skip
    assert PassKey.objects.get(number=lost).secret == "", "nobody can sign with it here, either"


def test_sixteen_keys_of_one_week_are_all_there_are(banyan):
    held = [PassKey(number=next_number([], clock(9)) + serial) for serial in range(16)]

    with pytest.raises(NoKeyLeft):
        next_number(held, clock(9))


def test_passes_are_forgotten_two_weeks_after_they_ended(banyan, issued, granny_wu, south, guard):
    record_passage(op_id=uuid.uuid4(), said=shown(issued, granny_wu, south), by=guard, at=clock(10))
    assert forget_passes(banyan, clock(19, days=14)) == 0

    forget_passes(banyan, clock(20, days=14))

    assert not IssuedPass.objects.exists()
    assert not PassUse.objects.exists()
    assert Passage.objects.exists()


# At the gate


def shown(issued, household, gate, **about):
    said = said_of(household, gate, **about)
    return replace(said, asked=replace(said.asked, shown=issued))


@pytest.fixture
def with_a_pass(shut_in):
    """Who lives here goes out with a pass."""
    rule = shut_in.rules.get()
    rule.value["rule"]["modes"]["lockdown"]["open"]["needs_pass"] = True
    rule.save()
    return rule


def answered(issued, household, guard, at=None):
    asked = AtGate(household=household, reason="shopping", shown=issued)
    return answer_at_gate(asked=asked, by=guard, at=at or clock(10)).why


def test_the_rule_asks_for_a_pass_and_the_pass_answers(issued, granny_wu, guard, with_a_pass):
    assert answered(None, granny_wu, guard) == "no_pass"
    assert answered(issued, granny_wu, guard) == "within"
    assert answered(issued, granny_wu, guard, at=clock(21)) == "no_pass", "it is over"


def test_passes_of_before_a_change_are_void(issued, granny_wu, guard, zhao, with_a_pass):
    with_a_pass.value["rule"]["passes_since"] = "2020-03-09"
    with_a_pass.save()
    tomorrow = order_of(granny_wu, not_before=clock(8, days=1), expires=clock(20, days=1))
    new = issue_pass(order=tomorrow, by=zhao, at=clock(8, days=1))
    old = issue_pass(order=tomorrow, by=zhao, at=clock(9))

    assert answered(old, granny_wu, guard, at=clock(10, days=1)) == "pass_void"
    assert answered(new, granny_wu, guard, at=clock(10, days=1)) == "within"


def test_a_way_out_is_a_use_and_the_way_back_is_none(issued, granny_wu, south, guard):
    for number, way in enumerate(("out", "in")):
        record_passage(
            op_id=uuid.uuid4(), said=shown(issued, granny_wu, south, way=way), by=guard, at=clock(10 + number)
        )

    issued.refresh_from_db()
    assert (issued.used, PassUse.objects.count()) == (1, 1)


def test_of_a_guest_the_way_in_is_the_use(zhao, granny_wu, south, guard):
    row = issue_pass(order=guest(PassScope.VISITOR, bearer="钱示例", household=granny_wu, uses=1), by=zhao, at=clock(9))
    for number, way in enumerate(("in", "out")):
        said = shown(row, granny_wu, south, way=way, who=Who.VISITOR)
        record_passage(op_id=uuid.uuid4(), said=said, by=guard, at=clock(10 + number))

    assert PassUse.objects.get().said_at == clock(10)


def test_the_same_number_uses_it_once(issued, granny_wu, south, guard):
    op_id = uuid.uuid4()
    for _ in range(3):
        record_passage(op_id=op_id, said=shown(issued, granny_wu, south), by=guard, at=clock(10))

    issued.refresh_from_db()
    assert (issued.used, PassUse.objects.get().op_id) == (1, op_id)


@pytest.mark.parametrize("outcome", ["turned_back", "senior"])
def test_who_is_turned_back_keeps_their_pass(issued, granny_wu, south, guard, outcome):
    said = shown(issued, granny_wu, south, outcome=outcome)
    record_passage(op_id=uuid.uuid4(), said=said, by=guard, at=clock(10))

    issued.refresh_from_db()
    assert issued.used == 0


def test_a_pass_that_was_used_up_meanwhile_is_told_before_anybody_passes(issued, granny_wu, south, north, guard):
    record_passage(op_id=uuid.uuid4(), said=shown(issued, granny_wu, south), by=guard, at=clock(10))

    with pytest.raises(UsedUpMeanwhile):
        record_passage(op_id=uuid.uuid4(), said=shown(issued, granny_wu, north), by=guard, at=clock(10, 1))
    assert Passage.objects.count() == 1


@pytest.mark.parametrize("about", [{"has_happened": True}, {"outcome": "went_anyway"}])
def test_who_has_passed_is_written_down_and_marked(issued, granny_wu, south, north, guard, about):
    record_passage(op_id=uuid.uuid4(), said=shown(issued, granny_wu, south), by=guard, at=clock(10))

    record_passage(op_id=uuid.uuid4(), said=shown(issued, granny_wu, north, **about), by=guard, at=clock(10, 5))

    issued.refresh_from_db()
    assert (issued.used, PassUse.objects.filter(is_over=True).count()) == (2, 1)
    assert Event.objects.filter(kind="gate.pass_overused", household_id=granny_wu.pk).count() == 1


@pytest.mark.parametrize(
    ("about", "used"), [({"outcome": "turned_back"}, 0), ({"way": "in"}, 0), ({"reason": "walk"}, 1)]
)
def test_what_was_corrected_gives_the_use_back(issued, granny_wu, south, guard, about, used):
    first = record_passage(op_id=uuid.uuid4(), said=shown(issued, granny_wu, south), by=guard, at=clock(10))
    correction = correct_passage(
        passage=first, op_id=uuid.uuid4(), said=shown(issued, granny_wu, south, **about), by=guard, at=clock(11)
    )

    issued.refresh_from_db()
    assert issued.used == used
    assert list(PassUse.objects.values_list("op_id", flat=True)) == [correction.op_id][:used]


def test_nobody_passes_with_what_belongs_to_another_door(as_, issued, old_he, south, guard, with_a_pass):
    him = Person.objects.get(household=old_he)
    body = {
        "op_id": uuid.uuid4(), "who": "resident", "household": old_he.pk, "person": him.pk, "direction": "out",
        "reason": "shopping", "gate": south.pk, "outcome": "allowed", "voices": "no", "shown": issued.number,
    }  # fmt: skip
    assert as_(guard).post("/gate/record", body).status_code == 302

    issued.refresh_from_db()
    assert (issued.used, Passage.objects.get().why) == (0, "no_pass")
