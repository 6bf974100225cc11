"""Printing by many processes, for the commands that print the whole paper; and what they say meanwhile.

On a terminal a bar moves. In a file or a pipe there is a line for each tenth, and at least one every few seconds.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from kawaraban.cli.setup import start_django

if TYPE_CHECKING:
    from kawaraban.press.printing.rendering import Render

_SAID_EVERY_SECONDS: Final = 3.0


def processors_count() -> int:
    """How many this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


def prepare() -> "Render":
    """In a helper: Django, and the page store that the running paper believes."""
    start_django()
    from django.conf import settings

    from kawaraban.config.processes.duty import seal_file
    from kawaraban.config.processes.roles import load_django
    from kawaraban.press.printing.rendering import SiteRenderer
    from kawaraban.press.store.seal import believe_only_sealed

    load_django()
    believe_only_sealed(seal_file(settings.DATA))
    return SiteRenderer()


def print_by_many(addresses: Iterable[str], *, helpers_count: int, pages_count: int) -> list[str]:
    """Print these by so many processes; `pages_count` is how many they may be. Returns what was not printed."""
    from django.db import connections

    from kawaraban.config.processes.roles import load_django
    from kawaraban.press.printing.crew import Crew

    load_django()
    if not _prints_as_the_server():
        return list(addresses)
    # Neither may be carried over a fork; what is not asked for meanwhile is not open.
    connections.close_all()
    crew = Crew(helpers_count, prepare)
    with told(pages_count) as tell:
        for progress in crew.print_all(addresses):
            tell.say(progress.done_count)
    return crew.left


def _prints_as_the_server() -> bool:
    """Whether the store takes what we render. A server may have other knobs: a local one has an address of its own."""
    from django.conf import settings

    from kawaraban.press.store.edition import running_edition
    from kawaraban.press.store.leaves import EDITION
    from kawaraban.press.store.store import Store

    return Store(settings.STORE_DIRECTORY).note(EDITION) in {None, running_edition()}


class PrintedCount:
    """Says how many pages are printed."""

    def __init__(self, pages_count: int) -> None:
        self._count = max(pages_count, 1)
        self._tenth = -1
        self._said_at = 0.0

    def say(self, printed_count: int) -> None:
        """A line, where it is a new tenth or the last line is some seconds old."""
        tenth, now = 10 * printed_count // self._count, time.monotonic()
        if tenth == self._tenth and now - self._said_at < _SAID_EVERY_SECONDS:
            return
        click.echo(f"printed {printed_count} of {max(self._count, printed_count)}")
        self._tenth, self._said_at = tenth, now


class _CountOnBar(PrintedCount):
    def __init__(self, bar: "click._termui_impl.ProgressBar[int]") -> None:
        self._bar = bar

    def say(self, printed_count: int) -> None:
        self._bar.length = max(self._bar.length or 1, printed_count)
        self._bar.update(printed_count - self._bar.pos)


@contextmanager
def told(pages_count: int) -> Iterator[PrintedCount]:
    """Whoever says it, as it is fit for what the command writes to."""
    if not sys.stdout.isatty():
        yield PrintedCount(pages_count)
        return
    with click.progressbar(length=max(pages_count, 1), label="Printing") as bar:
        yield _CountOnBar(bar)
