"""Many at one desk, and a server that dies: nothing is taken twice, nothing that was acknowledged is lost."""

import random
import signal
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.support.crowd import Client
from tests.support.desk import Desk

CLIENTS, NEEDS = 8, 200
KILLS = 20
FORM = {"where": "1-1-101", "kind": "errand", "urgency": "1"}


def test_eight_clients_take_200_needs_and_none_is_taken_twice(new_desk: Callable[[str], Desk]) -> None:
    desk = new_desk("crowd")
    scene = desk.call("tests.support.crowd:gather", clients=CLIENTS, needs=NEEDS)

    def take_all(session: str) -> list[int]:
        client, order = Client(desk.url, session), random.Random(session).sample(scene["take"], NEEDS)
        return [client.say(path, op_id=uuid.uuid4()).status for path in order]

    with desk.serving(), ThreadPoolExecutor(CLIENTS) as pool:
        statuses = [status for answers in pool.map(take_all, scene["sessions"]) for status in answers]

    taken = desk.call("tests.support.crowd:taken")
    assert len(statuses) == CLIENTS * NEEDS
    assert not [status for status in statuses if status >= 500]
    assert len(taken["holders"]) == NEEDS
    assert Counter(taken["events"]).most_common(1)[0][1] == 1
    assert len(taken["events"]) == NEEDS


def new_words() -> str:
    """Words nobody else says, and no amount in them."""
    return "please fetch " + uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))


def wait_for_more(acknowledged: set[str], before: int) -> None:
    """Until the server has acknowledged something since, however slow the machine is."""
    for _turn in range(6_000):
        if len(acknowledged) > before:
            return
        time.sleep(0.01)
    raise AssertionError("the server acknowledged nothing for a minute")


def test_no_acknowledged_need_is_lost_or_doubled_when_the_server_is_killed(new_desk: Callable[[str], Desk]) -> None:
    desk = new_desk("killed")
    scene = desk.call("tests.support.crowd:gather", clients=3, needs=0)
    chance = random.Random(5)
    acknowledged: set[str] = set()
    waiting: dict[str, list[tuple[str, uuid.UUID]]] = {session: [] for session in scene["sessions"]}
    unanswered = 0

    def ask_until(session: str, stop: threading.Event) -> int:
        """Say new needs, and first again what got no answer, with the same id: as the outbox does."""
        client, lost = Client(desk.url, session), 0
        while not stop.is_set():
            if not waiting[session]:
                waiting[session].append((new_words(), uuid.uuid4()))
            words, op_id = waiting[session][0]
            try:
                answer = client.say(scene["add"], op_id=op_id, words=words, **FORM)
            except OSError:
                lost += 1
                return lost
            assert answer.status == 302, answer.body
            acknowledged.add(words)
            waiting[session].pop(0)
        return lost

    with ThreadPoolExecutor(3) as pool:
        for _kill in range(KILLS):
            with desk.serving():
                stop = threading.Event()
                asking = [pool.submit(ask_until, session, stop) for session in scene["sessions"]]
                wait_for_more(acknowledged, before=len(acknowledged))
                time.sleep(chance.uniform(0, 0.2))  # and then at any moment of a write
                desk.process.send_signal(signal.SIGKILL)
                desk.process.wait()
                stop.set()
                unanswered += sum(asked.result() for asked in asking)
        with desk.serving():  # what is still unanswered is said once more
            for session, left in waiting.items():
                for words, op_id in left:
                    answer = Client(desk.url, session).say(scene["add"], op_id=op_id, words=words, **FORM)
                    assert answer.status == 302, answer.body
                    acknowledged.add(words)

    stored = Counter(words for words in desk.call("tests.support.crowd:words"))
    assert unanswered >= KILLS / 2, "the server was hardly ever killed in the middle of something"
    assert len(acknowledged) >= KILLS
    assert stored == Counter(acknowledged)
