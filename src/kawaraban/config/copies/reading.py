"""Reading a copy: every file of it as it was in the paper, checked against its hash on its way."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, Final

from kawaraban.config.copies.disk import keep_file, make_folder
from kawaraban.config.copies.manifest import CopiedFile, NoCopy, copied_file
from kawaraban.config.copies.sealing import AGE, unsealed
from kawaraban.config.copies.streams import PIECE, Hashed
from kawaraban.config.copies.targets.opening import WholeCopy
from kawaraban.config.copies.targets.target import MEDIA, Readable

_LONGEST_LINE: Final = 65_536


@dataclass(frozen=True, slots=True)
class CopyReader:
    """A whole copy, and the secret keys of age that open it, where it is encrypted."""

    copy: WholeCopy
    identities: Sequence[Any] = ()

    def refuse_closed(self) -> None:
        """Raises NoCopy where a secret key is needed and none was given."""
        if self.copy.manifest.sealed == AGE and not self.identities:
            raise NoCopy("The copy is encrypted with age. Give the file of the secret key with --identity.")

    def files(self) -> Iterator[CopiedFile]:
        """All that it holds, in the order in which it was copied. Raises NoCopy, OSError."""
        manifest = self.copy.manifest
        if manifest.contents is None:
            yield from manifest.listed
            return
        with self._opened(manifest.contents) as body:
            lines = TextIOWrapper(_Raw(body), encoding="utf-8", newline="\n")  # type: ignore[type-var]
            count = 0
            while line := lines.readline(_LONGEST_LINE):
                yield _file(line)
                count += 1
        if count != manifest.files_count:
            raise NoCopy(f"The list of the copy names {count} files instead of {manifest.files_count}.")

    def parts(self) -> Iterator[CopiedFile]:
        """All but the media."""
        return (file for file in self.files() if not is_medium(file))

    def bring(self, file: CopiedFile, path: Path) -> None:
        """One file to its place, on the disk when this returns. Raises NoCopy where it is not as it was copied."""
        make_folder(path.parent)
        with path.open("xb") as out:
            self.write(file, out)
        keep_file(path)

    def write(self, file: CopiedFile, out: BinaryIO) -> None:
        """The same into an open file."""
        with self._opened(file) as body:
            while piece := body.read(PIECE):
                out.write(piece)

    def check(self, file: CopiedFile) -> None:
        """Read it to its end. Raises NoCopy where it is not as it was copied."""
        with self._opened(file) as body:
            while body.read(PIECE):
                pass

    @contextmanager
    def _opened(self, file: CopiedFile) -> Iterator["_Exact"]:
        copy = self.copy
        place = file.place if file.is_shared else f"{copy.name}/{file.place}"
        try:
            with (
                copy.target.read(place) as stored,
                unsealed(stored, copy.manifest.sealed, self.identities) as plain,
            ):
                yield _Exact(plain, file)
        except FileNotFoundError as missing:
            raise NoCopy(f"The copy lacks a file: {file.path}") from missing


class _Exact:
    """A stream that ends well only when it was the file that was copied."""

    def __init__(self, body: Readable, file: CopiedFile) -> None:
        self._hashed = Hashed(body)
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        piece = self._hashed.read(size)
        too_long = self._hashed.size > self._file.size
        if too_long or (not piece and self._hashed.sha256 != self._file.sha256):
            raise NoCopy(f"A file of the copy was changed or damaged: {self._file.path}")
        return piece


class _Raw:
    """As much of a binary file as a text reader asks for."""

    closed = False

    def __init__(self, body: _Exact) -> None:
        self._body = body

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1, /) -> bytes:
        return self._body.read(size)

    read1 = read

    def flush(self) -> None:
        """Nothing is written."""

    def close(self) -> None:
        self.closed = True


def is_medium(file: CopiedFile) -> bool:
    """Whether it is a picture or a document."""
    return file.path.startswith(f"{MEDIA}/")


def _file(line: str) -> CopiedFile:
    try:
        return copied_file(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise NoCopy(f"The list of the copy cannot be read: {broken}") from broken
