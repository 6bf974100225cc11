"""Django's PostgreSQL, with what we ask of every connection.

Times are set in each transaction's connection and not in the address, since PgBouncer passes no options on.
"""

from typing import Final

from django.db.backends.postgresql import base

# Longer than any statement of ours, shorter than what the clerk's supervisor takes for a hang.
_STATEMENT: Final = "20s"
_LOCK: Final = "10s"


class DatabaseWrapper(base.DatabaseWrapper):
    """Found by Django under this name, through ENGINE."""

    # How many transactions were committed on this thread: who must say that nothing was done can know it.
    commits_count: int = 0
    # Whether the open transaction has the turn (`kit/work/turn.py`).
    has_turn: bool = False

    def init_connection_state(self) -> None:
        """As Django has it, and how long a statement may take and wait."""
        super().init_connection_state()
        with self.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{_STATEMENT}'; SET lock_timeout = '{_LOCK}'")

    def _commit(self) -> None:
        self.has_turn = False
        super()._commit()  # type: ignore[misc]
        self.commits_count += 1

    def _rollback(self) -> None:
        self.has_turn = False
        super()._rollback()  # type: ignore[misc]

    def _close(self) -> None:
        self.has_turn = False
        super()._close()  # type: ignore[misc]
