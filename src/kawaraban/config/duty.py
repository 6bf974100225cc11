"""What one process of `kawaraban serve` must know to do its work, and the signs of life it leaves."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from kawaraban.config.env import DataDir


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

    def to_text(self) -> str:
        return json.dumps(asdict(self))


def seal_file(data: DataDir) -> Path:
    """The seal of the page store (`press/seal.py`): not in the store's own folder."""
    return data.run / "store.seal"


def heartbeat_file(data: DataDir) -> Path:
    """The file that the worker touches."""
    return data.run / "worker.alive"


def write_pid(data: DataDir, name: str) -> None:
    """Write the number of this process to run/NAME.pid, for the person who looks after the machine."""
    path = data.run / f"{name.replace(' ', '-')}.pid"
    partial = path.with_suffix(".partial")
    partial.write_text(f"{os.getpid()}\n", encoding="ascii")
    partial.replace(path)
