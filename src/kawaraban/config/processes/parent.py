"""Ends a process whose parent is gone: nothing of the paper runs on when the supervisor was killed. And names it."""

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent_pid: int) -> None:
    """From now on this process gets SIGTERM when the process `parent_pid` is no longer its parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent_pid,), daemon=True, name="parent").start()
    # It may have died before we asked to be told.
    if os.getppid() != parent_pid:
        raise SystemExit("the supervisor is gone")


def name_process(name: str) -> None:
    """What `top` and `ps` call it, for the person who looks after the machine. Fifteen bytes are kept (Linux)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(name[:15], encoding="ascii")


def _watch(parent_pid: int) -> None:
    while os.getppid() == parent_pid:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
