"""The worker's heartbeat: a file whose time says when it last went round."""

import time
from pathlib import Path
from typing import Final

TOO_OLD_SECONDS: Final = 10.0


def beat(path: Path) -> None:
    """Say that the worker is alive."""
    path.touch()


def is_alive(path: Path) -> bool:
    """Whether the worker was alive less than ten seconds ago. A time ahead of ours is as old: a clock was set."""
    try:
        age = abs(time.time() - path.stat().st_mtime)
    except OSError:
        return False
    return age < TOO_OLD_SECONDS
