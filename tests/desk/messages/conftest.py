"""A service that answers as the test wants, on a port of this machine, and channels that lead there."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import override_settings

from shouwang.desk.base.actor import Actor
from shouwang.desk.base.crypto import lookup_hash
from shouwang.desk.messages.models import Channel, Kind
from shouwang.desk.messages.sending import services

TOKEN = "inventedtoken0"


@dataclass
class Service:
    """What it was asked, and what it answers: the answers in turn, the last one for ever."""

    server: ThreadingHTTPServer
    answers: list[tuple[int, Any]] = field(default_factory=lambda: [(200, {"errcode": 0, "code": 0, "id": "m1"})])
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    silence: threading.Event | None = None  # it answers when this is set
    on_asked: Callable[[], None] = lambda: None

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self) -> tuple[int, Any]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def service() -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            here.asked.append((self.path, dict(self.headers.items()), body))
            here.on_asked()
            if here.silence is not None:
                here.silence.wait(20)
            status, said = here.answer()
            self.send_response(status)
            if status in {301, 302, 307}:
                self.send_header("Location", said)
            self.end_headers()
            self.wfile.write(said.encode() if isinstance(said, str) else json.dumps(said).encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here = Service(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield here
    if here.silence is not None:
        here.silence.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def _in_the_house() -> Iterator[None]:
    """The installation allows services in its own network, which is where the test's service stands."""
    with override_settings(MESSAGES_PRIVATE=True):
        yield


@pytest.fixture
def robots(service: Service, _in_the_house: None, monkeypatch: pytest.MonkeyPatch) -> Service:
    """WeCom, DingTalk and Feishu all live in `service`."""
    for kind, path in ((Kind.WECOM, "/send?key={key}"), (Kind.DINGTALK, "/?t={token}"), (Kind.FEISHU, "/{token}")):
        monkeypatch.setattr(services.plugin_of(kind), "notify_url", service.address + path)
    return service


def make_channel(actor: Actor, kind: Kind, address: str, at: Any) -> Channel:
    channel = Channel(
        community=actor.community, account=actor.account, kind=kind, added_at=at,
        address_hash=lookup_hash(actor.community.pk, address),
    )  # fmt: skip
    channel.address = address
    channel.save()
    return channel
