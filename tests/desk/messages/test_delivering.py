"""Delivery: tried again, ended, marked, and never inside a transaction."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from shouwang.desk.base import crypto
from shouwang.desk.base.actions.sunset import destroy_community
from shouwang.desk.base.jobs import run_due
from shouwang.desk.base.models import Event, Membership
from shouwang.desk.messages import sending
from shouwang.desk.messages.actions import tell, withdraw
from shouwang.desk.messages.actions.delivering import PAUSES, begin_try
from shouwang.desk.messages.forgetting import forget_messages
from shouwang.desk.messages.models import Channel, Delivery, Kind, Message
from shouwang.desk.messages.problems import Problem
from tests.desk.messages.conftest import TOKEN, make_channel
from tests.desk.messages.test_encrypting import AUTH, BROWSER_POINT

MINUTE = timedelta(minutes=1)


@pytest.fixture
def wecom(lin, ten):
    return make_channel(lin, Kind.WECOM, f"wecombot://{TOKEN}", ten)


@pytest.fixture
def browser(lin, robots, ten):
    keys = {"p256dh": BROWSER_POINT, "auth": AUTH}
    subscription = {"endpoint": robots.address + "/push/1", "keys": keys}
    return make_channel(lin, Kind.PUSH, json.dumps(subscription), ten + timedelta(seconds=1))  # told second


@pytest.fixture
def say(lin, zhao, ten):
    def tell_lin(key="case:7", at=ten):
        return tell(to=lin.account, words=lambda: "3-2-501: go", href="/watch/", key=key, by=zhao, at=at)

    return tell_lin


def kinds():
    return list(Event.objects.filter(kind__startswith="messages.").order_by("seq").values_list("kind", flat=True))


def test_delivered_when_the_service_says_so(robots, wecom, say, ten):
    message = say()

    assert not robots.asked, "nothing goes out before the job runs"
    run_due(ten)

    message.refresh_from_db()
    wecom.refresh_from_db()
    assert message.delivered_at == wecom.delivered_at == ten
    assert not Message.objects.untold(ten)
    assert kinds() == ["messages.told", "messages.delivered"]
    run_due(ten + timedelta(days=1))
    assert len(robots.asked) == 1


def test_tried_again_later_and_later_until_it_goes(robots, wecom, say, ten):
    robots.answers = [(200, {"errcode": 45009}), (503, ""), (200, {"errcode": 0})]
    message = say()

    run_due(ten)
    assert list(Message.objects.untold(ten)) == [message], "it shows at once that it does not arrive"
    run_due(ten + PAUSES[0] - timedelta(seconds=1))
    assert len(robots.asked) == 1
    run_due(ten + PAUSES[0])
    run_due(ten + PAUSES[0] + PAUSES[1])

    message.refresh_from_db()
    wecom.refresh_from_db()
    assert len(robots.asked) == 3
    assert message.delivered_at == ten + PAUSES[0] + PAUSES[1]
    assert (wecom.problem, wecom.failed_at) == ("", None)


def test_after_half_an_hour_it_is_said_that_nothing_arrives(robots, wecom, say, ten):
    robots.answers = [(500, "")]
    message = say()
    at = ten
    for pause in (timedelta(0), *PAUSES, timedelta(hours=1)):
        at += pause
        run_due(at)

    message.refresh_from_db()
    wecom.refresh_from_db()
    assert len(robots.asked) == len(PAUSES) + 1
    assert (message.problem, message.delivered_at) == (Problem.BUSY, None)
    assert (wecom.failed_at, wecom.detail) == (ten, "HTTP 500")
    assert kinds()[-1] == "messages.not_told"


def test_a_refusal_is_not_tried_again(robots, wecom, say, ten):
    robots.answers = [(200, {"errcode": 93000})]
    message = say()

    run_due(ten)
    run_due(ten + timedelta(hours=2))

    message.refresh_from_db()
    assert len(robots.asked) == 1
    assert message.problem == Problem.ADDRESS


def test_one_channel_that_works_is_enough(robots, wecom, browser, say, ten):
    robots.answers = [(200, {"errcode": 93000}), (201, "")]
    message = say()

    run_due(ten)

    message.refresh_from_db()
    assert message.delivered_at == ten
    assert not Message.objects.untold(ten)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"failed", "delivered"}


def test_a_subscription_that_is_gone_is_removed_and_says_why(robots, browser, say, ten):
    robots.answers = [(410, "")]
    say()

    run_due(ten)

    browser.refresh_from_db()
    assert (browser.removed_at, browser.removed_why) == (ten, Problem.GONE)
    assert not bytes(browser.address_sealed)
    assert kinds() == ["messages.told", "messages.channel_removed", "messages.not_told"]
    say("another")
    assert Message.objects.get(key="another").problem == Problem.NO_CHANNEL


def test_killed_between_sending_and_noting_it_goes_out_again_and_is_marked(robots, wecom, say, ten):
    message = say()
    delivery = Delivery.objects.get()
    begun = begin_try(delivery_id=delivery.pk, at=ten)
    assert begun is not None
    sending.send(begun.channel.kind, begun.channel.address, sending.Telling("1", "3-2-501: go", "", "en"), ten)
    # … and here the process dies; its job is found again, and runs.

    run_due(ten + 6 * MINUTE)

    delivery.refresh_from_db()
    message.refresh_from_db()
    assert len(robots.asked) == 2
    assert (delivery.state, delivery.maybe_twice, delivery.tries) == ("delivered", True, 2)
    assert Event.objects.get(kind="messages.delivered").data["maybe_twice"] is True
    assert message.delivered_at


def test_a_try_that_died_and_never_came_back_is_seen(robots, wecom, say, ten):
    message = say()
    begin_try(delivery_id=Delivery.objects.get().pk, at=ten)

    assert not Message.objects.untold(ten + 14 * MINUTE)
    assert list(Message.objects.untold(ten + 16 * MINUTE)) == [message]


def test_a_late_answer_does_not_undo_what_another_try_noted(robots, wecom, say, ten):
    from shouwang.desk.messages.actions.delivering import note_outcome
    from shouwang.desk.messages.sending.outcome import DELIVERED, Outcome

    message = say()
    first = begin_try(delivery_id=Delivery.objects.get().pk, at=ten)
    second = begin_try(delivery_id=Delivery.objects.get().pk, at=ten)
    assert first is not None
    assert second is not None
    note_outcome(delivery=second, outcome=DELIVERED, at=ten)
    note_outcome(delivery=first, outcome=Outcome(Problem.SILENT), at=ten + MINUTE)

    message.refresh_from_db()
    assert Delivery.objects.get().state == "delivered"
    assert message.delivered_at == ten


@pytest.mark.parametrize("what", ["seen", "withdrawn", "left"])
def test_what_nobody_needs_any_more_does_not_go_out(robots, wecom, say, lin, zhao, banyan, ten, what):
    message = say()
    if what == "seen":
        Message.objects.filter(pk=message.pk).update(seen_at=ten)
    elif what == "withdrawn":
        withdraw(community=banyan, key="case:7", at=ten)
    else:
        Membership.objects.filter(pk=lin.membership_id).update(revoked_at=ten, revoked_by=zhao.account)

    run_due(ten)

    assert not robots.asked
    assert Delivery.objects.get().ended_at == ten


@pytest.mark.usefixtures("transactional")
def test_it_goes_out_while_no_transaction_is_open_and_is_noted_already_as_begun(robots, lin, zhao, ten):
    wecom = make_channel(lin, Kind.WECOM, f"wecombot://{TOKEN}", ten)
    tell(to=lin.account, words=lambda: "3-2-501", href="/watch/", key="k", by=zhao, at=ten)
    seen = []
    ask = sending.send

    def listening(*given):
        seen.append((connection.in_atomic_block, Delivery.objects.get().state))
        return ask(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "send", listening)
        run_due(ten)

    assert seen == [(False, "sending")]
    assert Delivery.objects.get().state == "delivered"
    wecom.refresh_from_db()
    assert wecom.delivered_at == ten


@pytest.mark.usefixtures("transactional")
def test_a_case_that_was_not_stored_tells_nobody(robots, lin, zhao, ten):
    from django.db import transaction

    make_channel(lin, Kind.WECOM, f"wecombot://{TOKEN}", ten)

    class Stumble(Exception):
        pass

    def tell_and_stumble():
        with transaction.atomic():
            tell(to=lin.account, words=lambda: "3-2-501", href="/watch/", key="k", by=zhao, at=ten)
            raise Stumble

    with pytest.raises(Stumble):
        tell_and_stumble()
    run_due(ten)
    assert not robots.asked
    assert not Message.objects.exists()


def test_words_are_forgotten_after_two_weeks_and_nobody_is_told_twice(robots, wecom, say, banyan, ten):
    message = say()
    run_due(ten)

    assert forget_messages(banyan, ten + timedelta(days=13)) == 0
    assert forget_messages(banyan, ten + timedelta(days=14)) == 1
    assert Message.objects.get().words == ""
    assert say(at=ten + timedelta(days=15)) == message


def test_on_the_sunset_day_nothing_is_left(robots, wecom, say, banyan, ten):
    say()

    destroy_community(community=banyan, at=ten)

    assert not Message.objects.exists()
    assert not Channel.objects.exists()
    crypto.forget_keys()
    run_due(ten + MINUTE)
    assert not robots.asked
