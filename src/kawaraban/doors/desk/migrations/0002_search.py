"""The index of words: a virtual table that Django's models do not know. Volumes stand in its place since 0005."""

from django.db import migrations

from kawaraban.doors.desk.migrations._single_table import drop_table, make_table


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_desk")]

    operations = [migrations.RunPython(make_table, drop_table)]
