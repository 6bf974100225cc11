"""P5: share by plain links. No script, no picture and no frame of a third party."""

import re

import pytest
from django.test import Client
from tests.makers.stories import make_paper, make_section, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy")]

HOSTS = (
    "www.facebook.com",
    "twitter.com",
    "api.whatsapp.com",
    "www.linkedin.com",
    "t.me",
    "bsky.app",
)


@pytest.mark.parametrize("language", ["en", "tr", "ja", "ar"])
def test_p5_every_service_is_a_plain_link_with_the_canonical_address(client: Client, language: str) -> None:
    story = make_story(make_section(make_paper(), language=language), "港が「再開」 & 100%", slug="港")

    page = client.get(story.url).content.decode()

    address = f"http%3A%2F%2F127.0.0.1%3A8000{story.url.replace('%', '%25').replace('/', '%2F')}"
    for host in HOSTS:
        [link, *_rest] = re.findall(rf'href="(https://{re.escape(host)}/[^"]*)"', page)
        assert address in link, host
    assert "mailto:?subject=%E6%B8%AF%E3%81%8C" in page


def test_p5_nothing_of_another_site_is_loaded(client: Client) -> None:
    story = make_story(make_section(make_paper()))

    page = client.get(story.url).content.decode()

    loaded = re.findall(
        r'<(?:script|img|iframe|source|embed|object)[^>]*\s(?:src|srcset|data)="([^"]+)"', page
    )
    styles = re.findall(r'<link rel="(?:stylesheet|preload|preconnect|icon)"[^>]*href="([^"]+)"', page)
    assert loaded
    assert all(url.startswith("/") for url in [*loaded, *styles])


def test_p5_a_link_of_a_campaign_is_shared_without_its_marks(client: Client) -> None:
    story = make_story(make_section(make_paper()))

    page = client.get(story.url, {"utm_source": "mail", "fbclid": "x"}).content.decode()

    assert "utm_source" not in page
    assert "fbclid" not in page
