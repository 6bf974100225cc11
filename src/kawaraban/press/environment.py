"""The LMDB environment under the store: opened by the process that uses it, grown when full.

LMDB must not be opened twice in one process and must not be carried over a fork. So there is one for each
process and folder, and after a fork the child opens its own. Every transaction of this process goes through
one lock: they are short, and the map may only be moved while none is open.
"""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import lmdb

from kawaraban.press.generation import Generation

Answer = TypeVar("Answer")

FIRST_SIZE = 64 * 1024 * 1024
_BRANCHES = ("pages", "under", "marks", "figures", "notes", "rough", "failed")
_READERS = 512


class PressEnvironment:
    """`read(work)` and `write(work)` run `work(transaction, branches)` in one transaction each."""

    def __init__(self, folder: Path, *, first_size: int = FIRST_SIZE) -> None:
        self._folder = folder
        self._first_size = first_size
        self._lock = threading.RLock()
        self._pid = 0
        self._environment: Any = None
        self._branches: dict[str, Any] = {}
        self.generation = Generation(folder)

    def read(self, work: Callable[[Any, dict[str, Any]], Answer]) -> Answer:
        """The answer of `work`, which sees one moment of the store. Values are memoryviews: copy them."""
        return self._run(work, for_writing=False)

    def write(self, work: Callable[[Any, dict[str, Any]], Answer], *, changes_pages: bool = False) -> Answer:
        """The answer of `work`; all that it wrote is there afterwards, or, when it raises, nothing.

        When it changes pages, those who keep some are told.
        """
        answer = self._run(work, for_writing=True)
        if changes_pages:
            self.generation.turn()
        return answer

    def newest_transaction(self) -> int:
        """The number of the newest committed change, of whatever process and kind."""
        with self._lock:
            return int(self._opened().info()["last_txnid"])

    def close(self) -> None:
        """Let go of the files. The next call opens them again."""
        with self._lock:
            if self._environment is not None and self._pid == os.getpid():
                self._environment.close()
            self._environment = None

    def clear_dead_readers(self) -> int:
        """Free the slots of processes that were killed while reading: they would keep old pages alive."""
        with self._lock:
            return int(self._opened().reader_check())

    def used_bytes(self) -> int:
        """How much of the file is in use."""
        with self._lock:
            environment = self._opened()
            return int((environment.info()["last_pgno"] + 1) * environment.stat()["psize"])

    def _run(self, work: Callable[[Any, dict[str, Any]], Answer], *, for_writing: bool) -> Answer:
        with self._lock:
            for _ in range(16):
                environment = self._opened()
                try:
                    with environment.begin(write=for_writing, buffers=True) as transaction:
                        return work(transaction, self._branches)
                except lmdb.MapFullError:
                    environment.set_mapsize(environment.info()["map_size"] * 2)
                except lmdb.MapResizedError:
                    environment.set_mapsize(0)  # another process grew it: 0 adopts its size
            raise lmdb.MapFullError("the page store cannot grow any more")

    def _opened(self) -> Any:
        if self._environment is not None and self._pid == os.getpid():
            return self._environment
        if self._environment is not None:
            # Inherited over a fork. LMDB sees the other process id, lets go of the mapping and leaves the
            # parent's place in the table of readers alone.
            self._environment.close()
            self._environment = None
        self._folder.mkdir(parents=True, exist_ok=True)
        self._environment = lmdb.open(
            str(self._folder),
            map_size=max(self._first_size, _size_on_disk(self._folder)),
            max_dbs=len(_BRANCHES),
            max_readers=_READERS,
            # Order without the last moment: after a loss of power the youngest transactions may be missing,
            # from the end. The cursor is among them, so what they held is printed again.
            metasync=False,
        )
        self._pid = os.getpid()
        self._branches = {
            name: self._environment.open_db(name.encode(), dupsort=name == "under") for name in _BRANCHES
        }
        self._environment.reader_check()
        return self._environment


def _size_on_disk(folder: Path) -> int:
    try:
        return (folder / "data.mdb").stat().st_size
    except FileNotFoundError:
        return 0


_OPEN: dict[Path, PressEnvironment] = {}
_OPEN_LOCK = threading.Lock()


def shared_environment(folder: Path, *, first_size: int = FIRST_SIZE) -> PressEnvironment:
    """The one environment of this process for the folder."""
    with _OPEN_LOCK:
        place = folder.resolve()
        return _OPEN.setdefault(place, PressEnvironment(place, first_size=first_size))
