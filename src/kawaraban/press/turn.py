"""A transaction that has the turn: how every act begins.

    with one_turn():
        ...look, decide, write...

Nobody else writes until it ends (`kit/work/turn.py`). So what was looked at still stands when it is written, rows
are locked after the turn and never before it, and two acts never wait for each other. Inside another turn it is a
savepoint and asks nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from kawaraban.kit.work.turn import take_turn


@contextmanager
def one_turn(*, durable: bool = False) -> Iterator[None]:
    """The transaction. `durable`: never part of another, so that it is committed when it ends.

    Raises OperationalError where the turn is not given in the time that the database allows.
    """
    with transaction.atomic(durable=durable):
        take_turn(connection)
        yield
