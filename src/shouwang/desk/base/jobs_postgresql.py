"""The queue on PostgreSQL: procrastinate's, deferred on Django's own connection, in the caller's transaction.

There are two procrastinate apps: one that defers, on Django's connection, and one in the worker's thread, on a pool
of its own. They must not be one: procrastinate's worker swaps its app's connector, and whoever defers in another
thread meanwhile would do so outside their transaction.

A job that fails is deferred anew, with its count of tries; after the last one it becomes a dead letter in our own
table, the same as on SQLite. What procrastinate itself retries is only a job whose process died under it.
"""

import asyncio
import json
import logging
import threading
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from procrastinate import App, JobContext, RetryStrategy, exceptions
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status

from shouwang.desk.base import jobs

log = logging.getLogger(__name__)

TASK = "shouwang.work"
RESCUE_SECONDS = 60
POLL_SECONDS = 5.0
BREATH_SECONDS = 5.0
AT_ONCE = 2


def defer(kind: str, key: str, at: datetime, args: dict[str, Any], tried: int = 0) -> None:
    """Queue a job in the caller's transaction, unless one of the same kind and key waits to be started."""
    queue = DEFERRING.configure_task(TASK, schedule_at=at, queueing_lock=f"{kind}|{key}", queue="shouwang")
    try:
        with transaction.atomic():  # a savepoint: the unique violation must not spoil the caller's transaction
            queue.defer(kind=kind, key=key, args=args, tried=tried)
    except exceptions.AlreadyEnqueued:
        pass


def count_pending(community: Any) -> int:
    sql = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    given: list[str] = []
    if community is not None:
        sql += " AND coalesce(args->'args'->>'community_id', %s) = %s"
        given = [str(community.pk)] * 2
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        (count,) = cursor.fetchone()
    return int(count)


def run_due(at: datetime) -> int:
    """Run what is due on Django's connection, without a worker: for tests and for emptying the queue by hand."""
    count = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs WHERE status = 'todo' "
                "AND (scheduled_at IS NULL OR scheduled_at <= %s) ORDER BY scheduled_at, id LIMIT 1 "
                "FOR UPDATE SKIP LOCKED) RETURNING args",
                [at],
            )
            found = cursor.fetchone()
        if found is None:
            return count
        told = found[0] if isinstance(found[0], dict) else json.loads(found[0])
        work(told["kind"], told["key"], told["args"], tried=told["tried"], at=at)
        count += 1


def work(kind: str, key: str, args: dict[str, Any], *, tried: int, at: datetime) -> None:
    """One try at one job: its effect, or its next try, or its dead letter."""
    try:
        if tried >= jobs.MOST_ATTEMPTS:
            raise jobs.ProcessDied
        with translation.override(settings.LANGUAGE_CODE):  # nobody's request: what is stored is for everybody here
            write = jobs.handler_of(kind)(at=at, **args)
            if write:
                with transaction.atomic():
                    write()
    except Exception as problem:
        error = jobs.error_of(problem)
        log.warning("job %s failed: %s", kind, error)
        if tried + 1 >= jobs.MOST_ATTEMPTS:
            jobs.bury(kind, key, args, attempts=tried + 1, error=error, at=at)
        else:
            defer(kind, key, at + jobs.pause_after(tried + 1), args, tried=tried + 1)


def run_worker(stop: threading.Event) -> None:
    """Work the queue until `stop` is set; a lost database is waited for."""
    while not stop.is_set():
        try:
            asyncio.run(_work_until(stop))
        except Exception:
            log.exception("the job worker stumbled; it starts again")
            stop.wait(BREATH_SECONDS)


async def _work_until(stop: threading.Event) -> None:
    app = _make_app(DjangoConnector().get_worker_connector())
    async with app.open_async():
        working = asyncio.create_task(
            app.run_worker_async(
                queues=["shouwang"], concurrency=AT_ONCE, install_signal_handlers=False, delete_jobs="successful",
                fetch_job_polling_interval=POLL_SECONDS, shutdown_graceful_timeout=10,
            )
        )  # fmt: skip
        rescuing = asyncio.create_task(_rescue_now_and_then(app))
        try:
            while not stop.is_set() and not working.done() and not rescuing.done():
                await asyncio.sleep(0.2)
        finally:
            rescuing.cancel()
            working.cancel()
            ended = await asyncio.gather(working, rescuing, return_exceptions=True)
        for outcome in ended:
            if isinstance(outcome, Exception):
                raise outcome


async def _rescue_now_and_then(app: App) -> None:
    while True:
        await rescue(app)
        await asyncio.sleep(RESCUE_SECONDS)


async def rescue_now(*, silent_for: float) -> int:
    """`rescue` once, without a worker."""
    app = _make_app(DjangoConnector().get_worker_connector())
    async with app.open_async():
        return await rescue(app, silent_for=silent_for)


async def rescue(app: App, *, silent_for: float = RESCUE_SECONDS) -> int:
    """Queue again what a dead worker left half-done: one that has not been heard of for `silent_for` seconds."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_for))
    for job in stalled:
        try:
            await app.job_manager.retry_job(job)
        except exceptions.ConnectorException:  # the same work was queued again meanwhile: this one has no task left
            await app.job_manager.finish_job(job, status=Status.SUCCEEDED, delete_job=True)
    return len(stalled)


def _make_app(connector: Any) -> App:
    app = DjangoApp(connector=connector)

    @app.task(name=TASK, pass_context=True, retry=RetryStrategy(max_attempts=jobs.MOST_ATTEMPTS, wait=30))
    def run(context: JobContext, kind: str, key: str, args: dict[str, Any], tried: int) -> None:
        try:
            work(kind, key, args, tried=tried + context.job.attempts, at=timezone.now())
        finally:
            connection.close()  # the threads that procrastinate borrows end with the worker, unseen by Django

    return app


DEFERRING = _make_app(DjangoConnector())
