"""1.15: a page is rendered once and stored, and no slow rendering can bring back what an order took away."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.rigs.serve_factory import Served, make_paper, wait_until

from kawaraban.kit.signing import derived_key, sign

pytestmark = pytest.mark.serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = make_paper(tmp_path_factory.mktemp("served") / "paper")
    os.mkfifo(data / "gate")
    with Served.started(data) as running:
        yield running


def app_requests(served: Served, path: str) -> int:
    """How often the app was asked for this path, by the access log."""
    served.ask("/test/private/?flush")
    lines: list[str] = []

    def flushed() -> bool:
        nonlocal lines
        lines = (served.data / "log" / "access.log").read_text().splitlines()
        return any(f"GET {path} " in line for line in lines)

    wait_until(flushed)
    return sum(f"GET {path} " in line and " app " in line for line in lines)


def test_1_15_a_page_is_rendered_once_and_then_served_from_the_store(served: Served) -> None:
    first = served.ask("/test/story/10/")
    again = served.ask("/test/story/10/")
    compressed = served.ask("/test/story/10/?utm_source=mail", accept_encoding="gzip, br;q=0.5")
    unchanged = served.ask("/test/story/10/", if_none_match=again.headers["etag"])

    assert first.body == again.body
    assert compressed.headers["content-encoding"] == "gzip"
    assert unchanged.status == 304
    assert app_requests(served, "/test/story/10/") == 1


def test_1_15_readers_who_come_at_once_share_one_rendering(served: Served) -> None:
    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(lambda _: served.ask("/test/story/11/"), range(8)))

    assert {answer.status for answer in answers} == {200}
    assert app_requests(served, "/test/story/11/") == 1


def test_1_15_a_staff_cookie_shows_the_live_page(served: Served) -> None:
    secret = (served.data / "keys" / "secret.key").read_text()
    mark = sign("1.9999999999", derived_key(secret, "staff-cookie"))
    served.ask("/test/story/12/")
    served.query(
        "INSERT INTO reads_hourtally"
        " (story_key, hour_at, reads_count, robots_count, repeats_count, staff_count)"
        " VALUES ('story-12', '2026-11-23 12:00:00', 3, 0, 0, 0)"
    )

    printed = served.ask("/test/story/12/")
    live = served.ask("/test/story/12/", cookie=f"kawaraban_staff={mark}")
    forged = served.ask("/test/story/12/", cookie="kawaraban_staff=1.9999999999.abcdef")

    assert b": 0 reads" in printed.body
    assert b": 3 reads" in live.body
    assert b": 0 reads" in forged.body


def test_1_15_a_rendering_that_began_before_an_order_is_never_stored(served: Served) -> None:
    slow: list[bytes] = []
    reader = threading.Thread(
        target=lambda: slow.append(served.ask("/test/story/13/", x_slow="1").body), daemon=True
    )
    reader.start()
    # Opening the pipe waits for the view to open it: then it has read the story and not yet answered.
    with (served.data / "gate").open("wb"):
        order = served.change_story(13, reads=5)
        wait_until(lambda: served.store.cursor >= order, "the printer at the order")
    reader.join()

    assert slow == [b"<p>story 13: 0 reads</p>"]
    assert served.store.encoded_page("/test/story/13/", "identity") is None
    assert served.ask("/test/story/13/").body == b"<p>story 13: 5 reads</p>"


def test_1_15_only_answers_of_canonical_addresses_that_are_for_everybody_are_stored(served: Served) -> None:
    for path in ("/test/echo/?order=oldest", "/test/private/", "/test/counting/", "/test/nothing/"):
        assert served.ask(path).headers["cache-control"].startswith("private, no-store") or "nothing" in path

    for path in ("/test/echo/", "/test/private/", "/test/counting/", "/test/nothing/"):
        assert served.store.encoded_page(path, "identity") is None
