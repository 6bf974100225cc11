"""Front and clerk alone, forked from a process that has loaded everything: a killed one is back in milliseconds.

    with Rig.started(file_paper) as rig:
        rig.kill("clerk")           # SIGKILL; returns when another one is in its place
        rig.port

As a program (`python -m tests.rigs.intake.clerk_rig`) it is that process: it reads the name of a role from its standard
input, kills it, starts it again and says the new number.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from tests.rigs.file_paper import FilePaper

from kawaraban.config.env import data_dir
from kawaraban.config.processes.children import Forked
from kawaraban.config.processes.duty import Duty
from kawaraban.config.processes.roles import load_django, perform

ROLES = ("front", "clerk")


@dataclass
class Rig:
    """The running pair, over the paper's data directory."""

    process: "subprocess.Popen[str]"
    port: int

    @classmethod
    @contextlib.contextmanager
    def started(cls, paper: FilePaper) -> Iterator["Rig"]:
        """Start both; end both, the front first, whatever happened."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.rigs.intake.clerk_rig"],
            env=paper.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            yield cls(process, int(process.stdout.readline()))
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.communicate("", timeout=60)

    def kill(self, role: str) -> int:
        """SIGKILL to the role's process, which is in the middle of something. The number of the next one."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{role}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


def main() -> None:
    """Start both, and kill and start again what is named, until there is nothing more to read."""
    data = data_dir()
    for folder in (data.run, data.log, data.store, data.beacons):
        folder.mkdir(parents=True, exist_ok=True)
    load_everything()
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    with tempfile.TemporaryDirectory(prefix="clerk-rig-") as sockets_folder:
        duty = {
            role: Duty(role, 0, 1, sockets_folder, parent_pid=os.getpid(), listen_fd=listener.fileno())
            for role in ROLES
        }
        running = {role: Forked(partial(perform, duty[role])) for role in ROLES}
        say(listener.getsockname()[1])
        for line in sys.stdin:
            role = line.strip()
            end(running[role], signal.SIGKILL)
            running[role] = Forked(partial(perform, duty[role]))
            say(running[role].pid)
        for role in ROLES:
            end(running[role], signal.SIGTERM)


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def load_everything() -> None:
    """What a child would load is there already when it is forked."""
    load_django()
    for module in (
        "kawaraban.doors.public.form.clerk",
        "kawaraban.press.front.front",
        "kawaraban.press.intake.clerk_end",
        "kawaraban.reads.rule",
        "uvicorn.protocols.http.httptools_impl",
        "uvloop",
    ):
        import_module(module)


def end(child: Forked, number: signal.Signals) -> None:
    os.kill(child.pid, number)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert child.poll() is not None


if __name__ == "__main__":
    main()
