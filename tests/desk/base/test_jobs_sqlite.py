"""The queue on SQLite: the row is the queue, leased to one worker at a time."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shouwang.desk.base import jobs
from shouwang.desk.base.models import Job, Rule
from tests.desk.conftest import at_once


def test_several_workers_run_each_job_once(transactional, monkeypatch, ten):
    lock, words = threading.Lock(), []

    def handler(*, at, word):
        with lock:
            words.append(word)

    monkeypatch.setitem(jobs.HANDLERS, "test.note", handler)
    for number in range(40):
        jobs.later("test.note", str(number), ten, word=number)

    told = at_once(4, lambda _number: jobs.run_due(ten))

    assert sum(told) == 40
    assert sorted(words) == list(range(40))


def test_a_worker_that_overslept_its_lease_writes_nothing_more(db, banyan, monkeypatch, ten):
    def handler(*, at):
        if at == ten:  # while this run dawdles, its lease runs out and another worker does the work
            jobs.run_due(ten + jobs.LEASE + timedelta(seconds=1))
        return lambda: Rule.objects.create(community=banyan, name=str(at), from_day=ten.date(), value=1)

    monkeypatch.setitem(jobs.HANDLERS, "test.slow", handler)
    jobs.later("test.slow", "it", ten)

    jobs.run_due(ten)

    assert Rule.objects.count() == 1


def test_a_job_that_kills_its_process_each_time_ends_as_a_dead_letter(db, ten):
    jobs.later("test.note", "it", ten)
    at = ten
    for _death in range(jobs.MOST_ATTEMPTS):  # each time claimed, and never heard of again
        assert jobs._claim(at) is not None
        at += jobs.LEASE + timedelta(seconds=1)

    jobs.run_due(at)

    assert jobs.dead_letters()[0].error.startswith("ProcessDied")


def test_two_waiting_jobs_of_one_key_are_refused_by_the_database(db, ten):
    Job.objects.create(kind="k", key="x", run_at=ten)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="k", key="x", run_at=ten)
