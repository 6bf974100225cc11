"""The worker's round: printing first, all else beside it.

One thread prints, because threads that render hinder each other. Beside it stand lanes, whose work is done as
long as there is any and may take long: heavy pages, the best compression. Each other task has a period and a
thread of its own: a mail server that does not answer must not keep an approved comment from its page. Tasks that are
short and wait for nobody share one (`beside`): a thread has a connection with the database, and weighs a megabyte.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 0.075
_BEAT_SECONDS: Final = 1.0
_AFTER_FAILURE_SECONDS: Final = 1.0
_LONGEST_BACK_OFF_SECONDS: Final = 60.0
_FAREWELL_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is done again and again. A failure is logged and does not end it.

    Tasks with the same `beside` share a thread; without it a task has its own.
    """

    name: str
    period_seconds: float
    run: Callable[[], object]
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """Work beside the printing, in a thread of its own. `step` says whether there was something to do."""

    name: str
    step: Callable[[], bool]


def work(
    *,
    step: Callable[[], bool],
    beat: Callable[[], None],
    tasks: Sequence[Task],
    stop: threading.Event,
    lanes: Sequence[Lane] = (),
    wait: Callable[[float], object] | None = None,
) -> None:
    """Print, beat and run lanes and tasks until `stop` is set. `step` says whether there was something to do.

    `wait` sleeps at most the seconds given; it may return earlier, when there is news.
    """
    rest = wait or stop.wait
    threads = [
        *(
            threading.Thread(target=_run_lane, args=(lane, stop), name=lane.name, daemon=True)
            for lane in lanes
        ),
        *(
            threading.Thread(target=_repeat, args=(shared, stop), name=name, daemon=True)
            for name, shared in _by_thread(tasks).items()
        ),
    ]
    for thread in threads:
        thread.start()
    next_beat = 0.0
    while not stop.is_set():
        if time.monotonic() >= next_beat:
            next_beat = time.monotonic() + _BEAT_SECONDS
            beat()
        pause = _pause_after(step)
        if pause and not stop.is_set():
            rest(pause)
    farewell = time.monotonic() + _FAREWELL_SECONDS
    for thread in threads:
        thread.join(max(0.0, farewell - time.monotonic()))


def _pause_after(step: Callable[[], bool]) -> float:
    """Do one step. Returns how long to rest before the next."""
    try:
        return 0.0 if step() else POLL_SECONDS
    except Exception:
        logger.exception("Printing stumbled and goes on")
        connections.close_all()
        return _AFTER_FAILURE_SECONDS


def _run_lane(lane: Lane, stop: threading.Event) -> None:
    # With the priority of all: a thread that the system puts off while it holds the interpreter holds up the printing.
    while not stop.is_set():
        stop.wait(_pause_after(lane.step))
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
        try:
            task.run()
            pauses[place] = task.period_seconds
        except Exception:
            logger.exception("The task %s failed", task.name)
            longest = max(_LONGEST_BACK_OFF_SECONDS, task.period_seconds)
            pauses[place] = min(max(pauses[place], 0.5) * 2, longest)
        finally:
            close_old_connections()
        due_at[place] = time.monotonic() + pauses[place]
    connections.close_all()
