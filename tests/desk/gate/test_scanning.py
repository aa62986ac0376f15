"""A pass is read at the barrier: every verdict in its own words, and on to why they come, the household filled in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwang.desk.base.models import Event, Rule
from shouwang.desk.gate.actions.passes import Order, issue_pass, lose_key, revoke_pass
from shouwang.desk.gate.exits import EXITS
from shouwang.desk.gate.models import IssuedPass, Passage, PassKey, PassScope, PassUse
from shouwang.desk.gate.passes.bridge import code_at, secret_of
from shouwang.desk.gate.passes.reading import read_pass
from tests.desk.gate.conftest import DAY, clock
from tests.desk.gate.test_pages import taken, words
from tests.desk.gate.test_pass_lists import order_of

SCAN, ASK, RECORD = (reverse(f"gate:{name}") for name in ("scan", "ask", "record"))


@pytest.fixture
def phone(as_, guard):
    return as_(guard)


@pytest.fixture
def issued(zhao, granny_wu) -> IssuedPass:
    return issue_pass(order=order_of(granny_wu, uses=1), by=zhao, at=clock(9))


def now_for(household, zhao, **about) -> IssuedPass:
    """A pass that holds while the test runs."""
    now = timezone.now()
    order = order_of(household, not_before=now - timedelta(hours=1), expires=now + timedelta(hours=3), **about)
    return issue_pass(order=order, by=zhao, at=now)


def verdict(text, gate, guard, at=None):
    return str(read_pass(text=text, gate=gate, by=guard, at=at or clock(10)).verdict)


def on_screen(issued, at):
    key = PassKey.objects.get(number=issued.key_number)
    return issued.text + code_at(secret_of(issued, key), at)


# What it is


def test_a_good_pass(issued, south, guard):
    assert verdict(issued.text, south, guard) == "valid"
    assert verdict(f" {issued.text.lower()}\r\n", south, guard) == "valid", "as scanners send it"


def test_before_and_after_its_time(issued, south, guard):
    assert [verdict(issued.text, south, guard, at) for at in (clock(7), clock(20))] == ["not_yet", "expired"]


def test_used_up(issued, south, guard):
    IssuedPass.objects.update(used=1)

    assert verdict(issued.text, south, guard) == "used_up"


def test_taken_back(issued, south, guard, zhao):
    revoke_pass(issued=issued, why="Lost", by=zhao, at=clock(9, 30))

    assert verdict(issued.text, south, guard) == "revoked"


def test_for_another_gate_it_says_where_to_go(zhao, granny_wu, south, north, guard):
    issued = issue_pass(order=order_of(granny_wu, gates=(north,)), by=zhao, at=clock(9))

    read = read_pass(text=issued.text, gate=south, by=guard, at=clock(10))

    assert (read.verdict, read.said) == ("wrong_gate", "It is good at North gate. Show the way there.")


def test_where_one_gate_alone_is_open(banyan, shut_in, issued, south, north, guard):
    Rule.objects.create(community=banyan, name=EXITS, from_day=DAY, value={"lockdown": str(north.pk)})

    assert [verdict(issued.text, gate, guard) for gate in (south, north)] == ["wrong_gate", "valid"]


def test_of_another_community(issued, south, feng, poplar, foreign_household, guard):
    theirs = issue_pass(order=order_of(foreign_household), by=feng, at=clock(9))

    assert verdict(theirs.text, south, guard) == "unknown_key", "each has keys of its own"


def test_a_key_that_was_lost(issued, south, guard, zhao):
    lose_key(by=zhao, at=clock(9, 30))

    assert verdict(issued.text, south, guard) == "unknown_key"


def test_what_our_key_signed_and_the_desk_never_issued(issued, south, guard):
    IssuedPass.objects.all().delete()

    read = read_pass(text=issued.text, gate=south, by=guard, at=clock(10))

    assert (read.verdict, read.issued) == ("forged", None)
    assert "knows nothing of it" in read.said


def test_a_screen_and_a_picture_of_it(zhao, granny_wu, south, guard):
    issued = issue_pass(order=order_of(granny_wu, is_on_screen=True), by=zhao, at=clock(9))
    shown = on_screen(issued, clock(10))

    assert verdict(shown, south, guard) == "valid"
    assert verdict(shown, south, guard, clock(10, 5)) == "stale"
    assert verdict(issued.text, south, guard) == "stale"


@pytest.mark.parametrize("text", ["hello", "SW:", "WIFI:S:gate;;", "SW:" + "A" * 147, "x" * 5000, "SW:出入证"])
def test_whatever_else_is_read(south, guard, text):
    assert verdict(text, south, guard) in ("damaged", "unknown_version")


# The page


def test_the_pass_leads_on_with_household_and_pass_filled_in(phone, zhao, granny_wu, wu, south):
    issued = now_for(granny_wu, zhao, uses=1)

    page = words(phone.post(SCAN, {"text": issued.text, "gate": south.pk}))

    assert "The pass is good" in page
    assert f'name="household" value="{granny_wu.pk}"' in page
    assert f'name="shown" value="{issued.number}"' in page
    asked = words(phone.get(ASK, {"household": granny_wu.pk, "who": "resident", "shown": issued.number}))
    assert f'name="shown" value="{issued.number}"' in asked


def test_three_taps_with_a_pass_use_it_once(phone, zhao, granny_wu, wu, south, shut_in):
    rule = shut_in.rules.get()
    rule.value["rule"]["modes"]["lockdown"]["open"]["needs_pass"] = True
    rule.save()
    issued = now_for(granny_wu, zhao, uses=1)
    asked = {"who": "resident", "household": granny_wu.pk, "direction": "out", "reason": "shopping"}
    assert "none is shown" in words(phone.get(reverse("gate:answer"), asked))

    answered = words(phone.get(reverse("gate:answer"), asked | {"shown": issued.number}))
    assert "It is their turn" in answered
    assert f'name="shown" value="{issued.number}"' in answered
    phone.post(RECORD, taken(granny_wu, wu, south, shown=issued.number))

    assert (PassUse.objects.get().shown, Passage.objects.get().why) == (issued, "within")
    assert "Used up" in words(phone.post(SCAN, {"text": issued.text}))


def test_of_two_at_once_the_second_is_told_on_the_page(phone, zhao, granny_wu, wu, south, north):
    issued = now_for(granny_wu, zhao, uses=1)
    phone.post(RECORD, taken(granny_wu, wu, south, shown=issued.number))

    answer = phone.post(RECORD, taken(granny_wu, wu, north, shown=issued.number))

    assert answer.status_code == 422
    assert "this pass was used up" in words(answer)
    assert Passage.objects.count() == 1


def test_from_the_outbox_the_second_is_written_down_and_marked(phone, zhao, granny_wu, wu, south, north):
    issued = now_for(granny_wu, zhao, uses=1)
    phone.post(RECORD, taken(granny_wu, wu, south, shown=issued.number))
    body = taken(granny_wu, wu, north, shown=issued.number)

    answer = phone.post(RECORD, body, headers={"X-Op-Id": str(body["op_id"])})

    assert answer.status_code == 204
    assert sorted(PassUse.objects.values_list("is_over", flat=True)) == [False, True]


def test_what_is_no_good_leads_on_without_it(phone, zhao, granny_wu, south):
    issued = now_for(granny_wu, zhao)
    revoke_pass(issued=issued, why="A reason of theirs alone", by=zhao, at=timezone.now())

    page = words(phone.post(SCAN, {"text": issued.text}))

    assert "Revoked" in page
    assert f'name="household" value="{granny_wu.pk}"' in page
    assert issued.number not in page
    assert "A reason of theirs" not in page


def test_a_guard_reads_a_plate_and_no_given_name(phone, zhao, granny_wu, south):
    now = timezone.now()
    order = Order(
        scope=PassScope.VEHICLE, not_before=now, expires=now + timedelta(hours=2), household=granny_wu,
        bearer="钱示例", mark="京A·00000",
    )  # fmt: skip
    page = words(phone.post(SCAN, {"text": issue_pass(order=order, by=zhao, at=now).text}))

    assert "京A·00000" in page
    assert "钱＊＊" in page
    assert "钱示例" not in page
    assert "3-2-501" in page


def test_who_looks_by_a_pass_has_looked(phone, zhao, granny_wu, south, guard):
    phone.post(SCAN, {"text": now_for(granny_wu, zhao).text})

    assert Event.objects.get(kind="people.looked").account == guard.account


def test_nothing_that_was_scanned_comes_back_in_the_page(phone, south):
    assert "SECRET" not in words(phone.post(SCAN, {"text": "SW:SECRET"}))


def test_the_field_stands_alone_as_well(phone, south, north):
    page = words(phone.get(SCAN))

    assert 'name="text"' in page
    assert "South gate" in page
