from typing import Any

from django.db import migrations, models

UNLOGGED = ("reads_sharedkey", "reads_sharedreads")


def keep_out_of_the_log(apps: Any, schema_editor: Any) -> None:
    """Neither the log of the server, nor a standby, nor a copy has what lies in them."""
    if schema_editor.connection.vendor == "postgresql":
        for table in UNLOGGED:
            schema_editor.execute(f"ALTER TABLE {table} SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("reads", "0002_reasons_and_readers")]

    operations = [
        migrations.CreateModel(
            name="SharedKey",
            fields=[
                ("day_ends_at", models.DateTimeField(primary_key=True, serialize=False)),
                ("half", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="SharedReads",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day_ends_at", models.DateTimeField(db_index=True)),
                ("marks", models.BinaryField()),
            ],
        ),
        migrations.RunPython(keep_out_of_the_log, migrations.RunPython.noop, elidable=False),
    ]
