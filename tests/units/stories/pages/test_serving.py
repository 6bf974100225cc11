"""How pages answer: language, keys, what is printed and what never is."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.makers.stories import make_page, make_paper, make_picture, make_section, make_story
from tests.page import Page
from wagtail.models import PageViewRestriction

from kawaraban.comments.models import Thread
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("policy")
def test_a_story_is_answered_with_the_keys_of_all_it_shows(client: Client) -> None:
    front = make_paper()
    section = make_section(front)
    story = make_story(section, authors=("Mika Sato",), topics=("Harbour",), picture=make_picture())
    other = make_story(section, "Fish market moves")

    answer = client.get(story.url)

    keys = answer["Surrogate-Key"].split()
    thread, others = (Thread.objects.get(locator=page.key) for page in (story, other))
    assert answer.status_code == 200
    assert {"paper", story.key, f"thread-{thread.pk}", f"section-{section.pk}", "most-read"} <= set(keys)
    assert {other.key, f"count-{others.pk}"} <= set(keys)
    assert f"thread-{others.pk}" not in keys
    assert answer["Content-Language"] == "en"


@pytest.mark.parametrize("language", ["en", "tr", "ja", "ar"])
@pytest.mark.usefixtures("policy")
def test_the_whole_page_speaks_the_language_of_the_story(client: Client, language: str) -> None:
    story = make_story(make_section(make_paper(), "City", language=language))

    page = Page(client.get(story.url, headers={"Accept-Language": "de"}).content)

    assert (page.language, page.direction) == (language, "rtl" if language == "ar" else "ltr")


@pytest.mark.usefixtures("policy")
def test_front_section_and_ordinary_pages_are_printed(client: Client) -> None:
    front = make_paper()
    section = make_section(front)
    story = make_story(section, picture=make_picture())
    about = make_page(front, "About", body=[{"type": "paragraph", "value": "<p>Who we are.</p>"}])

    answers = {page.url: client.get(page.url) for page in (front, section, about)}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert {"front", "paper", story.key} <= set(answers[front.url]["Surrogate-Key"].split())
    assert {f"section-{section.pk}", story.key} <= set(answers[section.url]["Surrogate-Key"].split())
    assert f"page-{about.pk}" in answers[about.url]["Surrogate-Key"].split()
    assert "Who we are." in answers[about.url].content.decode()


def test_a_page_behind_a_password_is_shown_to_nobody_and_in_no_list(client: Client) -> None:
    section = make_section(make_paper())
    story = make_story(section, "For friends")
    restriction = PageViewRestriction.objects.create(page=story, restriction_type="password", password="x")
    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()

    page, listed = client.get(story.url), client.get(section.url).content.decode()

    assert page.status_code == 404
    assert "For friends" not in page.content.decode()
    assert "Surrogate-Key" not in page
    assert "For friends" not in listed


def test_an_unpublished_story_is_gone_and_its_thread_stays_in_the_record(client: Client) -> None:
    story = make_story(make_section(make_paper()))

    story.unpublish()

    answer, thread = client.get(story.url), Thread.objects.get(locator=story.key)
    assert answer.status_code == 410
    assert "Surrogate-Key" not in answer
    assert not thread.is_open
    assert thread.closed_reason


def test_a_story_that_was_never_public_is_unknown(client: Client) -> None:
    story = make_story(make_section(make_paper()), live=False)

    assert client.get(story.url).status_code == 404


def test_a_deleted_story_is_unknown_and_what_showed_it_is_printed_again(client: Client) -> None:
    story = make_story(make_section(make_paper()))
    url, key, before = story.url, story.key, ReprintOrder.objects.count()

    story.delete()

    orders = ReprintOrder.objects.all()[before:]
    assert client.get(url).status_code == 404
    assert key in {name for order in orders for name in order.keys}
    assert Thread.objects.filter(locator=key).exists()


@pytest.mark.parametrize("number", ["0", "x", "-1", "99", "1e3", "٢"])
def test_a_list_has_no_pages_beyond_its_last(client: Client, number: str) -> None:
    section = make_section(make_paper())
    make_story(section)

    assert client.get(section.url, {"page": number}).status_code == 404


def test_a_long_list_is_turned_page_by_page(client: Client, noon: datetime) -> None:
    section = make_section(make_paper())
    for place in range(21):
        make_story(section, f"Story {place:02}", published_at=noon - timedelta(hours=place))

    first, second = client.get(section.url), client.get(section.url, {"page": "2"})

    assert "Story 19" in first.content.decode()
    assert "Story 20" not in first.content.decode()
    assert f"{section.url}?page=2" in first.content.decode()
    assert "Story 20" in second.content.decode()
    assert f'href="{section.url}"' in second.content.decode()


def test_a_preview_shows_what_is_not_saved_and_is_never_printed(client: Client, publisher: User) -> None:
    story = make_story(make_section(make_paper()), "Draft headline", live=False)
    client.force_login(publisher)

    answer = client.get(f"/editor/pages/{story.pk}/view_draft/")

    assert answer.status_code == 200
    assert "Draft headline" in answer.content.decode()
    assert "Surrogate-Key" not in answer
