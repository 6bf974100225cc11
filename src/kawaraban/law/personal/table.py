"""The one table of personal data: what every room says of its own, gathered.

    periods()     -> every period in the order in which it is shown; the retention applies those that end
    lines()       -> every column that holds something about a person

Rooms stand on floors and know nothing above them: the settings name their parts (`PERSONAL_DATA`).
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from kawaraban.law.personal.ends import End
from kawaraban.law.personal.lines import Line, Part, Plain, Who
from kawaraban.law.personal.periods import Period, PeriodRule


@lru_cache(maxsize=1)
def parts() -> tuple[Part, ...]:
    """Of every room that is installed."""
    return tuple(import_string(name) for name in settings.PERSONAL_DATA)


def periods() -> tuple[Period, ...]:
    """How long each thing is known."""
    return tuple(period for part in parts() for period in part.periods)


def rules() -> tuple[PeriodRule, ...]:
    """Those that the retention applies, in the order in which it does."""
    return tuple(each for each in periods() if isinstance(each, PeriodRule) and each.forget is not None)


def lines() -> Iterator[Line]:
    """What is held about people, column by column."""
    return (line for part in parts() for line in part.lines)


def plain() -> Iterator[Plain]:
    """What says nothing about anybody."""
    return (each for part in parts() for each in part.plain)


def ends() -> Iterator[End]:
    """What is let go when it is finished."""
    return (end for part in parts() for end in part.ends)


def erase_with(who: Who, *, now: datetime) -> None:
    """What the rooms hold besides comments and the record. Call it in the transaction of the erasure."""
    for part in parts():
        part.erase(who, now)


def held_besides(who: Who) -> dict[str, Any]:
    """The same for whoever asks what is held about them."""
    return {name: value for part in parts() for name, value in part.about(who).items()}
