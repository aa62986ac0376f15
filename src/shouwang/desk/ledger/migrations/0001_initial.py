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
            name='Commodity',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('money', 'money'), ('goods', 'goods')], max_length=5)),
                ('key', models.BigIntegerField()),
                ('unit', models.CharField(blank=True, max_length=12, verbose_name='unit')),
                ('name_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'kind', 'key'), name='one_commodity_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Ending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
            ],
        ),
        migrations.CreateModel(
            name='Holder',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('household', 'household'), ('helper', 'helper'), ('partner', 'partner'), ('desk', 'desk'), ('purse', 'own pocket'), ('gone', 'gone')], max_length=10)),
                ('subject_id', models.UUIDField()),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holders', to='base.community')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'kind', 'subject_id'), name='one_holder_a_subject'), models.CheckConstraint(condition=models.Q(('kind__in', ['household', 'helper', 'partner', 'desk', 'purse', 'gone'])), name='holder_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('amount', models.BigIntegerField(default=0)),
                ('may_owe', models.BooleanField()),
                ('since', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('commodity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='ledger.commodity')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='ledger.holder')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('holder', 'commodity'), name='one_balance_a_holder_and_commodity'), models.CheckConstraint(condition=models.Q(('may_owe', True), ('amount__gte', 0), _connector='OR'), name='nobody_gives_what_they_lack'), models.CheckConstraint(condition=models.Q(models.Q(('amount', 0), ('since', None)), models.Q(models.Q(('amount', 0), _negated=True), ('since__isnull', False)), _connector='OR'), name='what_is_held_is_held_since')],
            },
        ),
        migrations.CreateModel(
            name='Thing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('card', 'insurance card'), ('gas_card', 'gas card'), ('box', 'empty box'), ('slip', 'slip'), ('prescription', 'prescription'), ('record', 'medical record'), ('key', 'key'), ('other', 'other thing')], max_length=12)),
                ('since', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('label_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='things', to='base.community')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='things', to='ledger.holder')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='things', to='people.household')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['card', 'gas_card', 'box', 'slip', 'prescription', 'record', 'key', 'other'])), name='thing_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('op_id', models.UUIDField()),
                ('kind', models.CharField(choices=[('collect', 'collected'), ('give_out', 'given out'), ('hand_in', 'handed in'), ('buy', 'bought'), ('hand_over', 'handed over'), ('pass_on', 'passed on'), ('take_back', 'taken back'), ('refund', 'refunded'), ('advance', 'advanced'), ('repay', 'repaid'), ('lost', 'lost or spoiled'), ('found', 'found again'), ('reversal', 'reversal')], max_length=10)),
                ('at', models.DateTimeField()),
                ('said_at', models.DateTimeField(blank=True, null=True)),
                ('about_id', models.UUIDField(blank=True, null=True)),
                ('words_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transfers', to='base.community')),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.link')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='ledger.transfer')),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'at'], name='transfer_day'), models.Index(fields=['about_id'], name='transfer_about')],
                'constraints': [models.UniqueConstraint(fields=('community', 'op_id'), name='a_transfer_is_said_once_for_ever'), models.CheckConstraint(condition=models.Q(('kind__in', ['collect', 'give_out', 'hand_in', 'buy', 'hand_over', 'pass_on', 'take_back', 'refund', 'advance', 'repay', 'lost', 'found', 'reversal'])), name='transfer_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversal'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversal'), _negated=True), ('reverses', None)), _connector='OR'), name='a_reversal_says_of_what')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('amount', models.BigIntegerField()),
                ('move', models.PositiveSmallIntegerField(default=0)),
                ('commodity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.commodity')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.holder')),
                ('thing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.thing')),
                ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.transfer')),
            ],
            options={
                'indexes': [models.Index(fields=['holder', 'commodity'], name='entry_account')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('commodity__isnull', False), ('thing', None)), models.Q(('amount__in', [-1, 1]), ('commodity', None), ('thing__isnull', False)), _connector='OR'), name='an_entry_is_of_one_commodity_or_thing'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='an_entry_moves_something')],
            },
        ),
        migrations.CreateModel(
            name='CashCount',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('counted_fen', models.PositiveBigIntegerField()),
                ('expected_fen', models.BigIntegerField()),
                ('words_sealed', shouwang.desk.base.sealed.SealedField(blank=True, default=b'')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='base.community')),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'day'], name='cash_count_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('counted_fen', models.F('expected_fen')), models.Q(('words_sealed', b''), _negated=True), _connector='OR'), name='a_difference_is_said_in_words')],
            },
        ),
    ]
