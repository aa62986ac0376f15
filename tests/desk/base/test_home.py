"""Everybody lands on the page they work on."""


def test_an_administrator_is_led_to_the_members(as_, banyan, db):
    from shouwang.desk.base.roles import Role
    from tests.desk.conftest import member

    answer = as_(member(banyan, "Root", Role.ADMINISTRATOR)).get("/")

    assert answer.status_code == 302


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get("/").status_code == 302
