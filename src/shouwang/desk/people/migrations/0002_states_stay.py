"""The database itself refuses to change what was asked of a household: a state may end, once, and its words may be
forgotten. On SQLite a later rebuild of the table (an altered column) drops its trigger: such a migration must run
GUARD again."""

from django.db import migrations

from shouwang.desk.base.guarding import guarded

STAYS = ("id", "community_id", "household_id", "building_id", "unit", "state", "from_day", "until_day", "set_at",
         "set_by_id")  # fmt: skip


def changed(differs: str) -> str:
    """When an UPDATE is refused; `differs` compares two values of which each may be NULL."""
    parts = [f"NEW.{column} {differs} OLD.{column}" for column in STAYS]
    parts += [
        f"(OLD.ended_at IS NOT NULL AND NEW.{column} {differs} OLD.{column})" for column in ("ended_at", "ended_by_id")
    ]
    parts.append(f"(NEW.why_sealed {differs} OLD.why_sealed AND length(NEW.why_sealed) > 0)")
    return " OR ".join(parts)


SQLITE = [
    "CREATE TRIGGER people_state_stays BEFORE UPDATE ON people_householdstate "
    f"WHEN {changed('IS NOT')} BEGIN SELECT RAISE(ABORT, 'a state is not edited'); END"
]
POSTGRESQL = [
    "CREATE FUNCTION people_state_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF {changed('IS DISTINCT FROM')} THEN RAISE EXCEPTION 'a state is not edited' USING ERRCODE = '23000'; END IF; "
    "RETURN NEW; END $$",
    "CREATE TRIGGER people_state_stays BEFORE UPDATE ON people_householdstate "
    "FOR EACH ROW EXECUTE FUNCTION people_state_stays()",
]
GUARD = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
UNGUARD = {
    "sqlite": ["DROP TRIGGER IF EXISTS people_state_stays"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS people_state_stays ON people_householdstate",
        "DROP FUNCTION IF EXISTS people_state_stays()",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [guarded(GUARD, UNGUARD)]
