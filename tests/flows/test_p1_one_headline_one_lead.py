"""P1: headline, lead, body, byline and dates; the same headline and lead in lists, feeds and share cards."""

from datetime import datetime

import feedparser
import pytest
from django.test import Client
from tests.makers.stories import make_author, make_paper, make_picture, make_section, make_story, publish
from tests.page import Page

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]

HEADLINE = "A plant for $2.9 billion & “more”"
LEAD = "The company would invest $2.9 billion in two plants."
BODY = f"<p>{LEAD} {'The council votes on the site in spring, after a hearing. ' * 6}</p><p>A second one.</p>"


def texts(page: str) -> str:
    return Page(page).text


def share_card(page: str) -> dict[str, str]:
    metas = Page(page).all("meta[property][content], meta[name][content]")
    return {meta.get("property") or meta["name"]: meta["content"] for meta in metas}


@pytest.mark.parametrize("own_lead", ["", "Written by the editor: $2.9 billion."])
def test_p1_the_same_words_stand_on_the_page_in_lists_feeds_and_share_cards(
    client: Client, own_lead: str
) -> None:
    front = make_paper()
    section = make_section(front, "Technology")
    story = make_story(
        section,
        HEADLINE,
        lead=own_lead,
        body=BODY,
        picture=make_picture(),
        topics=("Chips",),
        authors=("Mika Sato",),
    )
    lead = own_lead or story.shown_lead

    page = client.get(story.url).content.decode()
    lists = [
        client.get(url).content.decode()
        for url in (front.url, section.url, "/topics/chips/", make_author("Mika Sato").get_absolute_url())
    ]
    entry = feedparser.parse(client.get("/feed.xml").content).entries[0]
    card = share_card(page)

    assert lead.startswith(own_lead or LEAD)
    assert all(HEADLINE in texts(shown) and lead in texts(shown) for shown in [page, *lists])
    assert (entry.title, entry.summary) == (HEADLINE, lead)
    assert (card["og:title"], card["og:description"]) == (HEADLINE, lead)
    assert card["description"] == lead


def test_p1_a_story_shows_its_body_its_names_in_order_and_its_dates(client: Client, noon: datetime) -> None:
    story = make_story(
        make_section(make_paper()),
        body=BODY,
        dateline="Istanbul",
        authors=("Mika Sato", "Ayşe Kaya"),
        published_at=noon,
    )

    page = client.get(story.url).content.decode()

    assert "A second one." in page
    assert page.index("Mika Sato") < page.index("Ayşe Kaya")
    assert "Istanbul" in page
    assert 'datetime="2026-11-23T12:00:00+00:00"' in page


def test_p1_a_changed_headline_changes_everywhere(client: Client) -> None:
    front = make_paper()
    story = make_story(make_section(front), "Port reopens")

    story.title = "Port reopens after nine days"
    publish(story)

    for url in (story.url, front.url, "/city/", "/feed.xml"):
        assert "Port reopens after nine days" in client.get(url).content.decode(), url


def test_p1_share_cards_carry_a_whole_address_of_a_picture(client: Client) -> None:
    story = make_story(make_section(make_paper()), picture=make_picture())

    card = share_card(client.get(story.url).content.decode())

    picture = card["og:image"]
    assert picture.startswith("http://127.0.0.1:8000/media/")
    assert client.get(picture.removeprefix("http://127.0.0.1:8000")).getvalue()[:2] == b"\xff\xd8"
    assert card["og:url"] == f"http://127.0.0.1:8000{story.url}"
    assert card["og:type"] == "article"
