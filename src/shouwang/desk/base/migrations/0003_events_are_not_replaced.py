"""On SQLite, INSERT OR REPLACE removes the row that is in its way without asking the triggers on delete: refuse it, too.
PostgreSQL has no such statement. As with the others, a later rebuild of the table must run GUARD again."""

from django.db import migrations

from shouwang.desk.base.guarding import guarded

GUARD = {
    "sqlite": [
        "CREATE TRIGGER base_event_no_replace BEFORE INSERT ON base_event "
        "WHEN EXISTS (SELECT 1 FROM base_event WHERE id = NEW.id) "
        "OR EXISTS (SELECT 1 FROM base_event WHERE community_id = NEW.community_id AND seq = NEW.seq) "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    ],
}
UNGUARD = {"sqlite": ["DROP TRIGGER IF EXISTS base_event_no_replace"]}


class Migration(migrations.Migration):
    dependencies = [("base", "0002_events_stay")]
    operations = [guarded(GUARD, UNGUARD)]
