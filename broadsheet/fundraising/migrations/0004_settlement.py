"""Add what settlement needs: pledges, tries, refunds, disputes, notices, statements, checks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from broadsheet.fundraising import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('fundraising', '0003_desk_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(append_only.remove, append_only.install),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gateway', models.CharField(max_length=20)),
                ('gateway_ref', models.CharField(max_length=255)),
                ('at', models.DateTimeField(verbose_name='tried')),
                ('outcome', models.CharField(choices=[('paid', 'paid'), ('pending', 'on its way'), ('declined', 'declined')], max_length=10)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('card_key', models.CharField(blank=True, max_length=64)),
                ('next_try_at', models.DateTimeField(blank=True, null=True, verbose_name='next try')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='BankCredit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_key', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'not matched'), ('matched', 'matched'), ('set_aside', 'not a gift')], default='waiting', max_length=10, verbose_name='state')),
                ('booked_on', models.DateField(verbose_name='day')),
                ('amount_minor', models.PositiveBigIntegerField(verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('reference', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='reference')),
                ('payer', models.CharField(blank=True, max_length=140, verbose_name='payer')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='text')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
            ],
            options={
                'verbose_name': 'bank credit',
                'verbose_name_plural': 'bank credits',
                'ordering': ('booked_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Breaker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gateway', models.CharField(max_length=20, unique=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='closes')),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('times_opened', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'pause of card payments',
                'verbose_name_plural': 'pauses of card payments',
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gateway', models.CharField(max_length=20)),
                ('gateway_ref', models.CharField(max_length=255)),
                ('state', models.CharField(choices=[('open', 'open'), ('won', 'won'), ('lost', 'lost')], default='open', max_length=10, verbose_name='state')),
                ('amount_minor', models.PositiveBigIntegerField(verbose_name='amount')),
                ('reason', models.CharField(blank=True, max_length=60, verbose_name='reason')),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('answer_by_at', models.DateTimeField(blank=True, null=True, verbose_name='answer by')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
            ],
            options={
                'verbose_name': 'dispute',
                'verbose_name_plural': 'disputes',
                'ordering': ('-opened_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Donor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('email_key', models.CharField(max_length=254, unique=True)),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('language', models.CharField(blank=True, max_length=16)),
                ('first_seen_at', models.DateTimeField(verbose_name='first seen')),
                ('is_sample', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'donor',
                'verbose_name_plural': 'donors',
                'ordering': ('-first_seen_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='GatewayObject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gateway', models.CharField(max_length=20)),
                ('ref', models.CharField(max_length=255)),
            ],
        ),
        migrations.CreateModel(
            name='ManualEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('received', 'money received'), ('cost', 'cost of receiving money')], max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('waiting', 'waits for a second person'), ('booked', 'booked'), ('turned_down', 'turned down')], default='waiting', max_length=12, verbose_name='state')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('happened_at', models.DateTimeField(verbose_name='day')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('written_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('is_sample', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'entry by hand',
                'verbose_name_plural': 'entries by hand',
                'ordering': ('-written_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gateway', models.CharField(max_length=20, verbose_name='gateway')),
                ('event_id', models.CharField(max_length=255, verbose_name='event')),
                ('kind', models.CharField(max_length=100, verbose_name='kind')),
                ('object_ref', models.CharField(blank=True, max_length=255, verbose_name='object')),
                ('body', models.TextField(blank=True)),
                ('facts', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'worked'), ('ignored', 'not ours'), ('parked', 'parked: needs a person')], default='waiting', max_length=10, verbose_name='state')),
                ('happened_at', models.DateTimeField(blank=True, null=True, verbose_name='happened')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('worked_at', models.DateTimeField(blank=True, null=True, verbose_name='worked')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('due_at', models.DateTimeField()),
                ('last_error', models.CharField(blank=True, max_length=1000, verbose_name='last error')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True)),
                ('gateway', models.CharField(max_length=20, verbose_name='way of giving')),
                ('book', models.CharField(choices=[('live', 'live'), ('test', 'test')], max_length=4, verbose_name='book')),
                ('state', models.CharField(choices=[('started', 'not confirmed yet'), ('active', 'active'), ('paused', 'paused'), ('late', 'payment failed'), ('ended', 'ended')], default='started', max_length=10, verbose_name='state')),
                ('amount_minor', models.PositiveBigIntegerField(verbose_name='amount a month')),
                ('cover_minor', models.PositiveBigIntegerField(default=0)),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('language', models.CharField(blank=True, max_length=16)),
                ('gateway_ref', models.CharField(blank=True, max_length=255)),
                ('customer_ref', models.CharField(blank=True, max_length=255)),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('next_charge_at', models.DateTimeField(blank=True, null=True, verbose_name='next charge')),
                ('paused_until', models.DateTimeField(blank=True, null=True, verbose_name='paused until')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('end_reason', models.CharField(blank=True, max_length=120)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('is_sample', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'pledge',
                'verbose_name_plural': 'pledges',
                'ordering': ('-started_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ReconciliationRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gateway', models.CharField(max_length=20, verbose_name='gateway')),
                ('kind', models.CharField(choices=[('hourly', 'open payments'), ('nightly', 'both directions'), ('by_hand', 'asked for by hand')], max_length=10, verbose_name='kind')),
                ('covers_from', models.DateTimeField(verbose_name='from')),
                ('covers_until', models.DateTimeField(verbose_name='until')),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('ours', models.PositiveIntegerField(default=0, verbose_name='our payments')),
                ('theirs', models.PositiveIntegerField(default=0, verbose_name="the gateway's payments")),
                ('differences', models.JSONField(default=list)),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='error')),
            ],
            options={
                'verbose_name': 'reconciliation',
                'verbose_name_plural': 'reconciliations',
                'ordering': ('-id',),
                'get_latest_by': 'id',
            },
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True)),
                ('gateway', models.CharField(max_length=20)),
                ('gateway_ref', models.CharField(blank=True, max_length=255)),
                ('state', models.CharField(choices=[('asked', 'waits for a second person'), ('started', 'asked for at the gateway'), ('booked', 'given back'), ('failed', 'failed, the money is back here'), ('turned_down', 'turned down')], default='started', max_length=12, verbose_name='state')),
                ('origin', models.CharField(choices=[('desk', 'desk'), ('gateway', 'gateway')], default='desk', max_length=10)),
                ('amount_minor', models.PositiveBigIntegerField(verbose_name='amount')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=500)),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='given back on')),
                ('failed_at', models.DateTimeField(blank=True, null=True, verbose_name='failed on')),
            ],
            options={
                'verbose_name': 'refund',
                'verbose_name_plural': 'refunds',
                'ordering': ('-started_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='StatementImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('form', models.CharField(choices=[('csv', 'CSV'), ('camt.053', 'CAMT.053')], max_length=10, verbose_name='form')),
                ('sha256', models.CharField(max_length=64)),
                ('imported_at', models.DateTimeField(verbose_name='read')),
                ('lines', models.PositiveIntegerField(default=0, verbose_name='lines')),
                ('created', models.PositiveIntegerField(default=0, verbose_name='new credits')),
                ('matched', models.PositiveIntegerField(default=0, verbose_name='matched by reference')),
                ('known', models.PositiveIntegerField(default=0, verbose_name='known before')),
                ('skipped', models.PositiveIntegerField(default=0, verbose_name='debits and other lines')),
            ],
            options={
                'verbose_name': 'bank statement',
                'verbose_name_plural': 'bank statements',
                'ordering': ('-id',),
            },
        ),
        migrations.RemoveConstraint(
            model_name='gift',
            name='fundraising_gift_received_when_settled',
        ),
        migrations.RemoveConstraint(
            model_name='gift',
            name='fundraising_gift_reference_once',
        ),
        migrations.RemoveConstraint(
            model_name='ledgertransaction',
            name='fundraising_correction_reverses',
        ),
        migrations.AddField(
            model_name='fundraisingsettings',
            name='second_person_above_minor',
            field=models.PositiveBigIntegerField(default=0, help_text='Refunds and entries by hand above this wait for a second person.', verbose_name='second person above'),
        ),
        migrations.AddField(
            model_name='gift',
            name='cover_minor',
            field=models.PositiveBigIntegerField(default=0, verbose_name='of it to cover the fee'),
        ),
        migrations.AddField(
            model_name='gift',
            name='refunded_minor',
            field=models.PositiveBigIntegerField(default=0, verbose_name='amount given back'),
        ),
        migrations.AlterField(
            model_name='account',
            name='kind',
            field=models.CharField(choices=[('bank', 'bank account'), ('cards', 'card gateway'), ('till', 'play money till'), ('gifts', 'gifts received'), ('fees', 'fees of gateways and banks'), ('held', 'held in disputes')], max_length=20),
        ),
        migrations.AlterField(
            model_name='gift',
            name='source',
            field=models.CharField(choices=[('form', 'support page'), ('api', 'API'), ('desk', 'desk'), ('renewal', 'monthly payment'), ('statement', 'bank statement'), ('sample', 'sample')], max_length=10, verbose_name='came through'),
        ),
        migrations.AlterField(
            model_name='gift',
            name='state',
            field=models.CharField(choices=[('started', 'waiting for the money'), ('pending', 'on its way'), ('failed', 'not paid'), ('cancelled', 'given up'), ('questioned', 'needs a person'), ('refused', 'not accepted'), ('settled', 'received'), ('corrected', 'taken back')], default='started', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='giftevent',
            name='state',
            field=models.CharField(choices=[('started', 'waiting for the money'), ('pending', 'on its way'), ('failed', 'not paid'), ('cancelled', 'given up'), ('questioned', 'needs a person'), ('refused', 'not accepted'), ('settled', 'received'), ('corrected', 'taken back')], max_length=10),
        ),
        migrations.AlterField(
            model_name='ledgertransaction',
            name='gift',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transactions', to='fundraising.gift'),
        ),
        migrations.AlterField(
            model_name='ledgertransaction',
            name='kind',
            field=models.CharField(choices=[('gift', 'gift'), ('fee', 'fee'), ('refund', 'refund'), ('refund_failed', 'refund that failed'), ('dispute_held', 'dispute: held'), ('dispute_released', 'dispute: released'), ('dispute_lost', 'dispute: lost'), ('correction', 'correction'), ('manual', 'entry by hand')], max_length=20),
        ),
        migrations.AddField(
            model_name='attempt',
            name='gift',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='fundraising.gift'),
        ),
        migrations.AddField(
            model_name='bankcredit',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bankcredit',
            name='gift',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_credit', to='fundraising.gift'),
        ),
        migrations.AddField(
            model_name='dispute',
            name='gift',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='fundraising.gift'),
        ),
        migrations.AddField(
            model_name='ledgertransaction',
            name='dispute',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transactions', to='fundraising.dispute'),
        ),
        migrations.AddField(
            model_name='gift',
            name='donor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='gifts', to='fundraising.donor'),
        ),
        migrations.AddField(
            model_name='gatewayobject',
            name='gift',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='objects_outside', to='fundraising.gift'),
        ),
        migrations.AddField(
            model_name='manualentry',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='manualentry',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ledgertransaction',
            name='manual',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='booking', to='fundraising.manualentry'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['state', 'due_at'], name='notice_state_due'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('gateway', 'event_id'), name='fundraising_notice_kept_once'),
        ),
        migrations.AddField(
            model_name='pledge',
            name='donor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pledges', to='fundraising.donor'),
        ),
        migrations.AddField(
            model_name='gatewayobject',
            name='pledge',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='objects_outside', to='fundraising.pledge'),
        ),
        migrations.AddField(
            model_name='gift',
            name='pledge',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='gifts', to='fundraising.pledge'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state__in', ['settled', 'corrected']), _negated=True), ('received_minor__isnull', True), ('refunded_minor', 0), ('settled_at__isnull', True)), models.Q(('received_minor__gt', 0), ('settled_at__isnull', False), ('state__in', ['settled', 'corrected'])), _connector='OR'), name='fundraising_gift_received_when_settled'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(('refunded_minor', 0), models.Q(('refunded_minor__lte', models.F('received_minor')), ('state', 'settled')), _connector='OR'), name='fundraising_refunds_within_the_gift'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(('cover_minor__lt', models.F('amount_minor'))), name='fundraising_gift_cover_is_a_part'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('source__in', ['desk', 'statement']), _negated=True), models.Q(('reference', ''), _negated=True)), fields=('reference',), name='fundraising_gift_reference_once'),
        ),
        migrations.AddField(
            model_name='refund',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='refund',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='refund',
            name='gift',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='fundraising.gift'),
        ),
        migrations.AddField(
            model_name='ledgertransaction',
            name='refund',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transactions', to='fundraising.refund'),
        ),
        migrations.AddConstraint(
            model_name='ledgertransaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['correction', 'refund_failed', 'dispute_released']), ('reverses__isnull', False)), models.Q(models.Q(('kind__in', ['correction', 'refund_failed', 'dispute_released']), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='fundraising_correction_reverses'),
        ),
        migrations.AddConstraint(
            model_name='ledgertransaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('gift__isnull', True), ('kind', 'manual'), ('manual__isnull', False)), models.Q(models.Q(('kind', 'manual'), _negated=True), ('gift__isnull', False), ('manual__isnull', True)), _connector='OR'), name='fundraising_booking_is_about_something'),
        ),
        migrations.AddConstraint(
            model_name='ledgertransaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__startswith', 'refund'), ('refund__isnull', False)), models.Q(models.Q(('kind__startswith', 'refund'), _negated=True), ('refund__isnull', True)), _connector='OR'), name='fundraising_refund_booking_has_refund'),
        ),
        migrations.AddConstraint(
            model_name='ledgertransaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dispute__isnull', False), ('kind__startswith', 'dispute')), models.Q(models.Q(('kind__startswith', 'dispute'), _negated=True), ('dispute__isnull', True)), _connector='OR'), name='fundraising_dispute_booking_has_dispute'),
        ),
        migrations.AddField(
            model_name='statementimport',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bankcredit',
            name='statement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='fundraising.statementimport'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(fields=['outcome', 'at'], name='attempt_outcome_at'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('gateway', 'gateway_ref'), name='fundraising_attempt_told_once'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='fundraising_dispute_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(fields=('gateway', 'gateway_ref'), name='fundraising_dispute_once_a_gateway'),
        ),
        migrations.AddConstraint(
            model_name='manualentry',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor', 0), _negated=True), name='fundraising_manual_is_not_zero'),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('book', 'test'), ('gateway', 'test')), models.Q(models.Q(('gateway', 'test'), _negated=True), ('book', 'live')), _connector='OR'), name='fundraising_pledge_book_of_gateway'),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0), ('cover_minor__lt', models.F('amount_minor'))), name='fundraising_pledge_amount_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.UniqueConstraint(condition=models.Q(('gateway_ref', ''), _negated=True), fields=('gateway', 'gateway_ref'), name='fundraising_pledge_once_a_gateway'),
        ),
        migrations.AddConstraint(
            model_name='gatewayobject',
            constraint=models.UniqueConstraint(fields=('gateway', 'ref'), name='fundraising_object_belongs_once'),
        ),
        migrations.AddConstraint(
            model_name='gatewayobject',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('gift__isnull', False), ('pledge__isnull', True)), models.Q(('gift__isnull', True), ('pledge__isnull', False)), _connector='OR'), name='fundraising_object_belongs_to_one'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='fundraising_refund_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.UniqueConstraint(condition=models.Q(('gateway_ref', ''), _negated=True), fields=('gateway', 'gateway_ref'), name='fundraising_refund_once_a_gateway'),
        ),
        migrations.AddConstraint(
            model_name='bankcredit',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='fundraising_credit_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='bankcredit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('gift__isnull', False), ('state', 'matched')), models.Q(models.Q(('state', 'matched'), _negated=True), ('gift__isnull', True)), _connector='OR'), name='fundraising_credit_has_gift_when_matched'),
        ),
        migrations.RunPython(append_only.install, append_only.remove),
    ]
