"""Effects and long work that leave on commit: `later(…)`, one door for both engines.

On SQLite the row is the queue (`models.jobs`), worked by a thread beside the server. On PostgreSQL the queue is
procrastinate's, in the same transaction (`jobs_postgresql`). Either way a job that was deferred by a committed
transaction runs at least once, whatever is killed; a handler's database effects and "done" commit together on
SQLite, and must be idempotent on PostgreSQL.

A handler does its slow outside part first and returns what is to be written, if anything:

    @task("needs.forget_words")
    def forget_words(*, at: datetime, community_id: str) -> Callable[[], None] | None: ...

A job that concerns one community names it in its arguments (`community_id`): its administrators see it if it fails.
"""

import logging
import threading
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, close_old_connections, transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from shouwang.desk.base.models import Community, Job

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
IDLE_SECONDS = 1.0


Handler = Callable[..., Callable[[], None] | None]
"""Called with `at` and the job's own arguments, all by name; returns what is to be written, if anything."""


class UnknownKind(Exception):
    """No handler of this kind is installed; perhaps a newer version deferred the job."""


class ProcessDied(Exception):
    """Each time the job ran, its process ended before it did."""


HANDLERS: dict[str, Handler] = {}
H = TypeVar("H", bound=Handler)


def task(kind: str) -> Callable[[H], H]:
    """Register the handler of jobs of `kind`."""

    def register(handler: H) -> H:
        HANDLERS[kind] = handler
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """Raises UnknownKind."""
    try:
        return HANDLERS[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def later(kind: str, key: str, at: datetime, **args: Any) -> None:
    """Have the handler of `kind` run at or after `at` with `args`, once the caller's transaction commits.

    While a job of the same `kind` and `key` waits to be started, another call adds nothing.
    """
    if settings.ON_POSTGRESQL:
        from shouwang.desk.base import jobs_postgresql

        jobs_postgresql.defer(kind, key, at, args)
        return
    try:
        with transaction.atomic():
            Job.objects.create(kind=kind, key=key, run_at=at, args=args)
    except IntegrityError:
        pass  # one waits already: said twice, done once


def run_due(at: datetime) -> int:
    """Run every job that is due at `at`; how many were run. For SQLite's worker, and for tests of either."""
    if settings.ON_POSTGRESQL:
        from shouwang.desk.base import jobs_postgresql

        return jobs_postgresql.run_due(at)
    count = 0
    while (job := _claim(at)) is not None:
        _run(job, at)
        count += 1
    return count


def run_worker(stop: threading.Event) -> None:
    """Work the queue until `stop` is set: the body of a job thread."""
    from shouwang.desk.base.housekeeping import begin_housekeeping

    begin_housekeeping()
    if settings.ON_POSTGRESQL:
        from shouwang.desk.base import jobs_postgresql

        jobs_postgresql.run_worker(stop)
        return
    while not stop.is_set():
        close_old_connections()
        try:
            worked = run_due(timezone.now())
        except Exception:  # the thread must outlive a locked or full database
            log.exception("the job thread stumbled")
            worked = 0
        if not worked:
            stop.wait(IDLE_SECONDS)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Work that was tried to the end. `error` names what broke and where, never the words it broke on."""

    number: int
    kind: str
    attempts: int
    died_at: datetime | None
    error: str


def dead_letters(community: Community | None = None) -> list[DeadLetter]:
    """What failed for good, the latest first: of `community` and of nobody in particular, or of all."""
    dead = Job.objects.exclude(dead_at=None).filter(_of_community(community)).order_by("-dead_at", "-pk")
    return [DeadLetter(job.pk, job.kind, job.attempts, job.dead_at, job.error) for job in dead[:200]]


def count_pending(community: Community | None = None) -> int:
    """How much work waits for its time or its turn."""
    if settings.ON_POSTGRESQL:
        from shouwang.desk.base import jobs_postgresql

        return jobs_postgresql.count_pending(community)
    return Job.objects.filter(_of_community(community), done_at=None, dead_at=None).count()


def retry(community: Community | None, number: int, at: datetime) -> bool:
    """Give the dead letter `number` all its attempts again; False where there is none such any more."""
    with transaction.atomic():
        dead = Job.objects.exclude(dead_at=None).filter(_of_community(community), pk=number).first()
        if dead is None or Job.objects.filter(pk=dead.pk).delete()[0] != 1:
            return False
        later(dead.kind, dead.key, at, **dead.args)
        return True


def bury(kind: str, key: str, args: dict[str, Any], *, attempts: int, error: str, at: datetime) -> None:
    """Keep a job that failed for good where an administrator finds it."""
    Job.objects.create(kind=kind, key=key, args=args, run_at=at, attempts=attempts, dead_at=at, error=error)


def pause_after(attempts: int) -> timedelta:
    """How long a failed job waits: half a minute, then twice as long each time, about an hour in the end."""
    return timedelta(seconds=15 * 2**attempts)


def error_of(problem: BaseException) -> str:
    """The kind of `problem` and where it arose. Not its message: that may quote what somebody wrote."""
    frames = traceback.extract_tb(problem.__traceback__)[-4:]
    places = " > ".join(f"{Path(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in frames)
    return f"{type(problem).__name__} ({places})"


def _of_community(community: Community | None) -> Q:
    """Jobs that name `community` in their arguments, and jobs that name none."""
    if community is None:
        return Q()
    return Q(args__community_id=str(community.pk)) | ~Q(args__has_key="community_id")


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
        if job.attempts > MOST_ATTEMPTS:
            raise ProcessDied
        with translation.override(settings.LANGUAGE_CODE):  # nobody's request: what is stored is for everybody here
            write = handler_of(job.kind)(at=at, **job.args)
            with transaction.atomic():
                done = Job.objects.filter(pk=job.pk, lease=job.lease, done_at=None).update(done_at=at)
                if done == 1 and write:
                    write()
    except Exception as problem:
        error = error_of(problem)
        log.warning("job %s (%s) failed: %s", job.kind, job.pk, error)
        _try_again_or_bury(job, error, at)


def _try_again_or_bury(job: Job, error: str, at: datetime) -> None:
    mine = Job.objects.filter(pk=job.pk, lease=job.lease)
    if job.attempts >= MOST_ATTEMPTS:
        mine.update(dead_at=at, error=error)
        return
    try:
        with transaction.atomic():
            mine.update(lease=None, leased_until=None, run_at=at + pause_after(job.attempts), error=error)
    except IntegrityError:  # the same work was asked for again while this ran: that one does it
        mine.delete()
