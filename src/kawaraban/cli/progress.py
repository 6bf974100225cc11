"""How far a long command is: a bar for somebody who watches, a line every few seconds for a file or a pipe.

    with progress("Checking") as look:
        verify_paper(look=look)                 # look(done, total), as often as it likes

What takes no time says nothing.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click

LINE_SECONDS: Final = 5.0
Look = Callable[[int, int], None]


@contextmanager
def progress(label: str, *, clock: Callable[[], float] = time.monotonic) -> Iterator[Look]:
    """Both go to the error output: what the command says stays alone in the other."""
    if sys.stderr.isatty():
        with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

            def draw(done: int, total: int) -> None:
                bar.length = max(total, 1)
                bar.update(max(0, done - bar.pos))

            yield draw
            bar.update(max(0, (bar.length or 1) - bar.pos))
    else:
        yield lines(label, clock=clock)


def lines(label: str, *, clock: Callable[[], float]) -> Look:
    """A line at most every few seconds, and none in the first ones."""
    told_at = clock()

    def tell(done: int, total: int) -> None:
        nonlocal told_at
        if clock() - told_at >= LINE_SECONDS:
            told_at = clock()
            click.echo(f"{label}: {done} of {total}", err=True)

    return tell
