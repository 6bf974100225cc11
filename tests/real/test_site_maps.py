"""The maps against the official schema of sitemaps.org, and the map of news against what Google documents."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from tests.makers.site_maps import files_of_map
from tests.makers.stories import make_page, make_paper, make_section, make_story
from tests.rigs.npm_tools import SITE_MAP_SCHEMA, missing

from kawaraban.stories.models import PaperSettings

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        bool(missing(SITE_MAP_SCHEMA, programs=("xmllint",))),
        reason=missing(SITE_MAP_SCHEMA, programs=("xmllint",)) or "-",
    ),
]

# developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap in the words of a schema: each once.
NEWS_SCHEMA = """<?xml version="1.0" encoding="UTF-8"?>
<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
  targetNamespace="http://www.google.com/schemas/sitemap-news/0.9" elementFormDefault="qualified">
<x:simpleType name="words"><x:restriction base="x:string"><x:minLength value="1"/></x:restriction></x:simpleType>
<x:element name="news"><x:complexType><x:all>
 <x:element name="publication"><x:complexType><x:all>
  <x:element name="name" type="n:words"/>
  <x:element name="language"><x:simpleType><x:restriction base="x:string">
   <x:pattern value="zh-cn|zh-tw|[a-z]{2,3}"/></x:restriction></x:simpleType></x:element>
 </x:all></x:complexType></x:element>
 <x:element name="publication_date"><x:simpleType><x:restriction base="x:dateTime">
   <x:pattern value=".*(Z|[+\\-]\\d\\d:\\d\\d)"/></x:restriction></x:simpleType></x:element>
 <x:element name="title" type="n:words"/>
</x:all></x:complexType></x:element></x:schema>"""
BOTH = """<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema">
<x:import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="{pages}"/>
<x:import namespace="http://www.google.com/schemas/sitemap-news/0.9" schemaLocation="news.xsd"/></x:schema>"""


def complaints(folder: Path, content: bytes) -> str:
    (folder / "news.xsd").write_text(NEWS_SCHEMA)
    (folder / "both.xsd").write_text(BOTH.format(pages=SITE_MAP_SCHEMA))
    (folder / "map.xml").write_bytes(content)
    told = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--schema", "both.xsd", "map.xml"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if told.returncode == 0 else told.stderr


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia"])
def test_4_4_the_map_of_the_site_is_what_its_schema_asks_for(
    client: Client, tmp_path: Path, zone: str
) -> None:
    front = make_paper()
    PaperSettings.objects.update(time_zone=zone)
    section = make_section(front, "\u6e2f \u0026 Sea", slug="\u6e2f")
    make_story(section, "In summer", published_at=datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC))
    make_story(section, "In another century", published_at=datetime(1849, 7, 1, 12, tzinfo=UTC))
    make_story(section, "\u6e2f" * 255, slug="\u6e2f" * 250)
    make_page(front)

    files = files_of_map(client)
    assert len(files) == 2
    assert {path: complaints(tmp_path, content) for path, content in files.items()} == dict.fromkeys(
        files, ""
    )


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/St_Johns"])
def test_4_4_the_map_of_news_is_what_google_asks_for(client: Client, tmp_path: Path, zone: str) -> None:
    front = make_paper("Tide & \u201cWave\u201d")
    PaperSettings.objects.update(time_zone=zone)
    section = make_section(front)
    make_story(section, "Fresh <b>&amp;</b> new", published_at=timezone.now() - timedelta(hours=1))

    content = client.get("/news-sitemap.xml").content

    assert complaints(tmp_path, content) == ""
    assert b"publication_date" in content


def test_4_4_the_schema_notices_a_date_that_is_none(tmp_path: Path) -> None:
    wrong = (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://paper.example/</loc>'
        b"<lastmod>2026-11-28T23:58:0311:58 p.m.</lastmod></url></urlset>"
    )

    assert "lastmod" in complaints(tmp_path, wrong)
