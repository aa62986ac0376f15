"""The queue on PostgreSQL: deferred on Django's own connection, worked by a worker with a connection of its own."""

import asyncio
import threading

from django.db import connection, transaction

from shouwang.desk.base import jobs, jobs_postgresql
from tests.desk.base.test_jobs import run_and_close, wait_for
from tests.desk.conftest import at_once


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        return cursor.fetchone()[0]


def test_nobody_else_sees_a_job_before_the_callers_commit(transactional, ten):
    with transaction.atomic():
        jobs.later("test.note", "it", ten, word="hello")
        seen_outside = at_once(1, lambda _number: waiting())

    assert seen_outside == [0]
    assert waiting() == 1


def test_eight_people_ask_for_one_work_at_once_and_it_waits_once(transactional, ten):
    told = at_once(8, lambda _number: jobs.later("test.note", "it", ten))

    assert told == [None] * 8
    assert waiting() == 1


def test_deferring_stays_in_its_transaction_while_a_worker_runs_beside(transactional, monkeypatch, ten):
    """procrastinate's worker swaps the connector of its app; ours has one of its own."""
    done = threading.Event()
    monkeypatch.setitem(jobs.HANDLERS, "test.note", lambda **_told: done.set())
    stop = threading.Event()
    worker = threading.Thread(target=run_and_close, args=(stop,))
    worker.start()
    try:
        jobs.later("test.note", "first", ten)
        assert done.wait(20)
        done.clear()
        with transaction.atomic():
            jobs.later("test.note", "second", ten)
            assert not done.wait(1), "the worker saw what was not committed"
            transaction.set_rollback(True)
        assert not done.wait(1)
    finally:
        stop.set()
        worker.join(20)


def test_what_a_worker_has_done_is_deleted(transactional, monkeypatch, ten):
    monkeypatch.setitem(jobs.HANDLERS, "test.note", lambda **_told: None)
    jobs.later("test.note", "it", ten)
    stop = threading.Event()
    worker = threading.Thread(target=run_and_close, args=(stop,))
    worker.start()
    try:
        wait_for(lambda: jobs.count_pending() == 1)  # tomorrow's sweep
    finally:
        stop.set()
        worker.join(20)


def leave_half_done() -> None:
    """As a worker leaves its job that was killed: begun, and nobody working on it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL WHERE status = 'todo'")


def test_a_job_whose_worker_died_is_queued_again(transactional, ten):
    jobs.later("test.note", "it", ten)
    leave_half_done()

    assert asyncio.run(jobs_postgresql.rescue_now(silent_for=60)) == 1

    assert waiting() == 1


def test_a_job_whose_worker_died_gives_way_to_the_same_work_asked_for_since(transactional, ten):
    jobs.later("test.note", "it", ten)
    leave_half_done()
    jobs.later("test.note", "it", ten)

    asyncio.run(jobs_postgresql.rescue_now(silent_for=60))

    assert jobs.count_pending() == 1


def test_a_job_that_kills_its_worker_each_time_ends_as_a_dead_letter(transactional, ten):
    jobs.later("test.note", "it", ten)
    for _death in range(jobs.MOST_ATTEMPTS):
        leave_half_done()
        asyncio.run(jobs_postgresql.rescue_now(silent_for=60))
    with connection.cursor() as cursor:
        cursor.execute("SELECT attempts FROM procrastinate_jobs")
        (attempts,) = cursor.fetchone()
    assert attempts == jobs.MOST_ATTEMPTS

    jobs_postgresql.work("test.note", "it", {}, tried=attempts, at=ten)

    assert jobs.dead_letters()[0].error.startswith("ProcessDied")
