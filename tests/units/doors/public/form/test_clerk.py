"""The clerk's desk answers as the app would, stores once, and leaves to the app what needs a page."""

import re
import sqlite3
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.answer import Answer
from tests.makers.clerk_letters import letter
from tests.makers.comments import approved, sent
from tests.makers.public import fields, post, words
from tests.page import Page

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.submission import Reason, Refused
from kawaraban.doors.public.form import clerk
from kawaraban.doors.public.form.clerk import take
from kawaraban.doors.public.form.clerk_notes import Unconfirmed, note_for, said_before
from kawaraban.doors.public.form.sent_form import WrongKind
from kawaraban.people.models import User
from kawaraban.press.addresses import SENDING_PATH
from kawaraban.press.intake.frames import BUSY, NOTE_HEADER, Letter, Reply

pytestmark = pytest.mark.django_db
# Said by hands that the app's answer goes through and that know the reader's language or the moment.
NOT_COMPARED = {"Content-Language", "Content-Length", "Expires", "Location", "Vary"}


def by_app(client: Client, form: Letter, **more: str) -> Answer:
    """The same form, sent to the app."""
    headers = {"accept": form.accept, "sec-fetch-site": form.site, "origin": form.origin, **more}
    return client.generic(
        "POST",
        SENDING_PATH,
        form.body,
        content_type=form.content_type,
        headers={name: value for name, value in headers.items() if value is not None},
        REMOTE_ADDR=form.address,
    )


def told_apart(text: str) -> str:
    """Without what is each comment's own."""
    return re.sub(r"/track/[^/]+/|\"public_id\": \"[^\"]+\"", "…", text)


def test_the_front_knows_the_address_of_the_form() -> None:
    assert reverse("public:send") == SENDING_PATH


@pytest.mark.parametrize("json", [False, True])
@pytest.mark.parametrize("language", ["en", "tr", "xx"])
def test_a_comment_is_answered_as_the_app_answers_it(
    client: Client, thread: Thread, json: bool, language: str
) -> None:
    [reply] = take([letter(thread, json=json, text="By the clerk.", language=language)])
    [repeat] = take([letter(thread, json=json, text="By the clerk.", language=language)])
    response = by_app(client, letter(thread, json=json, text="By the app.", language=language))

    assert reply.status == response.status_code == (201 if json else 303)
    assert repeat == (Reply(200, reply.headers, reply.body) if json else reply)
    assert told_apart(reply.body.decode()) == told_apart(response.content.decode())
    assert told_apart(reply.location) == told_apart(response.get("Location", ""))
    assert {name: value for name, value in reply.headers if name not in NOT_COMPARED} == {
        name: value for name, value in response.items() if name not in NOT_COMPARED
    }
    assert dict(reply.headers)["Vary"] == "Accept"
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"text": " "},
        {"text": "x" * 2001},
        {"name": "Editor"},
        {"email": "nobody"},
        {"website": "https://robot.example"},
        {"thread": "story-9"},
        {"parent": "unknown"},
        {"site": "cross-site"},
        {"site": None, "origin": "https://elsewhere.example"},
        {"site": None, "origin": None},
        {"body": b"thread=story-1&name=Ada&text=%ff%fe"},
        {"body": b"thread=story-1&name=Ada&text=" + b"x" * 300_000},
        {"body": b"thread=story-1&name=Ada&text=" + b"x" * 1_100_000},
    ],
    ids=str,
)
def test_a_script_is_refused_as_the_app_refuses_it(
    client: Client, thread: Thread, changes: dict[str, Any]
) -> None:
    form = letter(thread, json=True, language="tr", **changes)

    [reply] = take([form])
    response = by_app(client, form)

    assert (reply.status, reply.body) == (response.status_code, response.content)
    assert reply.status >= 400
    assert dict(reply.headers).get("Retry-After") == response.get("Retry-After")
    assert not Comment.objects.exists()


def test_who_is_too_fast_is_told_how_long_to_wait(client: Client, thread: Thread) -> None:
    many = [letter(thread, json=True, text=f"Number {n}.") for n in range(6)]

    replies = take(many)

    assert [reply.status for reply in replies] == [201] * 4 + [429] * 2
    assert 55 <= int(dict(replies[4].headers)["Retry-After"]) <= 61
    assert by_app(client, many[4]).status_code == 429


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"text": " "}, 422, "There is no text yet."),
        ({"site": "cross-site"}, 403, "This comment was sent from another site."),
        ({"site": None, "origin": None}, 200, "Your browser did not say which page this came from."),
        ({"content_type": "application/json"}, 415, "A comment is sent by a form."),
    ],
    ids=str,
)
def test_what_needs_a_page_is_left_to_the_app_which_stores_nothing(
    client: Client, thread: Thread, changes: dict[str, Any], status: int, sentence: str
) -> None:
    form = letter(thread, name="Ada of the harbour", **changes)

    [reply] = take([form])
    page = by_app(client, form, **{NOTE_HEADER: reply.note})

    assert reply == Reply(note=reply.note)
    assert reply.note.isascii()
    assert page.status_code == status
    assert sentence in words(page)
    assert "Ada of the harbour" in words(page) or status == 415
    assert not Comment.objects.exists()


def test_what_the_clerk_could_not_take_is_given_back_by_the_app_and_not_stored(
    client: Client, thread: Thread
) -> None:
    form = letter(thread, text="Words that must not be lost.")

    page = by_app(client, form, **{NOTE_HEADER: BUSY.note})

    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "Words that must not be lost." in words(page)
    assert "Nothing was stored yet" in words(page)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("note", ["", "{", "[]", '{"refused": "never heard of"}', '{"facts": {}}', "7"])
