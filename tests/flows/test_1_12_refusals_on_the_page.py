"""Promise 1.12: a refusal is a sentence for the sender, and the sender keeps the text. (The page's side.)"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.answer import Answer
from tests.makers.public import JSON, OUR_PAGE, fields, post, post_bytes, words
from tests.page import Page

from kawaraban.comments.models import Comment, HouseRules, Thread
from kawaraban.comments.refusals import refusal_words, storage_refusal
from kawaraban.comments.submission import Reason, Refused
from kawaraban.doors.public.form.answers import ANSWERS
from kawaraban.people.models import User

KEPT = "Liman açık, 港は開いた, the harbour & <b>its</b> people"


def shows_everything_typed(response: Answer, *, text: str = KEPT, name: str = "Ada") -> bool:
    page = words(response).replace("&lt;", "<").replace("&gt;", ">")
    return text in page and f'value="{name}"' in page


def test_1_12_every_reason_has_a_sentence_and_an_answer() -> None:
    for reason in Reason:
        assert str(refusal_words(Refused(reason))).endswith(".")
        assert 400 <= ANSWERS[reason].status < 600


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"text": " \u200b\n"}, 422, "There is no text yet"),
        ({"text": "😀" * 2001}, 422, "1 character too long"),
        ({"text": "e" + "\u0301" * 9000}, 422, "more marks and signs"),
        ({"name": ""}, 422, "give a name"),
        ({"name": "\u202e\u200b"}, 422, "give a name"),
        ({"name": "n" * 41}, 422, "name is too long"),
        ({"name": "Mika"}, 422, "somebody who works here"),
        ({"email": "not an address"}, 422, "not an e-mail address"),
        ({"thread": "story-404"}, 422, "no page here that takes comments"),
        ({"parent": "unknown"}, 422, "not there any more"),
        ({"website": "https://spam.example"}, 422, "as programs do"),
        ({"text": "with \x00 zero"}, 422, "encoding"),
    ],
)
def test_1_12_what_cannot_be_taken_comes_back_with_all_that_was_typed(
    client: Client, thread: Thread, moderator: User, changed: dict[str, str], status: int, sentence: str
) -> None:
    typed = {"text": KEPT, "name": "Ada", "email": "ada@example.org", **changed}

    response = client.post("/comments/", fields(thread, **typed), headers=OUR_PAGE)

    assert response.status_code == status
    assert sentence in words(response)
    assert not Comment.objects.exists()
    if changed.keys().isdisjoint({"text", "name"}):
        assert shows_everything_typed(response)
    if "thread" not in changed:
        assert 'href="/city/harbour/"' in words(response)
        assert "The harbour" in words(response)
    if "text" in changed and "\x00" not in changed["text"]:
        assert changed["text"].strip("\n") in response.content.decode()


@pytest.mark.django_db
def test_1_12_a_refused_form_can_be_sent_from_the_page_of_the_refusal(client: Client, thread: Thread) -> None:
    refused = post(client, thread, name="")

    form = Page(refused.content).form("/comments/")
    assert form.hidden["thread"] == "story-1"
    assert form.has('[aria-invalid="true"]')
    assert post(client, thread).status_code == 303


@pytest.mark.django_db
def test_1_12_a_closed_thread_says_why_and_keeps_the_text(client: Client, thread: Thread) -> None:
    thread.closed_at, thread.closed_reason = timezone.now(), "The court asked us to."
    thread.save()

    response = post(client, thread, text=KEPT)

    assert response.status_code == 403
    assert "Comments are closed here: The court asked us to." in words(response)
    assert shows_everything_typed(response)


@pytest.mark.django_db
def test_1_12_a_closed_paper_says_so_and_keeps_the_text(client: Client, thread: Thread) -> None:
    HouseRules.objects.create(is_open=False, closed_reason="Until Monday.")

    response = post(client, thread, text=KEPT)

    assert response.status_code == 403
    assert "Until Monday." in words(response)
    assert shows_everything_typed(response)


@pytest.mark.django_db
def test_1_12_who_sends_too_fast_is_told_how_long_to_wait(
    client: Client, thread: Thread, settings: Settings
) -> None:
    settings.COMMENTS_PER_MINUTE = 2
    for number in range(2):
        post(client, thread, text=f"Comment {number}")

    page = post(client, thread, text=KEPT)
    answer = post(client, thread, text=KEPT, headers={**OUR_PAGE, **JSON})

    assert page.status_code == answer.status_code == 429
    assert 1 <= int(page["Retry-After"]) <= 60
    assert answer.json()["reason"] == "too_fast"
    assert shows_everything_typed(page)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        ("Ce café à Nîmes", "latin-1", "en"),
        ("Işığı söndürün, şoför", "cp1254", "tr"),
        ("港は開いた", "shift_jis", "ja"),
        ("الميناء مفتوح", "cp1256", "ar"),
        ("Ce café à Nîmes", "utf-16", "en"),
    ],
)
@pytest.mark.parametrize("is_escaped", [True, False])
def test_1_12_what_is_not_utf8_is_not_stored_and_is_shown_as_far_as_it_can_be_read(
    client: Client, thread: Thread, text: str, encoding: str, language: str, is_escaped: bool
) -> None:
    raw = text.encode(encoding)
    typed = quote_from_bytes(raw).encode() if is_escaped else raw.replace(b"&", b"").replace(b"+", b"")
    body = b"thread=story-1&name=Ada&language=" + language.encode() + b"&text=" + typed

    response = post_bytes(client, body)

    assert response.status_code == 422
    assert "not UTF-8" in words(response)
    if not (encoding == "utf-16" and not is_escaped):
        assert text in words(response)
        assert 'value="Ada"' in words(response)
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_1_12_a_whole_body_in_utf16_is_shown_as_it_was_meant(client: Client, thread: Thread) -> None:
    body = "thread=story-1&name=Ada&text=Ce café".encode("utf-16")

    response = post_bytes(client, body, charset="utf-16")

    assert response.status_code == 422
    assert "Ce café" in words(response)


@pytest.mark.django_db
def test_1_12_a_huge_body_is_refused_and_its_text_kept(client: Client, thread: Thread) -> None:
    text = "Harbour. " * 34_000

    response = post(client, thread, text=text)

    assert response.status_code == 413
    assert "too large" in words(response)
    assert text in words(response)


@pytest.mark.django_db
def test_1_12_a_body_beyond_all_measure_is_not_even_read(client: Client, thread: Thread) -> None:
    response = post(client, thread, text="x" * 1_100_000)

    assert response.status_code == 413
    assert "too large" in words(response)
    assert "xxx" not in words(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [b"&&&=", b"text", b"=" * 2000, b"a=1&" * 3000, b"%", b"text=%zz", b"--x\r\n"]
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_1_12_a_broken_body_is_answered_with_a_sentence(
    client: Client, thread: Thread, body: bytes, kind: str
) -> None:
    response = client.post("/comments/", body, content_type=kind, headers=OUR_PAGE)

    assert response.status_code == 422
    assert 'role="alert"' in words(response)


@pytest.mark.django_db
def test_1_12_what_no_form_sends_is_refused_with_a_sentence(client: Client, thread: Thread) -> None:
    page = client.post("/comments/", b'{"text": "x"}', content_type="application/json", headers=OUR_PAGE)
    bare = client.generic("POST", "/comments/", b"x", content_type="", headers=OUR_PAGE)

    assert page.status_code == bare.status_code == 415
    assert "sent by a form" in words(page)


@pytest.fixture
def paper_on_disk(transactional_db: None, thread: Thread, tmp_path: Path) -> Iterator[DatabaseWrapper]:
    """The same rows in a file, as they are in production; the test's connection is put back afterwards."""
    if connections["default"].vendor != "sqlite":
        pytest.skip("about a database that is a file")
    memory = connections["default"]
    path = tmp_path / "paper.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        memory.connection.backup(copy)
    options = {**memory.settings_dict["OPTIONS"], "timeout": 0.05}
    on_disk = DatabaseWrapper({**memory.settings_dict, "NAME": str(path), "OPTIONS": options}, "default")
    connections["default"] = on_disk
    yield on_disk
    on_disk.close()
    connections["default"] = memory


