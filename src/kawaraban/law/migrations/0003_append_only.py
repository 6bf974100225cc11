"""The database refuses to change or delete what is in the record."""

from django.db import migrations

from kawaraban.law.record.append_only import install, remove


class Migration(migrations.Migration):
    dependencies = [("law", "0002_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: install(editor.connection), lambda apps, editor: remove(editor.connection)
        )
    ]
