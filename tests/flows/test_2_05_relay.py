"""2.5: the app may die, stall, be slow or be restarted: the reader gets an answer, and nothing is sent twice."""

import hashlib
import http.client
import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.page import Page
from tests.rigs.serve_factory import Served, make_paper, state_of, wait_until

from kawaraban.press.front.asgi import LARGEST_BODY
from kawaraban.press.front.sorry import SORRY_ADDRESSES

pytestmark = pytest.mark.serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = make_paper(tmp_path_factory.mktemp("served") / "paper")
    os.mkfifo(data / "gate")
    with Served.started(data) as running:
        yield running


def kill_the_app(served: Served) -> None:
    """Kill it, and wait until it has ended."""
    pid = served.pid("app-1")
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: state_of(pid) in {"", "Z"}, "the end of the app")


def replace_the_app(served: Served) -> None:
    """Kill it, and wait until the supervisor has started the next one: then nothing of the old one is left."""
    pid = served.pid("app-1")
    kill_the_app(served)
    wait_until(lambda: served.pid("app-1") != pid, "the next app")


def test_2_05_a_page_that_is_under_way_when_the_app_dies_comes_from_the_next_app(served: Served) -> None:
    with ThreadPoolExecutor(1) as reader:
        asked = reader.submit(served.ask, "/test/story/1/", x_slow="1")
        # Opening the pipe waits for the view to open it: the request is in the app.
        with (served.data / "gate").open("wb"):
            replace_the_app(served)
        with (served.data / "gate").open("wb"):
            pass
        answer = asked.result()

    assert (answer.status, answer.body) == (200, b"<p>story 1: 0 reads</p>")


def test_2_05_an_answer_whose_app_dies_in_the_middle_breaks_off_and_does_not_look_whole(
    served: Served,
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    connection.request("GET", "/test/half/")
    answer = connection.getresponse()
    assert answer.read(10) == b"first half"
    with (served.data / "gate").open("wb"):
        replace_the_app(served)

    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        answer.read()
    connection.close()
    # And the next reader is answered, also over the connections that the relay had kept.
    assert served.ask("/test/who/").status == 200


def test_2_05_a_big_upload_arrives_whole(served: Served) -> None:
    body = os.urandom(1_000_003) * 11

    answer = served.ask("/test/upload/", method="POST", body=body)

    assert json.loads(answer.body) == {"length": len(body), "sha256": hashlib.sha256(body).hexdigest()}


def test_2_05_an_upload_that_is_too_big_is_refused_before_it_is_taken(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    connection.putrequest("POST", "/test/upload/")
    connection.putheader("Content-Length", str(LARGEST_BODY + 1))
    connection.endheaders()

    answer = connection.getresponse()

    assert answer.status == 413
    assert b"12 MB" in answer.read()
    connection.close()


def test_2_05_while_no_app_can_be_started_the_reader_gets_the_papers_own_apology(served: Served) -> None:
    wait_until(lambda: served.store.encoded_page(SORRY_ADDRESSES[503], "identity"), "the printed apology")
    served.ask("/test/story/2/")
    served.signal("serve", signal.SIGSTOP)
    try:
        kill_the_app(served)

        sorry = served.ask("/test/private/")
        printed = served.ask("/test/story/2/")
    finally:
        os.kill(served.pid("serve"), signal.SIGCONT)

    assert sorry.status == 503
    assert Page(sorry.body).has("header.mast.page")
    assert Page(sorry.body).texts("h1") == ["One moment, please"]
    assert sorry.headers["retry-after"] == "30"
    assert sorry.headers["cache-control"] == "private, no-store"
    assert printed.status == 200
    served.wait_until_healthy()
