"""A PIN opens the desk on its own device only; five wrong ones lock it. A password has five tries as well."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from shouwang.desk.base import crypto
from shouwang.desk.base.actions import accounts, revocations
from shouwang.desk.base.actions import sign_in as actions
from shouwang.desk.base.models import Device, Event, Membership
from tests.desk.base.test_invitations import PIN, accept
from tests.desk.conftest import at_once, member

WRONG = "604715"
PASSWORD = "eleven quiet owls"


@pytest.fixture
def phone(zhao, lin, ten):
    """Lin's phone, enrolled and signed out again; with `device`."""
    from django.utils import timezone

    _invitation, token = accounts.invite_again(
        membership=Membership.objects.get(pk=lin.membership_id), by=zhao, at=timezone.now()
    )
    browser = Client()
    accept(browser, token)
    browser.post("/sign-out/")
    browser.device = Device.objects.get(account=lin.account)
    return browser


def give_pin(browser, pin, device):
    return browser.post("/sign-in/", {"device": device.pk, "pin": pin})


def test_the_phone_asks_its_holder_for_the_pin_by_name(phone):
    page = phone.get("/sign-in/").content.decode()

    assert "<h1>Lin</h1>" in page
    assert give_pin(phone, PIN, phone.device).status_code == 302
    assert phone.get("/account/").status_code == 200
    assert Event.objects.order_by("seq").last().kind == "base.signed_in"


def test_a_pin_is_worth_nothing_without_the_device(phone):
    other = Client()

    assert give_pin(other, PIN, phone.device).status_code == 422
    assert other.get("/account/").status_code == 302


def test_five_wrong_pins_lock_the_device_and_the_right_one_comes_too_late(phone):
    for left in (4, 3, 2, 1):
        assert f"Tries left: {left}" in give_pin(phone, WRONG, phone.device).content.decode()
    assert "locked" in give_pin(phone, WRONG, phone.device).content.decode()

    assert give_pin(phone, PIN, phone.device).status_code == 422
    assert phone.get("/account/").status_code == 302
    assert Event.objects.order_by("seq").last().kind == "base.device_locked"


def test_the_right_pin_forgives_the_wrong_ones_before(phone):
    for _time in range(4):
        give_pin(phone, WRONG, phone.device)
    give_pin(phone, PIN, phone.device)

    phone.device.refresh_from_db()
    assert phone.device.pin_failures == 0


def test_a_locked_device_is_enrolled_anew_by_a_new_invitation(phone, zhao, lin):
    from django.utils import timezone

    for _time in range(5):
        give_pin(phone, WRONG, phone.device)
    membership = Membership.objects.get(pk=lin.membership_id)
    _invitation, token = accounts.invite_again(membership=membership, by=zhao, at=timezone.now())

    assert accept(phone, token).status_code == 302
    assert phone.get("/account/").status_code == 200


def test_many_guesses_at_once_get_no_more_than_five(transactional, zhao, lin, ten):
    membership = Membership.objects.get(pk=lin.membership_id)
    _invitation, token = accounts.invite_again(membership=membership, by=zhao, at=ten)
    secret = "s" * 43
    device = accounts.accept_invitation(token=token, pin=PIN, secret=secret, is_shared=False, label="", at=ten)

    told = at_once(12, lambda number: actions.sign_in(device=device, secret=secret, pin=f"60471{number % 10}", at=ten))

    checked = [refusal for refusal in told if isinstance(refusal, actions.WrongPin)]
    assert len(checked) <= 4  # the fifth is told that the device is locked now
    assert all(isinstance(refusal, actions.WrongPin | actions.DeviceIsLocked) for refusal in told)
    device.refresh_from_db()
    assert device.pin_failures == 5


def test_a_shared_tablet_asks_who_is_there(phone, zhao, sun):
    from django.utils import timezone

    _invitation, token = accounts.invite_again(
        membership=Membership.objects.get(pk=sun.membership_id), by=zhao, at=timezone.now()
    )
    accept(phone, token, pin="730264", is_shared="on")
    phone.post("/sign-out/")

    page = phone.get("/sign-in/").content.decode()
    assert "Lin" in page
    assert "Sun" in page
    suns = Device.objects.get(account=sun.account)
    assert give_pin(phone, PIN, suns).status_code == 422, "Lin's PIN must not open Sun's account"
    assert give_pin(phone, "730264", suns).status_code == 302


