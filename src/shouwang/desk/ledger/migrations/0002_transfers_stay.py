"""The database itself refuses to change a transfer or an entry, and to delete one while no Ending of its community
stands (the sunset sets one). On SQLite a later rebuild of one of the tables (an altered column) drops its triggers:
such a migration must run GUARD again."""

from django.db import migrations

from shouwang.desk.base.guarding import guarded

TABLES = ("ledger_transfer", "ledger_entry")
SQLITE = [
    statement
    for table in TABLES
    for statement in (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is not edited'); END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "WHEN NOT EXISTS (SELECT 1 FROM ledger_ending WHERE community_id = OLD.community_id) "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is not edited'); END",
    )
]
POSTGRESQL = [
    "CREATE FUNCTION ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'DELETE' THEN "
    "IF EXISTS (SELECT 1 FROM ledger_ending WHERE community_id = OLD.community_id) THEN RETURN OLD; END IF; "
    "END IF; RAISE EXCEPTION 'the ledger is not edited'; END $$",
    *(
        statement
        for table in TABLES
        for statement in (
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_stays()",
            f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_stays()",
        )
    ),
]
GUARD = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
UNGUARD = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in TABLES for verb in ("update", "delete")],
    "postgresql": [
        *(
            f"DROP TRIGGER IF EXISTS {table}_{what} ON {table}"
            for table in TABLES
            for what in ("stays", "is_not_emptied")
        ),
        "DROP FUNCTION IF EXISTS ledger_stays()",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [guarded(GUARD, UNGUARD)]
