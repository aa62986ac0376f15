"""A shift's passages from twenty phones: shuffled, doubled, answers lost, the server killed. Each is one row."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.support.desk import Desk
from tests.support.gate_crowd import Phone

PHONES = 20
PASSAGES = int(os.environ.get("SHOUWANG_GATE_PASSAGES", "200"))
"""All 10,000 take a quarter of an hour: run on purpose, and told of in docs/benchmarks.md."""
KILLS = 5


def test_every_passage_of_twenty_phones_is_one_row(new_desk: Callable[[str], Desk]) -> None:
    desk = new_desk("gates")
    scene = desk.call("tests.support.gate_crowd:gather", devices=PHONES, passages=PASSAGES)
    said = {one["op_id"]: one for _session, queue in scene["phones"] for one in queue}
    phones = [Phone(*phone, scene["record"], seed) for seed, phone in enumerate(scene["phones"])]
    each = len(said) * 2 // (KILLS + 1)  # answers heard between one kill and the next

    with ThreadPoolExecutor(PHONES) as pool:
        for kill in range(1, KILLS + 1):
            with desk.serving():
                sending = [pool.submit(phone.send, desk.url) for phone in phones]
                _wait_until_no_more(phones, 2 * len(said) - kill * each)
                desk.process.send_signal(signal.SIGKILL)
                desk.process.wait()
                for sent in sending:
                    sent.result()
        with desk.serving():
            list(pool.map(lambda phone: phone.send(desk.url), phones))

    book = desk.call("tests.support.gate_crowd:written")
    assert [one for phone in phones for one in phone.strange] == []
    assert sum(phone.unanswered for phone in phones) >= KILLS, "the server was never killed in the middle of something"
    assert sum(phone.lost for phone in phones) > len(said) // 4, "hardly an answer was lost"
    assert set().union(*(phone.acknowledged for phone in phones)) == set(said)
    assert book["count"] == PASSAGES
    assert book["rows"] == {op_id: [one["household"], one["direction"], one["outcome"]] for op_id, one in said.items()}
    assert (book["told"], book["told_twice"], book["broken_at"]) == (PASSAGES, 0, None)
    assert book["needs"] == book["helped"] == sum(one["outcome"] == "helped" for one in said.values())
    assert book["visits"] == book["visited"], "two visits for one household in one week"


def _wait_until_no_more(phones: list[Phone], left: int) -> None:
    """Until no more than `left` wait, however slow the machine is; not for ever."""
    deadline = time.monotonic() + 900
    while sum(len(phone.waiting) for phone in phones) > left:
        assert time.monotonic() < deadline, "the phones stand still"
        time.sleep(0.01)
