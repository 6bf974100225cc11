"""Promise P7: on sending, the notice that the comment was forwarded for approval, and a page to follow it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.makers.comments import approved, sent
from tests.makers.public import post, tracking_path, words

from kawaraban.comments.models import HouseRules, NoticeText, Thread
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

FORWARDED = "Your comment was forwarded to the administrator for approval."


def test_p7_the_notice_stands_on_the_page_that_sending_leads_to(client: Client, thread: Thread) -> None:
    answer = post(client, thread)

    page = client.get(answer["Location"])

    assert FORWARDED in words(page)
    assert 'role="status"' in words(page)


def test_p7_it_is_closed_by_a_button_that_works_without_javascript(client: Client, thread: Thread) -> None:
    comment = sent(thread)

    arrival = words(client.get(f"{tracking_path(comment)}?sent=1"))
    closed = words(client.get(tracking_path(comment)))

    assert (
        '<button type="submit" form="close-notice" class="close" aria-label="Close this notice">' in arrival
    )
    assert f'<form id="close-notice" method="get" action="{tracking_path(comment)}"' in arrival
    assert FORWARDED not in closed
    assert "Your comment is waiting" in closed


def test_p7_its_words_are_a_text_of_the_site(client: Client, thread: Thread) -> None:
    NoticeText.objects.create(
        rules=HouseRules.objects.create(), language="en", text="Thank you! <We> read it."
    )

    page = words(client.get(post(client, thread)["Location"]))

    assert "Thank you! &lt;We&gt; read it." in page
    assert FORWARDED not in page


def test_p7_it_is_in_the_language_of_the_story(client: Client, thread: Thread) -> None:
    NoticeText.objects.create(rules=HouseRules.objects.create(), language="ja", text="編集部に送られました。")
    comment = sent(thread, language="ja")

    page = words(client.get(f"{tracking_path(comment)}?sent=1"))

    assert "編集部に送られました。" in page


def test_p7_it_is_not_repeated_once_the_comment_is_decided(
    client: Client, thread: Thread, moderator: User
) -> None:
    earlier = timezone.now() - timedelta(hours=1)
    comment = sent(thread, now=earlier)
    approved(comment, moderator, now=earlier)

    assert FORWARDED not in words(client.get(f"{tracking_path(comment)}?sent=1"))
