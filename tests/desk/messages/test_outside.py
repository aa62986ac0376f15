"""The way out: into the open network only, and not for long."""

import pytest

from shouwang.desk.messages.models import Kind
from shouwang.desk.messages.problems import Problem
from shouwang.desk.messages.sending import Telling, outside, send, services
from shouwang.desk.messages.sending.outcome import Undelivered
from tests.desk.conftest import TEN

TELLING = Telling("1", "words", "", "en")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1"],
)  # fmt: skip
def test_private_addresses_are_known_in_every_dress(address):
    assert not outside.is_public(address)


@pytest.mark.parametrize("address", ["119.29.29.29", "2400:3200::1", "::ffff:119.29.29.29", "64:ff9b::771d:1d1d"])
def test_public_addresses_are_public(address):
    assert outside.is_public(address)


def test_a_service_in_the_own_network_is_refused_before_a_word_is_sent(service, monkeypatch):
    monkeypatch.setattr(services.plugin_of(Kind.WECOM), "notify_url", f"https://127.0.0.1:{service.port}/" + "{key}")

    assert send(Kind.WECOM, "wecombot://invented", TELLING, TEN).problem == Problem.FORBIDDEN
    assert not service.asked


def test_what_is_judged_is_where_the_name_leads_when_it_is_used(service):
    """`localhost` is a name like any other: what it stands for is looked at on the open socket."""
    with pytest.raises(Undelivered) as refused:
        outside.ask("POST", f"https://localhost:{service.port}/")

    assert refused.value.outcome.problem == Problem.FORBIDDEN
    assert not service.asked


def test_without_tls_nothing_goes_out(service):
    with pytest.raises(Undelivered) as refused:
        outside.ask("POST", f"http://example.org:{service.port}/")

    assert refused.value.outcome.problem == Problem.FORBIDDEN


def test_mail_does_not_go_into_the_own_network(service):
    address = f"mailtos://a:b@example.org:{service.port}?to=c@example.org&smtp=127.0.0.1"

    assert send(Kind.MAIL, address, TELLING, TEN).problem == Problem.FORBIDDEN


@pytest.mark.usefixtures("_in_the_house")
def test_an_endless_answer_is_read_only_so_far(service):
    service.answers = [(200, "x" * 1_000_000)]

    assert len(outside.ask("POST", service.address).content) == outside.MOST_BYTES


@pytest.mark.parametrize(
    ("kind", "address", "kept"),
    [
        (Kind.WEBHOOK, "jsons://h.example/a?verify=no&+X=1&redirect=yes&method=DELETE", "jsons://h.example/a?+X=1"),
        (Kind.NTFY, "ntfys://h.example/t?attach=http://10.0.0.1/&priority=high", "ntfys://h.example/t?priority=high"),
        (Kind.MAIL, "mailtos://u:p@h.example?to=a@b.example&pgp=yes&mode=insecure",
         "mailtos://u:p@h.example?to=a@b.example"),
        (Kind.WECOM, "wecombot://key?verify=no", "wecombot://key"),
    ],
)  # fmt: skip
def test_settings_that_would_weaken_an_address_are_dropped(kind, address, kept):
    assert services.only_known_settings(kind, address) == kept
