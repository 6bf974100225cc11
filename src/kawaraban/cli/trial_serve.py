"""The paper served for a moment, to nobody: does this version answer over these data, and print what is public?

with trial_serve(data) as trial:
    trial.wait_until_healthy(seconds=120)       # raises TrialFailed with a sentence
    trial.wait_until_printed(seconds=300)       # True when every public page was printed
"""

import contextlib
import fcntl
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Final
from urllib.error import HTTPError
from urllib.request import urlopen

from kawaraban.config.env import DATA_VARIABLE, DataDir

_LOOK_SECONDS: Final = 0.2
_STOP_SECONDS: Final = 30.0
_ANNOUNCED: Final = "The paper is on "


class TrialFailed(Exception):
    """A sentence: this version does not serve this paper."""


def is_served(data: DataDir) -> bool:
    """Whether some `serve` holds the folder now."""
    try:
        with (data.run / "serve.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def failing_at(address: str) -> list[str] | None:
    """What `/healthz` at this address names; empty where all is well, None where nobody answers."""
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310  of the person who runs the paper, or our own
            answer.read()
            return []
    except HTTPError as failing:
        with contextlib.suppress(ValueError, AttributeError, TypeError):
            return [str(name) for name in json.loads(failing.read())["failing"]] or ["something"]
        return [f"status {failing.code}"]
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Trial:
    """One that is under way."""

    data: DataDir
    process: "subprocess.Popen[str]"
    address: str
    errors: IO[str]

    def wait_until_healthy(self, *, seconds: float) -> None:
        """Raises TrialFailed when it ends, or names a failure after all that time."""
        wait_until_healthy(
            f"{self.address}healthz", seconds=seconds, is_over=lambda: self.process.poll() is not None
        )

    def wait_until_printed(self, *, seconds: float) -> bool:
        """Whether every public page was printed within that time; what was not is printed when it is asked for."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            told = _status(self.data)
            if told and "printing anew:" not in told:
                return True
            time.sleep(_LOOK_SECONDS)
        return False


def wait_until_healthy(address: str, *, seconds: float, is_over: Callable[[], bool] = lambda: False) -> None:
    """Until `/healthz` there is well. Raises TrialFailed with what it names."""
    deadline = time.monotonic() + seconds
    failing = failing_at(address)
    while failing != []:
        if is_over() or time.monotonic() > deadline:
            what = "it does not answer" if failing is None else f"/healthz names {', '.join(failing)}"
            raise TrialFailed(f"This version does not serve the paper: {what}.")
        time.sleep(_LOOK_SECONDS)
        failing = failing_at(address)


@contextlib.contextmanager
def trial_serve(data: DataDir) -> Iterator[Trial]:
    """Serve on some free port of this machine; ended in any case. Raises TrialFailed."""
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(  # noqa: S603  ourselves
            [sys.executable, "-m", "kawaraban", "serve", "--port", "0", "--data", str(data.root)],
            env={**os.environ, DATA_VARIABLE: str(data.root)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            yield Trial(data, process, _announced(process, errors), errors)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_SECONDS)
            process.kill()
            process.wait()


def _announced(process: "subprocess.Popen[str]", errors: IO[str]) -> str:
    for line in process.stdout or ():
        if line.startswith(_ANNOUNCED):
            return line.removeprefix(_ANNOUNCED).split()[0]
    errors.seek(0)
    last = errors.read().strip().rpartition("\n")[2].removeprefix("Error: ")
    raise TrialFailed(last or "This version does not serve the paper.")


def _status(data: DataDir) -> str:
    done = subprocess.run(  # noqa: S603  ourselves
        [sys.executable, "-m", "kawaraban", "press", "status", "--data", str(data.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else ""
