"""Somebody is invited by a QR code, and their phone is enrolled: once, within ten minutes, by their own hand."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from shouwang.desk.base.actions import accounts as actions
from shouwang.desk.base.models import Account, Device, Event, Invitation, Membership
from shouwang.desk.base.roles import Role

PIN = "295183"


def token_of(answer):
    return re.search(r"/i#([\w-]+)", answer.content.decode()).group(1)


@pytest.fixture
def invited(as_, zhao):
    """The token of Wei's invitation, as the coordinator's screen shows it."""
    return token_of(as_(zhao).post("/members/invite/", {"name": "Wei", "role": "helper", "op_id": uuid.uuid4()}))


def accept(phone, token, pin=PIN, again=None, **more):
    phone.post("/i", {"code": token})
    return phone.post("/i/accept", {"code": token, "pin": pin, "again": again or pin, **more})


def test_a_scanned_invitation_enrols_the_phone_and_brings_its_holder_in(invited, client, banyan):
    opened = client.post("/i", {"code": invited})
    assert "Zhao invites you to Banyan Court, as Helper." in opened.content.decode()

    answer = accept(client, invited)

    assert answer.status_code == 302
    assert client.cookies["device"]["httponly"]
    assert client.get("/account/").context["actor"].account.name == "Wei"
    kinds = list(Event.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds[-2:] == ["base.member_invited", "base.device_enrolled"]


def test_looking_at_an_invitation_uses_nothing_up(invited, client):
    for _look in range(3):
        assert client.get("/i").status_code == 200
        assert client.post("/i", {"code": invited}).status_code == 200

    assert Invitation.objects.get().used_at is None
    assert accept(client, invited).status_code == 302


def test_the_whole_address_may_be_pasted_as_well(invited, client):
    assert "Zhao invites you" in client.post("/i", {"code": f" https://desk.example/i#{invited} "}).content.decode()


def test_an_invitation_serves_one_phone_only(invited, client):
    accept(client, invited)

    answer = accept(Client(), invited)

    assert answer.status_code in {302, 422}
    assert Device.objects.count() == 1


def test_a_phone_whose_first_answer_was_lost_says_the_same_again_and_is_in(invited):
    phone = Client()
    phone.post("/i", {"code": invited})
    held = phone.cookies["device-new"].value
    accept_form = {"code": invited, "pin": PIN, "again": PIN}
    phone.post("/i/accept", accept_form)
    lost = Client()
    lost.cookies["device-new"] = held

    answer = lost.post("/i/accept", accept_form)

    assert answer.status_code == 302
    assert lost.get("/account/").context["actor"].account.name == "Wei"
    assert Device.objects.count() == 1


def test_the_same_phone_with_another_pin_is_not_let_in_that_way(invited):
    phone = Client()
    phone.post("/i", {"code": invited})
    held = phone.cookies["device-new"].value
    phone.post("/i/accept", {"code": invited, "pin": PIN, "again": PIN})
    thief = Client()
    thief.cookies["device-new"] = held

    answer = thief.post("/i/accept", {"code": invited, "pin": "604715", "again": "604715"})

    assert answer.status_code == 422
    assert thief.get("/account/").status_code == 302


def test_after_ten_minutes_an_invitation_is_over(zhao, ten):
    _invitation, token = actions.invite_member(name="Wei", role=Role.HELPER, by=zhao, at=ten)

    actions.find_invitation(token=token, at=ten + timedelta(minutes=9, seconds=59))
    with pytest.raises(actions.InvitationIsOver):
        actions.find_invitation(token=token, at=ten + timedelta(minutes=10))


def test_a_new_invitation_ends_the_one_before(zhao, ten):
    invitation, token = actions.invite_member(name="Wei", role=Role.HELPER, by=zhao, at=ten)
    membership = Membership.objects.get(account=invitation.account)

    actions.invite_again(membership=membership, by=zhao, at=ten + timedelta(minutes=1))

    with pytest.raises(actions.InvitationIsOver):
        actions.find_invitation(token=token, at=ten + timedelta(minutes=1))


def test_two_members_of_one_name_could_not_be_told_apart(zhao, lin, ten):
    with pytest.raises(actions.NameIsTaken):
        actions.invite_member(name=" Lin ", role=Role.HELPER, by=zhao, at=ten)


def test_a_coordinator_makes_no_administrator(zhao, ten):
    with pytest.raises(actions.NotYoursToInvite):
        actions.invite_member(name="Wei", role=Role.ADMINISTRATOR, by=zhao, at=ten)

    assert not Membership.objects.filter(account__name="Wei").exists()


def test_the_same_form_sent_twice_invites_once(as_, zhao):
    form = {"name": "Wei", "role": "helper", "op_id": uuid.uuid4()}
    for _time in range(2):
        as_(zhao).post("/members/invite/", form)

    assert Membership.objects.filter(account__name="Wei").count() == 1


@pytest.mark.parametrize(
    "pin", ["12345", "1234567", "abcdef", "111111", "123456", "654321", "123123", "121212", "١٢٣٤٥٦"]
)
def test_a_pin_that_anybody_would_try_first_is_refused(pin):
    with pytest.raises(actions.WeakPin):
        actions.check_pin_is_strong(pin)


def test_two_different_pins_are_asked_for_again(invited, client):
    answer = accept(client, invited, again="604715")

    assert answer.status_code == 422
    assert "The two PINs differ." in answer.content.decode()
    assert not Device.objects.exists()


def test_neither_the_token_nor_the_secret_of_the_phone_is_stored(invited, client):
    accept(client, invited)

    secret = client.cookies["device"].value
    stored = repr([vars(row) for row in [*Invitation.objects.all(), *Device.objects.all(), *Event.objects.all()]])
    assert invited not in stored
    assert secret not in stored


def test_somebody_revoked_may_be_invited_back(zhao, lin, ten):
    from shouwang.desk.base.actions.revocations import revoke_member

    gone = revoke_member(membership=Membership.objects.get(pk=lin.membership_id), by=zhao, at=ten)

    actions.invite_again(membership=gone, by=zhao, at=ten)

    assert Membership.objects.live().get(account=lin.account).role == Role.HELPER


def test_whoever_read_the_invitation_in_english_goes_on_in_english(invited):
    phone = Client(headers={"Accept-Language": "en"})
    Account.objects.filter(name="Wei").update(language="zh-hans")

    accept(phone, invited)

    assert '<html lang="en">' in phone.get("/account/").content.decode()
