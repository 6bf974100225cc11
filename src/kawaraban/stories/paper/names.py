"""What the paper is called, for who must not sign so (PAPER_NAMES in the settings)."""

from django.db import connection


def paper_names() -> list[str]:
    """One query."""
    with connection.cursor() as cursor:
        # By hand: every batch of comments asks it.
        cursor.execute("SELECT name FROM stories_papersettings")
        return [name for (name,) in cursor.fetchall()]
