"""Serving from outside: it answers, says what is in the way, and stops without cutting anybody off."""

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shouwang.commands import serve
from shouwang.commands.terminal import Sorry
from tests.support.desk import Desk
from tests.support.postgresql import free_port

NewDesk = Callable[[str], Desk]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_gets_a_sentence_with_the_way_out(tmp_path: Path, taken_port: int, command: str) -> None:
    desk = Desk(tmp_path / "data")

    refused = desk.run(command, "--port", str(taken_port), check=False)

    assert refused.returncode == 1
    assert refused.stderr == (
        f"Port {taken_port} is taken by another program. Choose another one: --port {taken_port + 1}\n"
    )
    assert not desk.data.exists()


def test_of_two_starts_at_once_the_second_is_told_before_either_answers() -> None:
    port = free_port()
    with serve.bind("127.0.0.1", port), pytest.raises(Sorry, match=f"{port} is taken"):
        serve.bind("127.0.0.1", port)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "70000"], "70000 is no port"),
        (["--host", "192.0.2.1", "--port", "8123"], "cannot listen on 192.0.2.1 port 8123"),
    ],
)
def test_an_impossible_address_gets_a_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    refused = Desk(tmp_path / "data").run("serve", *arguments, check=False)

    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_empty_installation_is_prepared_and_said_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data")

    with desk.serving("--no-jobs"):
        pass

    log = (tmp_path / "data-server.log").read_text(encoding="utf-8")
    assert "Preparing the database" in log
    assert f"Shouwang is at {desk.url}/" in log
    assert desk.process.returncode == 0
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data" / "desk.sqlite3").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_with_its_jobs_it_stops_when_told(new_desk: NewDesk, tmp_path: Path, number: signal.Signals) -> None:
    desk = new_desk("desk")
    with desk.serving():
        desk.process.send_signal(number)
        assert desk.process.wait(timeout=20) == 0

    assert "Traceback" not in (tmp_path / "desk-server.log").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_used_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    refused = Desk(tmp_path / "file" / "data").run("serve", "--port", str(free_port()), check=False)

    assert refused.returncode == 1
    assert "may not write in" in refused.stderr
    assert "SHOUWANG_DATA" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_that_does_not_answer_gets_a_sentence(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data", database=f"postgresql://nobody@127.0.0.1:{free_port()}/nowhere")

    refused = desk.run("serve", "--port", str(free_port()), check=False)

    assert refused.returncode == 1
    assert "The database does not answer" in refused.stderr
    assert "Traceback" not in refused.stderr


SLOW_APPLICATION = """
import sys, threading, time
from shouwang.commands import serve

def application(environ, start_response):
    print("asked", flush=True)
    time.sleep(1.5)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"answered " + b"x" * 200_000]

import types
sys.modules["shouwang.desk.wsgi"] = types.SimpleNamespace(application=application)
serve.serve(serve.bind("127.0.0.1", int(sys.argv[1])), jobs=False, ready=lambda: print("ready", flush=True))
print("ended", flush=True)
"""


def test_a_request_under_way_is_answered_before_the_stop() -> None:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", SLOW_APPLICATION, str(port)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n"
    answers: list[bytes] = []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/")
        answers.append(connection.getresponse().read())

    asking = threading.Thread(target=ask)
    asking.start()
    assert server.stdout.readline() == "asked\n"
    server.send_signal(signal.SIGTERM)
    asking.join()

    assert answers[0].startswith(b"answered")
    assert len(answers[0]) == 200_009
    assert "ended\n" in server.communicate(timeout=20)[0]


def test_while_stopping_no_new_visitor_is_let_in() -> None:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", SLOW_APPLICATION, str(port)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    server.stdout.readline()
    first = socket.create_connection(("127.0.0.1", port))
    first.sendall(b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n")
    server.stdout.readline()
    server.send_signal(signal.SIGTERM)
    while "Stopping" not in server.stdout.readline():
        pass

    with contextlib.closing(first):
        for _number in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except ConnectionRefusedError:
                break
            time.sleep(0.01)
        else:
            pytest.fail("the door stayed open")
    server.wait(timeout=20)
