"""2.10: one process receives comments: all that wait are one durable transaction, then each sender has an answer.
What cannot be taken is given back with its words, and nobody is told that a comment is safe which is not."""

import json
import os
import re
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.page import Page
from tests.rigs.file_paper import FilePaper, file_paper
from tests.rigs.intake.clerk_load import Load
from tests.rigs.intake.clerk_rig import Rig
from tests.rigs.serve_factory import Got, Served, UnderWay, make_paper, state_of, wait_until

__all__ = ["file_paper"]

OURS = {"sec_fetch_site": "same-origin"}
SCRIPT = {**OURS, "accept": "application/json"}
FORM = "application/x-www-form-urlencoded"


def open_thread(served: Served) -> None:
    served.query(
        "INSERT INTO comments_thread (locator, url, title, section, language, opened_at, closed_reason)"
        " VALUES ('story-1', '/harbour/', 'The harbour', '', 'en', '2026-11-23 12:00:00', '')"
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served.started(make_paper(tmp_path_factory.mktemp("clerk") / "paper")) as running:
        open_thread(running)
        yield running


def send(served: Served, text: str, /, *, headers: dict[str, str] | None = None, **changes: str) -> Got:
    """The form of a reader, each text from an address of its own."""
    return begin(served, text, headers=headers, **changes).answer()


def begin(served: Served, text: str, /, *, headers: dict[str, str] | None = None, **changes: str) -> UnderWay:
    """The same, whose answer is asked for later."""
    fields = {"thread": "story-1", "parent": "", "name": "Ada", "text": text, "language": "en", **changes}
    address = f"10.1.{len(text) % 250}.{sum(text.encode()) % 250}"
    return served.begin(
        "/comments/",
        method="POST",
        body=urlencode(fields).encode(),
        content_type=FORM,
        x_forwarded_for=address,
        **(OURS if headers is None else headers),
    )


def stored(served: Served, text: str) -> int:
    [(number,)] = served.query("SELECT count(*) FROM comments_comment WHERE text = ?", text)
    return int(str(number))


@pytest.mark.serve
def test_2_10_a_form_leads_to_the_tracking_page_and_the_clerk_answered_it(healthy: Served) -> None:
    answer = send(healthy, "Sent by a form.")
    followed = healthy.ask(answer.headers["location"])

    assert answer.status == 303
    assert re.fullmatch(r"/track/[\w-]{22}/\?sent=1", answer.headers["location"])
    assert "no-store" in answer.headers["cache-control"]
    assert "Sent by a form." in followed.body.decode()
    log = healthy.data / "log" / "access.log"
    wait_until(lambda: re.search(r'"POST /comments/ HTTP/1.1" 303 .* clerk ', log.read_text()), "its line")


@pytest.mark.serve
def test_2_10_a_script_has_its_answer_as_json_and_a_repeat_the_same_one(healthy: Served) -> None:
    first = send(healthy, "Sent by a script.", headers=SCRIPT)
    again = send(healthy, "Sent by a script.", headers=SCRIPT)

    assert (first.status, again.status) == (201, 200)
    assert json.loads(first.body) == json.loads(again.body)
    assert json.loads(first.body)["status"] == "pending"
    assert stored(healthy, "Sent by a script.") == 1


@pytest.mark.serve
def test_2_10_a_refusal_is_a_page_with_the_words_in_it(healthy: Served) -> None:
    answer = send(healthy, "My words " + "x" * 2000)

    page = answer.body.decode()
    assert answer.status == 422
    assert "characters too long" in page
    assert "My words xxx" in page
    assert stored(healthy, "My words " + "x" * 2000) == 0


@pytest.mark.serve
def test_2_10_where_the_browser_says_nothing_the_button_of_the_confirm_page_sends_it(healthy: Served) -> None:
    asked = send(healthy, "Please confirm.", headers={})
    hidden = Page(asked.body).form("/comments/").hidden
    confirmed = send(healthy, "Please confirm.", headers={}, **{**hidden, "language": "en"})

    assert asked.status == 200
    assert confirmed.status == 303
    assert stored(healthy, "Please confirm.") == 1


@pytest.mark.serve
def test_2_10_no_sender_can_speak_for_the_clerk(healthy: Served) -> None:
    forged = '{"refused": "thread_closed", "facts": {"closed_reason": "Forged"}}'

    for name in ("x_kawaraban_note", "X-KAWARABAN-NOTE", "x-kawaraban_note"):
        refused = send(healthy, " ", headers={**OURS, name: forged})
        taken = send(healthy, f"Not forged by {name}", headers={**OURS, name: forged})

        assert (refused.status, taken.status) == (422, 303)
        assert b"Forged" not in refused.body


@pytest.mark.serve
def test_2_10_what_waited_together_is_one_transaction(healthy: Served) -> None:
    texts = [f"One of many {n}" + "." * n for n in range(24)]
    heads = healthy.data / "ledger.heads"
    before = len(heads.read_text().splitlines()) if heads.exists() else 0
    healthy.signal("clerk", signal.SIGSTOP)
    begun = [begin(healthy, text) for text in texts]
    healthy.wait_until_read()  # so that all of them lie at the clerk's door
    healthy.signal("clerk", signal.SIGCONT)

    assert {one.answer().status for one in begun} == {303}
    assert [stored(healthy, text) for text in texts] == [1] * len(texts)
    # One head for each transaction. How many the clerk read at once is for the machine to say.
    assert len(heads.read_text().splitlines()) - before <= len(texts) // 2


@pytest.mark.serve
def test_2_10_without_a_clerk_the_words_come_back_and_health_says_so(healthy: Served) -> None:
    clerk = healthy.pid("clerk")
    # A supervisor that stands still puts no other in its place.
    healthy.signal("serve", signal.SIGSTOP)
    try:
        healthy.signal("clerk", signal.SIGKILL)
        wait_until(lambda: state_of(clerk) in {"", "Z"}, "the end of the clerk")
        page, script = send(healthy, "Keep my words."), send(healthy, "Keep them.", headers=SCRIPT)
        health = healthy.health()
    finally:
        healthy.signal("serve", signal.SIGCONT)

    assert (page.status, script.status) == (503, 503)
    assert (page.headers["retry-after"], script.headers["retry-after"]) == ("5", "5")
    assert "Keep my words." in page.body.decode()
    assert json.loads(script.body)["reason"] == "busy"
    # Besides, it may say how long the lock was held.
    assert (health["status"], health["failing"]) == ("failing", ["clerk"])
    healthy.wait_until_healthy()
    assert send(healthy, "Keep my words.").status == 303
    assert stored(healthy, "Keep my words.") == 1


@pytest.mark.serve
def test_2_10_a_form_whose_clerk_is_killed_is_answered_by_the_next_one(healthy: Served) -> None:
    healthy.signal("clerk", signal.SIGSTOP)
    begun = begin(healthy, "Survives the clerk.")
    healthy.wait_until_read()  # so that it lies at the clerk's door
    healthy.signal("clerk", signal.SIGKILL)

    assert begun.answer().status == 303
    assert stored(healthy, "Survives the clerk.") == 1


@pytest.mark.serve
def test_2_10_a_paper_that_closes_answers_what_it_has_taken(tmp_path: Path) -> None:
    with Served.started(make_paper(tmp_path / "paper")) as served:
        open_thread(served)
        served.signal("clerk", signal.SIGSTOP)
        begun = begin(served, "The last one.")
        served.wait_until_read()  # so that it lies at the clerk's door
        os.kill(served.process.pid, signal.SIGTERM)
        served.signal("clerk", signal.SIGCONT)

        assert begun.answer().status == 303
        assert served.stop() == 0
        assert stored(served, "The last one.") == 1


TAKE = """
from tests.makers.clerk_letters import letter
from kawaraban.doors.public.form.clerk import take
connections["default"].settings_dict["OPTIONS"]["timeout"] = 0.2
thread = Thread.objects.get()
for line in sys.stdin:
    forms = [letter(thread, json=n > 0, text=f"Number {n}.", address=f"10.0.0.{n}") for n in range(5)]
    print(*(reply.status or reply.note.replace(" ", "") for reply in take(forms)))
"""


def test_2_10_a_locked_database_acknowledges_none_of_a_batch_and_takes_it_later(
    file_paper: FilePaper,
) -> None:
    clerk = file_paper.start(TAKE)
    assert clerk.stdin is not None
    assert clerk.stdout is not None
    other = sqlite3.connect(file_paper.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    clerk.stdin.write("now\n")
    clerk.stdin.flush()
    refused = clerk.stdout.readline().split()
    other.execute("ROLLBACK")
    other.close()
    taken, _errors = clerk.communicate("again\n", timeout=60)

    assert refused == ['{"refused":"busy","facts":{}}', "503", "503", "503", "503"]
    assert taken.split() == ["303", "201", "201", "201", "201"]
    assert file_paper.query("SELECT count(*) FROM comments_comment") == [(5,)]


DECIDE = """
moderator = User.objects.get(username="mika")
for pk in Comment.objects.order_by("pk").values_list("pk", flat=True)[:20]:
    decide(APPROVE, Judged(pk, 1), moderator=moderator, now=datetime.now(UTC))
    print(pk)
"""


def test_2_10_a_flood_of_comments_does_not_keep_the_desk_from_deciding(file_paper: FilePaper) -> None:
    with Rig.started(file_paper) as rig, Load(rig.port).running() as load:
        wait_until(lambda: len(load.acknowledged) >= 20, "comments to decide on")
        before = len(load.acknowledged)
        decided = file_paper.run(DECIDE).split()
        during = len(load.acknowledged)

    assert len(decided) == 20
    assert during > before
    assert file_paper.query("SELECT count(*) FROM comments_comment WHERE status = 'approved'") == [(20,)]
    assert file_paper.run("print(verify().problems)") == "[]"
