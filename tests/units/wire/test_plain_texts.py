"""4.3: what a standard calls text is text, and what it calls HTML is HTML: a row for each field of each form."""

import html
from typing import Any

import pytest
from tests.makers.wire import ninjs, ninjs_3, read_story

from kawaraban.wire.cleaning import Block
from kawaraban.wire.items import WireStory

# As text these are five pieces of writing; as HTML they would be "Press b, write & where a < b".
TEXT = "Press <b>b</b>, write &amp; where a < b"
HTML = "<p>Press <b>b</b>, write &amp; where a &lt; b</p>"
READ = "Press b, write & where a < b"
AS_TEXT = Block("paragraph", html.escape(TEXT, quote=False))
AS_HTML = Block("paragraph", "Press <b>b</b>, write &amp; where a &lt; b")
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:a="http://www.w3.org/2005/Atom" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def ninjs_1(**fields: Any) -> WireStory:
    return read_story(ninjs({"uri": "urn:x:1", "headline": "H", **fields}))


def ninjs_2(**fields: Any) -> WireStory:
    return read_story(ninjs({"uri": "urn:x:1", "headlines": [{"value": "H"}], **fields}))


def rss(inside: str) -> WireStory:
    return read_story(f"<rss {SPACES}><channel><item><guid>g</guid>{inside}</item></channel></rss>".encode())


def atom(inside: str) -> WireStory:
    return read_story(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>g</id>{inside}</entry></feed>'.encode()
    )


def escaped(words: str) -> str:
    return html.escape(words)


@pytest.mark.parametrize("field", ["body_text", "body_plain", "body_main_text", "body_TEXT"])
def test_4_03_a_ninjs_1_body_that_is_called_text_is_text(field: str) -> None:
    assert ninjs_1(**{field: TEXT}).blocks == (AS_TEXT,)


@pytest.mark.parametrize("field", ["body_html", "body_xhtml", "body_main_html", "body_main", "body"])
def test_4_03_a_ninjs_1_body_that_is_called_html_or_nothing_is_what_it_looks_like(field: str) -> None:
    assert ninjs_1(**{field: HTML}).blocks == (AS_HTML,)


@pytest.mark.parametrize(
    ("field", "words", "lead"),
    [
        ("description_text", TEXT, TEXT), ("description_summary_text", TEXT, TEXT),
        ("description_html", HTML, READ), ("description_xhtml", HTML, READ),
    ],
)  # fmt: skip
def test_4_03_a_ninjs_1_description_says_what_it_is(field: str, words: str, lead: str) -> None:
    assert ninjs_1(**{field: words}).lead == lead


@pytest.mark.parametrize(
    ("fields", "headline"),
    [
        ({"headline": TEXT}, TEXT), ({"headline": "", "title": TEXT}, TEXT),
        ({"headline": "", "headline_main": TEXT}, TEXT),
        ({"headline": "", "headline_html": HTML}, READ),
    ],
)  # fmt: skip
def test_4_03_a_ninjs_1_headline_is_text_unless_it_is_called_otherwise(
    fields: dict[str, str], headline: str
) -> None:
    assert ninjs_1(**fields).headline == headline


@pytest.mark.parametrize(
    "kind", ["text/plain", "TEXT/PLAIN", "text/plain; charset=utf-8", "text", "text/markdown"]
)
@pytest.mark.parametrize("role", ["", "main", "html"])
def test_4_03_a_media_type_of_text_is_text_whatever_the_role(kind: str, role: str) -> None:
    part = {"contenttype": kind, "role": role, "value": TEXT}
    story = ninjs_2(bodies=[part], descriptions=[part], headlines=[part])
    newer = {"contentType": kind, "role": role, "value": TEXT}
    story_3 = read_story(ninjs(ninjs_3(bodies=[newer], descriptions=[newer], headlines=[newer])))

    for one in (story, story_3):
        assert (one.headline, one.lead, one.blocks) == (TEXT, TEXT, (AS_TEXT,))


