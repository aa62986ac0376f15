"""A link opens one thing for whoever holds it: by POST, until it expires or is revoked."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from shouwang.desk.base.actions import links as actions
from shouwang.desk.base.models import Event, Link
from shouwang.desk.base.models.links import Scope

LONG_AGO, LATER = datetime(2020, 3, 8, tzinfo=UTC), timedelta(days=365 * 100)


@pytest.fixture
def token(granny_wu, zhao, ten):
    return actions.make_link(scope=Scope.HOUSEHOLD, subject_id=granny_wu.pk, by=zhao, at=ten, valid_for=LATER)[1]


def test_a_household_opens_its_page_by_its_link(client, token, granny_wu):
    answer = client.post("/l", {"code": token})

    assert answer.status_code == 302
    assert client.get("/welcome/").context["actor"].link.subject_id == granny_wu.pk
    assert Event.objects.filter(kind="base.link_opened", household_id=granny_wu.pk).count() == 1


def test_a_chat_program_that_looks_at_the_address_opens_nothing(client, token):
    client.get("/l")

    assert Link.objects.get().opened_at is None
    assert "sessionid" not in client.cookies


def test_opening_it_every_morning_is_one_event(client, token):
    for _morning in range(3):
        client.post("/l", {"code": token})

    assert Event.objects.filter(kind="base.link_opened").count() == 1


def test_an_expired_revoked_or_invented_link_says_the_same(client, granny_wu, zhao, ten):
    def made(**more):
        return actions.make_link(scope=Scope.HOUSEHOLD, subject_id=granny_wu.pk, by=zhao, at=ten, **more)

    _old, expired = made(valid_for=timedelta(days=1))
    revoked_link, revoked = made(valid_for=LATER)
    actions.revoke_link(link=revoked_link, by=zhao, at=ten)

    told = {
        str(client.post("/l", {"code": code}).context["form"].non_field_errors())
        for code in (expired, revoked, "x" * 22)
    }

    assert len(told) == 1
    assert "sessionid" not in client.cookies


def test_revoking_a_link_ends_the_visits_it_began(client, token, zhao, ten):
    client.post("/l", {"code": token})
    assert client.get("/welcome/").status_code == 200

    actions.revoke_link(link=Link.objects.get(), by=zhao, at=ten)

    assert client.get("/welcome/").status_code == 302


def test_only_a_hash_of_the_token_is_kept(token):
    assert token.encode() not in bytes(Link.objects.get().token_hash)
    assert token not in repr([vars(event) for event in Event.objects.all()])


def test_a_demonstration_link_signs_in_as_its_member_only_in_the_demonstration(client, lin, zhao, ten):
    _link, token = actions.make_link(scope=Scope.DEMO, subject_id=lin.membership_id, by=zhao, at=ten, valid_for=LATER)

    assert client.post("/l", {"code": token}).status_code == 422
    with override_settings(DEMO=True):
        assert client.post("/l", {"code": token}).status_code == 302
        assert client.get("/account/").context["actor"] == lin


def test_a_link_that_points_at_nobody_any_more_is_over(client, zhao, ten):
    _link, token = actions.make_link(scope=Scope.DEMO, subject_id=uuid.uuid4(), by=zhao, at=ten, valid_for=LATER)

    with override_settings(DEMO=True):
        assert client.post("/l", {"code": token}).status_code == 422
