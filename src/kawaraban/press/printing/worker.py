"""The worker's round: printing first, all else beside it.

One thread prints: threads that render hinder each other. Some work has a thread of its own (`TaskThread`): heavy
pages and the best compression, which take long and are done as long as there is any. Each other task has a period and
a thread of its own: a mail server that does not answer must not keep an approved comment from its page. Tasks that are
short and wait for nobody share one (`beside`): a thread has a connection with the database, and weighs a megabyte.

Every node has a worker. A task says where it runs: on each of them, or at one at a time under a lease of its name
(`press/lease.py`).

What the machine cannot do (a full disk, a lock) is told in one line a minute for all tasks; a mistake of ours with all
that is known of it. A task that does not come back ends the worker, and the supervisor starts another.
"""

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.db import close_old_connections, connections

from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import HEALTH_NAMES, FaultCause, cause_of, said_plainly
from kawaraban.press.lease import hold

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 0.075
_BEAT_SECONDS: Final = 1.0
_AFTER_FAILURE_SECONDS: Final = 1.0
_LONGEST_BACK_OFF_SECONDS: Final = 60.0
# What the machine could not do is tried again soon: nobody has to tell us when the cause is gone.
_AFTER_TROUBLE_SECONDS: Final = 5.0
_FAREWELL_SECONDS: Final = 5.0
# What another node waits beyond the period of a task until it does it instead of a node that is gone.
_LEASE_SECONDS: Final = 30.0


