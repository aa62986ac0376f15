from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gate", "0003_the_day")]

    operations = [
        migrations.AddField(model_name="passage", name="clock_off", field=models.IntegerField(default=0)),
        migrations.AddField(
            model_name="passage", name="list_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
