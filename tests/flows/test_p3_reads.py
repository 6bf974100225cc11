"""P3: "N reads", counted by a published rule, and right on cached pages."""

import json
from pathlib import Path

import pytest
from tests.rigs.serve_factory import Served, make_paper, wait_until

pytestmark = pytest.mark.serve
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_p3_the_page_has_the_number_of_its_printing_and_the_beacon_brings_the_newest(tmp_path: Path) -> None:
    with Served.started(make_paper(tmp_path / "paper")) as served:
        served.ask("/test/story/2/")

        answer = served.ask(
            "/reads",
            method="POST",
            body=b'{"story": "story-2", "seen": 10}',
            sec_fetch_site="same-origin",
            user_agent=FIREFOX,
        )

        assert json.loads(answer.body) == {"reads": 1}
        assert b": 0 reads" in served.ask("/test/story/2/").body
        wait_until(lambda: served.query("SELECT sum(reads_count) FROM reads_hourtally") == [(1,)], "the fold")
        order = served.query(
            "INSERT INTO press_reprintorder (keys, addresses, reason, ordered_at)"
            """ VALUES ('["story-2"]', '[]', 'test', '2026-11-23 12:00:00') RETURNING id"""
        )[0][0]
        wait_until(lambda: served.store.cursor >= int(str(order)), "the printing")
        assert b": 1 reads" in served.ask("/test/story/2/").body
