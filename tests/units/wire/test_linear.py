"""What is sent twice as long costs twice as much: counted in calls, on shapes that strangers may think of."""

import json
import sys
from collections.abc import Callable
from html import escape
from typing import Any

import pytest

from kawaraban.kit.text import plain_text
from kawaraban.wire.cleaning import INLINE_LIMIT, PIECES_LIMIT, story_blocks
from kawaraban.wire.errors import WireError
from kawaraban.wire.reading import read_delivery

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def item(inside: str) -> bytes:
    first = f"<item><guid>g</guid><title>T</title>{inside}</item>"
    return f'<rss version="2.0" {MEDIA}><channel>{first}</channel></rss>'.encode()


def body(markup: str) -> bytes:
    return item(f"<description>{escape(markup)}</description>")


def ninjs(**fields: Any) -> bytes:
    return json.dumps({"uri": "urn:x:y:1", "headline": "T", **fields}).encode()


def work_of(data: bytes) -> tuple[int, int]:
    """How many calls the reading takes, and how long what is left of it is."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    length = 0
    sys.setprofile(counted)
    try:
        items = read_delivery(data).items
    except WireError:
        items = ()
    finally:
        sys.setprofile(None)
    for read in items:
        length += sum(len(block.text) + len("".join(block.items)) for block in getattr(read, "blocks", ()))
    return count, length


SHAPES: dict[str, Callable[[int], bytes]] = {
    "inline elements that never end": lambda n: body("<b><i><sup>" * 60 + "<p>x</p>" * n),
    "inline elements of many kinds": lambda n: body("<p><b><i><em><strong><sup><sub><cite>x" * n),
    "links that never end": lambda n: body('<a href="http://x.example/">x' * n),
    "tags hidden in attributes": lambda n: body('<div a="<">' * n),
    "wrong end tags": lambda n: body("<div></x>" * n),
    "open paragraphs": lambda n: body("<p>x" * n),
    "open lists": lambda n: body("<ul><li>x" * n),
    "open quotes": lambda n: body("<blockquote>x<cite>y" * n),
    "tables": lambda n: body("<table>" + "<b>x</b><tr><td>y" * n),
    "comments": lambda n: body("<!-- x" * n),
    "scripts": lambda n: body("<script>x" * n),
    "titles that never end": lambda n: body("<title>x</titl" * n),
    "pictures": lambda n: body("<img src=http://x.example/a alt=b>" * n),
    "attributes in HTML": lambda n: body("<a " + " ".join(f"a{i}=1" for i in range(n)) + ">x"),
    "quotes that never end": lambda n: body('<a x="' * n),
    "signs": lambda n: body("<&;" * n),
    "empty elements": lambda n: body("<b><i></i></b>" * n),
    "breaks": lambda n: body("x<br> <br>" * n),
    "a long address": lambda n: body(f'<a href="{"../" * n}">x</a>'),
    "attributes in XML": lambda n: item("<c " + " ".join(f'a{i}="1"' for i in range(n)) + "/>"),
    "namespaces": lambda n: item("<c " + " ".join(f'xmlns:a{i}="u{i}"' for i in range(n)) + "/>"),
    "a namespace for each element": lambda n: item("".join(f'<q:c xmlns:q="u{i}"/>' for i in range(n))),
    "a long namespace": lambda n: item(f'<b xmlns="{"u" * n}">' + "<c/>" * n + "</b>"),
    "default attributes": lambda n: (
        b'<!DOCTYPE rss [<!ATTLIST c x CDATA "' + b"x" * n + b'">]>' + item("<c/>" * n)
    ),
    "elements": lambda n: item("<description>" + "<p>x</p>" * n + "</description>"),
    "CDATA": lambda n: item("<description>" + "<![CDATA[x]]>" * n + "</description>"),
    "instructions": lambda n: item("<?x y?><!-- x -->" * n),
    "numbers": lambda n: item("<description>" + "&#65;&#11;" * n + "</description>"),
    "categories": lambda n: item("".join(f"<category>x{i}</category>" for i in range(n))),
    "authors": lambda n: item("".join(f"<dc:creator>Ada Bo{i}</dc:creator>" for i in range(n))),
    "one long author": lambda n: item("<author>" + "a, " * n + "</author>"),
    "enclosures": lambda n: item("".join(f'<enclosure url="http://x.example/{i}"/>' for i in range(n))),
    "media": lambda n: item(
        "<media:group>"
        + "".join(
            f'<media:content url="http://x/{i}"><media:description>d</media:description></media:content>'
            for i in range(n)
        )
        + "</media:group>"
    ),
    "titles": lambda n: item("<title> </title>" * n),
    "times": lambda n: item("<pubDate>Sat, 28 Nov 2026 10:00 QQQ</pubDate>" * n),
    "items": lambda n: b"<rss><channel>" + b"<item/>" * n + b"</channel></rss>",
    "a JSON nest": lambda n: ninjs(body_html="<p>x</p>")[:-1] + b', "x": ' + b"[" * n + b"]" * n + b"}",
    "JSON subjects": lambda n: ninjs(body_html="<p>x</p>", subject=[{"name": f"t{i}"} for i in range(n)]),
    "JSON bodies": lambda n: ninjs(**{f"body_{i}": "<p>x</p>" for i in range(n)}),
    "JSON faults": lambda n: ninjs(subject=[7] * n),
    "NITF": lambda n: ninjs(
        body_nitf="<nitf><body><body.content>" + "<p>x</p>" * n + "</body.content></body></nitf>"
    ),
    "broken NITF": lambda n: ninjs(body_nitf="<nitf><body>" + "<body.content" * n),
    "comments before a page": lambda n: b"<!-- x -->" * n + b"<rss/>",
    "bytes that do not fit": lambda n: b"<rss>" + b"\xff" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_length_costs_twice_the_work_at_most(shape: str) -> None:
    work_of(SHAPES[shape](10))  # what is made once

    once, once_length = work_of(SHAPES[shape](400))
    twice, twice_length = work_of(SHAPES[shape](800))

    assert twice <= 2.2 * once + 400
    assert twice_length <= 2.2 * once_length + 400


def test_few_inline_elements_are_opened_again_in_each_paragraph() -> None:
    blocks = story_blocks("<b><i><sup><sub>" * 50 + "<p>x</p>" * 1000).blocks

    assert len(blocks) == 1000
    assert max(block.text.count("<") for block in blocks) <= 2 * INLINE_LIMIT


def test_after_a_great_many_blocks_nothing_is_looked_at() -> None:
    assert len(story_blocks("<p>x</p>" * 50_000).blocks) <= PIECES_LIMIT + 1


@pytest.mark.parametrize("count", [200, 200_000])
def test_more_attributes_than_a_feed_needs_are_refused_with_the_line(count: int) -> None:
    flood = item("\n<c " + " ".join(f'a{i}="1"' for i in range(count)) + "/>")

    with pytest.raises(WireError, match=r"The XML holds more in line 2 than a feed ever needs\."):
        read_delivery(flood)


def test_a_million_elements_are_refused() -> None:
    with pytest.raises(WireError, match="more in line 1 than a feed ever needs"):
        read_delivery(item("<c/>" * 1_000_000))


def test_the_words_of_a_deep_nest_are_found() -> None:
    assert plain_text("<div></x>" * 20_000 + "x") == "x"
    assert plain_text('<div a="<">' * 20_000 + "x") == "x"
