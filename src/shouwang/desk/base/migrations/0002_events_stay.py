"""The database itself refuses to change or delete an event. On SQLite a later rebuild of the table (an altered
column) drops its triggers: such a migration must run GUARD again."""

from django.db import migrations

from shouwang.desk.base.guarding import guarded

SQLITE = [
    f"CREATE TRIGGER base_event_no_{verb} BEFORE {verb.upper()} ON base_event "
    "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "CREATE FUNCTION base_event_stays() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
    "CREATE TRIGGER base_event_stays BEFORE UPDATE OR DELETE ON base_event "
    "FOR EACH ROW EXECUTE FUNCTION base_event_stays()",
    "CREATE TRIGGER base_event_is_not_emptied BEFORE TRUNCATE ON base_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION base_event_stays()",
]
UNGUARD = {
    "sqlite": ["DROP TRIGGER IF EXISTS base_event_no_update", "DROP TRIGGER IF EXISTS base_event_no_delete"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS base_event_stays ON base_event",
        "DROP TRIGGER IF EXISTS base_event_is_not_emptied ON base_event",
        "DROP FUNCTION IF EXISTS base_event_stays()",
    ],
}
GUARD = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [guarded(GUARD, UNGUARD)]
