"""Files as agencies send them, and items as the readers give them."""

import json
from datetime import datetime
from typing import Any

from kawaraban.wire.items import AgencyFile, RefusedItem, WireStory
from kawaraban.wire.reading import read_delivery

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Harbour News</title><link>https://harbour.example/</link><language>en</language>
{items}</channel></rss>"""

ITEM = """<item><title>{title}</title><guid isPermaLink="false">{guid}</guid><link>https://harbour.example/1</link>
<dc:creator>{by}</dc:creator><category>Ports</category><pubDate>{at}</pubDate>
<content:encoded><![CDATA[{body}]]></content:encoded></item>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="tr"><title>Liman</title><id>urn:liman</id>
<updated>2026-11-20T10:00:00Z</updated><entry><title type="html">Liman &amp;amp; deniz</title>
<id>tag:liman.example,2026:1</id><updated>2026-11-20T10:00:00Z</updated><author><name>Ayşe Kaya</name></author>
<category term="Liman"/><summary>Kısa özet.</summary>
<content type="html">&lt;p&gt;Liman açıldı.&lt;/p&gt;&lt;p&gt;Gemiler girdi.&lt;/p&gt;</content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://harbour.example/"><title>Old</title><link>https://harbour.example/</link>
<description>d</description></channel><item rdf:about="https://harbour.example/9"><title>Nine</title>
<link>https://harbour.example/9</link><description>Nine ships left the harbour.</description></item></rdf:RDF>"""

BODY = "<p>The harbour opened again.</p><p>Ships had waited for <b>nine</b> days.</p>"


def rss(*items: str) -> bytes:
    return RSS.format(items="".join(items)).encode()


def rss_item(
    *,
    title: str = "Port reopens",
    guid: str = "harbour-1",
    body: str = BODY,
    at: str = "Fri, 20 Nov 2026 10:00:00 GMT",
    by: str = "Ada Bo and Cem Dağ",
) -> str:
    return ITEM.format(title=title, guid=guid, body=body, at=at, by=by)


def ninjs_3(**fields: Any) -> dict[str, Any]:
    return {
        "uri": "urn:newsml:agency.example:20261120:1",
        "type": "text",
        "version": "1",
        "versionCreated": "2026-11-20T10:00:00Z",
        "headlines": [{"role": "main", "value": "Port reopens"}],
        "bodies": [{"contentType": "text/html", "value": BODY}],
        **fields,
    }


def ninjs(*items: dict[str, Any]) -> bytes:
    return json.dumps(items[0] if len(items) == 1 else items).encode()


def read_story(data: bytes) -> WireStory:
    """The only item of a file, which is a story."""
    (item,) = read_delivery(data).items
    assert isinstance(item, WireStory), item
    return item


def read_refusal(data: bytes) -> str:
    """Why the only item of a file is refused."""
    (item,) = read_delivery(data).items
    assert isinstance(item, RefusedItem), item
    return item.reason


def texts_of(delivery: AgencyFile) -> list[str]:
    return [item.headline for item in delivery.items]


def utc(words: str) -> datetime:
    return datetime.fromisoformat(f"{words}+00:00")
