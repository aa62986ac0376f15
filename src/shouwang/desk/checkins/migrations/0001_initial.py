"""A city's day is a hundred thousand check-ins: only columns that somebody asks by have an index, and PostgreSQL learns
that what is long due is nearly always settled. Unaware of it, it reads a million rows to find the few hundred silent
ones."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import shouwang.desk.base.sealed

LEARN = "CREATE STATISTICS checkin_state_by_due (mcv) ON state, due_at FROM checkins_checkin"
FORGET = "DROP STATISTICS IF EXISTS checkin_state_by_due"


def _on_postgresql(statement: str) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    def run(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0003_events_are_not_replaced"),
        ("needs", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("slot", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("call", "telephone"),
                            ("door", "at the door"),
                            ("link", "link"),
                            ("seen", "seen today"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_called", "not called"),
                            ("no_answer", "called, no answer"),
                            ("well", "well"),
                            ("unwell", "unwell"),
                            ("cancelled", "no longer expected"),
                        ],
                        default="not_called",
                        max_length=10,
                    ),
                ),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                (
                    "heard_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("call", "telephone"),
                            ("door", "at the door"),
                            ("link", "by link"),
                            ("chain", "pasted list"),
                            ("delivery", "delivery"),
                            ("passage", "at the gate"),
                            ("reply", "wrote to the desk"),
                            ("case", "case"),
                        ],
                        max_length=8,
                    ),
                ),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("attempts_count", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="base.community",
                    ),
                ),
                (
                    "heard_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checkins", to="people.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkins",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("silent", "did not answer"),
                            ("unwell", "unwell"),
                            ("fever", "fever"),
                            ("worry", "somebody worries"),
                        ],
                        max_length=6,
                    ),
                ),
                ("ladder", models.JSONField()),
                ("opened_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "confirmed well"),
                            ("decided", "ended by decision"),
                            ("slip", "opened by mistake"),
                        ],
                        max_length=9,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("why_sealed", shouwang.desk.base.sealed.SealedField(blank=True, default=b"")),
                ("words_sealed", shouwang.desk.base.sealed.SealedField(blank=True, default=b"")),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="base.community"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="people.household"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="people.person"
                    ),
                ),
                (
                    "checkin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="checkins.checkin",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("said_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sign",
                    models.CharField(
                        choices=[
                            ("call", "telephone"),
                            ("door", "at the door"),
                            ("link", "by link"),
                            ("chain", "pasted list"),
                            ("delivery", "delivery"),
                            ("passage", "at the gate"),
                            ("reply", "wrote to the desk"),
                            ("case", "case"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("well", "well"),
                            ("well_needs", "well, needs something"),
                            ("talk", "wants someone to talk to"),
                            ("unwell", "unwell"),
                            ("no_answer", "no answer"),
                            ("line_dead", "line dead"),
                            ("wrong_number", "wrong number"),
                            ("phone_off", "telephone off"),
                            ("someone_else", "someone else answered"),
                        ],
                        max_length=12,
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("words_sealed", shouwang.desk.base.sealed.SealedField(blank=True, default=b"")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="base.community"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.link"
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="needs.need",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "checkin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="checkins.checkin"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Declined",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("alone_old", "alone and very old"),
                            ("discharged", "just discharged"),
                            ("near_term", "pregnant near term"),
                            ("dialysis", "on dialysis"),
                            ("asked", "asked for it"),
                            ("household", "every household"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("words_sealed", shouwang.desk.base.sealed.SealedField(blank=True, default=b"")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="base.community"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HealthReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "sign",
                    models.CharField(
                        choices=[
                            ("call", "telephone"),
                            ("door", "at the door"),
                            ("link", "by link"),
                            ("chain", "pasted list"),
                            ("delivery", "delivery"),
                            ("passage", "at the gate"),
                            ("reply", "wrote to the desk"),
                            ("case", "case"),
                        ],
                        max_length=8,
                    ),
                ),
                ("is_fever", models.BooleanField(default=False)),
                ("degrees_sealed", shouwang.desk.base.sealed.SealedField(blank=True, default=b"")),
                ("symptoms_sealed", shouwang.desk.base.sealed.SealedField(blank=True, default=b"")),
                (
                    "attempt",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="health_reports",
                        to="checkins.attempt",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="health_reports",
                        to="checkins.case",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="base.community"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="health_reports", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("seq", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=20)),
                ("due_at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("holds", models.PositiveSmallIntegerField(default=0)),
                ("with_police", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "pending"),
                            ("done", "done"),
                            ("lapsed", "nothing came of it"),
                            ("cancelled", "cancelled"),
                        ],
                        default="pending",
                        max_length=9,
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("words_sealed", shouwang.desk.base.sealed.SealedField(blank=True, default=b"")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="checkins.case"
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="base.community"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="needs.need",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StepTold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("due", "it is due"),
                            ("lapsed", "nothing came of it"),
                            ("heard", "a sign of life, to be confirmed"),
                            ("stuck", "found standing still"),
                        ],
                        max_length=6,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="base.community"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told", to="checkins.step"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WatchPlan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("alone_old", "alone and very old"),
                            ("discharged", "just discharged"),
                            ("near_term", "pregnant near term"),
                            ("dialysis", "on dialysis"),
                            ("asked", "asked for it"),
                            ("household", "every household"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("call", "telephone"),
                            ("door", "at the door"),
                            ("link", "link"),
                            ("seen", "seen today"),
                        ],
                        default="call",
                        max_length=5,
                        verbose_name="how",
                    ),
                ),
                ("every_days", models.PositiveSmallIntegerField(default=1, verbose_name="every … days")),
                ("times_a_day", models.PositiveSmallIntegerField(default=1, verbose_name="times a day")),
                ("from_hour", models.TimeField(default=datetime.time(9, 0), verbose_name="from")),
                ("until_hour", models.TimeField(default=datetime.time(20, 0), verbose_name="until")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                ("since_day", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reason_sealed", shouwang.desk.base.sealed.SealedField(blank=True, default=b"")),
                ("note_sealed", shouwang.desk.base.sealed.SealedField(blank=True, default=b"")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="base.community"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="watch_plans", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="checkin",
            name="plan",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checkins",
                to="checkins.watchplan",
            ),
        ),
        migrations.CreateModel(
            name="Caller",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField(default=240, verbose_name="minutes")),
                ("chosen_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "chosen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="base.community"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("community", "day", "account"), name="a_caller_is_on_shift_once"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)), name="a_caller_has_minutes"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["next_at"], name="case_next"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["person", "-opened_at"], name="case_person"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("person",), name="one_live_case_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end", ""), ("ended_at", None), ("ended_by", None), ("next_at__isnull", False)),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        ("next_at", None),
                        models.Q(("end", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_case_has_a_next_step_or_an_end_with_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_by", None), ("held_until", None)),
                    models.Q(("held_by__isnull", False), ("held_until__isnull", False)),
                    _connector="OR",
                ),
                name="whoever_holds_a_case_holds_it_until",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["person", "-at"], name="attempt_person"),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        [
                            "well",
                            "well_needs",
                            "talk",
                            "unwell",
                            "no_answer",
                            "line_dead",
                            "wrong_number",
                            "phone_off",
                            "someone_else",
                        ],
                    )
                ),
                name="attempt_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="declined",
            constraint=models.UniqueConstraint(fields=("person", "tier"), name="a_watch_is_declined_once"),
        ),
        migrations.AddIndex(
            model_name="healthreport",
            index=models.Index(fields=["person", "-at"], name="health_person"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("case", "seq"), name="steps_of_a_case_have_an_order"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")), fields=("case",), name="one_pending_step_a_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_at__isnull", False),
                        ("done_by__isnull", False),
                        ("state", "done"),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    models.Q(models.Q(("state", "done"), _negated=True), ("done_by", None), ("outcome", "")),
                    _connector="OR",
                ),
                name="a_done_step_says_what_and_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="steptold",
            constraint=models.UniqueConstraint(fields=("step", "account", "why"), name="told_once_of_each_step"),
        ),
        migrations.AddIndex(
            model_name="watchplan",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["community"], name="watch_live"),
        ),
        migrations.AddConstraint(
            model_name="watchplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("person",), name="one_live_watch_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="watchplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("tier__in", ["alone_old", "discharged", "near_term", "dialysis", "asked", "household"])
                ),
                name="watch_tier_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="watchplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["call", "door", "link", "seen"])), name="watch_way_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="watchplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("every_days__gte", 1), ("every_days__lte", 31)), name="a_watch_comes_again"
            ),
        ),
        migrations.AddConstraint(
            model_name="watchplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("times_a_day__gte", 1), ("times_a_day__lte", 6)), name="a_watch_day_has_slots"
            ),
        ),
        migrations.AddConstraint(
            model_name="watchplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_hour__lt", models.F("until_hour"))), name="watch_hours_have_an_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="watchplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)), ("ended_at__isnull", False), _connector="OR"
                ),
                name="an_ended_watch_says_when",
            ),
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(fields=["community", "state", "due_at"], name="checkin_silent"),
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(fields=["community", "day", "state"], name="checkin_day"),
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(fields=["assigned_to", "day"], name="checkin_whose"),
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(fields=["person", "-day"], name="checkin_person"),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.UniqueConstraint(fields=("plan", "day", "slot"), name="each_checkin_once"),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["not_called", "no_answer", "well", "unwell", "cancelled"])),
                name="checkin_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("heard_at__isnull", False),
                        ("state__in", ("well", "unwell")),
                        models.Q(("heard_how", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state__in", ("well", "unwell")), _negated=True),
                        ("heard_at", None),
                        ("heard_by", None),
                        ("heard_how", ""),
                    ),
                    _connector="OR",
                ),
                name="who_was_heard_says_when_and_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claimed_by", None), ("claimed_until", None)),
                    models.Q(("claimed_by__isnull", False), ("claimed_until__isnull", False)),
                    _connector="OR",
                ),
                name="a_claim_lapses",
            ),
        ),
        migrations.RunPython(_on_postgresql(LEARN), _on_postgresql(FORGET)),
    ]
