"""When an embargo ends, of times as agencies write them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kawaraban.wire.dates import moment_of

_LAST_ZONE = timedelta(hours=12)


class NoTime(ValueError):
    """The end of an embargo that is no time. Its text is what was stated."""


def embargo_end(*stated: str) -> datetime | None:
    """The latest of the ends; None where none is stated. Raises NoTime: to guess there would publish too early."""
    return latest(_end(words) for words in stated if words.strip())


def latest(ends: Iterable[datetime | None]) -> datetime | None:
    """The latest of them; None where there is none."""
    return max((end for end in ends if end is not None), default=None)


def _end(stated: str) -> datetime:
    until = moment_of(stated)
    if until is None:
        raise NoTime(stated)
    # Without a zone it ends when it has ended everywhere.
    return until.at if until.is_sure else until.at + _LAST_ZONE
