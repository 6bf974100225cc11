"""The index of words in volumes, which the worker fills anew; and the counts of days that are over.

The old table goes in steps, so this migration is in no transaction; what was done of it is not done again. All else of
it is one transaction: whoever was stopped in between begins anew. The number of the newest erasure is taken before the
first word is read: what was erased until then is in no volume.
"""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kawaraban.doors.desk.migrations._single_table import drop_in_steps, make_table, tidy_by_ourselves


def begin_anew(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """The worker reads every comment once more."""
    apps.get_model("desk", "SearchCursor").objects.all().delete()


def back_to_one_table(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """The volumes go; the worker of the older version fills its table from the first revision."""
    for number in apps.get_model("desk", "SearchVolume").objects.values_list("number", flat=True):
        editor.execute(f"DROP TABLE IF EXISTS desk_search_{number:d}")
    begin_anew(apps, editor)
    make_table(apps, editor)
    tidy_by_ourselves(apps, editor)


_TABLES = [
    migrations.RunPython(begin_anew, migrations.RunPython.noop),
    migrations.RemoveField(model_name="searchcursor", name="swept_at"),
    migrations.AddField(
        model_name="searchcursor", name="entry_number", field=models.PositiveBigIntegerField(default=0)
    ),
    migrations.CreateModel(
        name="SearchVolume",
        fields=[
            ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
            ("is_to_be_written_anew", models.BooleanField(default=False)),
        ],
    ),
    migrations.CreateModel(
        name="ClosedDay",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("day", models.DateField()),
            ("zone", models.CharField(max_length=64)),
            ("counts", models.JSONField()),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("zone", "day"), name="a_day_is_counted_once")],
        },
    ),
]


class InOneTransaction(migrations.SeparateDatabaseAndState):
    """Within a migration that is in none."""

    atomic = True


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("desk", "0004_search_tidied"), ("law", "0016_kinds_of_entries")]

    operations = [
        migrations.RunPython(drop_in_steps, migrations.RunPython.noop),
        InOneTransaction(_TABLES, _TABLES),
        migrations.RunPython(migrations.RunPython.noop, back_to_one_table),
    ]
