"""`kawaraban triage serve` as a process of its own, on a port that the system gives."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 60.0
COMMAND = (sys.executable, "-m", "kawaraban")


@dataclass(frozen=True, slots=True)
class ServedEndpoint:
    """It, while it runs."""

    process: "subprocess.Popen[str]"
    port: int
    log: Path

    @property
    def address(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """The status and what was said, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            sent = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
            named = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request("GET" if sent is None else "POST", path, sent, named)
            answer = connection.getresponse()
            said = answer.read()
            return answer.status, json.loads(said) if said else None
        finally:
            connection.close()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; how it ended."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)

    def logged(self) -> str:
        """What it wrote besides its first line."""
        return self.log.read_text()


@contextmanager
def served_endpoint(
    folder: Path, *options: str, command: Sequence[str] = COMMAND, environment: dict[str, str] | None = None
) -> Iterator[ServedEndpoint]:
    """Started, and answering; ended with the block, whatever ends that."""
    log = folder / "triage.log"
    with log.open("w") as written:
        process = subprocess.Popen(
            [*command, "triage", "serve", "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
            cwd=folder,
            env=environment if environment is not None else plain_environment(),
        )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        found = re.search(r"http://[^ ]+:(\d+)", first)
        assert found, f"{first}{log.read_text()}"
        yield ServedEndpoint(process, int(found[1]), log)
    finally:
        process.kill()
        process.communicate()


def plain_environment() -> dict[str, str]:
    """Without anything that would lead to a paper."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("KAWARABAN", "DJANGO"))}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
