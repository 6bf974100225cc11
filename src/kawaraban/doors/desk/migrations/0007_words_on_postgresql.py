"""The table of words on PostgreSQL, which the worker fills from the first revision. On SQLite it makes its volumes."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_table(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("CREATE TABLE desk_words (comment_id bigint PRIMARY KEY, words tsvector NOT NULL)")
    editor.execute("CREATE INDEX desk_words_by_word ON desk_words USING gin (words)")
    apps.get_model("desk", "SearchCursor").objects.all().delete()


def drop_table(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TABLE desk_words")


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_bulk_mails_let_go")]

    operations = [migrations.RunPython(make_table, drop_table)]
