"""The map of the site as a search engine reads it: the index, then every file that it names."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.test import Client

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def files_of_map(client: Client) -> dict[str, bytes]:
    """What the files of the index hold, by their paths."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert root.tag == f"{MAP}sitemapindex"
    paths = [urlsplit(entry.findtext(f"{MAP}loc") or "").path for entry in root]
    answers = {path: client.get(path) for path in paths}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {path: answer.content for path, answer in answers.items()}


def mapped(client: Client) -> dict[str, str | None]:
    """Every page of the map with the date that it is told to have changed."""
    return {
        entry.findtext(f"{MAP}loc") or "": entry.findtext(f"{MAP}lastmod")
        for content in files_of_map(client).values()
        for entry in ElementTree.fromstring(content)
    }
