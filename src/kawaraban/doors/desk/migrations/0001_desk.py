import django.db.models.deletion
import kawaraban.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('comments', '0004_desk_indexes'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyChoice',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='desk_keys', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('are_on', models.BooleanField(default=True, verbose_name='keyboard shortcuts')),
                ('keys', models.JSONField(blank=True, default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='SearchCursor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision_id', models.PositiveBigIntegerField(default=0)),
                ('swept_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='AuthorNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sender_key', models.CharField(blank=True, db_index=True, max_length=64)),
                ('email_key', models.CharField(blank=True, db_index=True, max_length=64)),
                ('text', models.CharField(max_length=500, verbose_name='note')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='desk_notes', to='comments.comment')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
            ],
            options={
                'ordering': ['-written_at'],
            },
        ),
        migrations.CreateModel(
            name='BulkJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=kawaraban.kit.ids.new_public_id, editable=False, max_length=16, unique=True)),
                ('act', models.CharField(max_length=16, verbose_name='act')),
                ('ground', models.CharField(blank=True, max_length=64, verbose_name='ground')),
                ('note', models.TextField(blank=True, verbose_name='note to the authors')),
                ('asked_at', models.DateTimeField(verbose_name='asked for')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('undo_asked_at', models.DateTimeField(blank=True, null=True, verbose_name='undo asked for')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
            ],
            options={
                'ordering': ['-asked_at'],
            },
        ),
        migrations.CreateModel(
            name='BulkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision_number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('to_do', 'to do'), ('done', 'done'), ('skipped', 'skipped'), ('undone', 'taken back'), ('kept', 'could not be taken back')], default='to_do', max_length=8)),
                ('reason', models.CharField(blank=True, max_length=24)),
                ('decision_id', models.UUIDField(blank=True, null=True)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='comments.comment')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='desk.bulkjob')),
            ],
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='claim', serialize=False, to='comments.comment')),
                ('taken_at', models.DateTimeField(verbose_name='since')),
                ('expires_at', models.DateTimeField(verbose_name='until')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to=settings.AUTH_USER_MODEL, verbose_name='moderator')),
            ],
        ),
        migrations.CreateModel(
            name='DeskRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target_minutes', models.PositiveIntegerField(default=120, verbose_name='a comment waits at most, in minutes')),
                ('closes_when_full', models.BooleanField(default=False, verbose_name='close the comments when the queue outgrows the desk')),
                ('close_at_minutes', models.PositiveIntegerField(default=600, verbose_name='close above, in minutes of work')),
                ('reopen_at_minutes', models.PositiveIntegerField(default=240, verbose_name='open again below, in minutes of work')),
                ('full_reason', models.CharField(blank=True, max_length=300, verbose_name='what readers are told meanwhile')),
                ('full_since', models.DateTimeField(blank=True, null=True)),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='set by')),
            ],
        ),
        migrations.AddIndex(
            model_name='bulkjob',
            index=models.Index(condition=models.Q(('ended_at', None), models.Q(('undo_asked_at__isnull', False), ('undone_at__isnull', True)), _connector='OR'), fields=['asked_at'], name='bulk_unfinished'),
        ),
        migrations.AddIndex(
            model_name='bulkitem',
            index=models.Index(fields=['job', 'state', 'id'], name='bulk_item_state'),
        ),
        migrations.AddConstraint(
            model_name='bulkitem',
            constraint=models.UniqueConstraint(fields=('job', 'comment'), name='bulk_item_once'),
        ),
        migrations.AddConstraint(
            model_name='deskrules',
            constraint=models.CheckConstraint(condition=models.Q(('reopen_at_minutes__lt', models.F('close_at_minutes'))), name='desk_reopens_below_where_it_closes'),
        ),
        migrations.AddConstraint(
            model_name='deskrules',
            constraint=models.CheckConstraint(condition=models.Q(('target_minutes__gte', 1)), name='desk_target_is_positive'),
        ),
    ]