def test_signing_out_of_a_shared_device_wipes_it_and_keeps_its_secret(zhao, lin):
    from django.utils import timezone

    membership = Membership.objects.get(pk=lin.membership_id)
    _invitation, token = accounts.invite_again(membership=membership, by=zhao, at=timezone.now())
    tablet = Client()
    accept(tablet, token, is_shared="on")

    answer = tablet.post("/sign-out/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert b"desk/forget." in answer.content
    assert "Lin" in tablet.get("/sign-in/").content.decode()


def test_signing_out_of_an_own_phone_wipes_nothing_that_waits_to_be_sent(phone):
    give_pin(phone, PIN, phone.device)

    assert "Clear-Site-Data" not in phone.post("/sign-out/")


def test_a_revoked_member_is_out_at_once_on_every_device(phone, zhao, lin, as_, ten):
    give_pin(phone, PIN, phone.device)
    elsewhere = as_(lin)

    as_(zhao).post(f"/members/{lin.membership_id}/revoke/", {"op_id": uuid.uuid4()})

    assert phone.get("/account/").status_code == 302
    assert elsewhere.get("/account/").status_code == 302
    assert give_pin(phone, PIN, phone.device).status_code == 422


def test_a_lost_phone_is_out_and_the_other_one_stays(phone, zhao, lin, as_):
    give_pin(phone, PIN, phone.device)

    as_(zhao).post(f"/devices/{phone.device.pk}/revoke/", {"op_id": uuid.uuid4()})

    assert phone.get("/account/").status_code == 302
    assert as_(lin).get("/account/").status_code == 200


def test_nobody_ends_their_own_membership(zhao, ten):
    with pytest.raises(revocations.NotYoursToRevoke):
        revocations.revoke_member(membership=Membership.objects.get(pk=zhao.membership_id), by=zhao, at=ten)


def test_a_coordinator_ends_no_administrator(zhao, banyan, ten):
    from shouwang.desk.base.roles import Role

    root = member(banyan, "Root", Role.ADMINISTRATOR)
    with pytest.raises(revocations.NotYoursToRevoke):
        revocations.revoke_member(membership=Membership.objects.get(pk=root.membership_id), by=zhao, at=ten)


@pytest.fixture
def with_password(zhao, ten):
    actions.set_password(login="zhao", password=PASSWORD, by=zhao, at=ten)
    zhao.account.refresh_from_db()
    return zhao


def test_a_desk_account_signs_in_by_password(with_password, client):
    answer = client.post("/sign-in/password/", {"login": "zhao", "password": PASSWORD})

    assert answer.status_code == 302
    assert client.get("/members/").status_code == 200


def test_an_unknown_login_and_a_wrong_password_read_the_same(with_password, client):
    told = [
        client.post("/sign-in/password/", {"login": login, "password": "wrong"}).context["form"].non_field_errors()
        for login in ("zhao", "nobody")
    ]

    assert told[0] == told[1]


def test_five_wrong_passwords_pause_the_login_for_a_quarter_of_an_hour(with_password, ten):
    def attempt(password, minutes):
        return actions.sign_in_by_password(login="zhao", password=password, at=ten + timedelta(minutes=minutes))

    for _time in range(4):
        with pytest.raises(actions.WrongPassword):
            attempt("wrong", 0)
    with pytest.raises(actions.TooManyTries):
        attempt("wrong", 0)
    with pytest.raises(actions.TooManyTries):
        attempt(PASSWORD, 14)

    assert attempt(PASSWORD, 15).pk == with_password.membership_id


def test_a_new_password_ends_the_sessions_of_the_old_one(with_password, client):
    client.post("/sign-in/password/", {"login": "zhao", "password": PASSWORD})
    other = Client()
    other.post("/sign-in/password/", {"login": "zhao", "password": PASSWORD})

    client.post("/account/password/", {"login": "zhao", "password": "twelve loud owls", "op_id": uuid.uuid4()})

    assert client.get("/members/").status_code == 200
    assert other.get("/members/").status_code == 302


@pytest.mark.parametrize("password", ["short", "1234567890"])
def test_a_weak_password_is_refused_with_its_reason(zhao, ten, password):
    with pytest.raises(actions.WeakPassword) as refusal:
        actions.set_password(login="zhao", password=password, by=zhao, at=ten)

    assert str(refusal.value).endswith(".")


def test_a_login_belongs_to_one_account(with_password, lin, ten):
    with pytest.raises(actions.LoginIsTaken):
        actions.set_password(login="zhao", password=PASSWORD, by=lin, at=ten)


def test_the_pin_of_the_device_in_hand_is_changed(phone):
    give_pin(phone, PIN, phone.device)
    phone.post("/account/pin/", {"pin": "730264", "again": "730264", "op_id": uuid.uuid4()})
    phone.post("/sign-out/")

    assert give_pin(phone, PIN, phone.device).status_code == 422
    assert give_pin(phone, "730264", phone.device).status_code == 302


def test_the_database_alone_does_not_tell_a_pin(phone):
    from django.contrib.auth.hashers import check_password

    assert not check_password(PIN, phone.device.pin_hash)
    assert bytes(phone.device.secret_hash) == crypto.token_hash(phone.cookies["device"].value)
