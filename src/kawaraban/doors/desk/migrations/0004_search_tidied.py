"""The index of words is tidied by the worker in small steps, no longer by SQLite in the midst of a transaction."""

from django.db import migrations

from kawaraban.doors.desk.migrations._single_table import tidy_by_ourselves


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_bulk_of_any_size")]

    operations = [migrations.RunPython(tidy_by_ourselves, migrations.RunPython.noop)]
