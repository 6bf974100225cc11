"""1.5: the pages of the paper, complete without JavaScript."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.conftest import NOON
from tests.makers.stories import make_page, make_paper, make_picture, make_section, make_story, publish
from tests.page import Page

from kawaraban.comments.actions.rules import change_rules
from kawaraban.comments.models import HouseRules
from kawaraban.people.models import Role, User

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]


def test_1_05_front_section_and_story_lead_to_each_other(client: Client) -> None:
    front = make_paper()
    section = make_section(front, "City")
    story = make_story(section, picture=make_picture())

    pages = {url: client.get(url).content.decode() for url in (front.url, section.url, story.url)}

    assert f'href="{story.url}"' in pages[front.url]
    assert f'href="{story.url}"' in pages[section.url]
    assert f'href="{section.url}"' in pages[story.url]
    assert all('href="/feed.xml"' in page for page in pages.values())


def test_1_05_an_editors_lead_story_goes_before_the_newest_with_a_picture(
    client: Client, noon: datetime
) -> None:
    front = make_paper()
    section = make_section(front)
    chosen = make_story(section, "Chosen", published_at=noon)
    make_story(section, "Newest with a picture", picture=make_picture())

    before = client.get("/").content.decode()
    front.lead_story = chosen
    publish(front)
    after = client.get("/").content.decode()

    def first(page: str) -> str:
        return Page(page).texts(".teaser.big h2 > a")[0]

    assert first(before) == "Newest with a picture"
    assert first(after) == "Chosen"


def test_1_05_about_contact_and_privacy_stand_at_the_foot_of_every_page(client: Client) -> None:
    front = make_paper()
    story = make_story(make_section(front))
    pages = [make_page(front, title) for title in ("About", "Contact", "Privacy")]

    foot = Page(client.get(story.url).content).one(".foot")

    assert all(page.url in foot.links for page in pages)
    assert all(client.get(page.url).status_code == 200 for page in pages)


def test_1_05_a_correction_stands_with_the_story_for_good(client: Client) -> None:
    now = timezone.now()
    story = make_story(
        make_section(make_paper()),
        corrections=((now - timedelta(days=30), "An old slip."), (now - timedelta(hours=1), "A fresh slip.")),
    )

    article = Page(client.get(story.url).content).all("article")[0]

    assert article.has("#corrections")
    head, corrections = article.without("#corrections, #corrections ~ *"), article.one("#corrections")
    assert "A fresh slip." in head.text
    assert "An old slip." not in head.text
    assert corrections.text.index("A fresh slip.") < corrections.text.index("An old slip.")


def test_1_05_a_closed_paper_and_a_closed_story_say_so(client: Client) -> None:
    section = make_section(make_paper())
    closed = make_story(section, "Closed", comments_open=False, comments_closed_reason="Ask the court.")
    HouseRules.objects.create(is_open=True)

    page = client.get(closed.url).content.decode()
    boss = User.objects.create_user("leyla", password="a long password", role=Role.PUBLISHER)
    change_rules(is_open=False, closed_reason="The desk is on holiday.", person=boss, now=NOON)
    after = client.get(closed.url).content.decode()

    assert "Ask the court." in page
    assert "The desk is on holiday." in after


@pytest.mark.parametrize("language", ["en", "tr", "ja", "ar"])
def test_1_05_a_story_is_printed_whole_in_every_language(client: Client, language: str) -> None:
    section = make_section(make_paper(), language=language)
    story = make_story(section, picture=make_picture(), topics=("Harbour",), authors=("Mika Sato",))

    answer = client.get(story.url)

    page = Page(answer.content)
    assert answer.status_code == 200
    assert not answer.cookies
    assert page.language == language
    assert page.has('[name="text"]')
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_1_05_the_paper_answers_at_its_own_name_whatever_name_was_asked(client: Client) -> None:
    story = make_story(make_section(make_paper()), picture=make_picture())

    page = client.get(story.url, headers={"host": "localhost"}).content.decode()

    assert "//localhost" not in page
    assert Page(page).one('link[rel="canonical"]')["href"] == f"http://127.0.0.1:8000{story.url}"
