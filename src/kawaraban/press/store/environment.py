"""The LMDB environment under the store: opened by the process that uses it, grown when full, opened anew when replaced.

LMDB must not be opened twice in one process and must not be carried over a fork. So there is one for each
process and folder, and after a fork the child opens its own. Every transaction of this process goes through
one lock: they are short, and the map may only be moved while none is open.

Twice a second, and before it writes where it keeps the store, a process looks whether the files at the path are still
those that it has open, and whole. What is found to be another store is believed as `seal.py` says.
"""

import errno
import os
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import lmdb

from kawaraban.press.store.branches import Branches, Transaction, open_branches
from kawaraban.press.store.files import (
    DATA_FILE,
    LOCK_FILE,
    Identity,
    LockHead,
    fault_of,
    identity,
    reserve_lock,
)
from kawaraban.press.store.generation import Generation
from kawaraban.press.store.seal import NOTE, guard

Answer = TypeVar("Answer")
Work = Callable[[Transaction, Branches], Answer]

# The data and the table of readers, each None where there is none.
_Files = tuple[Identity | None, Identity | None]

FIRST_SIZE = 64 * 1024 * 1024
LOOK_SECONDS: Final = 0.5
_READERS = 512
# What says nothing of the file: it is full, or the system refuses.
_NOT_ITS_FAULT: Final = (
    lmdb.MapFullError,
    lmdb.MapResizedError,
    lmdb.ReadersFullError,
    lmdb.DiskError,
    lmdb.MemoryError,
    lmdb.ReadonlyError,
    lmdb.LockError,
)
# LMDB gives the system's other words under its general name. It also calls it an I/O error when there was room for a
# part of what it wrote: it has then committed nothing.
_SYSTEM_NUMBERS: Final = frozenset(
    {
        *(errno.EIO, errno.EFBIG, errno.ENOSPC, errno.EDQUOT, errno.EROFS),
        *(errno.EBADF, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EINTR),
    }
)
_SYSTEM_WORDS: Final = tuple(os.strerror(number) for number in _SYSTEM_NUMBERS)


class DamagedStore(lmdb.Error):
    """The store is not as it was written: cut, overwritten, or older than it was a moment ago."""


class UnsealedStore(lmdb.Error):
    """Nobody who knows the log has vouched for this store yet: nothing is written into it."""


def was_refused_by_system(wrong: Exception) -> bool:
    """Whether the file may be as it was written, since it was the system that refused."""
    if isinstance(wrong, OSError):
        return wrong.errno in _SYSTEM_NUMBERS
    return isinstance(wrong, _NOT_ITS_FAULT) or (
        isinstance(wrong, lmdb.Error) and str(wrong).endswith(_SYSTEM_WORDS)
    )


