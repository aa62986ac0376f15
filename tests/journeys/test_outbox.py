"""The outbox keeps its word: what was said on a phone arrives once, whatever happens in between.

Against a small server that answers as it is told, so that every way of failing can be had at will.
"""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

STATIC = Path(__file__).resolve().parents[2] / "src/shouwang/desk/static/desk"


class FieldServer(ThreadingHTTPServer):
    """Answers posts with `answers` in turn, then 204. `heard` holds (path, op_id, body) of every post that came in.

    A phone promises that a thing said once comes under one number, not that it comes by one post: whoever closes a
    page while its answer is on the way makes the next page ask again. The desk tells them apart by the number, and
    so do these tests (`arrived`).
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.heard: list[tuple[str, str, str]] = []
        self.answers: list[tuple[int, str] | None] = []  # None: the answer is lost on its way
        self.by_path: dict[str, tuple[int, str]] = {}
        self.who = "lin"
        self.url = f"http://127.0.0.1:{self.server_port}"

    def ids(self) -> list[str]:
        return [op_id for _path, op_id, _body in self.heard]

    def arrived(self) -> list[str]:
        """The numbers that came in, each once, in their order."""
        return list(dict.fromkeys(self.ids()))

    def words(self, path: str) -> list[str]:
        return [body for heard, _op_id, body in self.heard if heard == path]


class _Answer(BaseHTTPRequestHandler):
    server: FieldServer

    def do_GET(self) -> None:
        if self.path.endswith(".js"):
            return self._send(200, (STATIC / self.path[1:]).read_text(), "text/javascript")
        return self._send(200, page_of(self.server.who))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append((self.path, self.headers.get("X-Op-Id", ""), body))
        fixed = self.server.by_path.get(self.path)
        answer = fixed or (self.server.answers.pop(0) if self.server.answers else (204, ""))
        if answer is None:
            self.close_connection = True
            self.connection.close()
            return
        self._send(*answer)

    def _send(self, status: int, body: str, kind: str = "text/html; charset=utf-8") -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        if status != 204:
            self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


def page_of(who: str, main: str = "") -> str:
    return f"""<!doctype html><html lang=en><meta charset=utf-8><meta name=who content="{who}"><title>t</title>
    <main>{main}<form method=post action=/end data-outbox=stop-9 data-label="3-2-501"><input type=hidden name=op_id
    value=11111111-1111-4111-8111-111111111111><button name=outcome value=done>Done</button></form></main>
    <script src=/outbox.js></script></html>"""


@pytest.fixture
def field_server() -> Iterator[FieldServer]:
    server = FieldServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def phone(page_at: Callable[..., Page], field_server: FieldServer) -> Page:
    page = page_at(390)
    page.goto(field_server.url)
    return page


def say(page: Page, path: str, about: str = "", **fields: str) -> dict[str, Any]:
    return page.evaluate(
        """async ([path, about, fields]) => {
            const form = new FormData();
            for (const name of Object.keys(fields)) form.append(name, fields[name]);
            return outbox.say(path, form, {about: about || undefined});
        }""",
        [path, about, fields],
    )


def states(page: Page) -> list[str]:
    return page.evaluate("outbox.all().then((all) => all.map((entry) => entry.state))")


def wait_until(page: Page, what: str) -> None:
    """Until `what` holds for `all`, the entries of this phone."""
    page.evaluate(
        f"""async () => {{
            for (let turn = 0; turn < 400; turn += 1) {{
                const all = await outbox.all();
                if ({what}) return;
                await new Promise((resolve) => setTimeout(resolve, 50));
            }}
            throw new Error("never: " + JSON.stringify(await outbox.all()));
        }}"""
    )


def wait_for_states(page: Page, *wanted: str) -> None:
    wait_until(page, f"all.map((entry) => entry.state).join() === '{','.join(wanted)}'")


def reopen(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return page


def test_said_without_network_and_the_page_closed_it_arrives_once_when_the_phone_is_back(phone, field_server):
    context = phone.context
    context.set_offline(True)
    saved = say(phone, "/end", outcome="done", said_at="2020-03-08T10:00:00+08:00")
    phone.close()
    assert field_server.heard == []
    context.set_offline(False)
    again = reopen(context, field_server.url)
    wait_for_states(again, "received")

    assert field_server.arrived() == [saved["op_id"]]
    assert "2020-03-08T10:00:00+08:00" in field_server.words("/end")[0]


def test_it_goes_by_itself_when_the_network_is_back(phone, field_server):
    phone.context.set_offline(True)
    say(phone, "/end", outcome="done")
    assert states(phone) == ["saved"]
    phone.context.set_offline(False)
    wait_for_states(phone, "received")

    assert len(field_server.heard) == 1


def test_a_server_in_trouble_is_asked_again_with_the_same_number(phone, field_server):
    field_server.answers = [(500, "<p>trouble")]
    saved = say(phone, "/end", outcome="done")
    wait_for_states(phone, "received")

    assert field_server.ids() == [saved["op_id"]] * 2


def test_a_lost_answer_is_asked_for_again_with_the_same_number_and_the_same_words(phone, field_server):
    field_server.answers = [None, None]  # the browser itself tries a dropped connection once more
    saved = say(phone, "/end", outcome="done")
    wait_until(phone, "all[0].state === 'received' || all[0].trouble === 'network'")
    phone.evaluate("outbox.send()")
    wait_for_states(phone, "received")

    assert set(field_server.ids()) == {saved["op_id"]}
    said = {body.split("\r\n", 1)[1].replace(boundary(body), "") for body in field_server.words("/end")}
    assert len(said) == 1


def boundary(body: str) -> str:
    return body.split("\r\n", 1)[0].lstrip("-").removesuffix("--")


def test_what_the_desk_refuses_is_shown_to_its_author_and_stops_nobody(phone, field_server):
    field_server.by_path["/poison"] = (422, page_of("lin", "<p class='note error'>Somebody else ended this stop.</p>"))
    phone.context.set_offline(True)
    say(phone, "/poison", outcome="done")
    say(phone, "/end", outcome="done")
    phone.context.set_offline(False)
    wait_for_states(phone, "refused", "received")

    refused = phone.evaluate("outbox.all()")[0]
    assert refused["words"] == "Somebody else ended this stop."
    assert len(field_server.words("/poison")) == 1
    phone.evaluate("(id) => outbox.dismiss(id)", refused["op_id"])
    assert states(phone) == ["received"]


def test_a_refused_entry_can_be_sent_once_more(phone, field_server):
    field_server.by_path["/end"] = (422, page_of("lin", "<p class='note error'>Not yet.</p>"))
    saved = say(phone, "/end", outcome="done")
    wait_for_states(phone, "refused")
    field_server.by_path.clear()
    phone.evaluate("(id) => outbox.again(id)", saved["op_id"])
    wait_for_states(phone, "received")

    assert field_server.ids() == [saved["op_id"]] * 2


def test_one_that_always_fails_holds_up_only_what_is_about_the_same_stop(phone, field_server):
    field_server.by_path["/broken"] = (500, "<p>trouble")
    phone.context.set_offline(True)
    say(phone, "/broken", "stop-1", outcome="done")
    say(phone, "/undo", "stop-1")
    say(phone, "/end", "stop-2", outcome="done")
    phone.context.set_offline(False)
    wait_until(
        phone, "all.map((entry) => entry.state).join() === 'saved,saved,received' && all[0].trouble === 'server'"
    )

    assert field_server.words("/undo") == []
    assert len(field_server.words("/end")) == 1
    field_server.by_path.clear()
    wait_for_states(phone, "received", "received", "received")
    paths = [path for path, _op_id, _body in field_server.heard]
    assert paths.index("/undo") > max(at for at, path in enumerate(paths) if path == "/broken")


def test_somebody_else_on_this_phone_does_not_send_it_in_their_name(phone, field_server):
    context = phone.context
    context.set_offline(True)
    say(phone, "/end", outcome="done")
    phone.close()
    context.set_offline(False)
    field_server.who = "sun"
    theirs = reopen(context, field_server.url)
    assert theirs.evaluate("outbox.send().then(() => outbox.others())") == 1
    assert states(theirs) == []
    assert field_server.heard == []

    field_server.who = "lin"
    again = reopen(context, field_server.url)
    wait_for_states(again, "received")
    assert len(field_server.heard) == 1


def test_a_session_that_ended_keeps_it_until_its_author_is_back(phone, field_server):
    field_server.by_path["/end"] = (404, page_of("", "<p class=lead>There is nothing here for you."))
    field_server.who = ""
    say(phone, "/end", outcome="done")
    wait_until(phone, "all[0].trouble === 'signed out'")
    field_server.by_path.clear()
    field_server.who = "lin"
    phone.evaluate("outbox.send()")
    wait_for_states(phone, "received")

    assert len(field_server.arrived()) == 1


def test_the_page_of_a_hotspot_is_no_receipt(phone, field_server):
    field_server.by_path["/end"] = (200, "<!doctype html><title>Free Wi-Fi</title><p>Accept the terms")
    say(phone, "/end", outcome="done")
    wait_until(phone, "all[0].state === 'saved' && all[0].trouble === 'network'")
    field_server.by_path.clear()
    phone.evaluate("outbox.send()")
    wait_for_states(phone, "received")

    assert len(field_server.arrived()) == 1


def test_two_tabs_of_one_phone_send_it_once(phone, field_server):
    second = reopen(phone.context, field_server.url)
    phone.context.set_offline(True)
    for number in range(5):
        say(phone, f"/end/{number}", outcome="done")
    phone.context.set_offline(False)
    wait_for_states(phone, *["received"] * 5)
    second.evaluate("outbox.send()")

    assert sorted(path for path, _op_id, _body in field_server.heard) == [f"/end/{number}" for number in range(5)]


def test_a_form_speaks_through_the_outbox_and_a_bouncing_finger_says_it_once(phone, field_server):
    phone.context.set_offline(True)
    phone.evaluate("document.querySelector('button').click(); document.querySelector('button').click()")
    wait_for_states(phone, "saved")
    phone.context.set_offline(False)
    wait_for_states(phone, "received")

    (said,) = field_server.heard
    assert said[1] == "11111111-1111-4111-8111-111111111111"
    assert 'name="outcome"\r\n\r\ndone' in said[2]


def test_a_form_of_a_kept_page_used_for_something_else_gets_a_number_of_its_own(phone, field_server):
    phone.click("button")
    wait_for_states(phone, "received")
    phone.evaluate("document.querySelector('button').value = 'nobody_home'")
    phone.click("button")
    wait_for_states(phone, "received", "received")

    assert len(field_server.arrived()) == 2


def test_forgetting_leaves_nothing_on_the_phone(phone, field_server):
    phone.context.set_offline(True)
    say(phone, "/end", outcome="done")
    phone.evaluate("outbox.forget()")
    left = phone.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")

    assert "shouwang" not in left
    assert phone.evaluate("localStorage.getItem('who')") is None
