"""Promise 1.8: the printed page holds no token; who sent a form is told by the browser, and nothing is sent twice."""

import re
import time
from threading import Barrier
from threading import Thread as Worker

import pytest
from django.db import connection
from django.test import Client
from tests.answer import Answer
from tests.makers.public import JSON, OUR_PAGE, fields, post, words
from tests.page import Page

from kawaraban.comments.models import Comment, Thread

NOBODY_SAID: dict[str, str] = {}


def hidden_fields(response: Answer) -> dict[str, str]:
    """The hidden fields of a page, as a browser reads them."""
    return {field["name"]: field["value"] for field in Page(response.content).all('input[type="hidden"]')}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("site", "origin", "answer"),
    [
        ("same-origin", "http://testserver", 303),
        ("same-origin", None, 303),
        ("same-origin", "null", 303),
        ("none", None, 303),
        ("same-site", "http://sub.testserver", 403),
        ("cross-site", "https://elsewhere.example", 403),
        ("cross-site", None, 403),
        ("cross-site", "http://testserver", 403),
        ("", None, 403),
        ("something-new", None, 403),
        (None, "http://testserver", 303),
        (None, "http://TESTSERVER", 303),
        (None, "http://127.0.0.1:8000", 303),
        (None, "https://testserver", 403),
        (None, "http://testserver:8080", 403),
        (None, "http://testserver.elsewhere.example", 403),
        (None, "https://elsewhere.example", 403),
        (None, "null", 403),
        (None, "", 403),
        (None, None, 200),
    ],
)
def test_1_08_the_browser_says_who_sent_the_form(
    client: Client, thread: Thread, site: str | None, origin: str | None, answer: int
) -> None:
    headers = {"sec-fetch-site": site, "origin": origin}

    response = post(
        client, thread, headers={name: value for name, value in headers.items() if value is not None}
    )

    assert response.status_code == answer
    assert Comment.objects.count() == (answer == 303)


@pytest.mark.django_db
def test_1_08_another_site_is_refused_with_a_sentence_and_the_text_is_kept(
    client: Client, thread: Thread
) -> None:
    response = post(client, thread, headers={"origin": "https://elsewhere.example"}, text="Mine all the same")

    assert response.status_code == 403
    assert "This comment was sent from another site." in words(response)
    assert "Mine all the same" in words(response)


@pytest.mark.django_db
def test_1_08_where_the_browser_says_nothing_one_more_button_sends_it(client: Client, thread: Thread) -> None:
    text = 'Two lines,\r\nand "quotes" & <tags>'
    asked = post(client, thread, headers=NOBODY_SAID, text=text, name="Ada", email="ada@example.org")

    confirmed = client.post("/comments/", hidden_fields(asked))

    assert asked.status_code == 200
    assert confirmed.status_code == 303
    stored = Comment.objects.get()
    assert stored.text.replace("\r\n", "\n") == text.replace("\r\n", "\n")
    assert (stored.name, stored.email) == ("Ada", "ada@example.org")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed", [{"text": "Other words"}, {"name": "Eve"}, {"confirm": "forged"}, {"parent": "x"}]
)
def test_1_08_a_token_is_worth_nothing_for_other_words(
    client: Client, thread: Thread, changed: dict[str, str]
) -> None:
    asked = post(client, thread, headers=NOBODY_SAID)

    response = client.post("/comments/", {**hidden_fields(asked), **changed})

    assert response.status_code == 200
    assert "please confirm" in words(response) or "press the button once more" in words(response)
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_1_08_a_token_is_worth_nothing_from_another_address(client: Client, thread: Thread) -> None:
    asked = post(client, thread, headers=NOBODY_SAID)

    response = client.post("/comments/", hidden_fields(asked), REMOTE_ADDR="198.51.100.9")

    assert response.status_code == 200
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_1_08_a_token_is_worth_nothing_for_another_site(client: Client, thread: Thread) -> None:
    asked = post(client, thread, headers=NOBODY_SAID)

    response = client.post(
        "/comments/", hidden_fields(asked), headers={"origin": "https://elsewhere.example"}
    )

    assert response.status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_1_08_after_an_hour_the_button_is_asked_for_once_more(
    client: Client, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = post(client, thread, headers=NOBODY_SAID)
    later = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: later)

    late = client.post("/comments/", hidden_fields(asked))
    confirmed = client.post("/comments/", hidden_fields(late))

    assert late.status_code == 200
    assert "The hour for sending is over" in words(late)
    assert confirmed.status_code == 303


