"""The clerk's desk, which does not wait for the database longer than its letters may wait."""

from collections.abc import Sequence

from kawaraban.config.sqlite.deadline import waiting_until
from kawaraban.press.intake.clerk_end import NotInTime, Receive
from kawaraban.press.intake.frames import Letter, Reply


def in_time(take: Receive) -> Receive:
    """The same desk; raises NotInTime when the first deadline came before the database was free, or said anything.

    What was stored by then, if anything was, is safe: the letters come again, and the same words from the same sender
    are one comment. Where the last of it may have been stored, the replies say so.
    """

    def take_in_time(letters: Sequence[Letter]) -> Sequence[Reply]:
        before = _commits()
        with waiting_until(min(letter.deadline for letter in letters)) as waiting:
            replies = take(letters)
        if waiting.has_run_out and _commits() == before:
            raise NotInTime
        return replies

    return take_in_time


def _commits() -> int:
    from django.db import connection

    return int(getattr(connection, "commits_count", 0))
