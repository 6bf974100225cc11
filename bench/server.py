"""A server that we started: in a group of its own, answering on a port of loopback, and ended with us."""

import contextlib
import http.client
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.load import Load, Wrk
from bench.machine import cores_count
from bench.noise import Clocks, others_share
from bench.processes import cpu_seconds, lives, pin, pss_bytes, tree
from bench.refusals import NotMeasured, Refused

OURS = "kawaraban"
_START_SECONDS = 240.0
_STOP_SECONDS = 15.0
ALL_CORES = tuple(sorted(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else (0,)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to one request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Server:
    """`roots`: the processes that all others of it descend from."""

    name: str
    roots: tuple[int, ...]
    port: int

    @property
    def pids(self) -> set[int]:
        """All that run for it now."""
        return {pid for root in self.roots for pid in tree(root)}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """One request on a connection of its own. `accept_encoding="br"` is a header."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            told = {name.lower(): text for name, text in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        finally:
            connection.close()

    def wait(self, path: str, *, seconds: float = _START_SECONDS) -> Answer:
        """The first answer that is 2xx or 3xx. Raises NotMeasured when there is none in time."""
        deadline = time.monotonic() + seconds
        last = "no connection"
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, http.client.HTTPException):
                answer = self.ask(path)
                if 200 <= answer.status < 400:
                    return answer
                last = f"status {answer.status}"
            if not any(lives(root) for root in self.roots):
                raise NotMeasured(f"{self.name} ended before it answered: {last}")
            time.sleep(0.02)
        raise NotMeasured(f"{self.name} did not come up within {seconds:.0f} s: {last}")

    def hold_to(self, core: int | None) -> None:
        """Run on this core alone; None: on any."""
        pin(self.pids, set(ALL_CORES) if core is None else {core})

    def under(self, wrk: Wrk, *, beside: Sequence["Server"] = ()) -> Load:
        """The load, with the CPU time and the memory of this server. `beside`: other servers that run."""
        return self.watched(wrk.run, beside=beside)

    def watched(self, run: Callable[[], Load], *, beside: Sequence["Server"] = ()) -> Load:
        """Run a load and look at the clocks before and after. Raises Refused for us, NotMeasured for others."""
        roots = {root for server in (self, *beside) for root in server.roots}
        before, spent = Clocks.read(roots), cpu_seconds(self.pids)
        try:
            load = run()
        except Refused as refused:
            # A peer that answers with errors leaves nothing to compare with; if we do, the row has failed.
            raise (Refused if self.name == OURS else NotMeasured)(f"{self.name}: {refused}") from refused
        used = cpu_seconds(self.pids) - spent
        share = others_share(before, Clocks.read(roots), cores=cores_count())
        memory = pss_bytes(self.pids) / 1e6
        return replace(load, cpu_us=used * 1e6 / load.requests, memory_mb=memory, others_share=share)


@contextlib.contextmanager
def started(
    name: str,
    command: Sequence[str],
    *,
    port: int,
    log: Path,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Iterator[Server]:
    """The command, running until the end of the block, whatever ends it."""
    try:
        with log.open("ab") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=dict(environment) if environment is not None else None,
                cwd=folder,
                start_new_session=True,
            )
    except OSError as missing:
        raise NotMeasured(f"{name} cannot be started: {missing.strerror}") from missing
    try:
        yield Server(name, (process.pid,), port)
    finally:
        end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask it to end; after some patience, end the whole group. A second Ctrl-C does not stop this."""
    if process.poll() is None:
        process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=_STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