class Where(Enum):
    """On which nodes a task runs."""

    # Each does its own: its files and its memory, or rows that it takes one by one.
    EVERYWHERE = "everywhere"
    # One at a time: the others would only do the same once more.
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is done again and again. A failure is logged and does not end it.

    Tasks with the same `beside` share a thread; without it a task has its own.
    """

    name: str
    period_seconds: float
    run: Callable[[], object]
    where: Where
    beside: str = ""
    may_take_long: bool = False  # a whole list is worked through: however long it takes, it does not hang

    def run_here(self, *, by: str = "") -> bool:
        """Run it, where this node is one that does. Returns whether it ran. `by`: who asks for the lease."""
        lasts = self.period_seconds * 1.5 + _LEASE_SECONDS
        if self.where is Where.ONCE and not hold(self.name, seconds=lasts, by=by):
            return False
        self.run()
        return True


@dataclass(frozen=True, slots=True)
class TaskThread:
    """Work beside the printing, in a thread of its own. `step` says whether there was something to do."""

    name: str
    step: Callable[[], bool]


def work(
    *,
    step: Callable[[], bool],
    beat: Callable[[], None],
    beside: Sequence[Task | TaskThread],
    stop: threading.Event,
    wait: Callable[[float], object] | None = None,
    hung_after: float = float("inf"),
) -> None:
    """Print, beat and run what stands beside it until `stop` is set. `step` says whether there was something to do.

    `wait` sleeps at most the seconds given; it may return earlier, when there is news. Raises SystemExit when a
    thread or a task has not come back after `hung_after` beats of the heart: seconds in which this process was awake.
    """
    rest = wait or stop.wait
    _AT_WORK.clear()
    threads = _threads(beside, stop)
    for thread in threads:
        thread.start()
    next_beat = 0.0
    while not stop.is_set():
        if time.monotonic() >= next_beat:
            next_beat = time.monotonic() + _BEAT_SECONDS
            beat()
            _end_if_hung(hung_after)
        pause = _pause_after(step)
        if pause and not stop.is_set():
            rest(pause)
    farewell = time.monotonic() + _FAREWELL_SECONDS
    for thread in threads:
        thread.join(max(0.0, farewell - time.monotonic()))


def _threads(beside: Sequence[Task | TaskThread], stop: threading.Event) -> list[threading.Thread]:
    """One for each `TaskThread`, and one for the tasks that share it. None has begun."""
    own = [each for each in beside if isinstance(each, TaskThread)]
    tasks = [each for each in beside if isinstance(each, Task)]
    return [
        *(
            threading.Thread(target=_run_alone, args=(each, stop), name=each.name, daemon=True)
            for each in own
        ),
        *(
            threading.Thread(target=_repeat, args=(shared, stop), name=name, daemon=True)
            for name, shared in _by_thread(tasks).items()
        ),
    ]


@dataclass(slots=True)
class _Work:
    """What a thread is at, and for how many beats it has been."""

    name: str
    beats_count: int = 0


# By the number of the thread.
_AT_WORK: dict[int, _Work] = {}
_FAILING: dict[str, FaultCause] = {}
_TROUBLED = Complaint(logger, "the worker cannot do its work")


def troubles() -> set[str]:
    """What /healthz is to name: the causes for which something failed at its last try."""
    return {HEALTH_NAMES[cause] for cause in list(_FAILING.values()) if cause is not FaultCause.LOCKED}


def _end_if_hung(hung_after: float) -> None:
    for thread, work_there in list(_AT_WORK.items()):
        work_there.beats_count += 1
        if work_there.beats_count > hung_after:
            frame = sys._current_frames().get(thread)
            logger.error(
                "%s has not come back for %d seconds: the worker ends, and another begins. It stands at\n%s",
                work_there.name,
                work_there.beats_count,
                "".join(traceback.format_stack(frame)) if frame else "an unknown place",
            )
            raise SystemExit(1)


def _failed(name: str, failure: Exception) -> bool:
    """Tell it: the machine's failures for all tasks together once a minute, ours each with all that is known.

    True when it was the machine's.
    """
    cause = cause_of(failure)
    if cause is None:
        logger.exception("%s failed", name)
        return False
    _FAILING[name] = cause
    _TROUBLED.hear(f"{said_plainly(failure)} ({name})", cause=cause)
    return True


def _worked(name: str) -> None:
    if _FAILING and _FAILING.pop(name, None) is not None and not _FAILING:
        _TROUBLED.over()


def _pause_after(step: Callable[[], bool], name: str = "printing") -> float:
    """Do one step. Returns how long to rest before the next."""
    try:
        pause = 0.0 if step() else POLL_SECONDS
    except Exception as failure:
        _failed(name, failure)
        connections.close_all()
        return _AFTER_FAILURE_SECONDS
    _worked(name)
    return pause


def _run_alone(alone: TaskThread, stop: threading.Event) -> None:
    # With the priority of all: a thread that the system puts off while it holds the interpreter holds up the printing.
    thread = threading.get_ident()
    while not stop.is_set():
        _AT_WORK[thread] = _Work(alone.name)
        pause = _pause_after(alone.step, alone.name)
        _AT_WORK.pop(thread, None)
        stop.wait(pause)
    connections.close_all()


def _by_thread(tasks: Sequence[Task]) -> dict[str, list[Task]]:
    threads: dict[str, list[Task]] = {}
    for task in tasks:
        threads.setdefault(task.beside or task.name, []).append(task)
    return threads


def _repeat(tasks: Sequence[Task], stop: threading.Event) -> None:
    """Do each of the tasks in its period, the one that is due first."""
    pauses = [task.period_seconds for task in tasks]
    due_at = [time.monotonic() + pause for pause in pauses]
    while True:
        place = due_at.index(min(due_at))
        if stop.wait(max(0.0, due_at[place] - time.monotonic())):
            break
        task = tasks[place]
        if not task.may_take_long:
            _AT_WORK[threading.get_ident()] = _Work(f"The task {task.name}")
        try:
            task.run_here()
            pauses[place] = task.period_seconds
            _worked(f"The task {task.name}")
        except Exception as failure:
            is_trouble = _failed(f"The task {task.name}", failure)
            # Also what is done once an hour: until it works, /healthz names what kept it from being done.
            longest = (
                _AFTER_TROUBLE_SECONDS if is_trouble else max(_LONGEST_BACK_OFF_SECONDS, task.period_seconds)
            )
            pauses[place] = min(max(pauses[place], 0.5) * 2, longest)
        finally:
            _AT_WORK.pop(threading.get_ident(), None)
            close_old_connections()
        due_at[place] = time.monotonic() + pauses[place]
    connections.close_all()
