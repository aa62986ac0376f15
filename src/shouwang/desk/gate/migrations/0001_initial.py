import django.db.models.deletion
import shouwang.desk.base.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0003_events_are_not_replaced'),
        ('needs', '0001_initial'),
        ('people', '0002_states_stay'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Gate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('area', models.CharField(blank=True, max_length=20, verbose_name='area')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gates', to='base.community')),
            ],
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('op_id', models.UUIDField(unique=True)),
                ('device_id', models.UUIDField(blank=True, null=True)),
                ('who', models.CharField(choices=[('resident', 'lives here'), ('visitor', 'visitor'), ('courier', 'courier'), ('worker', 'essential worker'), ('vehicle', 'vehicle from outside')], default='resident', max_length=8)),
                ('direction', models.CharField(choices=[('out', 'out'), ('in', 'in')], max_length=3)),
                ('reason', models.CharField(blank=True, choices=[('hospital', 'hospital'), ('dialysis', 'dialysis'), ('chemotherapy', 'chemotherapy'), ('antenatal', 'antenatal check'), ('funeral', 'funeral'), ('essential_work', 'essential work'), ('emergency', 'emergency'), ('shopping', 'shopping'), ('medicine', 'medicine'), ('walk', 'a walk'), ('work', 'ordinary work'), ('cash', 'fetching cash'), ('parcel', 'parcel'), ('visit', 'visiting somebody'), ('delivery', 'delivery')], max_length=14)),
                ('outcome', models.CharField(choices=[('allowed', 'passed'), ('went_anyway', 'went anyway'), ('turned_back', 'turned back'), ('helped', 'turned back, and helped'), ('senior', 'handed to a senior')], max_length=11)),
                ('voices_raised', models.BooleanField(verbose_name='voices were raised')),
                ('verdict', models.CharField(max_length=8)),
                ('why', models.CharField(max_length=16)),
                ('back_by', models.DateTimeField(blank=True, null=True)),
                ('said_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('list_at', models.DateTimeField(blank=True, null=True)),
                ('clock_off', models.IntegerField(default=0)),
                ('is_from_paper', models.BooleanField(default=False)),
                ('note_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='gate.passage')),
                ('gate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gate.gate')),
                ('household', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='people.household')),
                ('need', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='needs.need')),
                ('person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='RuleProposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('mode', models.CharField(choices=[('everyday', 'Everyday'), ('lockdown', 'Lockdown'), ('flood', 'Flood'), ('heat', 'Heat wave'), ('ice', 'Ice storm')], max_length=12)),
                ('from_day', models.DateField()),
                ('value', models.JSONField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('dropped', 'Dropped')], default='waiting', max_length=8)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='gate',
            constraint=models.UniqueConstraint(fields=('community', 'name'), name='gate_names_differ'),
        ),
        migrations.AddIndex(
            model_name='passage',
            index=models.Index(fields=['community', 'said_at'], name='passage_day'),
        ),
        migrations.AddIndex(
            model_name='passage',
            index=models.Index(fields=['household', '-said_at'], name='passage_household'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['allowed', 'went_anyway', 'turned_back', 'helped', 'senior'])), name='passage_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['out', 'in'])), name='passage_direction_is_known'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('back_by', None), models.Q(('direction', 'out'), ('outcome__in', ('allowed', 'went_anyway'))), _connector='OR'), name='who_is_out_is_to_be_back'),
        ),
        migrations.AddIndex(
            model_name='ruleproposal',
            index=models.Index(fields=['community', 'state'], name='gate_rule_waiting'),
        ),
        migrations.AddConstraint(
            model_name='ruleproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='two_people_change_the_gate'),
        ),
        migrations.CreateModel(
            name='IssuedPass',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=16)),
                ('key_number', models.PositiveIntegerField()),
                ('scope', models.CharField(choices=[('household', 'a household'), ('person', 'one person'), ('visitor', 'visitor'), ('courier', 'courier'), ('worker', 'essential worker'), ('vehicle', 'vehicle')], max_length=9)),
                ('persons', models.PositiveSmallIntegerField(default=1)),
                ('not_before', models.DateTimeField()),
                ('expires', models.DateTimeField()),
                ('uses', models.PositiveSmallIntegerField(default=0)),
                ('used', models.PositiveSmallIntegerField(default=0)),
                ('is_on_screen', models.BooleanField(default=False)),
                ('issued_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('text_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('bearer_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('mark_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('revoked_why_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('gates', models.ManyToManyField(blank=True, related_name='+', to='gate.gate')),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gate_passes', to='people.household')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PassKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('public', models.BinaryField(max_length=65)),
                ('secret_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('code_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('made_at', models.DateTimeField()),
                ('lost_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('lost_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PassUse',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('op_id', models.UUIDField(unique=True)),
                ('said_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('is_over', models.BooleanField(default=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('gate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='gate.gate')),
                ('shown', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses_seen', to='gate.issuedpass')),
            ],
        ),
        migrations.AddIndex(
            model_name='issuedpass',
            index=models.Index(fields=['community', 'expires'], name='pass_expires'),
        ),
        migrations.AddConstraint(
            model_name='issuedpass',
            constraint=models.UniqueConstraint(fields=('community', 'number'), name='pass_numbers_differ'),
        ),
        migrations.AddConstraint(
            model_name='issuedpass',
            constraint=models.CheckConstraint(condition=models.Q(('scope__in', ['household', 'person', 'visitor', 'courier', 'worker', 'vehicle'])), name='pass_scope_is_known'),
        ),
        migrations.AddConstraint(
            model_name='issuedpass',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('household__isnull', False), ('scope__in', ('household', 'person'))), models.Q(('scope__in', ('household', 'person')), _negated=True), _connector='OR'), name='a_residents_pass_has_a_household'),
        ),
        migrations.AddConstraint(
            model_name='issuedpass',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('scope', 'person')), models.Q(models.Q(('scope', 'person'), _negated=True), ('person', None)), _connector='OR'), name='one_persons_pass_has_a_person'),
        ),
        migrations.AddConstraint(
            model_name='issuedpass',
            constraint=models.CheckConstraint(condition=models.Q(('not_before__lt', models.F('expires'))), name='a_pass_begins_before_it_ends'),
        ),
        migrations.AddConstraint(
            model_name='issuedpass',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), _negated=True), ('revoked_by', None), _connector='OR'), name='a_pass_revoked_by_somebody_is_revoked'),
        ),
        migrations.AddConstraint(
            model_name='passkey',
            constraint=models.UniqueConstraint(fields=('community', 'number'), name='pass_key_numbers_differ'),
        ),
        migrations.CreateModel(
            name='GateNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('op_id', models.UUIDField(unique=True)),
                ('words_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('written_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'done_at'], name='gate_note_standing')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), ('done_at__isnull', False), _connector='OR'), name='gate_note_done_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('op_id', models.UUIDField(unique=True)),
                ('read_at', models.DateTimeField()),
                ('community', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('read_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['community', '-read_at'], name='gate_handover_latest')],
            },
        ),
    ]
