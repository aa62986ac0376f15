"""For migrations: triggers by which the database itself refuses what nobody may do.

    GUARD = {"sqlite": ["CREATE TRIGGER …"], "postgresql": ["CREATE FUNCTION …", "CREATE TRIGGER …"]}
    operations = [guarded(GUARD, UNGUARD)]

On SQLite a later rebuild of the table (an altered column) drops its triggers: such a migration must run them again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.migrations import RunPython

Statements = Mapping[str, Sequence[str]]
"""By the vendor of the database; one that is not named needs none."""


def guarded(guard: Statements, unguard: Statements) -> RunPython:
    """Sets the triggers, and takes them away when the migration is undone."""
    return RunPython(_running(guard), _running(unguard))


def _running(statements: Statements) -> Callable[[Any, Any], None]:
    def run(_apps: Any, schema_editor: Any) -> None:
        for statement in statements.get(schema_editor.connection.vendor, ()):
            schema_editor.execute(statement)

    return run
