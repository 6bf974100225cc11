"""Promise 7.5: the database stops, stands still, is far away, or takes nobody more: readers miss nothing, senders and
moderators keep their words and are told, and everything goes on by itself."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import psycopg
import pytest
from tests.makers.papers_with_threads import failing
from tests.page import Page
from tests.rigs.people_over_http import Moderator, begin_comment, comment, id_of
from tests.rigs.postgres.server import PostgresServer, needs_postgresql
from tests.rigs.postgres.slow_way import slow_way
from tests.rigs.postgres.staffed_paper import NO_LIMITS, StaffedPaper
from tests.rigs.postgres.standby import cloned_server
from tests.rigs.serve_factory import Got, Served, wait_until

pytestmark = [needs_postgresql, pytest.mark.serve]

NOTE = "These words were typed by a person & must not be lost."
_CONNECTIONS = 60
# A process that says nothing for so long is ended; whoever asked the database waits for half of it. Here it is half of
# what a paper has, so that it need not be frozen for a minute to be frozen for longer.
_HANG_SECONDS = 30


@dataclass
class Newsroom:
    """A served paper over a server of its own, and somebody who is signed in."""

    server: PostgresServer
    paper: StaffedPaper
    served: Served
    mika: Moderator

    def send(self, text: str) -> Got:
        return comment(self.served, self.paper.thread, text)

    def refusing(self, text: str) -> tuple[str, dict[str, str]]:
        """The form that refuses a new comment, filled in: where it goes, and what is in it."""
        card = self.mika.ask(f"/desk/card/{id_of(self.send(text))}/")
        form = Page(card.body).form("/reject")
        return form.action.partition("?")[0], {**form.hidden, "ground": "insult", "note": NOTE}

    def is_read(self) -> bool:
        """Whether a printed page comes, as one that is printed."""
        page = self.served.ask(self.paper.story, accept_encoding="br")
        return page.status == 200 and page.headers.get("content-encoding") == "br"

    def pids(self) -> dict[str, int]:
        return {name: self.served.pid_of(name) for name in ("front", "app-1", "clerk", "worker")}

    def decides_and_shows(self, text: str) -> None:
        """A comment comes, is approved, and stands on the page."""
        sent = wait_until(lambda: (got := self.send(text)).status == 201 and got, "a comment that is taken")
        answer = wait_until(
            lambda: (got := self.mika.approve(id_of(sent))).status == 303 and got, "a decision that is made"
        )
        assert answer.status == 303
        wait_until(lambda: text.encode() in self.served.ask(self.paper.story).body, "the comment on the page")

    def stored(self, sent: list[Got]) -> None:
        """What was acknowledged is in the database, once."""
        ids = [id_of(got) for got in sent if got.status == 201]
        rows = self.server.execute(
            "SELECT count(*) FROM comments_comment WHERE public_id = ANY(%s)", [ids], name="paper"
        )
        assert rows == [(len(set(ids)),)]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with cloned_server(settings={"max_connections": str(_CONNECTIONS)}) as server:
        paper = StaffedPaper.over(server, tmp_path_factory.mktemp("away") / "paper")
        with paper.served(**NO_LIMITS, KAWARABAN_HANG_SECONDS=str(_HANG_SECONDS)) as served:
            newsroom = Newsroom(server, paper, served, Moderator.signed_in(served))
            wait_until(newsroom.is_read, "a printed story")
            yield newsroom


def test_7_05_while_it_is_stopped_everybody_is_told_and_loses_no_word(newsroom: Newsroom) -> None:
    address, form = newsroom.refusing("Before it stops.")
    served, mika, before = newsroom.served, newsroom.mika, newsroom.pids()

    newsroom.server.stop()

    assert newsroom.is_read()
    by_script = newsroom.send("By a script, in vain.")
    by_form = served.ask(
        "/comments/",
        method="POST",
        body=urlencode(
            {"thread": newsroom.paper.thread, "name": "Ada", "text": "By a form, in vain.", "language": "en"}
        ).encode(),
        content_type="application/x-www-form-urlencoded",
        sec_fetch_site="same-origin",
    )
    page, part = mika.post(address, **form), _by_script(mika, address, form)
    pages = {path: mika.ask(path) for path in ("/desk/", "/editor/", "/desk/all/", "/track/x/", "/other/")}
    unprinted = served.ask("/never-asked-for/")
    assert (by_script.status, json.loads(by_script.body)["reason"]) == (503, "busy")
    assert int(by_script.headers["retry-after"]) > 0
    assert (by_form.status, b"By a form, in vain." in by_form.body) == (503, True)
    assert (page.status, part.status, unprinted.status) == (503, 503, 503)
    assert "Nothing was decided or changed" in Page(page.body).text
    assert "The database of the paper does not answer." in Page(page.body).text
    assert NOTE in Page(page.body).text
    assert part.headers["hx-reswap"] == "none"
    assert {path: got.status for path, got in pages.items()} == dict.fromkeys(pages, 503)
    wait_until(lambda: "database" in failing(served), "the database in /healthz")
    assert served.ask("/healthz/reading").status == 200

    newsroom.server.start({"max_connections": str(_CONNECTIONS)})

    newsroom.decides_and_shows("After it stopped.")
    assert mika.post(address, **form).status == 303
    served.wait_until_healthy()
    assert newsroom.pids() == before
    assert "Traceback" not in (served.data / "serve.err").read_text()


def _by_script(mika: Moderator, address: str, form: dict[str, str]) -> Got:
    fields = {**form, "csrfmiddlewaretoken": mika.cookies["csrftoken"]}
    return mika.ask(
        address,
        method="POST",
        body=urlencode(fields).encode(),
        content_type="application/x-www-form-urlencoded",
        HX_Request="true",
    )


def test_7_05_what_is_sent_while_it_stands_still_for_10_seconds_is_stored_when_it_goes_on(
    newsroom: Newsroom,
) -> None:
    served, before = newsroom.served, newsroom.pids()

    newsroom.server.freeze()
    frozen_at = time.monotonic()
    waiting = [begin_comment(served, newsroom.paper.thread, f"While it slept {n}.") for n in range(8)]
    wait_until(lambda: "database" in failing(served), "the database in /healthz")
    assert newsroom.is_read()
    assert served.ask("/healthz/reading").status == 200
    wait_until(lambda: time.monotonic() - frozen_at > 10, "ten seconds")
    newsroom.server.thaw()

    answers = [each.answer() for each in waiting]
    assert {got.status for got in answers} == {201}, [got.body for got in answers]
    newsroom.stored(answers)
    newsroom.decides_and_shows("After it slept.")
    served.wait_until_healthy()
    assert newsroom.pids() == before


def test_7_05_while_it_stands_still_for_longer_than_a_process_may_nobody_waits_for_ever_and_none_is_lost(
    newsroom: Newsroom,
) -> None:
    address, form = newsroom.refusing("Before it stands still.")
    served, mika, before = newsroom.served, newsroom.mika, newsroom.pids()

    newsroom.server.freeze()
    frozen_at = time.monotonic()
    with ThreadPoolExecutor(8) as people:
        sent = people.submit(newsroom.send, "Into the silence.")
        decided = people.submit(mika.post, address, **form)
        later = None
        while (seconds := time.monotonic() - frozen_at) < _HANG_SECONDS + 5:
            assert newsroom.is_read()
            assert served.ask("/healthz/reading").status == 200
            if later is None and seconds > _HANG_SECONDS / 2 + 1:
                later = people.submit(newsroom.send, "Into the same silence.")
            time.sleep(0.5)
        assert later is not None
        told, page, told_later = sent.result(), decided.result(), later.result()
    newsroom.server.thaw()

    assert {told.status, told_later.status} == {503}, (told.body, told_later.body)
    assert json.loads(told.body)["error"]
    assert page.status == 503, page.body
    assert NOTE in Page(page.body).text
    newsroom.decides_and_shows("After a long silence.")
    assert mika.post(address, **form).status in {303, 409}
    served.wait_until_healthy()
    assert newsroom.pids() == before


def test_7_05_while_it_takes_no_more_connections_everybody_is_told(newsroom: Newsroom) -> None:
    served, mika, before = newsroom.served, newsroom.mika, newsroom.pids()
    address, form = newsroom.refusing("Before it is full.")
    with ExitStack() as taken:
        others = _take_all(newsroom.server, taken)
        assert others > _CONNECTIONS // 2

        assert newsroom.is_read()
        wait_until(lambda: newsroom.send("No room.").status == 503, "a comment that finds no room")
        page = wait_until(lambda: (got := mika.post(address, **form)).status == 503 and got, "a refusal")
        assert "has no room for one more" in Page(page.body).text
        assert NOTE in Page(page.body).text
        wait_until(lambda: "database" in failing(served), "the database in /healthz")
        assert served.ask("/healthz/reading").status == 200

    newsroom.decides_and_shows("There is room again.")
    served.wait_until_healthy()
    assert newsroom.pids() == before


def _take_all(server: PostgresServer, taken: ExitStack) -> int:
    """Every connection there is, those of the paper too. How many."""
    mine = [taken.enter_context(psycopg.connect(server.address("paper"), autocommit=True))]
    is_full = 0
    while is_full < 20:
        mine[0].execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'kawaraban%'"
        )
        with suppress(psycopg.OperationalError):
            mine.append(taken.enter_context(psycopg.connect(server.address("paper"), autocommit=True)))
            is_full = 0
            continue
        is_full += 1
    return len(mine)


def test_7_05_five_milliseconds_away_everything_works(newsroom: Newsroom) -> None:
    with slow_way(newsroom.server.port, milliseconds=5) as port:
        node = newsroom.paper.another_node(newsroom.paper.root.with_name("far"))
        far = replace(node, address=newsroom.server.address("paper", port=port))
        with far.served(**NO_LIMITS) as served:
            there = Newsroom(newsroom.server, far, served, Moderator.signed_in(served))
            there.decides_and_shows("From far away.")
            address, form = there.refusing("Also from far away.")
            assert there.mika.post(address, **form).status == 303
            wait_until(there.is_read, "a printed story")
    wait_until(
        lambda: b"From far away." in newsroom.served.ask(newsroom.paper.story).body, "it on the other machine"
    )
