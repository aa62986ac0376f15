"""Said twice, done once: whatever a bad network, an impatient thumb or eight phones make of it."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from shouwang.desk.base.models import Event, Membership, Operation
from tests.desk.conftest import at_once


def invite(browser, op_id, name="Wei"):
    return browser.post("/members/invite/", {"name": name, "role": "helper", "op_id": op_id})


def test_eight_at_once_with_one_number_have_one_effect(transactional, as_, zhao):
    op_id, browsers = uuid.uuid4(), [as_(zhao) for _number in range(8)]

    answers = at_once(8, lambda number: invite(browsers[number], op_id))

    assert [type(answer).__name__ for answer in answers if isinstance(answer, Exception)] == []
    assert {answer.status_code for answer in answers} <= {200, 302}
    assert Membership.objects.filter(account__name="Wei").count() == 1
    assert Event.objects.filter(kind="base.member_invited").count() == 1
    assert Operation.objects.count() == 1


def test_with_the_guard_off_the_same_race_doubles(transactional, as_, lin, zhao, monkeypatch):
    """The race is real: if every saying counted as new, eight sayings would be eight effects."""
    from shouwang.desk.base import operations

    monkeypatch.setattr(operations, "begin_operation", forgetful(operations.begin_operation))
    op_id, browsers = uuid.uuid4(), [as_(zhao) for _number in range(8)]

    at_once(8, lambda number: browsers[number].post(f"/members/{lin.membership_id}/invite/", {"op_id": op_id}))

    assert Event.objects.filter(kind="base.member_invited").count() == 8


def forgetful(begin):
    return lambda **told: begin(**{**told, "op_id": uuid.uuid4()})


def test_the_second_time_leads_where_the_first_one_led(as_, zhao, lin):
    browser, form = as_(zhao), {"op_id": uuid.uuid4()}

    first, second = (browser.post(f"/members/{lin.membership_id}/revoke/", form) for _time in range(2))

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Event.objects.filter(kind="base.member_revoked").count() == 1


def test_the_same_number_with_other_words_is_refused(as_, zhao):
    browser, op_id = as_(zhao), uuid.uuid4()
    invite(browser, op_id)

    answer = invite(browser, op_id, name="Somebody else")

    assert answer.status_code == 409
    assert not Membership.objects.filter(account__name="Somebody else").exists()


def test_the_number_of_somebody_else_is_refused(as_, zhao, banyan):
    from shouwang.desk.base.roles import Role
    from tests.desk.conftest import member

    op_id = uuid.uuid4()
    invite(as_(zhao), op_id)

    assert invite(as_(member(banyan, "Root", Role.ADMINISTRATOR)), op_id).status_code == 409


def test_a_form_without_its_number_is_refused_with_a_sentence(as_, zhao):
    answer = as_(zhao).post("/members/invite/", {"name": "Wei", "role": "helper"})

    assert answer.status_code == 400
    assert "Open the page again" in answer.content.decode()


def test_a_form_that_was_refused_may_be_sent_again_mended(as_, zhao, lin):
    browser, op_id = as_(zhao), uuid.uuid4()
    assert invite(browser, op_id, name="Lin").status_code == 422

    assert invite(browser, op_id, name="Lin of building 3").status_code == 200


def test_what_breaks_on_the_way_leaves_nothing_and_may_be_said_again(as_, zhao, monkeypatch):
    from shouwang.desk.base.views import invitations

    browser, op_id, show = as_(zhao), uuid.uuid4(), invitations._show_qr
    browser.raise_request_exception = False
    monkeypatch.setattr(invitations, "_show_qr", lambda *_given: 1 / 0)
    assert invite(browser, op_id).status_code == 500
    assert not Membership.objects.filter(account__name="Wei").exists()

    monkeypatch.setattr(invitations, "_show_qr", show)
    assert invite(browser, op_id).status_code == 200
    assert Membership.objects.filter(account__name="Wei").count() == 1


def test_a_script_that_repeats_itself_is_told_that_it_was_heard(as_, zhao, lin):
    browser, op_id = as_(zhao), str(uuid.uuid4())
    for _time in range(2):
        answer = browser.post(f"/members/{lin.membership_id}/revoke/", {}, headers={"X-Op-Id": op_id})

    assert answer.status_code == 204
    assert answer["X-Said-Before"] == "1"


class Deadlock(Exception):
    sqlstate = "40P01"


def test_tried_again_after_a_deadlock_a_view_finds_its_upload_whole(as_, zhao, monkeypatch):
    from shouwang.desk.people.views import imports

    read, receive = [], imports.actions.receive_sheet

    def deadlock_once(**told):
        read.append(told["data"])
        if len(read) == 1:
            raise OperationalError("deadlock detected") from Deadlock()
        return receive(**told)

    monkeypatch.setattr(imports.actions, "receive_sheet", deadlock_once)
    data = "楼栋,单元,房号,姓名\n3,2,501,吴示例\n".encode()
    form = {"op_id": uuid.uuid4(), "kind": "ledger", "file": SimpleUploadedFile("台账.csv", data)}
    answer = as_(zhao).post("/people/imports/new", form)

    assert answer.status_code == 302
    assert read == [data, data]


def test_what_was_said_before_a_deadlock_is_not_said_twice(as_, zhao, monkeypatch):
    from shouwang.desk.base import operations

    finish, tries = operations.finish_operation, []

    def deadlock_once(operation, **told):
        tries.append(operation)
        if len(tries) == 1:
            raise OperationalError("deadlock detected") from Deadlock()
        finish(operation, **told)

    monkeypatch.setattr(operations, "finish_operation", deadlock_once)
    browser = as_(zhao)
    answer = browser.post(f"/members/{zhao.membership_id}/revoke/", {"op_id": uuid.uuid4()}, follow=True)

    assert len(tries) == 2
    assert len(list(answer.context["messages"])) == 1


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_there(as_, zhao, method):
    assert getattr(as_(zhao), method)("/members/").status_code == 404
    assert getattr(Client(), method)("/sign-in/").status_code == 404
