"""What the doctor looks at in the database: the library, its promises, migrations, jobs, the event log."""

from collections.abc import Iterator
from datetime import timedelta

from shouwang.commands.terminal import _

STUCK_AFTER = timedelta(minutes=15)  # three leases: a job that is due that long has no worker


def check_library() -> Iterator[str]:
    """SQLite 3.7.0 to 3.51.2 can lose committed rows when a WAL is reset; 3.44.6 and 3.50.7 are mended."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    from shouwang.commands.databases import sqlite_library

    version = sqlite_library().sqlite_version
    if is_affected(tuple(int(part) for part in version.split("."))):
        yield _(
            "SQLite %(version)s can lose what was stored. Start the desk by `shouwang serve`, which brings its own."
        ) % {"version": version}


def is_affected(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the WAL-reset bug."""
    mended = (3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51)
    return (3, 7, 0) <= version <= (3, 51, 2) and not mended


def check_answers() -> Iterator[str]:
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        yield _("it does not answer: %(error)s") % {"error": str(error).strip()}


def check_promises() -> Iterator[str]:
    """That what was acknowledged is stored, and that a row cannot point at nothing."""
    from django.db import connection

    wanted = (
        {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
        if connection.vendor == "sqlite"
        else {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    )
    ask = "PRAGMA {}" if connection.vendor == "sqlite" else "SHOW {}"
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(ask.format(name))
            (found,) = cursor.fetchone()
            if str(found) != value:
                yield _("%(name)s is %(found)s and must be %(wanted)s: entries may be lost in a power cut.") % {
                    "name": name,
                    "found": found,
                    "wanted": value,
                }


def check_guard() -> Iterator[str]:
    """That the database itself refuses to change or delete an event: a rebuilt table loses its triggers."""
    from django.db import connection

    if connection.vendor == "sqlite":
        wanted = {"base_event_no_update", "base_event_no_delete", "base_event_no_replace"}
        ask = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'base_event'"
    else:
        wanted = {"base_event_stays", "base_event_is_not_emptied"}
        ask = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'base_event'::regclass AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(ask)
        there = {name for (name,) in cursor.fetchall()}
    if wanted - there:
        yield _("nothing keeps events from being changed: %(names)s is missing.") % {
            "names": ", ".join(sorted(wanted - there))
        }


def check_migrations() -> Iterator[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield _("%(count)d steps are not applied. `shouwang serve` applies them, or: shouwang manage migrate") % {
            "count": len(plan)
        }
    ours = {app for app, _name in executor.loader.disk_migrations or {}}
    unknown = [
        key
        for key in executor.loader.applied_migrations
        if key[0] in ours and key not in executor.loader.disk_migrations
    ]
    if unknown:
        yield _("the database was used by a newer version of Shouwang. Install that one.")


def check_jobs() -> Iterator[str]:
    """Effects that were promised on commit and have not happened."""
    from django.conf import settings
    from django.utils import timezone

    now = timezone.now()
    dead, stuck = _procrastinate_jobs(now) if settings.ON_POSTGRESQL else _own_jobs(now)
    for kind, count in sorted(dead.items()):
        yield _("%(count)d jobs of kind %(kind)s were given up after many tries.") % {"count": count, "kind": kind}
    for kind, count in sorted(stuck.items()):
        yield _("%(count)d jobs of kind %(kind)s have been due for a quarter of an hour: is the server running?") % {
            "count": count,
            "kind": kind,
        }


def _own_jobs(now) -> tuple[dict[str, int], dict[str, int]]:  # type: ignore[no-untyped-def]
    from django.apps import apps
    from django.db.models import Count, Q

    jobs = apps.get_model("base", "Job").objects
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    stuck = jobs.filter(free, done_at=None, dead_at=None, run_at__lt=now - STUCK_AFTER)
    dead = jobs.filter(dead_at__isnull=False)
    return tuple(dict(rows.values_list("kind").annotate(Count("pk"))) for rows in (dead, stuck))  # type: ignore[return-value]


def _procrastinate_jobs(now) -> tuple[dict[str, int], dict[str, int]]:  # type: ignore[no-untyped-def]
    from django.apps import apps
    from django.db.models import Count, Q

    model: str = "procrastinate.ProcrastinateJob"  # installed on PostgreSQL only
    jobs = apps.get_model(model).objects
    due = Q(scheduled_at=None) | Q(scheduled_at__lt=now - STUCK_AFTER)
    waiting = jobs.filter(due, status="todo", procrastinateevent__at__lt=now - STUCK_AFTER)
    return tuple(  # type: ignore[return-value]
        dict(rows.values_list("task_name").annotate(Count("pk", distinct=True)))
        for rows in (jobs.filter(status="failed"), waiting)
    )


def check_damage() -> Iterator[str]:
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(3)")
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        pointing_at_nothing = len(cursor.fetchall())
    if found != ["ok"]:
        yield _("the file is damaged (%(found)s). Restore a backup.") % {"found": "; ".join(found)}
    if pointing_at_nothing:
        yield _("%(count)d rows point at rows that do not exist.") % {"count": pointing_at_nothing}


def check_keys() -> Iterator[str]:
    """That the master key here opens every community's key."""
    from shouwang.desk.base.crypto import Unsealable, forget_keys, seal, unseal
    from shouwang.desk.base.models import Community, CommunityKey

    keyed = set(CommunityKey.objects.values_list("pk", flat=True))
    for community in Community.objects.filter(sunset_at=None):
        if community.pk not in keyed:
            yield _(
                "%(community)s has no key: nothing sealed of it opens. Restore a backup with its secrets folder."
            ) % {"community": community}
            continue
        try:
            forget_keys()
            unseal(community.pk, "doctor", seal(community.pk, "doctor", "well"))
        except Unsealable:
            yield _("the master key does not open %(community)s. Bring back the secrets folder it was made with.") % {
                "community": community
            }


def check_kept_keys() -> Iterator[str]:
    """That the secrets folder holds what a restore will need, and no key of a community that was destroyed."""
    from shouwang.desk.base import keyring
    from shouwang.desk.base.models import Community, CommunityKey

    try:
        kept = keyring.read_keys()
    except keyring.KeyFileDamaged as error:
        yield _("%(file)s is damaged (%(error)s). Move it away, then run: shouwang backup") % {
            "file": keyring.key_file(),
            "error": error,
        }
        return
    gone = keyring.destroyed_here()
    keys = {pk: bytes(wrapped) for pk, wrapped in CommunityKey.objects.values_list("pk", "wrapped")}
    for community in Community.objects.all():
        told = {"file": keyring.key_file(), "community": community}
        if community.pk in gone and community.pk in kept:
            yield _("%(file)s still holds the key of %(community)s, which was destroyed. Run: shouwang backup") % told
        if community.pk not in gone and community.pk in keys and kept.get(community.pk) != keys[community.pk]:
            yield (
                _(
                    "%(file)s does not hold the key of %(community)s: no backup of it would open on another machine. "
                    "Run: shouwang backup"
                )
                % told
            )


def check_books() -> Iterator[str]:
    from shouwang.desk.base.models import Community
    from shouwang.desk.ledger.check import books_balance

    for community in Community.objects.all():
        for sentence in books_balance(community):
            yield _("in %(community)s: %(what)s") % {"community": community, "what": sentence}


def check_events() -> Iterator[str]:
    from shouwang.desk.base.events import verify_chain
    from shouwang.desk.base.models import Community

    for community in Community.objects.all():
        broken = verify_chain(community)
        if broken is not None:
            yield _("in %(community)s, event %(number)d is missing or was altered.") % {
                "community": community,
                "number": broken,
            }
