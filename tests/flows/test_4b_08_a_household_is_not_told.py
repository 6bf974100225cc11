"""4b.8 What one of a household did is told to whoever did it, and not to those who share the connection."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.makers.comments import sent
from tests.makers.desk import signed_in
from tests.makers.law.restrictions import ELSEWHERE, HOME, restricted
from tests.makers.public import JSON, OUR_PAGE, post, tracking_path, words
from tests.page import Page

from kawaraban.comments.models import Comment, Thread
from kawaraban.law.contact import set_contact_email
from kawaraban.law.grounds import Ground
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"
# What would tell the others of it, by language.
TOLD = {
    "en": ("Threat", "because of a comment", "The ground"),
    "tr": ("Tehdit", "bir yorum nedeniyle", "Gerekçe"),
    "ja": ("脅迫", "コメントを理由に", "理由"),
    "ar": ("تهديد", "بسبب تعليق", "السبب"),
}


@pytest.fixture
def bo(thread: Thread) -> Comment:
    """Of the same household, sent before anybody was suspended."""
    return sent(
        thread,
        "You idiots.",
        name="Bo",
        now=timezone.now() - timedelta(hours=2),
        email="bo@example.org",
        sender_address=HOME,
    )


@pytest.fixture
def occasion(thread: Thread, bo: Comment, moderator: User) -> Comment:
    """Ada threatened somebody, and is suspended with the connection of her household."""
    set_contact_email("paper@example.org")
    hour_ago = timezone.now() - timedelta(hours=1)
    comment = sent(thread, "I will find you.", now=hour_ago, email=ADA, sender_address=HOME)
    restricted(comment, moderator, ground=Ground.THREAT, note="Enough.", now=hour_ago + timedelta(minutes=5))
    return comment


def told(page: str) -> str:
    """What the page says of the sending; the grounds of the policy stand under every form."""
    return " ".join(Page(page).texts('[role="alert"]'))


def refused(client: Client, thread: Thread, *, place: str = HOME, **more: Any) -> str:
    client.defaults["REMOTE_ADDR"] = place
    answer = post(client, thread, **{"text": "Good morning.", "name": "Bo", **more})
    assert answer.status_code == 403
    return told(words(answer))


@pytest.mark.parametrize("email", ["", "bo@example.org"])
def test_4b_08_whoever_shares_the_connection_reads_no_ground(
    client: Client, thread: Thread, occasion: Comment, email: str
) -> None:
    page = refused(client, thread, email=email)

    assert "No comments are taken from this connection until" in page
    assert "paper@example.org" in page
    for word in TOLD["en"]:
        assert word not in page


@pytest.mark.parametrize("language", ["tr", "ja", "ar"])
def test_4b_08_nor_in_another_language(
    client: Client, thread: Thread, occasion: Comment, language: str
) -> None:
    Thread.objects.update(language=language)

    page = refused(client, thread, language=language)

    assert page
    for word in TOLD[language]:
        assert word not in page
    by_address = refused(client, thread, language=language, email=ADA)
    for word in TOLD[language]:
        assert word in by_address


def test_4b_08_nor_in_the_answer_for_the_script(client: Client, thread: Thread, occasion: Comment) -> None:
    client.defaults["REMOTE_ADDR"] = HOME

    answer = post(client, thread, text="Good morning.", name="Bo", headers={**OUR_PAGE, **JSON})

    assert answer.status_code == 403
    assert "threat" not in answer.content.decode().lower()


def test_4b_08_nor_in_the_answer_kept_for_a_browser_without_scripts(
    client: Client, thread: Thread, occasion: Comment
) -> None:
    client.defaults["REMOTE_ADDR"] = HOME

    answer = client.post(
        "/comments/",
        {
            "thread": thread.locator,
            "parent": "",
            "name": "Bo",
            "text": "Hello.",
            "email": "",
            "language": "en",
        },
        headers=OUR_PAGE,
        follow=True,
    )

    assert told(words(answer))
    assert "threat" not in told(words(answer)).lower()


def test_4b_08_whoever_gives_the_address_reads_the_ground(
    client: Client, thread: Thread, occasion: Comment
) -> None:
    for place in (HOME, ELSEWHERE):
        page = refused(client, thread, place=place, email=ADA, name="Ada")

        assert "because of a comment that was sent from it" in page
        assert "Threat" in page


def test_4b_08_the_page_of_the_comment_says_it(client: Client, occasion: Comment) -> None:
    page = words(client.get(tracking_path(occasion)))

    assert "Threat" in page
    assert "Enough." in page


def test_4b_08_a_longer_one_of_somebody_else_keeps_its_ground(
    client: Client, thread: Thread, bo: Comment, occasion: Comment, editor: User
) -> None:
    restricted(bo, editor, days=None, ground=Ground.INSULT, now=timezone.now() - timedelta(minutes=50))

    to_ada, to_bo = (refused(client, thread, email=email) for email in (ADA, "bo@example.org"))

    # Ada's own is shorter: that the connection has no end is told, and not why.
    assert "No comments are taken from this connection any more." in to_ada
    assert "Insult" not in to_ada
    assert "Insult or swearing" in to_bo
    assert "Threat" not in to_bo


def test_4b_08_the_page_of_another_comment_from_there_tells_no_ground(
    client: Client, bo: Comment, occasion: Comment
) -> None:
    looked = words(client.get(tracking_path(bo)))
    revised = client.post(f"{tracking_path(bo)}revise/", {"text": "Other words.", "language": "en"})

    assert revised.status_code == 403
    assert "No comments are taken" in words(revised)
    for page in (looked, words(revised)):
        assert "Threat" not in page
        assert "because of a comment" not in page


def test_4b_08_the_desk_goes_on_reading_it(occasion: Comment, moderator: User) -> None:
    page = words(signed_in(moderator).get("/desk/restrictions/"))

    assert "Threat" in page
    assert "Enough." in page
