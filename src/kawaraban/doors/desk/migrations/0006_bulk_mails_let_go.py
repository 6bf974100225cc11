"""A job lets its mails leave in steps, when it cannot be taken back any more. Those that are over have done so."""

from typing import Any

from django.db import migrations, models


def nothing_is_held(apps: Any, editor: Any) -> None:
    """Of the jobs that are over: when their mails leave was written at their end."""
    jobs = apps.get_model("desk", "BulkJob").objects.filter(ended_at__isnull=False)
    jobs.filter(models.Q(undo_asked_at=None) | models.Q(undone_at__isnull=False)).update(held_until=None)


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_flat_as_it_grows")]

    operations = [
        migrations.AddField(
            model_name="bulkjob",
            name="let_go_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(nothing_is_held, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="bulkjob", name="bulk_unfinished"),
        migrations.AddIndex(
            model_name="bulkjob",
            index=models.Index(
                condition=models.Q(
                    ("ended_at", None),
                    models.Q(("undo_asked_at__isnull", False), ("undone_at__isnull", True)),
                    ("held_until__isnull", False),
                    _connector="OR",
                ),
                fields=["asked_at"],
                name="bulk_unfinished",
            ),
        ),
    ]
