"""A load on loopback and what came of it: wrk, started for some seconds, and its answer read.

wrk is a closed loop: each of its connections sends the next request when the last is answered. Its p99 is that of
its own requests, not of readers who come whether or not the server is ready. `paced.py` is an open loop.
"""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.refusals import NotMeasured, Refused

SCRIPTS = Path(__file__).parent / "scripts"
_GRACE_SECONDS = 30
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0, "h": 3_600_000.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What one load came to.

    `cpu_us`: of the server for each request; `memory_mb`: of all its processes at the end, as PSS; both are 0 where
    they would say nothing. `others_share`: see noise.py.
    """

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    cpu_us: float = 0.0
    memory_mb: float = 0.0
    others_share: float = 0.0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    def facts(self) -> dict[str, Any]:
        """For the file of results."""
        return {"rate": round(self.rate, 1)} | {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True, slots=True)
class Wrk:
    """How wrk is called. `core`: the one it is held to, None for any. `words` go to the script."""

    url: str
    seconds: int
    connections: int = 32
    headers: Mapping[str, str] | None = None
    script: str = ""
    words: Sequence[str] = ()
    core: int | None = None

    def command(self) -> list[str]:
        words = ["wrk", "-t1", f"-c{self.connections}", f"-d{self.seconds}s", "--timeout", "10s", "--latency"]
        for name, value in (self.headers or {}).items():
            words += ["-H", f"{name}: {value}"]
        if self.script:
            words += ["-s", str(SCRIPTS / self.script)]
        words.append(self.url)
        return [*words, "--", *self.words] if self.words else words

    def run(self) -> Load:
        """Raises Refused."""
        with self.start() as process:
            return self.finish(process)

    def start(self) -> "subprocess.Popen[str]":
        """For a load beside another one: `finish` waits for it. Raises NotMeasured where there is no wrk."""
        try:
            return subprocess.Popen(
                self.command(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                preexec_fn=None if self.core is None else (lambda: os.sched_setaffinity(0, {self.core or 0})),
            )
        except FileNotFoundError as missing:
            raise NotMeasured("wrk is not installed (Debian: apt-get install wrk)") from missing

    def finish(self, process: "subprocess.Popen[str]") -> Load:
        """Wait for its end. Raises Refused. Whatever happens, it does not go on."""
        try:
            text, _ = process.communicate(timeout=self.seconds + _GRACE_SECONDS)
        except subprocess.TimeoutExpired as late:
            raise Refused("wrk did not end") from late
        finally:
            with suppress(ProcessLookupError):
                process.kill()
        if process.returncode:
            raise Refused(f"wrk ended with {process.returncode}: {text.strip()[-200:]}")
        return read_wrk(text)


def read_wrk(text: str) -> Load:
    """What wrk printed, as figures. Raises Refused when there were errors, or when a figure is missing."""
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    if errors and any(int(count) for count in errors.groups()):
        raise Refused(f"{errors[0].strip()}")
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    if wrong:
        raise Refused(f"{wrong[1]} answers were neither 2xx nor 3xx")
    total = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m|h)\b", text)
    if not total or not int(total[1]):
        raise Refused("no request was answered")
    return Load(
        requests=int(total[1]),
        seconds=float(total[2]) * _UNITS[total[3]] / 1000,
        p50_ms=_percentile(text, 50),
        p99_ms=_percentile(text, 99),
    )


def _percentile(text: str, percent: int) -> float:
    found = re.search(rf"^\s*{percent}(?:\.0+)?%\s+([\d.]+)(us|ms|s|m|h)\s*$", text, re.MULTILINE)
    if not found:
        raise Refused(f"wrk told no p{percent}")
    return float(found[1]) * _UNITS[found[2]]
