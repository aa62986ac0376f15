"""How long what somebody has lasts stood as a number of days, which did not count down: it stands as a day now."""

from datetime import timedelta
from typing import Any

from django.db import migrations, models


def days_become_a_day(apps: Any, _schema_editor: Any) -> None:
    items = apps.get_model("medicine", "Item").objects.exclude(days_left=None)
    for pk, made_at, days in items.values_list("pk", "made_at", "days_left").iterator():
        items.filter(pk=pk).update(runs_out_on=made_at.date() + timedelta(days=int(days)))


class Migration(migrations.Migration):
    dependencies = [("medicine", "0001_initial")]
    operations = [
        migrations.AddField("item", "runs_out_on", models.DateField(blank=True, null=True)),
        migrations.RunPython(days_become_a_day, migrations.RunPython.noop),
        migrations.RemoveField("item", "days_left"),
    ]
