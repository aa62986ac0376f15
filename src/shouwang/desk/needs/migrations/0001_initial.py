import django.db.models.deletion
import shouwang.desk.base.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('base', '0001_initial'),
        ('base', '__first__'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('goods', 'Goods'), ('meal', 'Meals'), ('medicine', 'Medicine'), ('ride', 'Vehicle bookings'), ('errand', 'Gas cards'), ('transfer', 'Transfer list'), ('headcount', 'Head count and temperatures'), ('welfare', 'Welfare calls'), ('shifts', 'Shift sign-ups'), ('gate', 'Gate book'), ('other', 'Something else')], max_length=12)),
                ('pasted_at', models.DateTimeField()),
                ('due_by', models.DateTimeField(blank=True, null=True)),
                ('filename_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('sheet_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('title_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('text_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('context_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intakes', to='base.community')),
                ('continues', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='continued_by', to='needs.intake')),
                ('pasted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'pasted_at'], name='intake_recent')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('continues__isnull', False)), fields=('continues',), name='a_list_is_continued_once')],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('goods', 'Goods'), ('medicine', 'Medicine'), ('errand', 'Errand'), ('meal', 'Meal'), ('ride', 'Ride'), ('visit', 'Visit'), ('repair', 'Repair'), ('talk', 'Talk'), ('other', 'Other')], max_length=12, verbose_name='kind')),
                ('not_before', models.DateTimeField(blank=True, null=True, verbose_name='not before')),
                ('due_by', models.DateTimeField(blank=True, null=True, verbose_name='due by')),
                ('urgency', models.SmallIntegerField(choices=[(0, 'can wait'), (1, 'normal'), (2, 'urgent')], default=1, verbose_name='urgency')),
                ('source', models.CharField(choices=[('chain', 'chain'), ('sheet', 'sheet'), ('form', 'desk'), ('call', 'telephone'), ('household', "household's page"), ('gate', 'gate'), ('clock', 'due again')], max_length=12, verbose_name='source')),
                ('sensitivity', models.CharField(choices=[('ordinary', 'ordinary'), ('sensitive', 'not for any group')], default='ordinary', max_length=12)),
                ('is_private', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('open', 'open'), ('taken', 'taken'), ('under_way', 'under way'), ('done', 'done'), ('withdrawn', 'withdrawn'), ('closed', 'closed by decision'), ('merged', 'merged')], default='open', max_length=12)),
                ('made_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('return_reason', models.CharField(blank=True, choices=[('nobody_home', 'nobody home'), ('refused', 'did not want it'), ('wrong_address', 'wrong address'), ('not_ready', 'not ready or not in stock'), ('partly', 'only part delivered'), ('too_far', 'too far'), ('no_carrier', 'nobody to carry it'), ('could_not', 'could not'), ('other', 'other')], max_length=16)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('words_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('note_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('outcome_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('who_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='base.community')),
                ('door', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='people.door')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='people.household')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='needs.need')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='people.person')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs_taken', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'state', 'due_by'], name='need_board'), models.Index(fields=['household', 'state'], name='need_household'), models.Index(fields=['door', 'state'], name='need_door')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken', 'under_way', 'done', 'withdrawn', 'closed', 'merged'])), name='need_state_is_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['goods', 'medicine', 'errand', 'meal', 'ride', 'visit', 'repair', 'talk', 'other'])), name='need_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), ('taken_by', None)), models.Q(('state', 'open'), _negated=True), _connector='OR'), name='an_open_need_is_nobodys'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['taken', 'under_way']), _negated=True), models.Q(('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='a_taken_need_is_somebodys'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state__in', ['open', 'taken', 'under_way'])), models.Q(('ended_at__isnull', False), ('state__in', ['done', 'withdrawn', 'closed', 'merged'])), _connector='OR'), name='an_ended_need_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into', None)), _connector='OR'), name='a_merged_need_says_into_which')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('unit', models.CharField(blank=True, max_length=12, verbose_name='unit')),
                ('wanted', models.DecimalField(decimal_places=3, max_digits=12, verbose_name='wanted')),
                ('promised', models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True, verbose_name='promised')),
                ('delivered', models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True, verbose_name='delivered')),
                ('name_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('note_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='needs.need')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('wanted__gt', 0)), name='a_line_wants_something'), models.CheckConstraint(condition=models.Q(('delivered', None), ('delivered__gte', 0), _connector='OR'), name='delivered_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='IntakeEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('line', models.PositiveIntegerField()),
                ('part', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('accepted', 'accepted'), ('waiting', 'to be settled'), ('rejected', 'left out')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('raw_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('reading_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.household')),
                ('intake', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='needs.intake')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='entries', to='needs.need')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['community'], name='entry_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='what_waits_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='settled_at_and_by_go_together'), models.UniqueConstraint(condition=models.Q(('line__gt', 0)), fields=('intake', 'line', 'part'), name='an_entry_stands_once_in_its_text')],
            },
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('raised_at', models.DateTimeField()),
                ('climbed_at', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('words_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('who_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('outcome_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('acknowledged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('door', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.door')),
                ('intake', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='alerts', to='needs.intake')),
                ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='alerts', to='needs.need')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('acknowledged_at', None)), fields=['community'], name='alert_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', None)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False)), _connector='OR'), name='alert_acknowledged_at_and_by_go_together')],
            },
        ),
        migrations.CreateModel(
            name='NeedPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='needs.need')),
                ('picture', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.picture')),
            ],
        ),
        migrations.CreateModel(
            name='AlertTold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told', to='needs.alert')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('alert', 'account'), name='told_of_an_alert_once')],
            },
        ),
    ]
