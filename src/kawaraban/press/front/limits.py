"""What one process of the front gives to strangers at most: connections, sizes, seconds, memory."""

import resource
from dataclasses import dataclass
from typing import Final

# What the process opens besides connections: store, logs, beacons, sockets of the app.
_OTHER_FILES: Final = 1_600

# Longer than any address of ours, than what browsers send, and than what the app takes.
LONGEST_TARGET: Final = 8_192
LARGEST_HEAD: Final = 32_768
MOST_HEADERS: Final = 100
# No form is longer. What is, is a file, and has more time.
ORDINARY_BODY: Final = 1024 * 1024
# Requests that wait, on one connection, for the answer to the one before.
DEEPEST_PIPELINE: Final = 32


@dataclass(frozen=True, slots=True)
class FrontLimits:
    """Those limits that somebody may want to set."""

    connections: int = 12_000
    requests: int = 10_000  # on one connection
    idle_seconds: int = 20  # without a request
    head_seconds: int = 10  # from the first byte of a request to the end of its head
    body_seconds: int = 60  # for a body; one second more for each kilobyte of what is longer than a form
    shelf_bytes: int = 64 * 1024 * 1024
    log_lines: int = 500  # a second; 0 writes every request


def raise_open_files() -> int:
    """Allow this process as many open files as the system lets it have. Returns how many connections fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = max(soft, 65_536)
    if soft < hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
        except (ValueError, OSError):
            pass  # macOS promises more than it gives: then it stays as it was
    return max(soft - _OTHER_FILES, 64)
