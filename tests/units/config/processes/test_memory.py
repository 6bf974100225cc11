"""What keeps the processes small. Tried in a process of its own: none of it can be taken back."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="about the C library of Linux")

RESIDENT = """
def resident(word):
    for line in open("/proc/self/smaps_rollup"):
        if line.startswith(word):
            return int(line.split()[1])
"""


def run(program: str) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", RESIDENT + program], capture_output=True, text=True, check=True
    )
    return [int(word) for word in done.stdout.split()]


def test_libraries_that_were_only_read_are_let_go_and_still_work() -> None:
    # What is mapped here. The share of it (Pss) grows when other processes that have the same libraries end.
    before, after, digit = run("""
import sqlite3, ssl, unicodedata
from kawaraban.config.processes.memory import let_go_of_libraries
before = resident("Rss:")
let_go_of_libraries()
print(before, resident("Rss:"), sqlite3.connect(":memory:").execute("SELECT 7").fetchone()[0])
""")

    assert after < before
    assert digit == 7


def test_what_is_large_is_given_back_as_soon_as_it_is_free() -> None:
    before, after = run("""
import ctypes
from kawaraban.config.processes.memory import share_heaps
share_heaps()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
def take(size):
    piece = library.malloc(ctypes.c_size_t(size))
    ctypes.memset(piece, 1, size)
    return piece
def free(piece):
    library.free(ctypes.c_void_p(piece))
free(take(20_000_000))  # without a fixed bound, glibc now takes the next one for small
before = resident("Private_Dirty:")
large = take(16_000_000)
small = take(1_000)  # lies behind it, were both on the heap
free(large)
print(before, resident("Private_Dirty:"))
""")

    assert after - before < 8_000
