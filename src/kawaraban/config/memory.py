"""Keeping the processes of a paper small where the C library is glibc; elsewhere nothing happens.

glibc gives each thread a heap of its own and hardly gives anything back: a worker with a dozen threads that sleep holds
twice the memory that it uses. So all threads of a process share one heap, and what is free is given back every few
seconds.
"""

import ctypes
import threading
from contextlib import suppress
from typing import Any, Final

_MOST_HEAPS: Final = -8  # M_ARENA_MAX of malloc.h
GIVE_BACK_SECONDS: Final = 10.0


def _library() -> Any:
    """The C library of this process, where it is one that can be told."""
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt, library.malloc_trim  # noqa: B018  asked for: not every library has them
        return library
    return None


def share_heaps() -> None:
    """From now on threads that begin share one heap. What is forked from this process does as it does."""
    library = _library()
    if library is not None:
        library.mallopt(_MOST_HEAPS, 1)


def give_back() -> None:
    """Give the system back what is free."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)


def give_back_regularly() -> None:
    """Do so every few seconds, in a thread that ends with the process."""

    def work(pause: threading.Event) -> None:
        while not pause.wait(GIVE_BACK_SECONDS):
            give_back()

    threading.Thread(target=work, args=(threading.Event(),), name="memory", daemon=True).start()
