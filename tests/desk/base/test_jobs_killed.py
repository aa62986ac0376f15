"""A worker that is killed in the middle: its job is neither lost nor done twice, on either database."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from shouwang.desk.base import jobs
from shouwang.desk.base.models import Rule
from tests.desk.base.test_jobs import wait_for

HOME = Path(__file__).resolve().parents[3]
WORKER = """
import sys, threading, time
from pathlib import Path
from shouwang.commands.installation import set_up_django
set_up_django()
from django.utils import timezone
from shouwang.desk.base import jobs
from shouwang.desk.base.models import Rule

moment, mark = sys.argv[1], Path(sys.argv[2])

@jobs.task("test.kill")
def handler(*, at, community_id):
    if moment == "while it works":
        mark.touch(); time.sleep(60)
    def write():
        Rule.objects.create(community_id=community_id, name="effect", from_day=at.date(), value=1)
        if moment == "before the commit":
            mark.touch(); time.sleep(60)
    return write

threading.Thread(target=jobs.run_worker, args=(threading.Event(),), daemon=True).start()
while moment != "after the commit" or not Rule.objects.exists():
    time.sleep(0.05)
mark.touch(); time.sleep(60)
"""


@pytest.mark.parametrize("moment", ["while it works", "before the commit", "after the commit"])
def test_a_job_survives_kill_9_and_its_effect_comes_exactly_once(new_desk, tmp_path, moment):
    """The worker dies by SIGKILL at `moment`; another one, after the lease, finishes what is left."""
    desk, mark = new_desk("killed"), tmp_path / "reached"
    desk.call("tests.desk.base.test_jobs_killed:plant")
    process = subprocess.Popen([sys.executable, "-c", WORKER, moment, str(mark)], env=desk.environment, cwd=HOME)
    wait_for(mark.exists)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    desk.call("tests.desk.base.test_jobs_killed:finish")


def plant():
    """Run on the desk's own data: one job that is due."""
    from django.utils import timezone

    from shouwang.desk.base.actions.communities import found_community

    community = found_community(name="Banyan Court", at=timezone.now())
    jobs.later("test.kill", "it", timezone.now(), community_id=str(community.pk))


def finish():
    """Run on the desk's own data, after the kill: nothing is lost, nothing doubled."""
    from django.utils import timezone

    def write(community_id, at):
        Rule.objects.create(community_id=community_id, name="effect", from_day=at.date(), value=1)

    jobs.HANDLERS["test.kill"] = lambda *, at, community_id: lambda: write(community_id, at)
    rescue()
    jobs.run_due(timezone.now())
    later = timezone.now() + jobs.LEASE + timedelta(seconds=1)
    jobs.run_due(later)
    assert Rule.objects.filter(name="effect").count() == 1
    assert jobs.run_due(later) == 0, f"something that was due is left: {left()}"
    assert not jobs.dead_letters()


def rescue():
    """On PostgreSQL the jobs of a worker that is heard of no more are queued again; nobody waits a minute here."""
    from django.conf import settings

    if settings.ON_POSTGRESQL:
        import asyncio

        from shouwang.desk.base import jobs_postgresql

        asyncio.run(jobs_postgresql.rescue_now(silent_for=0))


def left():
    from django.db import connection

    table, columns = (
        ("procrastinate_jobs", "args, status, scheduled_at")
        if connection.vendor == "postgresql"
        else ("base_job", "kind, run_at, lease, error, done_at")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table}")
        return cursor.fetchall()
