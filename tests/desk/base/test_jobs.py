"""What is to happen later happens, on either database: once asked for it is not lost, and not done by halves."""

import threading
import time
import uuid
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction

from shouwang.desk.base import jobs
from shouwang.desk.base.models import Event, Job, Rule
from shouwang.desk.base.roles import Role
from tests.desk.conftest import member

HOUR = timedelta(hours=1)


@pytest.fixture
def handled(monkeypatch):
    """Which jobs of the kind "test.note" were handled, by their `word`."""
    words: list[str] = []
    monkeypatch.setitem(jobs.HANDLERS, "test.note", lambda *, word, **_more: words.append(word))
    return words


def test_a_job_runs_when_its_time_has_come(db, handled, ten):
    jobs.later("test.note", "one", ten + HOUR, word="hello")

    assert jobs.run_due(ten) == 0
    assert jobs.run_due(ten + HOUR) == 1
    assert handled == ["hello"]
    assert jobs.run_due(ten + HOUR) == 0


def test_asked_for_twice_it_runs_once(db, handled, ten):
    for _time in range(2):
        jobs.later("test.note", "one", ten, word="hello")
    jobs.later("test.note", "two", ten, word="world")

    jobs.run_due(ten)

    assert sorted(handled) == ["hello", "world"]


def test_the_callers_transaction_goes_on_after_asking_twice(db, banyan, handled, ten):
    with transaction.atomic():
        jobs.later("test.note", "one", ten, word="hello")
        jobs.later("test.note", "one", ten, word="hello")
        Rule.objects.create(community=banyan, name="r", from_day=ten.date(), value=1)

    assert Rule.objects.count() == 1


def test_what_is_rolled_back_was_never_asked_for(db, handled, ten):
    with transaction.atomic():
        jobs.later("test.note", "one", ten, word="hello")
        transaction.set_rollback(True)

    assert jobs.run_due(ten) == 0


def test_what_is_asked_for_while_the_same_work_runs_is_done_once_more(db, monkeypatch, ten):
    seen: list[int] = []

    def handler(*, at):
        seen.append(len(seen))
        if len(seen) == 1:  # somebody changes something after this run has looked
            jobs.later("test.look", "it", at)

    monkeypatch.setitem(jobs.HANDLERS, "test.look", handler)
    jobs.later("test.look", "it", ten)

    jobs.run_due(ten)

    assert seen == [0, 1]


def test_a_job_that_comes_again_each_day_asks_for_itself(db, monkeypatch, ten):
    monkeypatch.setitem(
        jobs.HANDLERS, "test.daily", lambda *, at: lambda: jobs.later("test.daily", "it", at + timedelta(days=1))
    )
    jobs.later("test.daily", "it", ten)

    assert [jobs.run_due(ten + timedelta(days=day)) for day in range(3)] == [1, 1, 1]
    assert jobs.count_pending() == 1


def fail(*, at, **_more):
    raise ValueError("吴虚构 13000000101")


def test_a_job_that_fails_is_tried_again_later_and_later_then_kept_for_a_person(db, banyan, monkeypatch, ten):
    monkeypatch.setitem(jobs.HANDLERS, "test.fail", fail)
    jobs.later("test.fail", "it", ten, community_id=str(banyan.pk))

    runs = [minute for minute in range(24 * 60) if jobs.run_due(ten + timedelta(minutes=minute))]

    assert len(runs) == jobs.MOST_ATTEMPTS
    pauses = [after - before for before, after in pairwise(runs)]
    assert pauses == sorted(pauses)
    (letter,) = jobs.dead_letters(banyan)
    assert (letter.kind, letter.attempts) == ("test.fail", jobs.MOST_ATTEMPTS)
    assert "ValueError (" in letter.error
    assert "吴虚构" not in letter.error, "what somebody wrote does not belong into a list of failures"


def test_a_failed_job_writes_nothing(db, banyan, monkeypatch, ten):
    def handler(*, at):
        def write():
            Rule.objects.create(community=banyan, name="r", from_day=ten.date(), value=1)
            raise ValueError

        return write

    monkeypatch.setitem(jobs.HANDLERS, "test.half", handler)
    jobs.later("test.half", "it", ten)
    jobs.run_due(ten)

    assert not Rule.objects.exists()


def test_a_kind_nobody_knows_becomes_a_dead_letter_that_says_so(db, ten):
    jobs.later("test.unknown", "it", ten)
    for hour in range(24):
        jobs.run_due(ten + hour * HOUR)

    assert jobs.dead_letters()[0].error.startswith("UnknownKind")


def bury(community, ten, kind="test.fail"):
    jobs.bury(kind, "it", {"community_id": str(community.pk)} if community else {}, attempts=8, error="E", at=ten)


def test_an_administrator_sees_what_failed_and_gives_it_another_try(as_, banyan, handled, ten):
    bury(banyan, ten, "test.note")
    Job.objects.update(args={"community_id": str(banyan.pk), "word": "again"})
    root = as_(member(banyan, "Root", Role.ADMINISTRATOR))
    assert "test.note" in root.get("/jobs/").content.decode()

    root.post(f"/jobs/{Job.objects.get().pk}/again/", {"op_id": uuid.uuid4()})

    assert not jobs.dead_letters()
    jobs.run_due(ten.replace(year=2100))
    assert handled == ["again"]


def test_what_failed_in_another_community_is_not_shown_and_not_touched(as_, banyan, poplar, ten):
    bury(poplar, ten)
    bury(None, ten, "base.sweep")
    root = as_(member(banyan, "Root", Role.ADMINISTRATOR))
    foreign = Job.objects.get(kind="test.fail")

    page = root.get("/jobs/").content.decode()
    root.post(f"/jobs/{foreign.pk}/again/", {"op_id": uuid.uuid4()})

    assert "test.fail" not in page
    assert "base.sweep" in page
    assert Job.objects.filter(pk=foreign.pk).exists()


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def test_the_worker_thread_works_until_it_is_stopped(transactional, banyan, monkeypatch, ten):
    done = threading.Event()
    monkeypatch.setitem(jobs.HANDLERS, "test.note", lambda **_told: done.set())
    stop = threading.Event()
    worker = threading.Thread(target=run_and_close, args=(stop,))
    worker.start()
    try:
        with transaction.atomic():
            jobs.later("test.note", "it", ten, word="hello")
        assert done.wait(20)
    finally:
        stop.set()
        worker.join(20)
    assert not worker.is_alive()
    assert not Event.objects.filter(kind="base.sunset").exists()


def run_and_close(stop):
    try:
        jobs.run_worker(stop)
    finally:
        connection.close()
