"""Copying a paper's media into a target: each once, under its own hash; into a copy that stands alone, by its path."""

import hashlib
import hmac
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kawaraban.config.copies.manifest import CopiedFile
from kawaraban.config.copies.media_source import MediaFile, MediaSource
from kawaraban.config.copies.remembered import RememberedMedia
from kawaraban.config.copies.sealing import Seal
from kawaraban.config.copies.streams import ChangedMeanwhile, Hashed
from kawaraban.config.copies.targets.target import MEDIA, TargetStore

_TRIES: Final = 3
_LOCKED_TOGETHER: Final = 200


@dataclass(slots=True)
class MediaCopying:
    """One run. `alone_in` is the name of a copy that shares nothing; "" where media are shared."""

    source: MediaSource
    target: TargetStore
    seal: Seal
    remembered: RememberedMedia
    now: datetime
    # What names of encrypted objects are made with.
    secret: bytes
    alone_in: str = ""
    new_count: int = 0
    new_bytes: int = 0

    def copy(self) -> Iterator[CopiedFile]:
        """Every file, when the target has it. Raises OSError."""
        if not self.alone_in:
            self.remembered.learn(each.place for each in self.target.stored(self._pool))
        for files in _batches(self._each()):
            self._keep(files)
            yield from files

    def _each(self) -> Iterator[CopiedFile]:
        for file in self.source.each():
            copied = self._one(file)
            if copied is not None:
                yield copied

    def _one(self, file: MediaFile) -> CopiedFile | None:
        """None for what was removed meanwhile."""
        for tried in range(_TRIES):
            try:
                return self._tried(file, fresh=tried > 0)
            except FileNotFoundError:
                return None
            except ChangedMeanwhile:
                if tried == _TRIES - 1:
                    raise
        return None

    def _tried(self, file: MediaFile, *, fresh: bool) -> CopiedFile:
        sha256 = "" if fresh else self.remembered.hash_of(file)
        if not sha256:
            with self.source.open(file.path) as body:
                sha256 = Hashed(body).to_end().sha256
            self.remembered.keep_hash(file, sha256)
        place = self._place(file, sha256)
        if self.alone_in or not self.remembered.is_there(place):
            with self.source.open(file.path) as body:
                hashed = Hashed(body, expected=sha256)
                with self.seal.sealed(hashed) as sealed:
                    self.target.put(place, sealed)
            self.new_count += 1
            self.new_bytes += file.size
            self.remembered.learn([place])
            if self.target.lock_days:
                self.remembered.locked([place], self.now + timedelta(days=2 * self.target.lock_days))
        inner = place.removeprefix(f"{self.alone_in}/") if self.alone_in else place
        return CopiedFile(f"{MEDIA}/{file.path}", file.size, sha256, inner, is_shared=not self.alone_in)

    def _keep(self, files: list[CopiedFile]) -> None:
        """What is shared stays locked for as long as it is promised, from this copy on."""
        if not self.target.lock_days:
            return
        promised = self.now + timedelta(days=self.target.lock_days)
        short = [file.place for file in files if not self.remembered.is_locked(file.place, promised)]
        until = self.now + timedelta(days=2 * self.target.lock_days)
        self.target.keep(short, until)
        self.remembered.locked(short, until)

    @property
    def _pool(self) -> str:
        return f"{MEDIA}/{self.seal.pool}" if self.seal.pool else MEDIA

    def _place(self, file: MediaFile, sha256: str) -> str:
        if self.alone_in:
            return f"{self.alone_in}/{MEDIA}/{file.path}{self.seal.ending}"
        name = self._hidden(sha256) if self.seal.kind else sha256
        return f"{self._pool}/{name[:2]}/{name}{self.seal.ending}"

    def _hidden(self, sha256: str) -> str:
        """A name that only the paper can make: who has a file cannot see whether the paper has it, too."""
        return hmac.new(self.secret, sha256.encode(), hashlib.sha256).hexdigest()


def _batches(files: Iterator[CopiedFile]) -> Iterator[list[CopiedFile]]:
    while batch := list(itertools.islice(files, _LOCKED_TOGETHER)):
        yield batch
