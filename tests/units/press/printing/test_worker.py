import threading
from collections.abc import Callable

import pytest

from kawaraban.press.printing.worker import Task, TaskThread, Where, work


def run(
    step: Callable[[threading.Event], bool],
    *tasks: Task,
    stop: threading.Event,
    beats: list[int] | None = None,
) -> None:
    """Work until `stop` is set; a test that never sets it fails by its own condition's time."""
    work(
        step=lambda: step(stop),
        beat=lambda: beats.append(1) if beats is not None else None,
        beside=tasks,
        stop=stop,
    )


def test_a_failing_step_does_not_end_the_printing() -> None:
    stop, steps = threading.Event(), []

    def step(stop: threading.Event) -> bool:
        steps.append(1)
        if len(steps) == 1:
            raise RuntimeError("the database is away")
        stop.set()
        return False

    run(step, stop=stop)

    assert len(steps) == 2


def test_a_task_that_fails_is_logged_and_neither_ends_nor_stops_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop = threading.Event()
    failures: list[int] = []
    rounds: list[int] = []

    def fail() -> None:
        failures.append(1)
        raise RuntimeError("no mail server")

    def count() -> None:
        rounds.append(1)
        if len(rounds) >= 3 and failures:
            stop.set()

    run(
        lambda stop: False,
        Task("mail", 0.001, fail, Where.EVERYWHERE),
        Task("reads", 0.001, count, Where.EVERYWHERE),
        stop=stop,
    )

    assert "The task mail failed" in caplog.text
    assert "no mail server" in caplog.text
    assert len(rounds) >= 3


def test_tasks_beside_each_other_share_a_thread_and_one_that_fails_does_not_hold_up_the_other() -> None:
    stop, threads, rounds = threading.Event(), set(), []

    def fail() -> None:
        threads.add(threading.current_thread().name)
        raise RuntimeError("the disk is full")

    def count() -> None:
        threads.add(threading.current_thread().name)
        rounds.append(1)
        if len(rounds) >= 5:
            stop.set()

    run(
        lambda stop: False,
        Task("figures", 0.001, fail, Where.EVERYWHERE, beside="round"),
        Task("memory", 0.002, count, Where.EVERYWHERE, beside="round"),
        stop=stop,
    )

    assert threads == {"round"}


def test_a_task_that_hangs_does_not_keep_pages_from_being_printed() -> None:
    stop, hangs, release = threading.Event(), threading.Event(), threading.Event()

    def hang() -> None:
        hangs.set()
        release.wait(60)

    def step(stop: threading.Event) -> bool:
        if hangs.is_set():
            release.set()
            stop.set()
        return True

    run(step, Task("mail", 0.001, hang, Where.EVERYWHERE), stop=stop)

    assert hangs.is_set()


def test_the_heart_beats_while_there_is_nothing_to_do() -> None:
    stop = threading.Event()
    beats: list[int] = []

    def step(stop: threading.Event) -> bool:
        stop.set()
        return False

    run(step, stop=stop, beats=beats)

    assert beats == [1]


def test_2_06_a_lane_that_takes_long_does_not_keep_pages_from_being_printed() -> None:
    stop, begun, release = threading.Event(), threading.Event(), threading.Event()

    def compress() -> bool:
        begun.set()
        return release.wait(60)

    def step() -> bool:
        if begun.is_set():
            release.set()
            stop.set()
        return True

    work(step=step, beat=lambda: None, beside=[TaskThread("compression", compress)], stop=stop)

    assert begun.is_set()


def test_a_lane_that_stumbles_goes_on() -> None:
    stop, steps = threading.Event(), []

    def stumble() -> bool:
        steps.append(1)
        if len(steps) == 1:
            raise RuntimeError("the store is away")
        stop.set()
        return False

    work(step=lambda: False, beat=lambda: None, beside=[TaskThread("heavy pages", stumble)], stop=stop)

    assert len(steps) == 2


def test_news_end_the_rest() -> None:
    stop, rests = threading.Event(), []

    def wait(seconds: float) -> bool:
        rests.append(seconds)
        stop.set()
        return True

    work(step=lambda: False, beat=lambda: None, beside=(), stop=stop, wait=wait)

    assert len(rests) == 1


def test_4_3_a_task_that_does_not_come_back_ends_the_worker_and_the_log_says_where_it_stands(
    caplog: pytest.LogCaptureFixture,
) -> None:
    release = threading.Event()

    def never_come_back() -> None:
        release.wait(120)

    with pytest.raises(SystemExit) as ended:
        work(
            step=lambda: False,
            beat=lambda: None,
            beside=[Task("mail", 0.001, never_come_back, Where.EVERYWHERE)],
            stop=threading.Event(),
            hung_after=2,
        )

    release.set()
    assert ended.value.code == 1
    assert "The task mail has not come back" in caplog.text
    assert "never_come_back" in caplog.text


def test_4_3_what_the_machine_cannot_do_is_one_line_for_all_tasks(caplog: pytest.LogCaptureFixture) -> None:
    stop, failures = threading.Event(), []

    def fail() -> None:
        failures.append(1)
        if len(failures) >= 3:
            stop.set()
        raise OSError(28, "No space left on device")

    run(
        lambda stop: False,
        Task("words", 0.001, fail, Where.EVERYWHERE),
        Task("reads", 0.001, fail, Where.EVERYWHERE),
        stop=stop,
    )

    assert caplog.text.count("the worker cannot do its work: No space left on device") == 1
    assert "Traceback" not in caplog.text
