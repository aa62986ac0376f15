import django.db.models.deletion
import shouwang.desk.base.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0003_events_are_not_replaced'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Building',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('area', models.CharField(blank=True, max_length=20, verbose_name='area')),
                ('code', models.CharField(max_length=20, verbose_name='number')),
                ('position', models.PositiveIntegerField(default=0)),
                ('is_complete', models.BooleanField(default=False)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='buildings', to='base.community')),
            ],
        ),
        migrations.CreateModel(
            name='Door',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.CharField(blank=True, max_length=10, verbose_name='unit')),
                ('room', models.CharField(max_length=20, verbose_name='room')),
                ('floor', models.IntegerField(blank=True, null=True, verbose_name='floor')),
                ('position', models.PositiveIntegerField(default=0)),
                ('label', models.CharField(max_length=60, verbose_name='door')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doors', to='people.building')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doors', to='base.community')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('building', 'unit', 'room'), name='doors_differ'), models.UniqueConstraint(fields=('community', 'label'), name='door_labels_differ')],
            },
        ),
        migrations.CreateModel(
            name='DoorAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alias', models.CharField(max_length=60)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('door', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='people.door')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'alias'), name='an_alias_means_one_door'), models.CheckConstraint(condition=models.Q(('alias', ''), _negated=True), name='an_alias_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Grid',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grids', to='base.community')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grids', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'name'), name='grid_names_differ')],
            },
        ),
        migrations.AddField(
            model_name='building',
            name='grid',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='buildings', to='people.grid'),
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('is_learned', models.BooleanField(default=False)),
                ('since', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='households', to='base.community')),
                ('door', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='households', to='people.door')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_learned', True), ('left_at', None)), fields=('door',), name='one_learned_household_a_door'), models.CheckConstraint(condition=models.Q(('left_at', None), ('door', None), _connector='OR'), name='who_left_lives_behind_no_door')],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('ledger', 'household ledger'), ('estate', 'list of doors')], max_length=12)),
                ('state', models.CharField(choices=[('preview', 'preview'), ('applied', 'taken over'), ('undone', 'undone')], default='preview', max_length=8)),
                ('made_at', models.DateTimeField()),
                ('stated_by', models.CharField(max_length=60)),
                ('received', models.PositiveIntegerField(default=0)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('filename_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('columns_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('sheet_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='base.community')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['preview', 'applied', 'undone'])), name='import_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('applied_at', None), ('applied_by', None)), models.Q(('applied_at__isnull', False), ('applied_by__isnull', False)), _connector='OR'), name='import_applied_at_and_by_go_together'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='import_undone_at_and_by_go_together')],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_door', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.door')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='people.household')),
                ('to_door', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.door')),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('relation', models.CharField(blank=True, max_length=20, verbose_name='relation')),
                ('is_head', models.BooleanField(default=False, verbose_name='head of household')),
                ('sex', models.CharField(blank=True, choices=[('f', 'female'), ('m', 'male')], max_length=1, verbose_name='sex')),
                ('born_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of birth')),
                ('is_resident', models.BooleanField(default=True, verbose_name='lives here')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('gone_at', models.DateTimeField(blank=True, null=True)),
                ('name_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('phones_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('identity_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('remark_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='persons', to='people.household')),
            ],
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('outcome', models.CharField(choices=[('new', 'new'), ('changed', 'changed'), ('same', 'already known'), ('waiting', 'to be settled'), ('left_out', 'left out')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('was_kept', models.BooleanField(default=False)),
                ('record_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('effect_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='people.import')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('door', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.door')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.household')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['waiting', 'left_out']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='what_is_not_taken_has_a_reason'), models.UniqueConstraint(fields=('batch', 'number'), name='a_row_of_a_sheet_stands_once'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='row_settled_at_and_by_go_together')],
            },
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('lives_alone', 'lives alone'), ('old', 'very old'), ('disabled', 'cannot manage alone'), ('wheelchair', 'wheelchair'), ('pregnant', 'pregnant'), ('infant', 'small child'), ('condition', 'illness'), ('medicine', 'takes medicine'), ('dialysis', 'dialysis'), ('tube_fed', 'fed by tube'), ('diet', 'diet'), ('allergy', 'allergy'), ('renter', 'rents'), ('no_phone', 'no telephone'), ('other', 'other')], max_length=16)),
                ('stated_at', models.DateTimeField()),
                ('stated_by', models.CharField(max_length=60, verbose_name='stated by')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('detail_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['lives_alone', 'old', 'disabled', 'wheelchair', 'pregnant', 'infant', 'condition', 'medicine', 'dialysis', 'tube_fed', 'diet', 'allergy', 'renter', 'no_phone', 'other'])), name='fact_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='fact_ended_at_and_by_go_together')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('relation', models.CharField(blank=True, max_length=40, verbose_name='relation')),
                ('stated_at', models.DateTimeField()),
                ('stated_by', models.CharField(max_length=60, verbose_name='stated by')),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('name_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('phone_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('note_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='contact_removed_at_and_by_go_together')],
            },
        ),
        migrations.CreateModel(
            name='SheetLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ledger', 'household ledger'), ('estate', 'list of doors')], max_length=12)),
                ('heading', models.CharField(max_length=64)),
                ('columns', models.JSONField(default=dict)),
                ('corrected_at', models.DateTimeField()),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('corrected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'kind', 'heading'), name='one_layout_a_heading')],
            },
        ),
        migrations.AddConstraint(
            model_name='building',
            constraint=models.UniqueConstraint(fields=('community', 'area', 'code'), name='building_codes_differ'),
        ),
        migrations.CreateModel(
            name='HouseholdState',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unit', models.CharField(blank=True, max_length=10, verbose_name='staircase')),
                ('state', models.CharField(choices=[('open', 'nothing is asked of them'), ('sealed', 'building shut off'), ('arrived', 'stays at home after a journey'), ('isolated', 'isolated')], max_length=8)),
                ('from_day', models.DateField()),
                ('until_day', models.DateField(blank=True, null=True)),
                ('set_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('why_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('building', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='states', to='people.building')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='states', to='people.household')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'from_day'], name='state_days')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['sealed', 'arrived', 'isolated'])), name='state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('building', None), ('household__isnull', False), ('unit', '')), models.Q(('building__isnull', False), ('household', None)), _connector='OR'), name='a_state_is_of_a_household_or_a_place'), models.CheckConstraint(condition=models.Q(('until_day', None), ('until_day__gte', models.F('from_day')), _connector='OR'), name='a_state_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), ('ended_at__isnull', False), _connector='OR'), name='an_ended_state_says_when')],
            },
        ),
    ]
