"""4.3: what agencies send otherwise than any standard says is read as they mean it, and held back where they may."""

from datetime import datetime
from typing import Any

import pytest
from tests.makers.wire import ninjs, ninjs_3, read_story, utc

from kawaraban.wire.cleaning import Block
from kawaraban.wire.errors import WireError
from kawaraban.wire.items import AgencyFile, RefusedItem, WireStory
from kawaraban.wire.reading import read_delivery

SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:terms="http://purl.org/dc/terms/" '
    'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
)
NITF = "<nitf><head><docdata{status}>{inside}</docdata></head><body><body.content><p>x</p></body.content></body></nitf>"
FAR = utc("2036-01-01T00:00:00")


def rss(*items: str, head: str = "") -> AgencyFile:
    return read_delivery(f"<rss {SPACES}><channel>{head}{''.join(items)}</channel></rss>".encode())


def rss_story(inside: str) -> WireStory:
    (item,) = rss(f"<item><guid>g</guid>{inside}</item>").items
    assert isinstance(item, WireStory), item
    return item


def atom(inside: str) -> WireStory | RefusedItem:
    head = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app"><entry><id>urn:e</id>'
    (item,) = read_delivery(f"{head}<title>t</title>{inside}</entry></feed>".encode()).items
    return item


def ninjs_1(**fields: Any) -> dict[str, Any]:
    return {"uri": "urn:x:1", "headline": "H", "body_text": "B.", **fields}


def nitf(status: str = "", inside: str = "") -> str:
    return NITF.format(status=f' management-status="{status}"' if status else "", inside=inside)


def withdrawn(data: bytes) -> bool:
    (item,) = read_delivery(data).items
    return isinstance(item, RefusedItem) and item.is_withdrawn


