"""The front alone as a process of its own, as `kawaraban serve` starts it: over a store that the test has filled."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.rigs.serve_factory import environment, wait_until

RUN = "from kawaraban.config.processes.roles import main; main()"


@dataclass
class FrontProcess:
    """`port` is where it answers, `errors` what it has said."""

    data: Path
    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def errors(self) -> str:
        return (self.data / "front.err").read_text()

    @property
    def private_bytes(self) -> int:
        """The memory that is its own share: PSS, without the pages of files that anybody may drop."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        rows = dict(line.split(":", 1) for line in text.splitlines()[1:])
        return 1024 * int(rows["Pss_Anon"].split()[0])

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def say(self, request: bytes) -> bytes:
        """One request on a connection of its own, read to the end."""
        with self.connect() as connection:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65_536):
                answer += piece
        return answer


def front_data(folder: Path) -> Path:
    """A data directory with all that a front needs."""
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "secret.key").write_text("the key of a front of the tests " * 2)
    for name in ("run", "log", "press/store", "press/beacons"):
        (folder / name).mkdir(parents=True)
    return folder


@contextlib.contextmanager
def front_process(data: Path, *, before: str = "", **knobs: str) -> Iterator[FrontProcess]:
    """Start it and wait until it answers. `before` is code that runs first, in its process."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        duty = {
            "role": "front",
            "index": 0,
            "apps_count": 1,
            "sockets_folder": str(data / "run"),
            "parent_pid": os.getpid(),
            "listen_fd": listener.fileno(),
        }
        process = subprocess.Popen(
            [sys.executable, "-c", f"{before}\n{RUN}", json.dumps(duty)],
            env=environment(data) | {f"KAWARABAN_{name.upper()}": value for name, value in knobs.items()},
            pass_fds=(listener.fileno(),),
            stderr=(data / "front.err").open("ab"),
            start_new_session=True,
        )
        front = FrontProcess(data, listener.getsockname()[1], process)
    try:
        wait_until(lambda: _is_answering(front), "the front")
        yield front
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _is_answering(front: FrontProcess) -> bool:
    assert front.process.poll() is None, front.errors
    with contextlib.suppress(OSError):
        return front.say(b"GET /healthz HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 503")
    return False
