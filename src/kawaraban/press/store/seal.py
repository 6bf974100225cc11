"""The seal: which page store is believed.

A store that was thrown away, cut, or put back from a copy looks like any other. So one who knows the log of orders
(the supervisor at its start, the worker later) compares the store with it and puts a seal on it: a new random word,
once inside the store and once in a file that does not lie in its folder. The word names the very file, too, since a
copy of the store has the word of the store. A process that opens a store believes it only when both words are the same
and it is the file that they name; until then nothing of it is shown and nothing is kept in it.

    believe_only_sealed(data.run / "store.seal")                       front, app, clerk
    believe_only_sealed(data.run / "store.seal", keep=keep_store)      supervisor, worker: they may seal, and begin anew

Without either call (commands, tests of the store) every store that can be opened is believed.
"""

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kawaraban.kit.plain_files import read_plain
from kawaraban.press.store.files import Identity, clear_place, throw_away

if TYPE_CHECKING:
    from kawaraban.press.store.environment import PressEnvironment

NOTE: Final = "seal"


@dataclass(frozen=True, slots=True)
class Guard:
    """What this process believes. `keep` compares a store with the log; None in those who do not know the log."""

    path: Path
    keep: "Callable[[PressEnvironment], None] | None" = None

    def word(self) -> str:
        """What the seal says at this moment; empty when there is none."""
        try:
            return read_plain(self.path).decode("ascii")
        except (OSError, UnicodeDecodeError):
            return ""

    def write(self, word: str) -> None:
        """Seal with this word from now on."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial = self.path.with_suffix(f".{os.getpid()}")
        partial.write_text(word, encoding="ascii")
        clear_place(self.path)
        partial.replace(self.path)

    def word_for(self, secret: str, found: Identity | None) -> str:
        """The word of a seal on this file."""
        return " ".join((secret, *(str(part) for part in found or ())))

    def is_of(self, found: Identity | None) -> bool:
        """Whether the seal names this file."""
        return found is not None and self.word().split()[1:] == [str(part) for part in found]

    @property
    def _doubt(self) -> Path:
        return self.path.with_suffix(".doubt")

    def doubt(self, found: Identity | None = None, reason: str = "") -> None:
        """Say that something is wrong with the store: whoever keeps it looks at it.

        With a reason this file is damaged, whatever a look finds. Without one, it is for the look to say.
        """
        with contextlib.suppress(OSError):
            clear_place(self._doubt)
            self._doubt.write_text(self.word_for(reason.replace("\n", " "), found), encoding="utf-8")

    def reason_to_doubt(self, found: Identity | None) -> str:
        """What somebody has found wrong with this very file; empty when nobody has."""
        try:
            told = read_plain(self._doubt).decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""
        end = self.word_for("", found)
        return told.removesuffix(end) if found is not None and told.endswith(end) else ""

    def is_doubted(self) -> bool:
        """Whether somebody has said so since the last look."""
        return self._doubt.exists()

    def is_looked_at(self) -> None:
        """The doubt was looked into."""
        with contextlib.suppress(OSError):
            throw_away(self._doubt)


_guard: Guard | None = None


def believe_only_sealed(
    path: Path | None, *, keep: "Callable[[PressEnvironment], None] | None" = None
) -> None:
    """Say once, at the start of a process, what it believes; None believes everything."""
    global _guard
    _guard = Guard(path, keep) if path is not None else None


def guard() -> Guard | None:
    """What this process was told."""
    return _guard
