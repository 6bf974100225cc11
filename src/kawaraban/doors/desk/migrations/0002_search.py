"""The index of words: a virtual table that Django's models do not know."""

from django.db import migrations

from kawaraban.doors.desk.search.index import TABLE, make_table


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_desk")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: make_table(editor.connection),
            lambda apps, editor: editor.execute(f"DROP TABLE IF EXISTS {TABLE}"),
        )
    ]
