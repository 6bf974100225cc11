"""How far an erasure is: a bar for a person, lines for a file or a pipe."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from kawaraban.comments.actions.erasing.person import ErasureProgress

# They are gone before anybody has read a line.
_FEW: Final = 20


@contextmanager
def told_progress() -> "Iterator[Callable[[ErasureProgress], None]]":
    """What hears of each step and tells it. Of an erasure of a few comments nothing is told."""
    told = _Told(moves=sys.stdout.isatty())
    yield told.hear
    told.end()


class _Told:
    def __init__(self, *, moves: bool) -> None:
        self._moves = moves
        self._part: object = None
        self._tenth = -1

    def hear(self, progress: "ErasureProgress") -> None:
        """A bar that moves, or a line for each tenth."""
        words = progress.stage.words
        if not words or progress.count <= _FEW:
            return
        if progress.stage is not self._part:
            self.end()
            self._part, self._tenth = progress.stage, -1
        tenth = 10 * progress.done_count // max(progress.count, 1)
        line = f"{words}: {progress.done_count} of {progress.count} comments."
        if self._moves:
            click.echo(f"\r{line} {'#' * tenth}{'-' * (10 - tenth)}", nl=False)
        elif tenth != self._tenth:
            click.echo(line)
        self._tenth = tenth

    def end(self) -> None:
        """The bar stays, and what comes stands below it."""
        if self._moves and self._part is not None:
            click.echo()