@pytest.mark.parametrize("kind", ["text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml"])
def test_4_03_a_media_type_of_html_is_html(kind: str) -> None:
    part = {"contenttype": kind, "role": "text", "value": HTML}
    story = ninjs_2(bodies=[part], descriptions=[part], headlines=[part])

    assert (story.headline, story.lead, story.blocks) == (READ, READ, (AS_HTML,))


def test_4_03_what_says_nothing_of_itself_is_what_it_looks_like_but_a_headline_is_text() -> None:
    story = ninjs_2(bodies=[{"value": HTML}], descriptions=[{"value": HTML}], headlines=[{"value": TEXT}])

    assert (story.headline, story.lead, story.blocks) == (TEXT, READ, (AS_HTML,))


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        (f"<title>{escaped(TEXT)}</title>", TEXT),
        (f"<title><![CDATA[{TEXT}]]></title>", TEXT),
        (f"<dc:title>{escaped(TEXT)}</dc:title>", TEXT),
        (f"<media:title>{escaped(TEXT)}</media:title>", TEXT),
        (f'<media:title type="plain">{escaped(TEXT)}</media:title>', TEXT),
        (f'<media:title type="html">{escaped(HTML)}</media:title>', READ),
        (f"<a:title>{escaped(TEXT)}</a:title>", TEXT),
        (f'<a:title type="html">{escaped(HTML)}</a:title>', READ),
        # Escaped once more than XML asks for, as many programs write them: nobody means these letters.
        ("<title><![CDATA[The port&#8217;s new day &amp; night]]></title>", "The port’s new day & night"),
        ("<title>AT&amp;amp;T</title>", "AT&T"),
        ("<title>R&amp;D in C&amp;A; more &amp;copy</title>", "R&D in C&A; more &copy"),
    ],
)  # fmt: skip
def test_4_03_the_title_of_an_rss_item_is_text(title: str, headline: str) -> None:
    assert rss(f"{title}<description>d</description>").headline == headline


@pytest.mark.parametrize(
    ("inside", "block"),
    [
        (f"<description>{escaped(HTML)}</description>", AS_HTML),
        (f"<content:encoded>{escaped(HTML)}</content:encoded>", AS_HTML),
        (f"<dc:description>{escaped(TEXT)}</dc:description>", AS_TEXT),
        (f"<a:content>{escaped(TEXT)}</a:content>", AS_TEXT),
        (f'<a:content type="html">{escaped(HTML)}</a:content>', AS_HTML),
    ],
)
def test_4_03_the_body_of_an_rss_item_is_what_its_element_says(inside: str, block: Block) -> None:
    assert rss(f"<title>t</title>{inside}").blocks == (block,)


@pytest.mark.parametrize(
    ("element", "note"),
    [
        (f"<rights>{escaped(TEXT)}</rights>", f"Copyright: {TEXT}"),
        (f'<rights type="html">{escaped(HTML)}</rights>', f"Copyright: {READ}"),
        ('<rights type="xhtml"><p xmlns="http://www.w3.org/1999/xhtml">(c) <b>A</b></p></rights>', "Copyright: (c) A"),
    ],
)  # fmt: skip
def test_4_03_the_rights_of_an_atom_entry_are_what_their_type_says(element: str, note: str) -> None:
    assert note in atom(f"<title>t</title>{element}<content>c</content>").notes


@pytest.mark.parametrize(
    ("kind", "words", "caption"),
    [("", TEXT, TEXT), ('type="plain"', TEXT, TEXT), ('type="html"', HTML, READ)],
)
def test_4_03_the_caption_of_a_picture_is_what_its_type_says(kind: str, words: str, caption: str) -> None:
    description = f"<media:description {kind}>{escaped(words)}</media:description>"
    media = f'<media:content url="https://a.example/p.jpg">{description}</media:content>'

    notes = rss(f"<title>t</title><description>d</description>{media}").notes

    assert f"Picture left out: {caption} (https://a.example/p.jpg)" in notes
    assert (
        f"Picture left out: {caption}"
        in rss(f"<title>t</title><description>d</description>{description}").notes
    )
