"""What is made from other tables, made anew in the target: the search of the editor, and the server's limits of time.

The search of the desk is filled by the worker when the paper is served; until then the newest comments are looked
through.
"""

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from kawaraban.config.postgresql.upgrading import keep_time_limits
from kawaraban.law.record.append_only import are_installed, install


def rebuild_derived() -> bool:
    """Returns False where the server does not let this role set its limits of time."""
    if apps.is_installed("wagtail.search"):
        call_command("update_index", verbosity=0)
    if not are_installed(connection):
        install(connection)
    return keep_time_limits(connection)
