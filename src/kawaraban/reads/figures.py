"""The numbers that pages show."""

from collections.abc import Iterable
from datetime import datetime


def reads_of(story_keys: Iterable[str]) -> dict[str, int]:
    """Counted reads of each story since it was published; 0 where there are none. One query."""
    raise NotImplementedError


def most_read(*, now: datetime, limit: int, hours: int = 24) -> list[str]:
    """The keys of the stories read most in the last `hours`, most first. One query."""
    raise NotImplementedError
