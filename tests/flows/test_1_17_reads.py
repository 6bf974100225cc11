"""1.17: reads are counted once for each reader and story, without robots, and folded in batches."""

import json
import signal
from collections.abc import Iterator

import pytest
from tests.rigs.serve_factory import Got, Served, make_paper, wait_until

pytestmark = pytest.mark.serve
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served.started(make_paper(tmp_path_factory.mktemp("served") / "paper")) as running:
        yield running


def beacon(
    served: Served, story: str, *, reader: str, user_agent: str = FIREFOX, site: str = "same-origin"
) -> Got:
    return served.ask(
        "/reads",
        method="POST",
        body=json.dumps({"story": story, "seen": 10}).encode(),
        content_type="application/json",
        sec_fetch_site=site,
        user_agent=user_agent,
        x_forwarded_for=reader,  # the test comes from a trusted proxy
    )


def reads(answer: Got) -> int:
    return int(json.loads(answer.body)["reads"])


def tally(served: Served, story: str) -> list[tuple[object, ...]]:
    return served.query(
        "SELECT sum(reads_count), sum(robots_count), sum(repeats_count), sum(staff_count)"
        " FROM reads_hourtally WHERE story_key = ?",
        story,
    )


def test_1_17_each_reader_counts_once_and_the_answer_is_the_figure_at_once(served: Served) -> None:
    served.ask("/test/story/1/")

    assert reads(beacon(served, "story-1", reader="203.0.113.1")) == 1
    assert reads(beacon(served, "story-1", reader="203.0.113.1")) == 1
    assert reads(beacon(served, "story-1", reader="203.0.113.2")) == 2
    assert reads(beacon(served, "story-1", reader="203.0.113.3", user_agent="Googlebot/2.1")) == 2

    wait_until(lambda: tally(served, "story-1") == [(2, 1, 1, 0)], "the fold")
    assert reads(beacon(served, "story-1", reader="203.0.113.1")) == 2


def test_1_17_a_ranking_that_changed_orders_the_pages_that_show_it(served: Served) -> None:
    wait_until(
        lambda: served.query("SELECT 1 FROM press_reprintorder WHERE keys = '[\"most-read\"]'"),
        "the order for the most read",
    )


def test_1_17_another_site_and_a_story_we_do_not_have_are_refused(served: Served) -> None:
    served.ask("/test/story/1/")

    assert beacon(served, "story-1", reader="203.0.113.9", site="cross-site").status == 403
    assert beacon(served, "story-999999", reader="203.0.113.9").status == 404


def test_1_17_nothing_of_the_reader_is_written_down(served: Served) -> None:
    served.ask("/test/story/3/")
    beacon(served, "story-3", reader="203.0.113.77")

    def written() -> bytes:
        return b"".join(path.read_bytes() for path in (served.data / "press" / "beacons").iterdir())

    wait_until(lambda: b"story-3 read " in written(), "the line")
    assert b"203.0.113" not in written()
    assert b"Firefox" not in written()


def test_1_17_a_front_that_is_killed_and_started_again_counts_nothing_twice(served: Served) -> None:
    served.ask("/test/story/4/")
    beacon(served, "story-4", reader="203.0.113.1")
    wait_until(lambda: tally(served, "story-4") == [(1, 0, 0, 0)], "the fold")
    before = served.pid("front")
    served.signal("front", signal.SIGKILL)
    wait_until(lambda: served.pid("front") != before)
    served.wait_until_healthy()

    assert reads(beacon(served, "story-4", reader="203.0.113.2")) == 2

    wait_until(lambda: tally(served, "story-4") == [(2, 0, 0, 0)], "the fold")
