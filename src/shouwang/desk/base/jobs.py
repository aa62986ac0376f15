"""Effects and long work that leave on commit: `later(…)`, one door for both engines.

On SQLite the row is the queue (`models.jobs`), worked by threads beside the server. On PostgreSQL the queue is
procrastinate's, in the same transaction (`jobs_postgresql`). Either way a job that was deferred by a committed
transaction runs at least once, whatever is killed; a handler's database effects and "done" commit together on
SQLite, and must be idempotent on PostgreSQL.

A handler does its slow outside part first and returns what is to be written, if anything:

    @task("needs.forget_words")
    def forget_words(*, at: datetime, community_id: str) -> Callable[[], None] | None: ...
"""

import logging
import threading
import traceback
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db import IntegrityError, close_old_connections, transaction
from django.db.models import F, Q
from django.utils import timezone

from shouwang.desk.base.models import Job

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
IDLE_SECONDS = 1.0


class Handler(Protocol):
    def __call__(self, *, at: datetime, **args: Any) -> Callable[[], None] | None: ...


HANDLERS: dict[str, Handler] = {}


def task(kind: str) -> Callable[[Handler], Handler]:
    """Register the handler of jobs of `kind`."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def later(kind: str, key: str, at: datetime, **args: Any) -> None:
    """Have the handler of `kind` run at or after `at` with `args`, once the caller's transaction commits.

    While a job of the same `kind` and `key` is pending, another call adds nothing.
    """
    if settings.ON_POSTGRESQL:
        from shouwang.desk.base import jobs_postgresql

        return jobs_postgresql.defer(kind, key, at, args)
    try:
        with transaction.atomic():
            Job.objects.create(kind=kind, key=key, run_at=at, args=args)
    except IntegrityError:
        pass  # one is pending already: said twice, done once
    return None


def run_due(at: datetime) -> int:
    """Run every job that is due at `at`; how many were run. For SQLite's worker, and for tests of either."""
    count = 0
    while (job := _claim(at)) is not None:
        _run(job, at)
        count += 1
    return count


def run_worker(stop: threading.Event) -> None:
    """Work the queue until `stop` is set: the body of a job thread."""
    if settings.ON_POSTGRESQL:
        from shouwang.desk.base import jobs_postgresql

        return jobs_postgresql.run_worker(stop)
    while not stop.is_set():
        close_old_connections()
        try:
            worked = run_due(timezone.now())
        except Exception:  # the thread must outlive a locked or full database
            log.exception("the job thread stumbled")
            worked = 0
        if not worked:
            stop.wait(IDLE_SECONDS)
    return None


def _claim(at: datetime) -> Job | None:
    """Lease the next due job: of several workers exactly one gets it."""
    lease = uuid.uuid4()
    free = Q(leased_until=None) | Q(leased_until__lt=at)
    due = Job.objects.filter(free, done_at=None, dead_at=None, run_at__lte=at)
    for pk in due.order_by("run_at", "pk").values_list("pk", flat=True)[:5]:
        taken = due.filter(pk=pk).update(lease=lease, leased_until=at + LEASE, attempts=F("attempts") + 1)
        if taken == 1:
            return Job.objects.get(pk=pk)
    return None


def _run(job: Job, at: datetime) -> None:
    try:
        write = HANDLERS[job.kind](at=at, **job.args)
        with transaction.atomic():
            done = Job.objects.filter(pk=job.pk, lease=job.lease, done_at=None).update(done_at=at)
            if done == 1 and write:
                write()
    except Exception:
        error = traceback.format_exc(limit=8)[-2000:]
        log.warning("job %s %s failed: %s", job.kind, job.key, error.splitlines()[-1])
        dead = at if job.attempts >= MOST_ATTEMPTS else None
        again = at + timedelta(seconds=15 * 2**job.attempts)
        Job.objects.filter(pk=job.pk, lease=job.lease).update(
            lease=None, leased_until=None, run_at=again, dead_at=dead, error=error
        )