@pytest.mark.django_db
def test_1_08_sending_leads_to_the_tracking_page_with_the_notice(client: Client, thread: Thread) -> None:
    response = post(client, thread)

    comment = Comment.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/track/{comment.tracking_token}/?sent=1"
    assert len(comment.tracking_token) >= 22


@pytest.mark.django_db
def test_1_08_the_script_is_answered_with_json(client: Client, thread: Thread) -> None:
    first = post(client, thread, headers={**OUR_PAGE, **JSON})
    again = post(client, thread, headers={**OUR_PAGE, **JSON})

    comment = Comment.objects.get()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["tracking_url"] == f"/track/{comment.tracking_token}/"
    assert first.json()["public_id"] == comment.public_id
    assert first.json()["status"] == "pending"
    assert "forwarded to the administrator" in first.json()["notice"]


@pytest.mark.django_db
def test_1_08_a_refusal_is_json_for_the_script(client: Client, thread: Thread) -> None:
    response = post(client, thread, headers={**OUR_PAGE, **JSON}, text=" ")

    assert response.status_code == 422
    assert response.json() == {
        "error": "There is no text yet. Please write your comment.",
        "reason": "empty",
        "field": "text",
    }


@pytest.mark.django_db
def test_1_08_a_script_whose_browser_says_nothing_is_refused(client: Client, thread: Thread) -> None:
    response = post(client, thread, headers=JSON)

    assert response.status_code == 403
    assert response.json()["reason"] == "foreign_site"


@pytest.mark.django_db
def test_1_08_a_reload_and_a_double_click_do_not_post_twice(client: Client, thread: Thread) -> None:
    answers = [
        post(client, thread, text="Once.\r\nOnly once."),
        post(client, thread, text="Once.\nOnly once."),
    ]

    assert Comment.objects.count() == 1
    assert len({answer["Location"] for answer in answers}) == 1


@pytest.mark.django_db
def test_1_08_the_same_words_elsewhere_or_in_another_name_are_another_comment(
    client: Client, thread: Thread
) -> None:
    other = Thread.objects.create(locator="story-2", url="/b/", title="B", language="en")

    post(client, thread)
    post(client, other)
    post(client, thread, name="Bea")

    assert Comment.objects.count() == 3


@pytest.fixture
def committed_thread(transactional_db: None, thread: Thread) -> Thread:
    return thread


def test_1_08_two_tabs_at_the_same_moment_post_once(committed_thread: Thread) -> None:
    together = Barrier(2)
    answers: list[Answer] = []

    def send() -> None:
        together.wait()
        try:
            answers.append(post(Client(), committed_thread))
        finally:
            connection.close()

    tabs = [Worker(target=send) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert Comment.objects.count() == 1
    assert {answer["Location"] for answer in answers if answer.status_code == 303} == {
        f"/track/{Comment.objects.get().tracking_token}/?sent=1"
    }


@pytest.mark.django_db
def test_1_08_no_answer_of_the_public_door_sets_a_cookie_or_holds_a_token(
    client: Client, thread: Thread
) -> None:
    sent = post(client, thread)
    comment = Comment.objects.get()
    answers = [
        sent,
        post(client, thread, text=""),
        post(client, thread, headers=NOBODY_SAID, text="Unsaid"),
        post(client, thread, headers={"origin": "https://elsewhere.example"}),
        *(
            client.get(path)
            for path in (
                "/policy/",
                "/policy/1/",
                "/policy/1/tr/",
                "/how-we-count-reads/",
                "/robots.txt",
                "/favicon.ico",
                f"/track/{comment.tracking_token}/?sent=1",
                f"/c/{comment.public_id}/",
                "/track/unknown/",
                "/no/such/page/",
            )
        ),
    ]

    assert not [answer for answer in answers if answer.cookies]
    assert not [answer for answer in answers if "csrf" in answer.content.decode().lower()]
    assert not [answer for answer in answers if "Cookie" in answer.get("Vary", "")]


@pytest.mark.django_db
def test_1_08_answers_to_a_sender_are_kept_by_nobody(client: Client, thread: Thread) -> None:
    for response in (post(client, thread), post(client, thread, text="")):
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert "Accept" in re.split(r",\s*", response["Vary"])


@pytest.mark.django_db
def test_1_08_a_form_as_multipart_is_taken_too(client: Client, thread: Thread) -> None:
    response = client.post(
        "/comments/", fields(thread, name="Ayşe", text="Liman açık. 港は開いた。"), headers=OUR_PAGE
    )

    assert response.status_code == 303
    assert Comment.objects.get().text == "Liman açık. 港は開いた。"


@pytest.mark.django_db
def test_1_08_opening_the_address_by_hand_leads_to_the_paper(client: Client) -> None:
    assert client.get("/comments/")["Location"] == "/"
