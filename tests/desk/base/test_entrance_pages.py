"""The entrance as people meet it: founding, language, what the browser asks for, the log."""

import re
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.desk.base.events import record
from shouwang.desk.base.models import Account, Membership
from shouwang.desk.base.roles import Role
from tests.desk.base.test_invitations import accept


def told(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_an_empty_desk_says_how_it_begins_and_the_first_administrator_comes_in(client, db):
    assert "found_community" in client.get("/sign-in/").content.decode()

    token = re.search(r"/i#([\w-]+)", told("found_community", "Banyan Court", "--administrator", "Root")).group(1)

    assert accept(client, token).status_code == 302
    assert client.get("/members/").status_code == 200
    assert "found_community" not in Client().get("/sign-in/").content.decode()


def test_the_last_administrator_who_lost_their_phone_is_let_in_from_the_machine(client, banyan):
    told("invite_administrator", "Root")

    token = re.search(r"/i#([\w-]+)", told("invite_administrator", "Root")).group(1)

    assert accept(client, token).status_code == 302
    assert Membership.objects.filter(role=Role.ADMINISTRATOR).count() == 1


def test_where_there_are_several_communities_one_must_be_named(banyan, poplar):
    with pytest.raises(CommandError, match=r"Banyan Court, Poplar Row|Poplar Row, Banyan Court"):
        told("invite_administrator", "Root")


def test_a_visitor_reads_in_the_language_of_their_browser_and_may_choose(client, db):
    assert "Sign in" in client.get("/sign-in/", headers={"Accept-Language": "en"}).content.decode()

    client.post("/language/", {"language": "zh-hans", "next": "/sign-in/"})

    assert '<html lang="zh-hans">' in client.get("/sign-in/", headers={"Accept-Language": "en"}).content.decode()


def test_the_choice_goes_with_the_account_to_its_other_devices(as_, zhao):
    as_(zhao).post("/language/", {"language": "zh-hans"})

    assert Account.objects.get(pk=zhao.account.pk).language == "zh-hans"
    assert '<html lang="zh-hans">' in as_(zhao).get("/members/", headers={"Accept-Language": "en"}).content.decode()


def test_two_people_at_one_computer_each_read_their_own_language(as_, zhao, feng):
    Account.objects.filter(pk=zhao.account.pk).update(language="zh-hans")

    for actor, language in ((zhao, "zh-hans"), (feng, "en"), (zhao, "zh-hans")):
        assert f'<html lang="{language}">' in as_(actor).get("/members/").content.decode()


@pytest.mark.parametrize("where", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_choosing_a_language_leads_nowhere_else(client, db, where):
    assert client.post("/language/", {"language": "en", "next": where})["Location"] == "/"


def test_an_unknown_language_changes_nothing(as_, zhao):
    as_(zhao).post("/language/", {"language": "xx"})

    assert Account.objects.get(pk=zhao.account.pk).language == "en"


def test_the_service_worker_may_answer_for_every_page_and_is_asked_for_anew(client, db):
    answer = client.get("/sw.js")

    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Type"].startswith("text/javascript")


def test_the_desk_can_be_kept_on_a_phones_first_screen(client, db):
    manifest = client.get("/manifest.webmanifest").json()

    assert manifest["start_url"] == "/"
    assert client.get(manifest["icons"][0]["src"]).status_code == 200


def test_a_sign_of_life_tells_nothing_else(client, db):
    assert client.get("/health/").json() == {"well": True}


def test_the_log_tells_in_sentences_who_did_what(as_, zhao, lin):
    as_(zhao).post(f"/members/{lin.membership_id}/revoke/", {"op_id": uuid.uuid4()})

    assert "Zhao ended the membership of Lin." in as_(zhao).get("/log/").content.decode()


def test_the_log_takes_as_many_questions_for_sixty_events_as_for_ten(as_, zhao, lin, banyan, ten):
    membership, browser = Membership.objects.get(pk=lin.membership_id), as_(zhao)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get("/log/")
        return len(queries)

    for number in range(10):
        record("base.member_revoked", membership, by=zhao, at=ten + timedelta(minutes=number), devices=0)
    few = asked()
    for number in range(50):
        record("base.member_revoked", membership, by=zhao, at=ten + timedelta(hours=1, minutes=number), devices=0)
    assert asked() == few


def test_the_members_page_takes_as_many_questions_for_many(as_, zhao, banyan):
    from tests.desk.conftest import member

    browser = as_(zhao)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            browser.get("/members/")
        return len(queries)

    few = asked()
    for number in range(20):
        member(banyan, f"M{number}", Role.HELPER)
    assert asked() == few


def test_whoever_checks_the_log_is_told_that_it_holds(as_, zhao):
    assert "The log holds" in as_(zhao).get("/log/?check=1").content.decode()


def test_a_rewritten_log_is_told_of(as_, zhao, banyan, ten):
    record("base.signed_in", banyan, by=zhao, at=ten)
    statement = "base_event_no_update" if connection.vendor == "sqlite" else "base_event_stays ON base_event"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {statement}")
        cursor.execute("UPDATE base_event SET role = 'guard' WHERE seq = 2")

    assert "The log does not hold: number 2" in as_(zhao).get("/log/?check=1").content.decode()
