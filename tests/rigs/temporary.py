"""Where the tests' temporary files lie: in memory, where there is enough of it.

Papers are served, killed and printed here by the hundred, and each of their transactions waits for the disk. What
those tests are about are processes that die, and a file in memory outlives them as one on a disk does; that the
writing connection asks for the disk at all is a test of its own (2.11).
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
# What the whole suite leaves lying at one time, several times over. A container often has only 64 MB there.
ROOM_BYTES = 2 * 1024**3


def lie_in_memory() -> None:
    """Let temporary files of this process, and of all that it starts, be made in memory.

    Not where somebody has named a place, nor where there is no room.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free < ROOM_BYTES:
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
