"""Keeping the processes of a paper small where the C library is glibc; elsewhere nothing happens.

glibc gives each thread a heap of its own and hardly gives anything back: a worker with a dozen threads that sleep holds
twice the memory that it uses. So all threads of a process share one heap, what is large (a page that is compressed, a
picture) is taken from the system and given back at once, and what is free is given back every few seconds.
"""

import ctypes
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

# Of malloc.h: M_ARENA_MAX, M_MMAP_THRESHOLD. Setting the second ends its growing: glibc would take every size for small
# of which one was freed before, up to 32 MB.
_MOST_HEAPS: Final = -8
_LARGE: Final = -3
_LARGE_BYTES: Final = 256 * 1024
_DO_NOT_NEED: Final = 4  # MADV_DONTNEED of mman.h
# A line of /proc/PID/smaps that begins a mapping.
_MAPPED: Final = re.compile(r"([0-9a-f]+)-([0-9a-f]+) ([-rwxps]{4}) ")
GIVE_BACK_SECONDS: Final = 10.0


def _library() -> Any:
    """The C library of this process, where it is one that can be told."""
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt, library.malloc_trim  # noqa: B018  asked for: not every library has them
        return library
    return None


def share_heaps() -> None:
    """From now on threads that begin share one heap, and large pieces lie outside. What is forked does as this does."""
    library = _library()
    if library is not None:
        library.mallopt(_MOST_HEAPS, 1)
        library.mallopt(_LARGE, _LARGE_BYTES)


def give_back() -> None:
    """Give the system back what is free."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)


def let_go_of_libraries() -> None:
    """Drop the pages of compiled libraries that were only read: whoever calls into one has the system map them again.

    For a process that loads what others work with: 17 MB that it never touches again.
    """
    library = _library()
    if library is None:
        return
    with suppress(OSError):
        for start, length in _read_only_pages():
            library.madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), _DO_NOT_NEED)


def _read_only_pages() -> Iterator[tuple[int, int]]:
    """(start, length in bytes) of what is mapped from a library, may not be written and never was."""
    start = end = 0
    is_library = False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if mapped := _MAPPED.match(line):
            start, end = int(mapped[1], 16), int(mapped[2], 16)
            is_library = ".so" in line and mapped[3] in {"r--p", "r-xp"}
        elif is_library and line.split() == ["Anonymous:", "0", "kB"]:
            yield start, end - start


def give_back_regularly() -> None:
    """Do so every few seconds, in a thread that ends with the process."""

    def work(pause: threading.Event) -> None:
        while not pause.wait(GIVE_BACK_SECONDS):
            give_back()

    threading.Thread(target=work, args=(threading.Event(),), name="memory", daemon=True).start()
