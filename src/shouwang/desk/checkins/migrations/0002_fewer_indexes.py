"""A city's day is a hundred thousand check-ins: six indexes that nobody asks by go, and PostgreSQL learns that what is
long due is nearly always settled. Unaware of it, it reads a million rows to find the few hundred silent ones."""

from collections.abc import Callable
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def _reference(name: str, to: str, **options: Any) -> migrations.AlterField:
    options |= {"db_index": False}
    return migrations.AlterField(model_name="checkin", name=name, field=models.ForeignKey(to=to, **options))


PROTECTED: dict[str, Any] = {"on_delete": django.db.models.deletion.PROTECT}
OF_SOMEBODY = PROTECTED | {"blank": True, "null": True, "related_name": "+"}


LEARN = "CREATE STATISTICS checkin_state_by_due (mcv) ON state, due_at FROM checkins_checkin"
FORGET = "DROP STATISTICS IF EXISTS checkin_state_by_due"


def _on_postgresql(statement: str) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    def run(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_events_are_not_replaced"),
        ("checkins", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(_reference(name, settings.AUTH_USER_MODEL, **OF_SOMEBODY) for name in ("assigned_to", "claimed_by", "heard_by")),
        _reference("community", "base.community", on_delete=django.db.models.deletion.CASCADE, related_name="+"),
        _reference("person", "people.person", related_name="checkins", **PROTECTED),
        _reference("plan", "checkins.watchplan", related_name="checkins", **PROTECTED),
        migrations.RunPython(_on_postgresql(LEARN), _on_postgresql(FORGET)),
    ]
