"""Where copies are kept. How one lies there is the same for every kind of target:

    media/ab/ab3f…                        each picture once, under its own hash: copies share them
    paper-2026-11-29T03-00-00Z/           one copy
        paper.sqlite3 or paper.dump       the database as it was at one moment
        ledger.heads, kawaraban.toml
        keys/                             where they are copied at all
        contents.jsonl                    each file of the paper: its size, its hash, its place in the target
        manifest.json                     written last: without it there is no copy

What is encrypted has one more ending (`.age`, `.gpg`), and its pictures lie under the name of whom they are for.
Nothing that stands there is ever written again: the target may refuse it, and need not allow that anything is deleted.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

MEDIA: Final = "media"
CONTENTS: Final = "contents.jsonl"


class Readable(Protocol):
    """A stream that is read once."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Stored:
    """One object of a target."""

    place: str
    size: int


class TargetStore(Protocol):
    """A folder or a prefix of a bucket. Every method raises OSError with a sentence's worth of words."""

    @property
    def lock_days(self) -> int:
        """How long what is written can be deleted by nobody; 0 where the target promises nothing."""

    def workplace(self, name: str) -> Path | None:
        """Where files of an open copy may be made so that they are in their place; None where that is not so."""

    def begin(self, name: str) -> None:
        """Open a copy of this name; what a killed one left is cleared away.

        Raises BadConfiguration where there is one.
        """

    def put(self, place: str, body: Readable) -> None:
        """Write one object, wholly or not at all. A failure of `body` is one of `put`."""

    def keep(self, places: Iterable[str], until: datetime) -> None:
        """Lock what is there already until then, at least."""

    def finish(self, name: str) -> None:
        """The copy is whole, and everything is on the disk when this returns."""

    def abandon(self, name: str) -> None:
        """Leave nothing of the open copy, as far as the target lets anybody delete."""

    def read(self, place: str) -> "AbstractContextManager[Readable]":
        """An object as a stream. Raises FileNotFoundError."""

    def stored(self, prefix: str) -> Iterator[Stored]:
        """What lies under this folder of the target."""

    def copies(self) -> Iterator[str]:
        """The names of whole copies, the oldest first."""
