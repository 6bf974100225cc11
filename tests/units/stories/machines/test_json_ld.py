"""What machines read of a story."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.makers.stories import make_paper, make_picture, make_section, make_story
from tests.page import Page

from kawaraban.stories.models import PaperSettings, StoryPage

pytestmark = pytest.mark.django_db


def article_on(page: str) -> dict[str, Any]:
    article: dict[str, Any] = json.loads(Page(page).one('script[type="application/ld+json"]').code)
    return article


@pytest.mark.usefixtures("policy")
def test_the_article_says_what_the_page_shows(client: Client, noon: datetime) -> None:
    front = make_paper()
    PaperSettings.objects.update(time_zone="Asia/Tokyo", logo=make_picture("logo"))
    story = make_story(
        make_section(front, "Technology"),
        "A plant for $2.9 billion",
        lead="It would invest $2.9 billion.",
        authors=("Mika Sato", "Ayşe Kaya"),
        topics=("Chips",),
        picture=make_picture(),
        corrections=((noon + timedelta(hours=1), "It was two plants."),),
        published_at=noon,
    )

    article = article_on(client.get(story.url).content.decode())

    assert article["@type"] == "NewsArticle"
    assert article["headline"] == "A plant for $2.9 billion"
    assert article["description"] == "It would invest $2.9 billion."
    assert article["mainEntityOfPage"] == f"http://127.0.0.1:8000{story.url}"
    assert article["datePublished"] == "2026-11-23T21:00:00+09:00"
    assert [author["name"] for author in article["author"]] == ["Mika Sato", "Ayşe Kaya"]
    assert article["publisher"]["name"] == "The Harbour Sheet"
    assert article["publisher"]["logo"]["url"].startswith("http://127.0.0.1:8000/media/")
    assert article["image"][0].endswith(".jpg")
    assert (article["articleSection"], article["inLanguage"]) == ("Technology", "en")
    assert (article["commentCount"], article["isAccessibleForFree"]) == (0, True)
    assert article["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "It was two plants.",
            "datePublished": "2026-11-23T22:00:00+09:00",
        }
    ]


@pytest.mark.usefixtures("policy")
def test_nothing_in_a_story_ends_the_script_element(client: Client) -> None:
    headline = "</script><script>alert(1)</script> & <!-- \u2028"
    story = make_story(make_section(make_paper()), "Sly", slug="sly")
    StoryPage.objects.filter(pk=story.pk).update(title=headline)  # a row from before texts were fitted

    page = client.get(story.url).content.decode()

    assert article_on(page)["headline"] == headline
    assert "<script>alert" not in page
