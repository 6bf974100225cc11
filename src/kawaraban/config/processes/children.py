"""Child processes: started, ended and started again by the supervisor. Two kinds that answer alike."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from kawaraban.config.env import BadConfiguration
from kawaraban.kit.seeing.families import RESTARTS
from kawaraban.kit.seeing.tally import TALLY

logger = logging.getLogger(__name__)

_FIRST_PAUSE_SECONDS: Final = 0.1
_LONGEST_PAUSE_SECONDS: Final = 10.0
# One that hangs and was asked to end is given this long.
_FAREWELL_SECONDS: Final = 5.0
# Who lived this long had no trouble starting: the next pause is short again.
_HEALTHY_SECONDS: Final = 30.0


# What an exit code mostly means that says little by itself.
_ENDS: Final = {
    -signal.SIGKILL: " (killed: mostly by the system, when the machine has no memory left; its log says so)",
    -signal.SIGBUS: " (a file that it had in its memory was cut short, or the disk fails)",
    -signal.SIGSEGV: " (a fault in a library)",
    -signal.SIGABRT: " (a fault in a library)",
}


class Process(Protocol):
    """A running process: `poll` gives its exit code once it has ended."""

    pid: int

    def poll(self) -> int | None: ...


class Forked:
    """A copy of this process, with everything that is loaded, which runs `work` and ends."""

    def __init__(self, work: Callable[[], None]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self._code: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _live_as_child(work)

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code


def _live_as_child(work: Callable[[], None]) -> None:
    code = 1
    try:
        # Ctrl-C in the terminal is for the supervisor, which then ends us in order.
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        work()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0
    except BadConfiguration as refused:
        logger.error("%s", refused)
    except BaseException:
        logger.critical("This process ends over a fault of ours", exc_info=True)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def spawned(command: Sequence[str], *, pass_fds: Sequence[int] = ()) -> Process:
    """A fresh process in a session of its own."""
    return subprocess.Popen(command, pass_fds=pass_fds, start_new_session=True, stdin=subprocess.DEVNULL)  # noqa: S603


@dataclass(slots=True)
class Child:
    """One place that is always to be filled: `start` fills it. `after_end` is told how the last one ended."""

    name: str
    start: Callable[[], Process]
    after_end: Callable[[int], None] = lambda code: None
    process: Process | None = None
    started_at: float = 0.0
    _kill_at: float | None = None  # for one that hung
    _due_at: float = 0.0
    _pause: float = field(default=_FIRST_PAUSE_SECONDS)

    def look_after(self) -> None:
        """Start it when it is due; when it has ended, set the time of its next start."""
        now = time.monotonic()
        if self.process is None:
            if now >= self._due_at:
                self._begin(now)
            return
        code = self.process.poll()
        if code is None:
            if self._kill_at is not None and now >= self._kill_at:
                os.kill(self.process.pid, signal.SIGKILL)
            return
        if now - self.started_at >= _HEALTHY_SECONDS:
            self._pause = _FIRST_PAUSE_SECONDS
        why = ", as it was told to, because it hung" if self._kill_at is not None else _ENDS.get(code, "")
        logger.error("%s (%d) ended with %d%s: starting it again", self.name, self.process.pid, code, why)
        TALLY.count(RESTARTS, self.name.partition(" ")[0])
        self.after_end(code)
        self.process, self._kill_at = None, None
        self._rest(now)

    def _begin(self, now: float) -> None:
        try:
            self.process = self.start()
            self.started_at = now
        except OSError as refused:
            # No memory for another process, or too many of them: the others go on, and this one comes later.
            logger.error("%s cannot be started: %s", self.name, refused.strerror)
            self._rest(now)

    def _rest(self, now: float) -> None:
        self._due_at = now + self._pause
        self._pause = min(self._pause * 2, _LONGEST_PAUSE_SECONDS)

    def end_hung(self, silent_seconds: float) -> None:
        """It has not stirred for so long: it is asked to end, and ended when it does not."""
        if self._kill_at is not None or not self.is_running():
            return
        assert self.process is not None
        logger.error(
            "%s (%d) has given no sign of life for %d seconds: it hangs, and is ended",
            self.name,
            self.process.pid,
            silent_seconds,
        )
        self._kill_at = time.monotonic() + _FAREWELL_SECONDS
        self.signal(signal.SIGTERM)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.is_running():
            assert self.process is not None
            os.kill(self.process.pid, number)

    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.process is not None and self.process.poll() is None


def end_all(children: Sequence[Child], *, within_seconds: float) -> None:
    """SIGTERM to all; SIGKILL to those that still run when the time is over."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + within_seconds
    while any(child.is_running() for child in children):
        if time.monotonic() >= deadline:
            for child in children:
                child.signal(signal.SIGKILL)
            deadline = float("inf")
        time.sleep(0.02)
