"""Delivered is what the service says: its code is read, whatever apprise makes of the status."""

import socket
import threading

import pytest

from shouwang.desk.messages.models import Kind
from shouwang.desk.messages.problems import Problem
from shouwang.desk.messages.sending import Telling, outside, send, services
from tests.desk.conftest import TEN
from tests.desk.messages.conftest import TOKEN

TELLING = Telling("1", "3-2-501: please go there.", "https://desk.example/watch/", "en")
ADDRESSES = {Kind.WECOM: f"wecombot://{TOKEN}", Kind.DINGTALK: f"dingtalk://{TOKEN}", Kind.FEISHU: f"feishu://{TOKEN}"}


def told(kind, address=None):
    return send(kind, address or ADDRESSES[kind], TELLING, TEN)


@pytest.mark.parametrize("kind", ADDRESSES)
def test_a_robot_that_answers_zero_has_delivered_it(robots, kind):
    assert told(kind).is_delivered
    (asked,) = robots.asked
    assert "3-2-501" in asked[2].decode()
    assert TOKEN in asked[0]


@pytest.mark.parametrize(
    ("kind", "said", "problem"),
    [
        (Kind.WECOM, {"errcode": 93000, "errmsg": "invalid webhook url"}, Problem.ADDRESS),
        (Kind.WECOM, {"errcode": 45009, "errmsg": "api freq out of limit"}, Problem.LIMIT),
        (Kind.WECOM, {"errcode": -1, "errmsg": "system busy"}, Problem.BUSY),
        (Kind.WECOM, {"errcode": 987654, "errmsg": "?"}, Problem.UNCLEAR),
        (Kind.DINGTALK, {"errcode": 300001, "errmsg": "token is not exist"}, Problem.ADDRESS),
        (Kind.DINGTALK, {"errcode": 310000, "errmsg": "keywords not in content"}, Problem.REFUSED),
        (Kind.DINGTALK, {"errcode": 130101, "errmsg": "send too fast"}, Problem.LIMIT),
        (Kind.FEISHU, {"code": 19001, "msg": "param invalid"}, Problem.ADDRESS),
        (Kind.FEISHU, {"code": 19024, "msg": "Key Words Not Found"}, Problem.REFUSED),
        (Kind.FEISHU, {"code": 9499, "msg": "too many request"}, Problem.LIMIT),
    ],
)
def test_http_200_with_an_error_code_is_not_delivered(robots, kind, said, problem):
    robots.answers = [(200, said)]

    outcome = told(kind)

    assert outcome.problem == problem
    assert outcome.detail == str(said.get("errcode", said.get("code")))


def test_apprise_itself_would_have_believed_it(robots):
    """Why the answer is read here: the guard is worth something."""
    robots.answers = [(200, {"errcode": 93000})]
    plugin = services.plugin_of(Kind.WECOM)
    heard = services._heard.set([])

    assert plugin(**plugin.parse_url(ADDRESSES[Kind.WECOM])).send(body="words") is True

    services._heard.reset(heard)


@pytest.mark.parametrize("kind", ADDRESSES)
@pytest.mark.parametrize(
    "said", ["<html>Welcome to our hotel</html>", "[]", '{"errcode": "0"}', '{"errcode": false}', ""]
)
def test_an_answer_that_says_nothing_is_not_believed(robots, kind, said):
    robots.answers = [(200, said)]

    assert told(kind).problem == Problem.UNCLEAR


@pytest.mark.parametrize(
    ("status", "problem"),
    [(500, "busy"), (503, "busy"), (429, "limit"), (404, "address"), (403, "refused"), (302, "unclear")],
)
def test_a_status_that_is_not_good_says_why(robots, status, problem):
    robots.answers = [(status, "/elsewhere")]

    outcome = told(Kind.WECOM)

    assert (outcome.problem, outcome.detail) == (problem, f"HTTP {status}")
    assert len(robots.asked) == 1, "no redirect is followed"


def test_silence_is_waited_for_only_so_long(robots, monkeypatch):
    monkeypatch.setattr(outside, "READ", 0.2)
    robots.silence = threading.Event()

    assert told(Kind.WECOM).problem == Problem.SILENT


def test_nobody_at_home(robots, monkeypatch):
    monkeypatch.setattr(services.plugin_of(Kind.WECOM), "notify_url", "http://127.0.0.1:9/{key}")

    assert told(Kind.WECOM).problem == Problem.UNREACHABLE


def test_ntfy_is_believed_when_it_names_the_message(robots):
    address = f"ntfy://127.0.0.1:{robots.port}/topic"

    assert told(Kind.NTFY, address).is_delivered
    robots.answers = [(200, "<html>sign in first</html>")]
    assert told(Kind.NTFY, address).problem == Problem.UNCLEAR


def test_a_webhook_is_believed_by_its_status(robots):
    address = f"json://127.0.0.1:{robots.port}/hook?+Authorization=secret"
    robots.answers = [(204, "")]

    assert told(Kind.WEBHOOK, address).is_delivered
    path, headers, _body = robots.asked[0]
    assert (path, headers["Authorization"]) == ("/hook", "secret")
    robots.answers = [(500, "")]
    assert told(Kind.WEBHOOK, address).problem == Problem.BUSY


@pytest.mark.parametrize("kind", [Kind.WECOM, Kind.NTFY, Kind.MAIL, Kind.WEBHOOK])
@pytest.mark.parametrize("address", ["", "://", "wecombot://", "json:///", "mailtos://", "no address at all"])
def test_an_address_that_is_none_breaks_nothing(kind, address):
    assert not send(kind, address or "x", TELLING, TEN).is_delivered


class Postman(threading.Thread):
    """A mail server of a few words, for one letter."""

    def __init__(self, answers):
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.answers, self.heard = answers, []
        self.start()

    def run(self):
        line, _address = self.socket.accept()
        with line, line.makefile("rw", newline="\r\n") as talk:
            self.say(talk, "220 here")
            in_letter = False
            for heard in talk:
                self.heard.append(heard.strip())
                if in_letter and heard.strip() != ".":
                    continue
                word = "." if in_letter else heard.split()[0].upper()
                in_letter = word == "DATA"
                self.say(talk, self.answers.get(word, "354 go on" if in_letter else "250 fine"))
                if word == "QUIT":
                    break

    def say(self, talk, words):
        talk.write(words + "\r\n")
        talk.flush()


@pytest.mark.usefixtures("_in_the_house")
@pytest.mark.parametrize(
    ("answers", "problem"),
    [({}, None), ({"RCPT": "550 nobody of that name"}, "address"), ({"MAIL": "451 later"}, "busy"),
     ({".": "554 looks like spam"}, "refused")],
)  # fmt: skip
def test_mail_is_believed_when_the_server_takes_the_letter(answers, problem):
    postman = Postman(answers)
    port = postman.socket.getsockname()[1]

    outcome = told(Kind.MAIL, f"mailto://127.0.0.1:{port}?to=lin@example.org&from=desk@example.org")

    assert outcome.problem == problem
    assert any("example.org" in line for line in postman.heard)
