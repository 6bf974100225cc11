"""How long the processes of a served paper hold the writer's lock: a file beside their numbers, for commands to read.

    run/lock.json    {"at": 1790000000, "clerk": {"count": 812, "long_count": 0, "longest_seconds": 0.02, ...}, ...}

The board has these figures, and only the processes that serve can see it. The worker writes them down.
"""

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

from kawaraban.config.env import DataDir
from kawaraban.kit.board import Board
from kawaraban.kit.work.lock_meter import LONG_SECONDS, LockFigures

_EVERY_SECONDS: Final = 10.0
# Older than this it is of a paper that is not served.
_OLD_SECONDS: Final = 60.0


class LockReport:
    """Written by the worker, from the board."""

    def __init__(self, board: Board, data: DataDir) -> None:
        self._board = board
        self._path = _file(data)
        self._due_at = 0.0

    def write_if_due(self) -> None:
        """Once in ten seconds. Where it cannot be written, nothing is said: other signs tell that."""
        if time.monotonic() < self._due_at:
            return
        self._due_at = time.monotonic() + _EVERY_SECONDS
        said = {name: asdict(figures) for name, figures in self._board.locks().items()}
        partial = self._path.with_suffix(".partial")
        with contextlib.suppress(OSError):
            partial.write_text(json.dumps({"at": round(time.time()), **said}), encoding="ascii")
            partial.replace(self._path)


def lock_figures(data: DataDir) -> dict[str, LockFigures]:
    """By process, of the paper that is served from there; empty when none is, or nobody wrote yet."""
    try:
        said = json.loads(_file(data).read_text(encoding="ascii"))
        if abs(time.time() - said.pop("at")) > _OLD_SECONDS:
            return {}
        return {name: LockFigures(**figures) for name, figures in said.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def lock_words(data: DataDir) -> Iterator[str]:
    """A line for the person who looks after a paper that is served."""
    figures = lock_figures(data)
    if not figures:
        return
    together = LockFigures()
    for each in figures.values():
        together = together.with_those_of(each)
    longest = max(figures, key=lambda name: figures[name].longest_seconds)
    yield (
        f"The writer's lock was held for at most {together.longest_hour_seconds * 1000:.0f} ms in the last hour and"
        f" waited for at most {together.longest_wait_seconds * 1000:.0f} ms; since the start {together.long_count} of"
        f" {together.count} times for more than {LONG_SECONDS * 1000:.0f} ms, at most"
        f" {together.longest_seconds * 1000:.0f} ms ({longest})."
    )


def _file(data: DataDir) -> Path:
    return data.run / "lock.json"