def locked(paper: DatabaseWrapper) -> Any:
    """A second connection that holds the write lock until it is closed."""
    other = sqlite3.connect(paper.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return closing(other)


def test_1_12_a_locked_database_is_a_sentence_and_the_text_is_kept(
    client: Client, paper_on_disk: DatabaseWrapper, thread: Thread
) -> None:
    with locked(paper_on_disk):
        page = post(client, thread, text=KEPT)
        answer = post(client, thread, text=KEPT, headers={**OUR_PAGE, **JSON})
    afterwards = post(client, thread, text=KEPT)

    assert page.status_code == answer.status_code == 503
    assert page["Retry-After"] == "5"
    assert "could not be stored just now" in words(page)
    assert shows_everything_typed(page)
    assert answer.json()["reason"] == "busy"
    assert afterwards.status_code == 303
    assert Comment.objects.count() == 1


def test_1_12_a_full_disk_is_a_sentence_and_the_text_is_kept(
    client: Client, paper_on_disk: DatabaseWrapper, thread: Thread
) -> None:
    text = "Harbour. " * 200
    with paper_on_disk.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
    answers = [post(client, thread, text=f"{text}{n}", name=f"Ada {n}") for n in range(4)]

    full = [answer for answer in answers if answer.status_code == 503]
    assert full
    assert "there is no room left here" in words(full[-1])
    assert text in words(full[-1])
    assert Comment.objects.count() == len(answers) - len(full)


def test_1_12_a_database_that_cannot_even_be_read_does_not_lose_the_text(
    client: Client, paper_on_disk: DatabaseWrapper, thread: Thread
) -> None:
    with closing(sqlite3.connect(paper_on_disk.settings_dict["NAME"])) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.isolation_level = None
        other.execute("BEGIN EXCLUSIVE")
        paper_on_disk.settings_dict["OPTIONS"]["init_command"] = ""
        page = post(client, thread, text=KEPT)

    assert page.status_code == 503
    assert shows_everything_typed(page)
    assert Page(page.content).form("/comments/").hidden["thread"] == "story-1"


def test_1_12_a_full_disk_is_known_by_what_the_machine_says() -> None:
    assert storage_refusal(OSError(errno.ENOSPC, "No space left on device")).reason is Reason.DISK_FULL
    assert storage_refusal(OSError(errno.EACCES, "Permission denied")).reason is Reason.BUSY


def test_1_12_an_acknowledged_comment_is_on_the_disk(
    client: Client, paper_on_disk: DatabaseWrapper, thread: Thread
) -> None:
    response = post(client, thread)

    with closing(sqlite3.connect(paper_on_disk.settings_dict["NAME"])) as other:
        rows = other.execute("SELECT text FROM comments_comment").fetchall()
    assert response.status_code == 303
    assert rows == [("The harbour is open.",)]


@pytest.mark.django_db
def test_1_12_no_personal_data_is_logged(
    client: Client, thread: Thread, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        post(client, thread, name="Secret Name", text="Secret words", email="secret@example.org")
        post(client, thread, name="Secret Name", text="", email="secret@example.org")
        post(client, thread, name="Secret Name", text="Secret words", headers={"origin": "https://x.example"})

    assert "ecret" not in caplog.text
    assert "127.0.0.1" not in caplog.text
