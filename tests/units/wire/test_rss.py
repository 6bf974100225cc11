"""RSS 2.0, RSS 1.0 and Atom; broken, hostile and strangely encoded XML."""

import pytest
from tests.makers.wire import ATOM, RDF, read_refusal, read_story, rss, rss_item, texts_of, utc

from kawaraban.wire.cleaning import Block
from kawaraban.wire.errors import WireError
from kawaraban.wire.items import ItemVersion
from kawaraban.wire.reading import read_delivery


def test_an_rss_item_is_read_whole() -> None:
    story = read_story(rss(rss_item()))

    assert (story.source, story.guid) == ("harbour.example", "harbour-1")
    assert (story.headline, story.language) == ("Port reopens", "en")
    assert story.lead == "The harbour opened again."
    assert story.blocks == (Block("paragraph", "Ships had waited for <b>nine</b> days."),)
    assert story.bylines == ("Ada Bo", "Cem Dağ")
    assert story.topics == ("Ports",)
    assert story.version == ItemVersion(at=utc("2026-11-20T10:00:00"))
    assert story.notes == ("Link: https://harbour.example/1",)


def test_an_atom_entry_is_read_whole() -> None:
    story = read_story(ATOM.encode())

    assert (story.source, story.guid) == ("liman.example", "tag:liman.example,2026:1")
    assert (story.headline, story.lead, story.language) == ("Liman & deniz", "Kısa özet.", "tr")
    assert story.blocks == (Block("paragraph", "Liman açıldı."), Block("paragraph", "Gemiler girdi."))
    assert (story.bylines, story.topics) == (("Ayşe Kaya",), ("Liman",))


def test_rss_1_is_read_and_its_description_is_the_body() -> None:
    story = read_story(RDF.encode())

    assert (story.headline, story.lead) == ("Nine", "")
    assert story.blocks == (Block("paragraph", "Nine ships left the harbour."),)
    assert story.version == ItemVersion()


def test_a_sum_in_the_first_paragraph_is_whole_in_the_lead() -> None:
    long = "The company would invest $2.9 billion in two plants. " * 8

    story = read_story(rss(rss_item(body=f"<p>{long}</p><p>More.</p>")))

    assert story.lead == ""
    assert len(story.blocks) == 2


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (rss_item(title=""), "it has no headline"),
        (rss_item(body="<p>x</p>" * 1001), "it has more than 1000 paragraphs"),
        (rss_item(body="<script>x()</script>"), "it has no text"),
        (rss_item(title="x" * 256), "its headline is longer than 255 characters"),
        (
            "<item><title>t</title><description>d</description></item>",
            "it has neither guid nor link to know it by, or one longer than 600 characters",
        ),
    ],
)
def test_an_entry_that_is_no_story_is_refused_with_words(item: str, reason: str) -> None:
    assert read_refusal(rss(item)) == reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-9", "windows-1254"])
def test_a_feed_is_read_in_the_encoding_that_it_states(encoding: str) -> None:
    text = rss(rss_item(title="Şişli’de".replace("’", "'"))).decode().replace("utf-8", encoding)

    assert read_story(text.encode(encoding)).headline == "Şişli'de"


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp"])
def test_a_japanese_feed_is_read_in_the_encoding_that_it_states(encoding: str) -> None:
    text = rss(rss_item(title="港が再開", by="山田太郎、佐藤花子")).decode().replace("utf-8", encoding)

    story = read_story(text.encode(encoding))

    assert (story.headline, story.bylines) == ("港が再開", ("山田太郎", "佐藤花子"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"hello", "The file is neither XML nor JSON."),
        (b"<html></html>", "This is a web page, not a feed, and it does not say where its feed is."),
        (b"<atlas></atlas>", "The XML is not a feed: it begins with <atlas>."),
        (
            b"<rss><channel>\n<title>x</channel></rss>",
            "The XML is broken in line 2, column 11: mismatched tag.",
        ),
        (rss(rss_item())[:-20], "The XML is broken in line "),
        (rss(rss_item(title="a &nbsp; b")), "The XML is broken in line 5, "),
        (rss(rss_item()).replace(b"dc:creator", b"zz:creator"), "The XML is broken in line 6, "),
        (
            rss(rss_item()).replace(b'"utf-8"', b'"zlib"') + b"\xff",
            "The encoding zlib is not one a feed may have.",
        ),
        (
            rss(rss_item()).replace(b'"utf-8"', b'"unicode_escape"') + b"\xff",
            "The encoding unicode_escape is not one",
        ),
        (
            rss(rss_item(title="\u00fc" * 30)).replace(b"\xc3\xbc", b"\xfc"),
            "The file is not UTF-8 in line 5.",
        ),
        (b"<rss>" + b"<a>" * 500 + b"</a>" * 500 + b"</rss>", "The XML is nested too deeply in line 1"),
        (rss(), "The file holds no items."),
        (rss(*(rss_item(guid=str(n)) for n in range(501))), "The file holds more than 500 items."),
        (
            b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"></newsItem>',
            "This is NewsML-G2, which is not read yet.",
        ),
    ],
)
def test_a_broken_or_strange_file_is_refused_with_the_place_of_the_fault(data: bytes, words: str) -> None:
    with pytest.raises(WireError) as refusal:
        read_delivery(data)

    assert str(refusal.value).startswith(words)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE rss [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "https://a.example/x.dtd"> %p;]>',
    ],
)
def test_files_that_declare_entities_are_refused(doctype: str) -> None:
    bomb = rss(rss_item(title="&l11;")).decode().replace("?>", f"?>\n{doctype}", 1)

    with pytest.raises(WireError, match=r"Line 2 declares an entity of its own"):
        read_delivery(bomb.encode())


def test_a_document_type_without_entities_does_no_harm_and_is_not_fetched() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "https://a.example/rss.dtd">'

    delivery = read_delivery(rss(rss_item()).decode().replace("?>", f"?>\n{doctype}", 1).encode())

    assert texts_of(delivery) == ["Port reopens"]
