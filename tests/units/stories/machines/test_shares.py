"""P5: the links under which a story is shared."""

from urllib.parse import parse_qs, urlsplit

from kawaraban.stories.machines.shares import share_links

URL = "https://sheet.example/%E6%97%A5%E6%9C%AC/%E6%B8%AF/"
HEADLINE = "港が「再開」 & 100% ready?"


def links() -> dict[str, str]:
    return {link.service: link.url for link in share_links(URL, HEADLINE)}


def test_every_service_gets_the_whole_address_and_the_whole_headline() -> None:
    asked = {service: parse_qs(urlsplit(url).query) for service, url in links().items()}

    assert list(asked) == ["facebook", "x", "whatsapp", "linkedin", "telegram", "bluesky", "email"]
    assert asked["facebook"] == {"u": [URL]}
    assert asked["x"] == {"url": [URL], "text": [HEADLINE]}
    assert asked["whatsapp"] == {"text": [f"{HEADLINE} {URL}"]}
    assert asked["linkedin"] == {"url": [URL]}
    assert asked["telegram"] == {"url": [URL], "text": [HEADLINE]}
    assert asked["bluesky"] == {"text": [f"{HEADLINE} {URL}"]}
    assert asked["email"] == {"subject": [HEADLINE], "body": [f"{HEADLINE} {URL}"]}


def test_the_links_are_plain_ascii_without_spaces() -> None:
    for url in links().values():
        assert url.isascii()
        assert " " not in url
