"""The policy is one table, and it is whole."""

import pytest

from shouwang.desk.base import policy
from shouwang.desk.base.policy.ground import GROUND
from shouwang.desk.base.policy.services import SERVICES
from shouwang.desk.base.roles import INVITES, MEMBERS, Role
from shouwang.desk.base.sections import HOME
from tests.architecture.addresses import all_addresses

NAMES = {address.name for address in all_addresses()}


def app_of(name: str) -> str:
    return name.split(":")[0] if ":" in name else "base"


def test_every_address_has_a_row():
    assert NAMES - policy.TABLE.keys() == set(), "nobody is let in there: say who may, in base/policy/"


def test_every_row_has_an_address():
    assert policy.TABLE.keys() - NAMES == set(), "rows of base/policy/ that lead nowhere"


def test_no_row_overwrites_another():
    assert GROUND.keys() & SERVICES.keys() == set()


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_first_page_that_they_may_open(role):
    assert policy.may(HOME[role], "GET", role)


@pytest.mark.parametrize("app", sorted({app_of(name) for name in NAMES}))
def test_whoever_may_send_a_form_may_see_a_page_of_the_same_capability(app):
    rules = [rule for name, rule in policy.TABLE.items() if app_of(name) == app]
    seen = set().union(*(rule.see for rule in rules))
    assert set().union(*(rule.do for rule in rules)) <= seen


def test_an_unknown_name_and_an_unknown_method_are_refused():
    assert not policy.may("no:such", "GET", Role.COORDINATOR)
    assert not policy.may("members", "DELETE", Role.COORDINATOR)


def test_what_visitors_may_send_is_only_at_the_entrance():
    open_to_visitors = {name for name, rule in policy.TABLE.items() if rule.visitors and rule.do}
    assert open_to_visitors == {
        "sign_in", "sign_in_by_password", "sign_out", "open_invitation", "accept_invitation", "open_link",
        "set_language", "service_worker", "web_manifest", "offline", "health",
    }  # fmt: skip


def test_nobody_invites_into_a_role_that_comes_by_a_link_and_only_staff_invites():
    assert set(INVITES) == {Role.COORDINATOR, Role.ADMINISTRATOR}
    assert all(roles <= MEMBERS for roles in INVITES.values())
    assert Role.ADMINISTRATOR not in INVITES[Role.COORDINATOR]
