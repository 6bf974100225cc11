"""What looks like a delivery and is none is refused with a sentence of its own."""

import gzip
import json

import pytest
from tests.makers.wire import rss, rss_item

from kawaraban.wire.errors import WireError
from kawaraban.wire.reading import SIZE_LIMIT, read_delivery

WXR = rss(rss_item()).replace(b"xmlns:dc=", b'xmlns:q="http://wordpress.org/export/1.2/" xmlns:dc=')
LATE = rss(rss_item()).replace(
    b"<pubDate>", b'<w:status xmlns:w="https://wordpress.org/export/1.9/">draft</w:status><pubDate>'
)
SITEMAP = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/</loc></url></urlset>'
BACKUP = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id>'
    b'<category term="http://schemas.google.com/blogger/2008/kind#template"/></entry></feed>'
)
TAKEOUT = b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:b="http://schemas.google.com/blogger/2018"><entry/></feed>'
PAGE = b"""<!DOCTYPE html>
<html><head><title>A &nbsp; page</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><br>"""


def refusal_of(data: bytes, **where: str) -> str:
    with pytest.raises(WireError) as refusal:
        read_delivery(data, **where)
    return str(refusal.value)


@pytest.mark.parametrize(
    "data",
    [WXR, LATE, gzip.compress(WXR, mtime=0), WXR[:-40], WXR.replace(b"Port reopens", b"a &nbsp; b"),
     WXR + b" " * SIZE_LIMIT,
     gzip.compress(WXR + b" " * SIZE_LIMIT, mtime=0), WXR.decode().replace("utf-8", "utf-16").encode("utf-16")],
    ids=["renamed prefix", "late", "packed", "broken", "with entities", "too large", "packed and too large", "utf-16"],
)  # fmt: skip
def test_an_export_of_wordpress_is_known_however_it_comes(data: bytes) -> None:
    assert refusal_of(data).startswith("This is an export of WordPress")


def test_a_feed_that_only_speaks_of_wordpress_is_a_feed() -> None:
    words = rss(rss_item(body="<p>See http://wordpress.org/export/1.2/</p>"))

    assert len(read_delivery(words).items) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<?xml version="1.0"?><opml version="2.0"><body/></opml>', "This is OPML"),
        (SITEMAP, "This is a sitemap"),
        (SITEMAP.replace(b"urlset", b"sitemapindex"), "This is a sitemap"),
        (BACKUP, "This is an export of Blogger"),
        (TAKEOUT, "This is an export of Blogger"),
        (b'<disqus xmlns="http://disqus.com"/>', "This is an export of comments from Disqus"),
        (b"<NewsML/>", "This is NewsML 1"),
        (b'<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body/></nitf>', "This is NITF by itself"),
        (b"PK\x03\x04abc", "This is a ZIP archive"),
        (b"%PDF-1.7", "This is a PDF"),
        (
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><x xmlns="u"/></rdf:RDF>',
            "The XML is not a feed",
        ),
        (json.dumps({"version": "https://jsonfeed.org/version/1.1"}).encode(), "This is a JSON Feed"),
        (json.dumps({"db": [{"data": {}}]}).encode(), "This is an export of Ghost"),
        (
            json.dumps({"@context": "https://schema.org", "@type": "NewsArticle"}).encode(),
            "This is linked data",
        ),
    ],
)
def test_each_other_kind_has_its_sentence(data: bytes, words: str) -> None:
    assert refusal_of(data).startswith(words)


def test_a_web_page_is_told_where_its_feed_is() -> None:
    whole = "This is a web page, not a feed. Its feed is at https://paper.example/feed.xml"

    assert refusal_of(PAGE, address="https://paper.example/news/") == whole
    assert refusal_of(PAGE.replace(b"<head>", b'<head><base href="https://paper.example/">')) == whole
    assert refusal_of(b"<!-- x -->\n" * 50 + PAGE, address="https://paper.example/") == whole
    assert refusal_of(PAGE).endswith("Its feed is at /feed.xml")
    assert "does not say where" in refusal_of(b"<html><body>" + PAGE[90:].replace(b"rss+xml", b"x"))
