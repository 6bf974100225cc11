"""How we count reads, robots.txt and favicon."""

import logging

import pytest
from django.conf import settings as live_settings
from django.test import Client
from pytest_django.fixtures import Settings

from kawaraban.doors.public.trouble.quiet_log import MaskTrackingLinks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "language", "direction"),
    [
        ("/how-we-count-reads/", "en", "ltr"),
        ("/how-we-count-reads/tr/", "tr", "ltr"),
        ("/how-we-count-reads/ja/", "ja", "ltr"),
        ("/how-we-count-reads/ar/", "ar", "rtl"),
    ],
)
def test_the_counting_rule_speaks_the_language_of_its_address(
    client: Client, path: str, language: str, direction: str
) -> None:
    page = client.get(path, headers={"accept-language": "de"})

    assert f'<html lang="{language}" dir="{direction}">' in page.content.decode()
    assert "paper" in page["Surrogate-Key"].split()
    assert page["Content-Language"] == language
    assert not page.cookies


def test_the_counting_rule_says_the_numbers_that_the_code_uses(client: Client, settings: Settings) -> None:
    settings.READS_SECONDS = 17
    settings.READS_PER_NETWORK = 1234

    page = client.get("/how-we-count-reads/").content.decode()

    assert "visible in the browser for 17 seconds in all, or the reader scrolled past half" in page
    assert "More than 1,234 messages from one network in 10 minutes" in page
    assert "half of its weight in 6 hours" in page
    assert "with 42 hours for the half" in page
    assert "once for one story in 24 hours" in page
    assert "after 300,000 reads" in page


def test_the_counting_rule_speaks_of_no_flood_where_there_is_no_bound(
    client: Client, settings: Settings
) -> None:
    settings.READS_PER_NETWORK = 0

    assert "from one network" not in client.get("/how-we-count-reads/").content.decode()


def test_the_counting_rule_says_what_it_does_not_see(client: Client) -> None:
    page = client.get("/how-we-count-reads/").content.decode()

    for word in ("without JavaScript", "blocker", "server starts anew", "robot"):
        assert word in page


def test_the_counting_rule_has_one_address_for_each_language(client: Client) -> None:
    assert client.get("/how-we-count-reads/en/")["Location"] == "/how-we-count-reads/"
    assert client.get("/how-we-count-reads/xx/").status_code == 404


def test_robots_are_kept_from_what_is_one_persons(client: Client) -> None:
    answer = client.get("/robots.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    for path in ("/track/", "/desk/", "/editor/", "/comments/"):
        assert f"Disallow: {path}\n" in answer.content.decode()
    assert "Disallow: /\n" not in answer.content.decode()


def test_robots_are_shown_the_sitemaps_where_there_are_stories(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()

    sitemaps = [line for line in lines if line.startswith("Sitemap: ")]
    has_stories = "kawaraban.stories" in live_settings.INSTALLED_APPS
    assert sitemaps == [
        f"Sitemap: http://127.0.0.1:8000/{name}.xml" for name in ("sitemap", "news-sitemap") if has_stories
    ]


def test_the_favicon_is_where_old_browsers_ask_for_it(client: Client) -> None:
    answer = client.get("/favicon.ico")

    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/track/0ydT2djgIOShI16zRmuhuw/revise/", "/track/…/revise/"),
        ("/track/0ydT2djgIOShI16zRmuhuw", "/track/…"),
        ("/city/harbour/", "/city/harbour/"),
    ],
)
def test_a_tracking_link_is_logged_without_its_secret(path: str, logged: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)

    MaskTrackingLinks().filter(record)

    assert record.getMessage() == f"Not Found: {logged}"
