"""1.4: `serve` supervises its roles: it restarts what dies, stops cleanly, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.rigs.serve_factory import Served, environment, is_running, make_paper, serve_process, wait_until

pytestmark = pytest.mark.serve
ROLES = ("front", "app-1", "app-2", "clerk", "worker")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served.started(make_paper(tmp_path_factory.mktemp("served") / "paper"), "--workers", "2") as running:
        yield running


@pytest.mark.parametrize("role", ROLES)
def test_1_04_a_child_that_is_killed_is_started_again(served: Served, role: str) -> None:
    served.wait_until_healthy()
    before = served.pid(role)

    served.signal(role, signal.SIGKILL)

    wait_until(lambda: served.pid(role) != before, "another process in its place")
    served.wait_until_healthy()
    assert served.ask("/test/story/4/").status == 200


def test_1_04_a_stored_page_is_served_while_app_and_worker_stand_still(served: Served) -> None:
    served.wait_until_healthy()
    served.ask("/test/story/1/")
    for role in ("app-1", "app-2", "worker"):
        served.signal(role, signal.SIGSTOP)

    try:
        answer = served.ask("/test/story/1/", accept_encoding="br")
    finally:
        for role in ("app-1", "app-2", "worker"):
            served.signal(role, signal.SIGCONT)

    assert (answer.status, answer.headers["content-encoding"]) == (200, "br")


def test_1_04_health_names_the_worker_that_stands_still(served: Served) -> None:
    served.wait_until_healthy()
    served.hold_worker()
    eleven_seconds_ago = time.time() - 11
    os.utime(served.data / "run" / "worker.alive", (eleven_seconds_ago, eleven_seconds_ago))

    try:
        health = served.health()
    finally:
        served.signal("worker", signal.SIGCONT)

    assert (health["status"], health["failing"]) == ("failing", ["worker"])
    served.wait_until_healthy()


def test_1_04_a_reader_does_not_notice_that_the_app_is_started_again(served: Served) -> None:
    served.wait_until_healthy()
    for role in ("app-1", "app-2"):
        served.signal(role, signal.SIGKILL)

    assert served.ask("/test/private/").body == b"for you"


def test_1_04_the_app_knows_the_reader_by_what_the_front_says_alone(served: Served) -> None:
    answer = served.ask("/test/who/", x_forwarded_for="203.0.113.9", x_forwarded_proto="https")

    # The test comes from 127.0.0.1, which is a trusted proxy unless a knob says otherwise.
    assert json.loads(answer.body) == {
        "address": "203.0.113.9",
        "secure": True,
        "host": f"127.0.0.1:{served.port}",
    }


def test_1_04_every_request_is_in_the_access_log_without_the_readers_address(served: Served) -> None:
    served.ask("/test/private/?name=mika", x_forwarded_for="203.0.113.9")

    line = wait_until(
        lambda: [
            line
            for line in (served.data / "log" / "access.log").read_text().splitlines()
            if line.startswith("203.0.113.0 ") and "/test/private/ " in line
        ]
    )[-1]
    assert "mika" not in line
    assert '" 200 7 ' in line


def test_1_04_a_second_serve_of_the_same_paper_is_refused_with_a_sentence(served: Served) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kawaraban", "serve", "--port", "0"],
        check=False,
        capture_output=True,
        text=True,
        env=environment(served.data),
    )

    assert done.returncode == 1
    assert "is being served already" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("trouble", ["port", "paper"])
def test_1_04_what_cannot_be_served_is_refused_with_a_sentence(tmp_path: Path, trouble: str) -> None:
    data = make_paper(tmp_path / "paper") if trouble == "port" else tmp_path
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "kawaraban", "serve"),
                *("--port", str(taken.getsockname()[1])),
            ],
            check=False,
            capture_output=True,
            text=True,
            env=environment(data),
        )

    assert done.returncode == 1
    assert ("--port" if trouble == "port" else "kawaraban init") in done.stderr
    assert "Traceback" not in done.stderr


def test_1_04_sigterm_ends_everything_cleanly_and_the_paper_can_be_served_again(tmp_path: Path) -> None:
    # Longer than a Unix socket's path may be.
    data = make_paper(tmp_path / ("a-long-name-" * 8) / "paper")
    with Served.started(data) as served:
        pids = [served.pid(role) for role in ("front", "app-1", "clerk", "worker")]

        assert served.stop() == 0

        assert not any(is_running(pid) for pid in pids)
    with Served.started(data) as again:
        assert again.stop() == 0
    assert "Traceback" not in (data / "serve.err").read_text()


def test_1_04_a_supervisor_that_is_killed_leaves_no_orphans(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")
    with Served.started(data) as served:
        pids = [served.pid(role) for role in ("front", "app-1", "clerk", "worker")]

        served.process.kill()

        wait_until(lambda: not any(is_running(pid) for pid in pids), "the end of all children")


def test_1_04_a_stored_page_is_served_before_django_is_loaded(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")
    with Served.started(data) as served:
        served.ask("/test/story/1/")
    (data / "held").touch()
    served = Served.start(data)

    try:
        answer = served.ask("/test/story/1/")
        health = served.health()
        (data / "held").unlink()
        served.wait_until_healthy()
    finally:
        (data / "held").unlink(missing_ok=True)
        served.stop()

    assert answer.status == 200
    assert "etag" in answer.headers
    assert (health["status"], health["failing"]) == ("failing", ["app", "clerk", "worker"])


def test_1_04_ctrl_c_ends_it_as_sigterm_does(tmp_path: Path) -> None:
    process = serve_process(make_paper(tmp_path / "paper"), "--port", "0")
    assert process.stdout is not None
    process.stdout.readline()

    os.kill(process.pid, signal.SIGINT)

    assert process.wait(timeout=60) == 0
    process.stdout.close()
