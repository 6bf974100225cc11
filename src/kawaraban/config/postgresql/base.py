"""Django's PostgreSQL, with what is known of the transaction that is open.

How long a statement may take is said by the server (`upgrading.py`): behind a pooler each transaction has another
connection, and what was set in one is lost.
"""

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Found by Django under this name, through ENGINE."""

    # How many transactions were committed on this thread: who must say that nothing was done can know it.
    commits_count: int = 0
    # Whether the open transaction has the turn (`kit/work/turn.py`).
    has_turn: bool = False

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