class PressEnvironment:
    """`read(work)` and `write(work)` run `work(transaction, branches)` in one transaction each."""

    def __init__(self, folder: Path, *, first_size: int = FIRST_SIZE) -> None:
        self.folder = folder
        self._first_size = first_size
        self._lock = threading.RLock()
        self._pid = 0
        self._environment: lmdb.Environment | None = None
        self._branches: Branches  # of the environment, when there is one
        self._files: _Files = (None, None)
        self._lock_head: LockHead | None = None
        self._look_at = 0.0
        self._newest = 0  # the youngest transaction that was seen: the next one is never older
        self._is_believed = False
        self._is_being_kept = False
        self._is_doubted = False
        self._distrusted = ""  # the word of a seal under which something was wrong
        self.opened_count = 0
        self.generation = Generation(folder)

    def read(self, work: Work[Answer]) -> Answer:
        """The answer of `work`, which sees one moment of the store. Values are memoryviews: copy them."""
        with self._lock:
            return self._run(work, for_writing=False)

    def read_pages(self, work: Work[Answer], *, otherwise: Answer) -> Answer:
        """The same for what readers are shown: `otherwise` while the store is not believed."""
        with self._lock:
            self._usable_environment()
            return self._run(work, for_writing=False) if self._is_believed else otherwise

    def write(self, work: Work[Answer], *, changes_pages: bool = False) -> Answer:
        """The answer of `work`; all that it wrote is there afterwards, or, when it raises, nothing.

        When it changes pages, those who keep some are told. Raises UnsealedStore while the store is not believed.
        """
        with self._lock:
            self._usable_environment(is_for_writing=True)
            if not (self._is_believed or self._is_being_kept):
                raise UnsealedStore("the page store is new, and the worker has not looked at it yet")
            answer = self._run(work, for_writing=True)
        if changes_pages:
            try:
                self.generation.turn()
            except OSError as refused:
                # What is written stays. Readers look for it once a second, too.
                if not was_refused_by_system(refused):
                    self._doubt(f"its generation cannot be told: {refused.strerror}")
        return answer

    def newest_transaction(self) -> int:
        """The number of the newest committed change, of whatever process and kind."""
        with self._lock:
            return int(self._usable_environment().info()["last_txnid"])

    def close(self) -> None:
        """Let go of the files. The next call opens them again."""
        with self._lock:
            if self._environment is not None:
                # Inherited over a fork, LMDB sees the other process id, lets go of the mapping and leaves the
                # parent's place in the table of readers alone.
                self._environment.close()
            self._environment = None
            self.generation.forget()

    def clear_dead_readers(self) -> int:
        """Free the slots of processes that were killed while reading: they would keep old pages alive."""
        with self._lock:
            return int(self._usable_environment().reader_check())

    def used_bytes(self) -> int:
        """How much of the file is in use."""
        with self._lock:
            return _used_bytes(self._usable_environment())

    def _run(self, work: Work[Answer], *, for_writing: bool) -> Answer:
        for _ in range(16):
            environment = self._usable_environment()
            try:
                try:
                    with environment.begin(write=for_writing, buffers=True) as transaction:
                        # One that writes has the next number, and leaves it to the next when it changes nothing.
                        self._notice_age(environment, int(transaction.id()) - for_writing)
                        return work(transaction, self._branches)
                except lmdb.MapFullError:
                    environment.set_mapsize(environment.info()["map_size"] * 2)
                except lmdb.MapResizedError:
                    self._adopt_size(environment)
            except lmdb.PanicError:
                if self._is_being_kept:
                    raise  # who keeps it has just opened it
                self.close()  # a write of before failed half way: what was committed is there when it is opened anew
            except (lmdb.Error, ValueError, KeyError, struct.error) as wrong:
                if was_refused_by_system(wrong):
                    raise
                self._doubt("" if isinstance(wrong, DamagedStore) else str(wrong))
                if not self._keeps() or self._is_being_kept:
                    raise DamagedStore(f"the page store cannot be read: {wrong}") from wrong
                # The process that keeps it looks at it at once, and does the same in what is there then.
        raise lmdb.MapFullError("the page store cannot grow any more")

    def _adopt_size(self, environment: lmdb.Environment) -> None:
        """Another process grew it; or the file says nonsense, and nobody has memory for as many pages as it names."""
        # Twice, since pages at the end that a change took and gave back are counted and not written.
        if _used_bytes(environment) > 2 * _size_on_disk(self.folder):
            raise DamagedStore("it names pages that it does not have")
        environment.set_mapsize(0)

    def _notice_age(self, environment: lmdb.Environment, transaction: int) -> None:
        """LMDB takes the number of the newest change from the table of readers, and what it changed from the file.

        An older copy that is written into the very file has changes of before under that number. Whoever keeps the
        store puts it aside: a new file has a new table. A number that went back says less: a process that opens the
        store may lay the table out anew, and for a moment it names no change. Then it is enough to look again.
        """
        if environment.info()["last_txnid"] < transaction and not self._is_being_kept:
            raise lmdb.CorruptedError("it is older than it was")
        if transaction < self._newest:
            raise DamagedStore("it is older than it was")
        self._newest = transaction

    def _doubt(self, reason: str) -> None:
        """Something is wrong with what is open: open it anew, and tell whoever keeps the store."""
        self._is_doubted = True
        self._look_at = 0.0
        watch = guard()
        if watch is not None and not self._is_being_kept:
            self._distrusted = watch.word()
            watch.doubt(self._files[0], reason)

    def _usable_environment(self, *, is_for_writing: bool = False) -> lmdb.Environment:
        environment = self._environment
        if environment is not None and self._pid == os.getpid():
            must_look = time.monotonic() >= self._look_at or (is_for_writing and self._keeps())
            must_look = must_look or not self._has_its_lock()
            if self._is_being_kept or not must_look:
                return environment
            self._look_at = time.monotonic() + LOOK_SECONDS
            if self._is_in_place(environment) and not self._is_doubted_by_somebody():
                self._is_believed = self._is_believed or self.has_seal()
                return environment
        self._open()
        assert self._environment is not None
        return self._environment

    def _keeps(self) -> bool:
        watch = guard()
        return watch is not None and watch.keep is not None

    def _is_doubted_by_somebody(self) -> bool:
        watch = guard()
        return watch is not None and watch.keep is not None and watch.is_doubted()

    def _is_in_place(self, environment: lmdb.Environment) -> bool:
        """Whether what is open is what lies at the path, and as long as it must be."""
        if self._is_doubted or self._files != self._files_now() or not self._has_its_lock():
            return False
        try:
            size = (self.folder / DATA_FILE).stat().st_size
            return size >= _used_bytes(environment) and self.generation.is_in_place()
        except (lmdb.Error, OSError):
            return False

    def _has_its_lock(self) -> bool:
        """Whether the table of readers is one still: whoever waits for a lock in a damaged one waits for ever."""
        return self._lock_head is not None and self._lock_head.is_as_it_was()

    def _files_now(self) -> _Files:
        return identity(self.folder / DATA_FILE), identity(self.folder / LOCK_FILE)

    def _open(self) -> None:
        """Open what lies at the path; keep it first, where this process may."""
        self.close()
        self._is_doubted = False
        watch = guard()
        if watch is None:
            self._open_files(may_begin=True)
            self._is_believed = True
        elif watch.keep is None:
            self._is_believed = False
            try:
                self._open_files(may_begin=False)
            except lmdb.Error as wrong:
                if not was_refused_by_system(wrong):
                    self._doubt("")
                raise
            self._is_believed = self.has_seal()
        else:
            self._is_believed, self._is_being_kept = False, True
            try:
                watch.keep(self)
                self._is_believed = True
            except BaseException:
                # Whatever stopped it: the next call begins again.
                self.close()
                raise
            finally:
                self._is_being_kept = False
        self._look_at = time.monotonic() + LOOK_SECONDS

    def open_files(self) -> None:
        """For whoever keeps the store: open it as it is, or a new one."""
        self._open_files(may_begin=True)

    def _open_files(self, *, may_begin: bool) -> None:
        fault = fault_of(self.folder)
        if fault:
            raise DamagedStore(fault)
        if not may_begin and not _size_on_disk(self.folder):
            raise FileNotFoundError(f"there is no page store in {self.folder}")
        self.folder.mkdir(parents=True, exist_ok=True)
        reserve_lock(self.folder, readers=_READERS)
        environment = lmdb.open(
            str(self.folder),
            map_size=max(self._first_size, _size_on_disk(self.folder)),
            max_dbs=len(Branches._fields),
            max_readers=_READERS,
            # Order without the last moment: after a loss of power the youngest transactions may be missing,
            # from the end. The cursor is among them, so what they held is printed again.
            metasync=False,
        )
        try:
            self._branches = open_branches(environment)
            environment.reader_check()
        except lmdb.Error:
            environment.close()
            raise
        self._environment, self._pid, self._newest = environment, os.getpid(), 0
        self._files = self._files_now()
        self._lock_head = LockHead(self.folder)
        self._look_at = time.monotonic() + LOOK_SECONDS
        self.opened_count += 1

    def has_seal(self) -> bool:
        """Whether who knows the log has vouched for this very file."""
        watch = guard()
        if watch is None:
            return True
        word = watch.word()
        if not word or word == self._distrusted or not watch.is_of(self._files[0]):
            return False
        assert self._environment is not None
        with self._environment.begin(buffers=True) as transaction:
            note = transaction.get(NOTE.encode(), db=self._branches.notes)
            return note is not None and bytes(note) == word.encode()


def _used_bytes(environment: lmdb.Environment) -> int:
    return int((environment.info()["last_pgno"] + 1) * environment.stat()["psize"])


def _size_on_disk(folder: Path) -> int:
    try:
        return (folder / DATA_FILE).stat().st_size
    except FileNotFoundError:
        return 0


_OPEN: dict[Path, PressEnvironment] = {}
_OPEN_LOCK = threading.Lock()


def shared_environment(folder: Path, *, first_size: int = FIRST_SIZE) -> PressEnvironment:
    """The one environment of this process for the folder."""
    with _OPEN_LOCK:
        # A link that leads to no folder is not followed: what it names may lie on a disk that is not there now.
        place = folder.resolve() if folder.is_dir() else Path(os.path.realpath(folder.parent)) / folder.name
        return _OPEN.setdefault(place, PressEnvironment(place, first_size=first_size))