def test_a_note_that_nobody_can_read_stores_nothing(client: Client, thread: Thread, note: str) -> None:
    page = by_app(client, letter(thread), **{NOTE_HEADER: note})

    assert page.status_code == 503
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "said", [Refused(Reason.TOO_FAST, seconds=7), Refused(Reason.THREAD_CLOSED, closed_reason="“Enough”\n港")]
)
def test_a_refusal_arrives_in_a_note_as_it_was_said(rf: Any, said: Refused) -> None:
    found = said_before(rf.post(SENDING_PATH, headers={NOTE_HEADER: note_for(said)}))

    assert isinstance(found, Refused)
    assert (found.reason, found.facts) == (said.reason, said.facts)


def test_the_other_two_notes_arrive_as_well(rf: Any) -> None:
    for said in (Unconfirmed(), WrongKind()):
        assert isinstance(
            said_before(rf.post(SENDING_PATH, headers={NOTE_HEADER: note_for(said)})), type(said)
        )
    assert said_before(rf.post(SENDING_PATH)) is None


def test_a_confirmed_form_is_taken_by_the_clerk(client: Client, thread: Thread) -> None:
    token = Page(post(client, thread, headers={}).content).one('[name="confirm"]')["value"]

    [reply] = take([letter(thread, site=None, origin=None, confirm=token)])
    [other] = take([letter(thread, site=None, origin=None, confirm=token, address="198.51.100.9")])

    assert reply.status == 303
    assert "unconfirmed" in other.note


def test_a_multipart_form_is_opened_too(thread: Thread) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    parts = b"".join(
        body % (name.encode(), value.encode()) for name, value in fields(thread, text="Liman. 港。").items()
    )

    [reply] = take(
        [letter(thread, content_type="multipart/form-data; boundary=B", body=parts + b"--B--\r\n")]
    )

    assert reply.status == 303
    assert Comment.objects.filter(text="Liman. 港。").exists()


def test_a_repeat_of_what_was_just_approved_does_not_tell_the_decision(
    thread: Thread, moderator: User, client: Client
) -> None:
    form = letter(thread, json=True, text="Decided.", nonce="5f0e1c2d3b4a59687766554433221100")
    take([form])
    comment = Comment.objects.get()
    approved(comment, moderator, now=comment.sent_at)

    [again] = take([form])
    [of_a_stranger] = take([letter(thread, json=True, text="Decided.")])

    assert (again.status, b'"status": "pending"' in again.body) == (200, True)
    assert b"status" not in of_a_stranger.body


def test_many_forms_cost_as_many_statements_as_one(thread: Thread) -> None:
    def crowd(first: int, number: int) -> list[Letter]:
        return [
            letter(thread, json=n % 2 == 0, text=f"Of the crowd {n}", address=f"10.0.0.{n}")
            for n in range(first, first + number)
        ]

    take(crowd(90, 1))  # The first asks what is kept from then on.
    with CaptureQueriesContext(connection) as for_two:
        take(crowd(0, 2))
    with CaptureQueriesContext(connection) as for_many:
        replies = take(crowd(10, 50))

    assert {reply.status for reply in replies} == {201, 303}
    # The turn is one more there, and three questions stand in savepoints inside a test's own transaction. What travels
    # together is counted in tests/nodes.
    assert len(for_many) == len(for_two) <= (28 if connection.vendor == "sqlite" else 35)


def test_a_form_that_cannot_be_opened_costs_the_others_nothing(thread: Thread) -> None:
    # No front says nothing at all: whatever it is that opening stumbles over.
    odd = letter(thread, json=True, content_type=None)

    replies = take([letter(thread, json=True, text="One."), odd, letter(thread, json=True, text="Two.")])

    assert [reply.status for reply in replies] == [201, 503, 201]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the words are SQLite's")
# The clerk begins anew with a connection of its own, which it cannot inside a test's transaction.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("failure", "reason"),
    [("database is locked", Reason.BUSY), ("database or disk is full", Reason.DISK_FULL)],
)
def test_what_the_machine_cannot_do_is_refused_to_all_and_the_next_batch_is_stored(
    thread: Thread, failure: str, reason: Reason
) -> None:
    def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "comments_comment"'):
            raise sqlite3.OperationalError(failure)
        return execute(sql, params, many, context)

    batch = [letter(thread, json=n == 0, text=f"Number {n}.") for n in range(3)]
    with connection.execute_wrapper(django_errors(fail)):
        refused = take(batch)
    stored = take(batch)

    assert (refused[0].status, reason.value in refused[0].body.decode()) == (503, True)
    assert {reply.note for reply in refused[1:]} == {note_for(Refused(reason))}
    assert [reply.status for reply in stored] == [201, 303, 303]


def django_errors(wrapper: Any) -> Any:
    """What a driver raises inside reaches the caller as Django's."""

    def wrapped(*arguments: Any) -> Any:
        with connection.wrap_database_errors:
            return wrapper(*arguments)

    return wrapped


def test_nothing_of_a_comment_is_logged(
    thread: Thread, caplog: pytest.LogCaptureFixture, moderator: User
) -> None:
    sent(thread, "Before.")

    clerk.take([letter(thread, text="Secret words", name="Ada Secret", address="203.0.113.99")])

    assert not [record for record in caplog.records if "ecret" in record.getMessage()]
    assert "203.0.113.99" not in caplog.text
