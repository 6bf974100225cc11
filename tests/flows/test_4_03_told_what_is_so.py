"""4.3: what a sender is told of a comment is so: "it was not sent" of none that is stored, whatever happened."""

import contextlib
import json
import signal
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.rigs.people_over_http import begin_comment, comment, prepare
from tests.rigs.serve_factory import Got, Served, make_paper, wait_until

pytestmark = pytest.mark.serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = make_paper(tmp_path_factory.mktemp("told") / "paper")
    # As long as the default, a test would wait for minutes.
    (data / "kawaraban.toml").write_text("sending_seconds = 5\n")
    thread = prepare(data)
    with Served.started(data) as running:
        running.thread = thread
        yield running


@contextlib.contextmanager
def locked(served: Served) -> Iterator[None]:
    """Somebody else writes, and does not end."""
    other = sqlite3.connect(served.data / "paper.sqlite3", isolation_level=None, timeout=60)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        with contextlib.suppress(sqlite3.OperationalError):
            other.execute("ROLLBACK")
        other.close()


def send(served: Served, text: str, address: str = "") -> Got:
    return comment(served, served.thread, text, address=address)


def reason(answer: Got) -> str:
    return str(json.loads(answer.body)["reason"]) if answer.status == 503 else ""


def stored(served: Served) -> dict[str, int]:
    rows = served.query("SELECT text, count(*) FROM comments_comment GROUP BY text")
    return {str(text): int(str(number)) for text, number in rows}


def is_waiting(served: Served) -> bool:
    """Whether the clerk stands at the door of the database: then it hears nobody."""
    failing = served.health().get("failing", [])
    return isinstance(failing, list) and "clerk" in failing


def test_4_3_while_the_database_is_locked_each_sender_is_told_what_is_so(healthy: Served) -> None:
    answers: dict[str, Future[Got]] = {}
    numbers = count()
    over = threading.Event()
    told: list[str] = []

    def send_and_note(text: str) -> Got:
        answer = send(healthy, text)
        told.append(reason(answer))
        return answer

    with ThreadPoolExecutor(120) as senders:

        def go_on() -> None:
            while not over.wait(0.3):
                text = f"Number {next(numbers)} of those who wait."
                answers[text] = senders.submit(send_and_note, text)

        pace = threading.Thread(target=go_on)
        pace.start()
        try:
            with locked(healthy):
                wait_until(lambda: told.count("busy") >= 12, "those who are told that it was not sent", 120)
            wait_until(lambda: told.count("") >= 6, "those whose comments are stored")
        finally:
            over.set()
            pace.join()

    kept = stored(healthy)
    for text, answer in answers.items():
        got = answer.result()
        assert got.status in {201, 503}
        assert kept.get(text, 0) == (1 if got.status == 201 else 0), (text, got.body)
        if got.status == 503:
            assert got.headers["retry-after"] == "5"


def test_4_3_who_came_late_is_not_sent_away_with_those_who_came_first(healthy: Served) -> None:
    """The second has its own time, and the database is free again within it."""
    with ThreadPoolExecutor(2) as senders:
        with locked(healthy):
            first = senders.submit(send, healthy, "The first of two.")
            wait_until(lambda: is_waiting(healthy), "the clerk at the door")
            second = senders.submit(send, healthy, "The second of two.")
            assert reason(first.result()) == "busy"
        assert second.result().status in {201, 503}

    assert "The first of two." not in stored(healthy)
    assert ("The second of two." in stored(healthy)) == (second.result().status == 201)


def test_4_3_of_a_clerk_that_is_killed_in_the_middle_it_is_said_that_nobody_knows(healthy: Served) -> None:
    with locked(healthy):
        script = begin_comment(healthy, healthy.thread, "Is it there?", address="10.8.0.2")
        page = healthy.begin(
            "/comments/",
            method="POST",
            body=urlencode(
                {"thread": healthy.thread, "name": "Ada", "text": "And this?", "language": "en"}
            ).encode(),
            content_type="application/x-www-form-urlencoded",
            sec_fetch_site="same-origin",
            x_forwarded_for="10.8.0.1",
        )
        # Both are with the clerk: who asks whether it stands there came behind them.
        healthy.wait_until_read()
        wait_until(lambda: is_waiting(healthy), "the clerk at the door")
        healthy.signal("clerk", signal.SIGKILL)
        answers = script.answer(), page.answer()

    assert [answer.status for answer in answers] == [503, 503]
    assert reason(answers[0]) == "unknown"
    assert json.loads(answers[0].body)["error"].startswith(
        "We do not know yet whether your comment was stored."
    )
    assert "We do not know yet" in answers[1].body.decode()
    assert "And this?" in answers[1].body.decode()
    assert "It was not sent" not in answers[1].body.decode()
    healthy.wait_until_healthy()
    # As it says: once more, and not twice.
    again = [send(healthy, "Is it there?", "10.8.0.2") for _ in range(2)]
    assert [answer.status for answer in again] == [201, 200]
    assert stored(healthy)["Is it there?"] == 1


def test_4_3_a_paper_that_is_told_to_close_while_comments_wait_stores_none_that_it_gave_back(
    tmp_path: Path,
) -> None:
    data = make_paper(tmp_path / "paper")
    thread = prepare(data)
    with Served.started(data) as served:
        served.thread = thread
        with ThreadPoolExecutor(1) as senders:
            with locked(served):
                sent = senders.submit(send, served, "At the very end.")
                wait_until(lambda: is_waiting(served), "the clerk at the door")
                served.process.terminate()
                served.process.wait(timeout=60)
            try:
                answer = sent.result()
            except OSError:
                answer = None
        assert (
            answer is None or b"was not sent" not in answer.body or "At the very end." not in stored(served)
        )
        assert answer is None or answer.status != 201
