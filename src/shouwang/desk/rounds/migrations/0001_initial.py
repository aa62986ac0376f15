import django.db.models.deletion
import shouwang.desk.base.sealed
import shouwang.desk.rounds.models.rounds
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('base', '0001_initial'),
        ('base', '__first__'),
        ('needs', '0001_initial'),
        ('partners', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('starts_at', models.DateTimeField()),
                ('left_out', models.JSONField(default=list)),
                ('spare', models.JSONField(default=list)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('code', models.CharField(default=shouwang.desk.rounds.models.rounds.new_code, editable=False, max_length=5, verbose_name='code')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('accepted', 'accepted'), ('finished', 'finished'), ('dropped', 'dropped')], default='proposed', max_length=8)),
                ('starts_at', models.DateTimeField(verbose_name='leaves')),
                ('may_call', models.BooleanField(default=False, verbose_name='the carrier may see whole telephone numbers')),
                ('proposed_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('reasons', models.JSONField(default=list)),
                ('as_proposed', models.JSONField(default=dict)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('carrier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='base.community')),
                ('proposal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='rounds.proposal')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'state', 'starts_at'], name='round_board')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='round_accepted_at_and_by_go_together'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'finished']), _negated=True), models.Q(('accepted_at__isnull', False), ('carrier__isnull', False)), _connector='OR'), name='an_accepted_round_is_somebodys'), models.UniqueConstraint(fields=('community', 'code'), name='round_codes_differ')],
            },
        ),
        migrations.CreateModel(
            name='RoundHandOver',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hand_overs', to='rounds.round')),
                ('to_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Stop',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('not_before', models.DateTimeField(blank=True, null=True)),
                ('due_by', models.DateTimeField(blank=True, null=True)),
                ('expected_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('done', 'done'), ('partly', 'part done'), ('nobody_home', 'nobody home'), ('refused', 'refused'), ('wrong_address', 'wrong address'), ('not_ready', 'not ready'), ('could_not', 'could not')], max_length=16)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('said_at', models.DateTimeField(blank=True, null=True)),
                ('note_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('door', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.door')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stops', to='people.household')),
                ('manifest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stops', to='partners.manifest')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stops', to='rounds.round')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='a_stop_that_ended_says_how_when_by_whom'), models.CheckConstraint(condition=models.Q(('door', None), models.Q(('manifest', None), ('partner', None)), _connector='OR'), name='a_stop_is_a_door_or_a_counter')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('action', models.CharField(choices=[('drop', 'hand over'), ('collect', 'collect'), ('visit', 'visit')], max_length=8)),
                ('leg', models.CharField(blank=True, max_length=24)),
                ('is_live', models.BooleanField(default=True)),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='needs.need')),
                ('stop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='rounds.stop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_live', True)), fields=('need',), name='a_need_is_on_one_live_round')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.DecimalField(decimal_places=3, max_digits=12)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='needs.line')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='rounds.task')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('task', 'line'), name='one_delivery_a_task_and_line'), models.CheckConstraint(condition=models.Q(('quantity__gte', 0)), name='a_delivery_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='UnappliedSaying',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('end', 'how a stop ended'), ('undo', 'an undo')], max_length=4)),
                ('reason', models.CharField(max_length=40)),
                ('said_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_as', models.CharField(blank=True, choices=[('applied', 'taken over'), ('set_aside', 'set aside')], max_length=9)),
                ('words_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('refusal_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unapplied', to='rounds.round')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stop', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='unapplied', to='rounds.stop')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['community'], name='unapplied_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_as', ''), ('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), models.Q(('settled_as', ''), _negated=True)), _connector='OR'), name='unapplied_settled_at_and_by_go_together')],
            },
        ),
    ]
