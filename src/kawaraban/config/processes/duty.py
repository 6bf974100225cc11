"""What one process of `kawaraban serve` must know to do its work, and the signs of life it leaves."""

import contextlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from kawaraban.config.env import DataDir
from kawaraban.kit.board import Board
from kawaraban.kit.faults import said_plainly

logger = logging.getLogger(__name__)

# The worker's second place on the board: where it says that it lives while its file cannot be written.
UNWRITTEN_WORKER = "worker without its file"
# The supervisor gives no sign of life there: it counts.
SUPERVISOR = "serve"


@dataclass(frozen=True, slots=True)
class Duty:
    """One process: its role, and what it must know besides the data directory."""

    role: str  # front, app, clerk or worker
    index: int
    apps_count: int
    sockets_folder: str
    parent_pid: int
    listen_fd: int = -1
    # Where the seal of the page store lies; empty: every store that can be opened is believed.
    seal_file: str = ""
    board_fd: int = -1

    @property
    def name(self) -> str:
        return f"{self.role} {self.index + 1}" if self.role == "app" else self.role

    def app_socket(self, index: int) -> Path:
        """Where the app process of this number listens."""
        return Path(self.sockets_folder) / f"app-{index}.sock"

    @property
    def clerk_socket(self) -> Path:
        """Where the clerk takes what the front hands over."""
        return Path(self.sockets_folder) / "clerk.sock"

    def board(self) -> Board:
        """The board that all processes share; one of its own where nobody handed one down."""
        names = board_names(self.apps_count)
        return Board(self.board_fd, names) if self.board_fd >= 0 else Board.made(names)

    def to_text(self) -> str:
        return json.dumps(asdict(self))


def seal_file(data: DataDir) -> Path:
    """The seal of the page store (`press/store/seal.py`): not in the store's own folder."""
    return data.run / "store.seal"


def board_names(apps_count: int) -> list[str]:
    """Who has a place on the board."""
    apps = [f"app {number}" for number in range(1, apps_count + 1)]
    return ["front", "clerk", "worker", UNWRITTEN_WORKER, SUPERVISOR, *apps]


def heartbeat_file(data: DataDir) -> Path:
    """The file that the worker touches."""
    return data.run / "worker.alive"


def write_pid(data: DataDir, name: str) -> None:
    """Write the number of this process to run/NAME.pid, for the person who looks after the machine.

    A convenience: where it cannot be written, the process does its work without.
    """
    path = data.run / f"{name.replace(' ', '-')}.pid"
    partial = path.with_suffix(".partial")
    try:
        partial.write_text(f"{os.getpid()}\n", encoding="ascii")
        partial.replace(path)
    except OSError as refused:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            # What stands there names a process that has ended.
            path.unlink(missing_ok=True)
        logger.warning("%s (%d) has no file with its number: %s", name, os.getpid(), said_plainly(refused))
