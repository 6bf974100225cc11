"""The tests' database: a copy of the template that new papers start from, instead of 270 migrations.

A test that commits (live servers, threads) leaves the tables empty; afterwards the copy is made again, so that
every test finds what a new paper has: Wagtail's root, its collection, its groups.
"""

import gzip
import sqlite3

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from kawaraban.config.template_database import TEMPLATE
from kawaraban.law.record import append_only


def copy_template() -> None:
    """Make the open database what the template is, without the record's triggers.

    A test that commits is emptied afterwards, and the triggers would refuse it. A test of the triggers installs
    them itself; that the migration does is tested on a paper of its own.
    """
    connection.ensure_connection()
    template = sqlite3.connect(":memory:")
    template.deserialize(gzip.decompress(TEMPLATE.read_bytes()))
    template.backup(connection.connection)
    template.close()
    append_only.remove(connection)
    # Its rows have other numbers now.
    ContentType.objects.clear_cache()


def everything() -> str:
    """Every text of every table."""
    return "\n".join(str(row) for model in apps.get_models() for row in model._default_manager.values_list())
