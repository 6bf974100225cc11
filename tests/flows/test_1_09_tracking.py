"""Promise 1.9: behind an unguessable link the author sees what became of the comment, and can take it back."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.makers.comments import approved, rejected, sent
from tests.makers.public import OUR_PAGE, post, tracking_path, words
from tests.page import Page

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier() -> datetime:
    """Long enough ago that the time for undo is over."""
    return timezone.now() - timedelta(hours=2)


def test_1_09_a_waiting_comment_says_that_a_person_reads_it(client: Client, thread: Thread) -> None:
    comment = sent(thread, "First line.\n\nSecond line.")

    page = client.get(tracking_path(comment))

    assert page.status_code == 200
    assert "A person decides about every comment." in words(page)
    assert "Second line." in Page(page.content).texts("p")
    assert "The harbour" in words(page)


def test_1_09_a_waiting_comment_says_how_long_it_usually_takes(
    client: Client, thread: Thread, moderator: User, earlier: datetime
) -> None:
    decided = sent(thread, "Earlier words", now=earlier)
    approved(decided, moderator, now=earlier + timedelta(minutes=25))
    comment = sent(thread, now=timezone.now())

    page = client.get(tracking_path(comment))

    assert "Half of the last comments were decided within 25 minutes." in words(page)


def test_1_09_an_approved_comment_is_linked(
    client: Client, thread: Thread, moderator: User, earlier: datetime
) -> None:
    comment = sent(thread, now=earlier)
    approved(comment, moderator, now=earlier)

    page = client.get(tracking_path(comment))
    place = client.get(f"/c/{comment.public_id}/")

    assert "Your comment is published" in words(page)
    assert f"/c/{comment.public_id}/" in words(page)
    assert place.status_code == 302
    assert place["Location"] == f"/city/harbour/#comment-{comment.public_id}"


def test_1_09_a_comment_that_is_not_published_says_why_and_what_can_be_done(
    client: Client, thread: Thread, moderator: User, earlier: datetime
) -> None:
    comment = sent(thread, now=earlier)
    rejected(comment, moderator, ground=Ground.DEFAMATION, note="No <b>source</b> is named.", now=earlier)

    page = words(client.get(tracking_path(comment)))

    assert "Your comment is not published" in page
    assert "Defamation" in page
    assert "No &lt;b&gt;source&lt;/b&gt; is named." in page
    assert "If you think that this is wrong" in page
    assert 'href="/policy/1/"' in page
    assert "Take the comment back" not in page


def test_1_09_the_author_takes_a_waiting_comment_back(client: Client, thread: Thread) -> None:
    comment = sent(thread)
    page = client.get(tracking_path(comment))

    answer = client.post(f"{tracking_path(comment)}withdraw/", headers=OUR_PAGE)

    assert "Yes, take it back" in words(page)
    assert (answer.status_code, answer["Location"]) == (303, tracking_path(comment))
    assert "You took your comment back" in words(client.get(tracking_path(comment)))
    assert client.get(f"/c/{comment.public_id}/").status_code == 410


def test_1_09_a_link_alone_takes_nothing_back(client: Client, thread: Thread) -> None:
    comment = sent(thread)

    answer = client.get(f"{tracking_path(comment)}withdraw/")

    assert (answer.status_code, answer["Location"]) == (303, tracking_path(comment))
    assert Comment.objects.get().status == Status.PENDING


def test_1_09_taking_back_what_was_refused_says_that_it_is_too_late(
    client: Client, thread: Thread, moderator: User, earlier: datetime
) -> None:
    comment = sent(thread, now=earlier)
    rejected(comment, moderator, now=earlier)

    answer = client.post(f"{tracking_path(comment)}withdraw/", headers=OUR_PAGE)

    assert answer.status_code == 409
    assert "not possible any more" in words(answer)


def test_1_09_the_author_changes_the_words_while_they_wait(client: Client, thread: Thread) -> None:
    comment = sent(thread)

    answer = client.post(f"{tracking_path(comment)}revise/", {"text": "Better words."}, headers=OUR_PAGE)

    page = words(client.get(tracking_path(comment)))
    assert answer.status_code == 303
    assert "Better words." in Page(page).texts("p")
    assert "version 2 of your words" in page


def test_1_09_new_words_that_are_refused_are_kept(client: Client, thread: Thread) -> None:
    comment = sent(thread)

    answer = client.post(f"{tracking_path(comment)}revise/", {"text": "x" * 2001}, headers=OUR_PAGE)

    assert answer.status_code == 422
    assert "1 character too long" in words(answer)
    assert "x" * 2001 in words(answer)
    assert Comment.objects.get().revision_number == 1


def test_1_09_new_words_that_come_too_late_are_kept_to_copy(
    client: Client, thread: Thread, moderator: User, earlier: datetime
) -> None:
    comment = sent(thread, now=earlier)
    approved(comment, moderator, now=earlier)

    answer = client.post(f"{tracking_path(comment)}revise/", {"text": "Better words."}, headers=OUR_PAGE)

    assert answer.status_code == 409
    assert "Better words." in words(answer)
    assert Comment.objects.get().text == "The harbour is open."


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (OUR_PAGE, 303),
        ({"origin": "null"}, 303),
        ({}, 303),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "null"}, 403),
    ],
)
def test_1_09_another_site_cannot_take_a_comment_back(
    client: Client, thread: Thread, headers: dict[str, str], status: int
) -> None:
    comment = sent(thread)

    answer = client.post(f"{tracking_path(comment)}withdraw/", headers=headers)

    assert answer.status_code == status
    assert (Comment.objects.get().status == Status.WITHDRAWN) is (status == 303)


def test_1_09_nobody_keeps_the_page_or_learns_its_address(client: Client, thread: Thread) -> None:
    comment = sent(thread)
    answers = [
        client.get(tracking_path(comment)),
        client.get(f"{tracking_path(comment)}withdraw/"),
        client.post(f"{tracking_path(comment)}withdraw/", headers=OUR_PAGE),
        client.get("/track/an-address-that-nobody-has/"),
    ]

    for answer in answers:
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
        assert "Surrogate-Key" not in answer
        assert not answer.cookies


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", "withdraw/"), ("POST", "revise/")])
def test_1_09_an_unknown_link_is_answered_in_words(client: Client, method: str, path: str) -> None:
    ask = client.post if method == "POST" else client.get
    answer = ask(f"/track/an-address-that-nobody-has/{path}", {"text": "x"}, headers=OUR_PAGE)

    assert answer.status_code == 404
    assert "We do not know this link" in words(answer)


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("tr", "ltr"), ("ja", "ltr"), ("ar", "rtl")]
)
def test_1_09_the_page_speaks_the_language_of_the_story(
    client: Client, thread: Thread, language: str, direction: str
) -> None:
    thread.language = language
    thread.save()
    comment = sent(thread, language=language)

    page = client.get(tracking_path(comment), headers={"accept-language": "de"})

    assert (Page(page.content).language, Page(page.content).direction) == (language, direction)
    assert page["Content-Language"] == language


@pytest.mark.parametrize("status", list(Status))
def test_1_09_every_state_has_its_own_words(client: Client, thread: Thread, status: Status) -> None:
    comment = sent(thread)
    Comment.objects.filter(pk=comment.pk).update(status=status)

    page = client.get(tracking_path(comment))

    headings = {
        "pending": "Your comment is waiting",
        "approved": "Your comment is published",
        "rejected": "Your comment is not published",
        "returned": "Your comment came back to you",
        "withheld": "Your comment is being looked at again",
        "withdrawn": "You took your comment back",
        "erased": "Your comment is erased",
    }
    assert page.status_code == 200
    assert headings[status.value] in words(page)


def test_1_09_following_a_comment_asks_the_database_little(
    client: Client, thread: Thread, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    comment = sent(thread)

    with django_assert_max_num_queries(10):
        client.get(f"{tracking_path(comment)}?sent=1")


def test_4_03_an_open_page_that_asks_again_costs_one_look_while_nothing_was_decided(
    client: Client, thread: Thread, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    comment = sent(thread)
    page = client.get(tracking_path(comment))

    # Every request asks for the newest reprint order, and where there are stories for the paper's settings.
    with django_assert_num_queries(2):
        again = client.get(tracking_path(comment), headers={"if-none-match": page["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == page["ETag"]
    assert "no-store" in again["Cache-Control"]
    assert again["Referrer-Policy"] == "no-referrer"
    assert not again.cookies
    assert f'data-tag="{page["ETag"]}"' in words(page)
    assert "Reload this page to see whether it was decided." in words(page)


def test_4_03_an_open_page_learns_of_a_decision_when_its_author_is_told(
    client: Client, thread: Thread, moderator: User, earlier: datetime
) -> None:
    comment = sent(thread, now=earlier)
    asked = {"if-none-match": client.get(tracking_path(comment))["ETag"]}

    approved(comment, moderator, now=timezone.now())
    in_time_for_undo = client.get(tracking_path(comment), headers=asked)
    Decision.objects.update(decided_at=earlier)
    page = client.get(tracking_path(comment), headers=asked)

    assert in_time_for_undo.status_code == 304
    assert page.status_code == 200
    assert "Your comment is published" in words(page)
    assert "ETag" not in page
    assert "data-tag" not in words(page)


def test_4_03_an_open_page_that_asks_with_an_unknown_link_is_told_so(client: Client, db: None) -> None:
    answer = client.get("/track/an-address-that-nobody-has/", headers={"if-none-match": "*"})

    assert answer.status_code == 404


def test_1_09_the_link_is_in_no_log(client: Client, thread: Thread, caplog: pytest.LogCaptureFixture) -> None:
    post(client, thread)
    comment = Comment.objects.get()

    with caplog.at_level("INFO"):
        client.get(tracking_path(comment))
        client.post(f"{tracking_path(comment)}revise/", {"text": ""}, headers=OUR_PAGE)
        client.post(f"{tracking_path(comment)}withdraw/", headers={"origin": "https://elsewhere.example"})

    assert comment.tracking_token not in caplog.text


def test_1_09_a_refusal_says_first_why_and_what_the_moderator_wrote(
    client: Client, thread: Thread, moderator: User, earlier: datetime
) -> None:
    comment = sent(thread, now=earlier)
    rejected(
        comment, moderator, ground=Ground.THREAT, note="The last sentence.\n\nAnd the first.", now=earlier
    )

    shown = Page(client.get(tracking_path(comment)).content)
    page = shown.markup

    order = ["Threat: ", "<p>The last sentence.</p>", "The measure has no end date", "You sent it to "]
    assert [page.count(part) for part in order] == [1, 1, 1, 1]
    assert sorted(order, key=page.index) == order
    assert shown.one("summary.button").text.startswith("Appeal against this decision")
