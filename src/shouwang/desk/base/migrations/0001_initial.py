import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('login', models.CharField(blank=True, max_length=60, null=True, unique=True, verbose_name='login')),
                ('language', models.CharField(default='zh-hans', max_length=10, verbose_name='language')),
                ('is_active', models.BooleanField(default=True)),
                ('password_failures', models.PositiveSmallIntegerField(default=0)),
                ('password_locked_until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('counts', models.JSONField()),
                ('events', models.BigIntegerField()),
                ('chain_hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('zone', models.CharField(default='Asia/Shanghai', max_length=40, verbose_name='time zone')),
                ('mode', models.CharField(choices=[('everyday', 'Everyday'), ('lockdown', 'Lockdown'), ('flood', 'Flood'), ('heat', 'Heat wave'), ('ice', 'Ice storm')], default='everyday', max_length=12)),
                ('mode_since', models.DateField(verbose_name='mode since')),
                ('sunset_on', models.DateField(blank=True, null=True, verbose_name='sunset day')),
                ('sunset_at', models.DateTimeField(blank=True, null=True, verbose_name='destroyed')),
                ('created_at', models.DateTimeField(verbose_name='created')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', ['everyday', 'lockdown', 'flood', 'heat', 'ice'])), name='community_mode_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('label', models.CharField(blank=True, max_length=120, verbose_name='device')),
                ('secret_hash', models.BinaryField(unique=True)),
                ('pin_hash', models.CharField(max_length=200)),
                ('pin_failures', models.PositiveSmallIntegerField(default=0)),
                ('is_shared', models.BooleanField(default=False, verbose_name='shared device')),
                ('enrolled_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField()),
                ('kind', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('said_at', models.DateTimeField(null=True)),
                ('role', models.CharField(blank=True, max_length=16)),
                ('subject_type', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField()),
                ('household_id', models.UUIDField(null=True)),
                ('data', models.JSONField(default=dict)),
                ('previous_hash', models.BinaryField()),
                ('hash', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=120)),
                ('args', models.JSONField(default=dict)),
                ('run_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease', models.UUIDField(null=True)),
                ('leased_until', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('dead_at', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('dead_at', None), ('done_at', None)), fields=['run_at'], name='job_pending')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('dead_at', None), ('done_at', None), ('lease', None)), fields=('kind', 'key'), name='one_pending_job_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scope', models.CharField(choices=[('household', "a household's own page"), ('partner', 'one manifest'), ('demo', 'a role of the demonstration')], max_length=12)),
                ('subject_id', models.UUIDField()),
                ('token_hash', models.BinaryField(unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('household', 'Household'), ('helper', 'Helper'), ('guard', 'Guard'), ('grid_lead', 'Grid lead'), ('coordinator', 'Coordinator'), ('partner', 'Partner'), ('district', 'District'), ('administrator', 'Administrator')], max_length=16)),
                ('since', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Operation',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('actor', models.CharField(max_length=60)),
                ('body_hash', models.BinaryField()),
                ('at', models.DateTimeField(db_index=True)),
                ('status', models.PositiveSmallIntegerField(default=0)),
                ('location', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('from_day', models.DateField()),
                ('value', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.UUIDField(db_index=True)),
                ('token', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('community', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='base.community')),
                ('seq', models.BigIntegerField(default=0)),
                ('hash', models.BinaryField(default=b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')),
            ],
        ),
        migrations.CreateModel(
            name='CommunityKey',
            fields=[
                ('community', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='key', serialize=False, to='base.community')),
                ('wrapped', models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name='certificate',
            name='community',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='base.community'),
        ),
        migrations.AddField(
            model_name='device',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='device',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community'),
        ),
        migrations.AddField(
            model_name='device',
            name='revoked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='event',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='event',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='base.community'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='link',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='base.community'),
        ),
        migrations.AddField(
            model_name='link',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='link',
            name='revoked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='event',
            name='link',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.link'),
        ),
        migrations.AddField(
            model_name='membership',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='membership',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='base.community'),
        ),
        migrations.AddField(
            model_name='membership',
            name='revoked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='operation',
            name='community',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community'),
        ),
        migrations.AddField(
            model_name='picture',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community'),
        ),
        migrations.AddField(
            model_name='picture',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rule',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='base.community'),
        ),
        migrations.AddField(
            model_name='searchtoken',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community'),
        ),
        migrations.AddIndex(
            model_name='link',
            index=models.Index(fields=['subject_id'], name='link_subject'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(('scope__in', ['household', 'partner', 'demo'])), name='link_scope_is_known'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['subject_id', 'seq'], name='event_subject'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['household_id', 'seq'], name='event_household'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['community', 'kind', 'at'], name='event_kind'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('community', 'seq'), name='events_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('account', 'community'), name='one_live_membership_a_community'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['household', 'helper', 'guard', 'grid_lead', 'coordinator', 'partner', 'district', 'administrator'])), name='membership_role_is_known'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='membership_revoked_at_and_by_go_together'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.UniqueConstraint(fields=('community', 'name', 'from_day'), name='one_rule_a_day'),
        ),
        migrations.AddIndex(
            model_name='searchtoken',
            index=models.Index(fields=['community', 'token'], name='search_token'),
        ),
    ]
