import django.db.models.deletion
import shouwang.desk.base.sealed
import shouwang.desk.partners.models.manifests
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('base', '0001_initial'),
        ('base', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Manifest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('about_id', models.UUIDField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('due_by', models.DateTimeField(blank=True, null=True, verbose_name='wanted by')),
                ('expires_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('sent_by_way', models.CharField(blank=True, choices=[('link', 'link'), ('paper', 'paper'), ('phone', 'telephone')], max_length=5)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('chased_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('chased_for', models.CharField(blank=True, max_length=12)),
                ('expired_at', models.DateTimeField(blank=True, null=True)),
                ('code', models.CharField(default=shouwang.desk.partners.models.manifests.new_code, editable=False, max_length=6, verbose_name='code')),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('fetched_at', models.DateTimeField(blank=True, null=True)),
                ('carrier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='manifests', to='base.community')),
                ('fetched_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.link')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ManifestLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('subject_id', models.UUIDField()),
                ('bag', models.CharField(blank=True, max_length=12)),
                ('quantity', models.PositiveIntegerField()),
                ('unit', models.CharField(blank=True, max_length=12)),
                ('is_cold', models.BooleanField(default=False)),
                ('needs_prescription', models.BooleanField(default=False)),
                ('with_card', models.BooleanField(default=False)),
                ('no_substitute', models.BooleanField(default=False)),
                ('name_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('strength_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('note_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('item_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('added_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, choices=[('ready', 'ready'), ('part', 'part of it'), ('none', 'none'), ('substitute', 'another one instead')], max_length=10)),
                ('answered_quantity', models.PositiveIntegerField(blank=True, null=True)),
                ('price_fen', models.PositiveIntegerField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('offer_name_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('offer_strength_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('offer_maker_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('answer_note_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('manifest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='partners.manifest')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='base.picture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('manifest', 'position'), name='one_line_a_position'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='a_manifest_line_wants_something'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='an_answer_says_when')],
            },
        ),
        migrations.CreateModel(
            name='LineAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answer', models.CharField(choices=[('ready', 'ready'), ('part', 'part of it'), ('none', 'none'), ('substitute', 'another one instead')], max_length=10)),
                ('quantity', models.PositiveIntegerField(blank=True, null=True)),
                ('price_fen', models.PositiveIntegerField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('words_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='partners.manifestline')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['ready', 'part', 'none', 'substitute'])), name='line_answer_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('pharmacy', 'Pharmacy'), ('clinic', 'Clinic'), ('hospital', 'Hospital'), ('site', 'Site'), ('supplier', 'Supplier')], max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('hours', models.JSONField(blank=True, default=list)),
                ('takes_insurance', models.BooleanField(default=False, verbose_name='takes insurance cards')),
                ('keeps_cold', models.BooleanField(default=False, verbose_name='has a fridge for medicine')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes by car, one way')),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('datum', models.CharField(blank=True, choices=[('wgs84', 'WGS-84'), ('gcj02', 'GCJ-02')], max_length=6)),
                ('shut_from', models.DateField(blank=True, null=True, verbose_name='shut from')),
                ('shut_until', models.DateField(blank=True, null=True, verbose_name='shut until')),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('contact_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('note_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='base.community')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['pharmacy', 'clinic', 'hospital', 'site', 'supplier'])), name='partner_kind_is_known'), models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('community', 'name'), name='one_partner_a_name')],
            },
        ),
        migrations.AddField(
            model_name='manifest',
            name='partner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='manifests', to='partners.partner'),
        ),
        migrations.CreateModel(
            name='StockSaying',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(max_length=120)),
                ('has', models.CharField(choices=[('yes', 'has it'), ('some', 'has some'), ('no', 'has none')], max_length=4)),
                ('quantity', models.PositiveIntegerField(blank=True, null=True)),
                ('price_fen', models.PositiveIntegerField(blank=True, null=True)),
                ('source', models.CharField(choices=[('manifest', 'list'), ('call', 'telephone'), ('visit', 'at the counter'), ('bought', 'bought there')], max_length=8)),
                ('said_at', models.DateTimeField()),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('held_for', models.UUIDField(blank=True, null=True)),
                ('said_by_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sayings', to='partners.partner')),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'item', 'said_at'], name='saying_item')],
                'constraints': [models.CheckConstraint(condition=models.Q(('has__in', ['yes', 'some', 'no'])), name='saying_is_known')],
            },
        ),
        migrations.AddIndex(
            model_name='manifest',
            index=models.Index(fields=['about_id'], name='manifest_about'),
        ),
        migrations.AddConstraint(
            model_name='manifest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at', None), ('sent_by_way', '')), models.Q(('sent_at__isnull', False), models.Q(('sent_by_way', ''), _negated=True)), _connector='OR'), name='a_sent_manifest_says_how'),
        ),
        migrations.AddConstraint(
            model_name='manifest',
            constraint=models.UniqueConstraint(fields=('community', 'code'), name='manifest_codes_differ'),
        ),
    ]
