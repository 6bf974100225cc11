"""The index of words is tidied by the worker in small steps, no longer by SQLite in the midst of a transaction."""

from django.db import migrations

from kawaraban.doors.desk.search.index import tidy_by_ourselves


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_bulk_of_any_size")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: tidy_by_ourselves(editor.connection), migrations.RunPython.noop
        )
    ]