@pytest.mark.parametrize(
    "status",
    [
        "canceled", "Cancelled", "stat:canceled", "http://cv.iptc.org/newscodes/pubstatusg2/canceled", "KILL", "killed",
        "withdrawn", "retracted", "deleted", "cancel", "withheld", "stat:withheld", "hold", "withhold",
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["pubStatus", "pubstatus", "pub_status", "PubStatus", "pub-status"])
def test_4_03_a_kill_is_a_kill_by_every_spelling(status: str, field: str) -> None:
    assert withdrawn(ninjs(ninjs_3(**{field: status})))
    assert withdrawn(ninjs(ninjs_1(**{field: status})))


def test_4_03_of_two_statuses_the_one_that_withdraws_counts() -> None:
    assert withdrawn(ninjs(ninjs_3(pubStatus="usable", pubstatus="canceled")))
    assert withdrawn(ninjs(ninjs_1(pubstatus="usable", pubStatus="withheld")))
    assert not withdrawn(ninjs(ninjs_3(pubStatus="http://cv.iptc.org/newscodes/pubstatusg2/usable")))


@pytest.mark.parametrize("field", ["pubStatus", "pubstatus", "pub_status"])
def test_4_03_a_status_that_nobody_knows_publishes_nothing(field: str) -> None:
    for item in (ninjs_3(**{field: "perhaps"}), ninjs_1(**{field: "perhaps"})):
        with pytest.raises(WireError, match="perhaps"):
            read_delivery(ninjs(item))


@pytest.mark.parametrize(
    "field",
    [
        "embargoed",
        "embargoedUntil",
        "embargoed_until",
        "embargoeduntil",
        "EmbargoedUntil",
        "embargo",
        "embargoUntil",
    ],
)
def test_4_03_an_embargo_holds_by_every_spelling(field: str) -> None:
    for item in (ninjs_3(**{field: "2036-01-01T00:00:00Z"}), ninjs_1(**{field: "2036-01-01T00:00:00Z"})):
        assert read_story(ninjs(item)).embargoed_until == FAR


def test_4_03_an_embargo_of_another_shape_publishes_nothing_and_a_flag_of_a_vendor_does_no_harm() -> None:
    for item in (ninjs_3(embargoed={"date": "2036"}), ninjs_1(embargoedUntil={"date": "2036"})):
        with pytest.raises(WireError, match="/embargoed"):
            read_delivery(ninjs(item))
    assert read_story(ninjs(ninjs_1(embargo=False))).embargoed_until is None


@pytest.mark.parametrize(
    ("version", "number"),
    [
        ("1", 1), ("01", 1), ("1.0", 1), (" 1 ", 1), ("v1", 1), ("V. 1", 1), ("1.00", 1), ("2.1", 2), ("2.10", 2),
        ("3.1.4", 3), ("١", 1), ("1e3", 0), ("-1", 0), ("final", 0), ("", 0), ("9" * 16, 0),
    ],
)  # fmt: skip
def test_4_03_a_version_is_its_number_however_it_is_written(version: str, number: int) -> None:
    assert read_story(ninjs(ninjs_3(version=version))).version.number == number


def test_4_03_parts_of_a_number_say_nothing_where_no_time_orders_them() -> None:
    (first, second) = (read_story(ninjs(ninjs_1(version=version))) for version in ("2.1", "2.2"))

    assert not first.version.is_known
    assert second.words_are_version


@pytest.mark.parametrize("kind", ["Text", "TEXT", " text ", "ninat:text"])
def test_4_03_a_text_is_a_text_in_any_letters(kind: str) -> None:
    assert read_story(ninjs(ninjs_3(type=kind))).headline == "Port reopens"
    package = {"uri": "urn:p", "type": "Composite", "associations": [ninjs_3(type=kind)]}
    assert read_story(ninjs(package)).headline == "Port reopens"


@pytest.mark.parametrize("status", ["canceled", "killed", "withheld", "Canceled"])
def test_4_03_what_nitf_withdraws_is_withdrawn(status: str) -> None:
    body = {"contentType": "application/nitf+xml", "value": nitf(status)}

    assert withdrawn(ninjs(ninjs_3(bodies=[body])))
    item = atom(f'<content type="application/nitf+xml">{nitf(status)}</content>')
    assert isinstance(item, RefusedItem)
    assert item.is_withdrawn


@pytest.mark.parametrize(
    ("release", "until"),
    [
        ("20360101T000000Z", FAR),
        ("2036-01-01T09:00:00+09:00", FAR),
        ("20360101T000000", utc("2036-01-01T12:00:00")),
    ],
)
def test_4_03_what_nitf_holds_back_is_held_back(release: str, until: datetime) -> None:
    markup = nitf("embargoed", f'<date.release norm="{release}"/><ed-msg info="Check the sum."/>')
    in_atom = atom(f'<content type="application/nitf+xml">{markup}</content>')
    in_ninjs = read_story(ninjs(ninjs_3(bodies=[{"contentType": "application/nitf+xml", "value": markup}])))

    assert isinstance(in_atom, WireStory)
    assert (in_atom.embargoed_until, in_ninjs.embargoed_until) == (until, until)
    assert "Note to editors: Check the sum." in in_atom.notes
    assert "Note to editors: Check the sum." in in_ninjs.notes


@pytest.mark.parametrize("inside", ["", '<date.release norm="soon"/>'])
def test_4_03_an_embargo_of_nitf_without_an_end_is_withheld(inside: str) -> None:
    markup = nitf("embargoed", inside)

    assert withdrawn(ninjs(ninjs_3(bodies=[{"contentType": "application/nitf+xml", "value": markup}])))


@pytest.mark.parametrize("element", ["prism:embargoDate", "terms:available"])
def test_4_03_the_embargo_of_a_feed_is_obeyed(element: str) -> None:
    stated = f"<{element}>2036-01-01T00:00:00Z</{element}>"

    assert rss_story(f"<title>t</title><description>d</description>{stated}").embargoed_until == FAR
    unsure = rss_story(f"<title>t</title><description>d</description><{element}>2036-01-01</{element}>")
    assert unsure.embargoed_until == utc("2036-01-01T12:00:00")


def test_4_03_the_embargo_of_a_feed_that_cannot_be_read_publishes_nothing() -> None:
    (item,) = rss(
        "<item><guid>g</guid><title>t</title><prism:embargoDate>soon</prism:embargoDate></item>"
    ).items

    assert isinstance(item, RefusedItem)
    period = "<terms:available>start=2026-11-20; end=2026-12-20</terms:available>"
    assert rss_story(f"<title>t</title>{period}").embargoed_until is None


@pytest.mark.parametrize("word", ["yes", "Yes", "true", "1"])
def test_4_03_a_draft_of_atom_is_withheld_by_every_word_for_yes(word: str) -> None:
    item = atom(f"<app:control><app:draft>{word}</app:draft></app:control><content>c</content>")

    assert isinstance(item, RefusedItem)
    assert item.is_withdrawn


@pytest.mark.parametrize(
    ("inside", "headline", "words"),
    [
        # CDATA inside CDATA, escaped, and cut in two.
        (
            "<title>t</title><description><![CDATA[<p>a <![CDATA[b]]]]><![CDATA[> c</p>]]></description>",
            "t",
            "a b c",
        ),
        (
            "<title>t</title><description>&lt;![CDATA[&lt;p&gt;a b c&lt;/p&gt;]]&gt;</description>",
            "t",
            "a b c",
        ),
        (
            "<title>&lt;![CDATA[Port &amp;amp; sea]]&gt;</title><description>a</description>",
            "Port & sea",
            "a",
        ),
        ("<title><![CDATA[A]]> and <![CDATA[B]]></title><description>a</description>", "A and B", "a"),
    ],
)
def test_4_03_marks_of_cdata_are_no_words_and_take_none_away(inside: str, headline: str, words: str) -> None:
    story = rss_story(inside)

    assert (story.headline, story.blocks) == (headline, (Block("paragraph", words),))


def test_4_03_marks_of_cdata_around_a_text_of_ninjs_are_no_words() -> None:
    story = read_story(ninjs({"uri": "urn:x:1", "headline": "H", "body_xhtml": "<![CDATA[<p>a</p>]]>"}))

    assert story.blocks == (Block("paragraph", "a"),)


def test_4_03_letters_that_a_document_type_names_are_read_although_it_is_not() -> None:
    kind = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.example/rss-0.91.dtd">'
    items = "<item><title>Caf&eacute; &unknown; x</title><guid>g</guid><description>a &rsquo; b</description></item>"

    story = read_story(f"{kind}<rss><channel>{items}</channel></rss>".encode())

    assert (story.headline, story.blocks) == ("Café &unknown; x", (Block("paragraph", "a ’ b"),))


@pytest.mark.parametrize(
    ("inside", "language"),
    [
        ("<title xml:lang='ja'>t</title><description xml:lang='ja'>d</description>", "ja"),
        ("<title>t</title><description xml:lang='ja'>d</description>", "ja"),
        ("<title xml:lang='ja'>t</title>", "ja"),
        ("<title>t</title><dc:language>ar</dc:language><description>d</description>", "ar"),
        ("<title>t</title><description>d</description>", "tr"),
    ],
)
def test_4_03_in_a_feed_of_several_languages_each_item_has_its_own(inside: str, language: str) -> None:
    (item,) = rss(f"<item><guid>g</guid>{inside}</item>", head="<language>tr</language>").items

    assert isinstance(item, WireStory)
    assert item.language == language


def test_4_03_an_entry_of_atom_is_in_the_language_of_its_words() -> None:
    summary, title = atom('<summary xml:lang="de">s</summary>'), atom('<title xml:lang="ja">t</title>')

    assert isinstance(summary, WireStory)
    assert summary.language == "de"
    assert isinstance(title, WireStory)
    assert title.language == "ja"


def test_4_03_topics_that_are_escaped_twice_are_read_as_their_letters() -> None:
    topics = rss_story(
        "<title>t</title><description>d</description><category>Ports &amp;amp; sea</category>"
    ).topics

    assert topics == ("Ports & sea",)
