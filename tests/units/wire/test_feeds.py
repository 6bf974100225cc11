"""RSS and Atom of many kinds: what is the story's text, and what only stands beside it."""

import itertools

import pytest
from tests.makers.wire import ninjs, ninjs_3, read_refusal, read_story, utc

from kawaraban.wire.cleaning import Block
from kawaraban.wire.items import ItemVersion, RefusedItem
from kawaraban.wire.reading import read_delivery

SPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:a="http://www.w3.org/2005/Atom" xmlns:m="http://search.yahoo.com/mrss"'
)


def rss(inside: str, *, head: str = "<link>https://wire.example/</link>", attributes: str = "") -> bytes:
    return (
        f'<rss version="2.0" {SPACES}><channel {attributes}><title>Wire</title>{head}'
        f"<item><guid isPermaLink='false'>g1</guid>{inside}</item></channel></rss>"
    ).encode()


def atom(inside: str, *, attributes: str = "", entry: str = "") -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><id>tag:wire.example,2026:f</id><title>Wire</title>'
        f"<updated>2026-11-01T08:00:00Z</updated><entry {entry}><id>tag:wire.example,2026:1</id>"
        f"<updated>2026-11-01T08:00:00Z</updated>{inside}</entry></feed>"
    ).encode()


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_story(data).blocks]


BESIDE = (
    '<media:content url="https://w.example/a.jpg"><media:description>CAPTION</media:description></media:content>',
    "<media:title>MEDIA TITLE</media:title>",
    "<media:group><m:content url='https://wire.example/b.jpg'><m:description>CAPTION</m:description></m:content></media:group>",
    "<media:description>CAPTION</media:description>",
    "<itunes:summary>ITUNES</itunes:summary>",
    "<dc:description>DUBLIN</dc:description><dc:title>DUBLIN TITLE</dc:title>",
)


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize(
    ("own", "body", "lead"),
    [
        ("<description>The ferry sails. It was in dock.</description>", "The ferry sails. It was in dock.", ""),
        ("<content:encoded>&lt;p&gt;The whole text.&lt;/p&gt;</content:encoded><description>Short.</description>",
         "The whole text.", "Short."),
        ("<a:content type='html'>&lt;p&gt;The whole text.&lt;/p&gt;</a:content>", "The whole text.", ""),
    ],
)  # fmt: skip
def test_an_items_own_text_is_the_story_whatever_stands_beside_it_and_where(
    beside: str, own: str, body: str, lead: str
) -> None:
    for parts in itertools.permutations(["<title>Ferry</title>", own, beside]):
        story = read_story(rss("".join(parts)))

        assert (story.headline, story.lead, [block.text for block in story.blocks]) == ("Ferry", lead, [body])
        assert ("CAPTION" in " ".join(story.notes)) == ("CAPTION" in beside)


def test_in_atom_too_a_caption_is_a_note() -> None:
    story = read_story(
        atom(
            '<m:group xmlns:m="http://search.yahoo.com/mrss/"><m:content url="p.jpg"><m:description>CAPTION'
            "</m:description></m:content></m:group><title>T</title><summary>Short.</summary>",
            attributes='xml:base="https://wire.example/x/"',
        )
    )

    assert [block.text for block in story.blocks] == ["Short."]
    assert story.notes == ("Picture left out: CAPTION (https://wire.example/x/p.jpg)",)


def test_without_a_text_of_its_own_a_description_beside_it_is_taken() -> None:
    assert texts(rss("<title>T</title><dc:description>DUBLIN</dc:description>")) == ["DUBLIN"]
    assert texts(rss("<title>T</title><description/><itunes:summary>ITUNES</itunes:summary>")) == ["ITUNES"]


@pytest.mark.parametrize("kind", ['type="text"', "", 'type="text/plain"'])
def test_plain_text_in_atom_is_literal(kind: str) -> None:
    words = "Call &lt;desk&gt; first, &amp;amp; then press the &lt;b&gt; key."
    long = words + " And more of it." * 20
    story = read_story(
        atom(f"<title {kind}>A &lt;b&gt; &amp;amp; c</title><summary {kind}>{words}</summary>"
             f"<content {kind}>{long}\n\nSecond paragraph.</content>")
    )  # fmt: skip

    assert story.headline == "A <b> &amp; c"
    assert story.lead == "Call <desk> first, &amp; then press the <b> key."
    assert story.blocks[0].text.startswith(
        "Call &lt;desk&gt; first, &amp;amp; then press the &lt;b&gt; key. And"
    )
    assert story.blocks[1] == Block("paragraph", "Second paragraph.")


def test_xhtml_and_html_in_atom_are_markup() -> None:
    xhtml = (
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <em>b</em> &lt;i></div></title>'
        '<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml" xml:base="/y/">'
        '<h:p>x <h:a href="z">y</h:a></h:p>'
        "<h:p>1 &lt; 2</h:p></h:div></content>"
    )
    story = read_story(atom(xhtml, attributes='xml:base="https://wire.example/"'))

    assert story.headline == "A b <i>"
    assert [block.text for block in story.blocks] == [
        'x <a href="https://wire.example/y/z">y</a>',
        "1 &lt; 2",
    ]
    assert texts(atom('<title>t</title><content type="html">&lt;p>a &amp;amp; b&lt;/p></content>')) == [
        "a &amp; b"
    ]


def test_links_stand_on_the_nearest_base() -> None:
    link = '<content type="html" {}>&lt;a href="b">b&lt;/a></content><title>t</title><link href="/news/1"/>'
    whole = 'href="https://wire.example/{}b"'

    assert (
        whole.format("x/y/z/")
        in texts(
            atom(
                link.format('xml:base="z/"'),
                attributes='xml:base="https://wire.example/x/"',
                entry='xml:base="y/"',
            )
        )[0]
    )
    assert (
        whole.format("x/y/")
        in texts(
            atom(link.format(""), attributes='xml:base="https://wire.example/x/"', entry='xml:base="y/"')
        )[0]
    )
    assert texts(atom(link.format(""))) == ["b"]
    absolute = link.format("").replace('"/news/1"', '"https://wire.example/news/1"')
    assert whole.format("news/") in texts(atom(absolute))[0]


@pytest.mark.parametrize(
    ("link", "head", "whole"),
    [
        ("<link>https://wire.example/news/1</link>", "", "https://wire.example/news/b"),
        ("<link>/news/1</link>", "<link>https://wire.example/</link>", "https://wire.example/news/b"),
        ("", "<link>https://wire.example/x/</link>", "https://wire.example/x/b"),
        ("", "<link>/x/</link>", ""),
        ("<link>tag:wire.example,2026:1</link>", "", ""),
    ],
)
def test_in_rss_links_stand_on_the_items_link_or_on_the_feeds(link: str, head: str, whole: str) -> None:
    data = rss(f'<title>t</title>{link}<description>&lt;a href="b"&gt;b&lt;/a&gt;</description>', head=head)

    assert texts(data) == [f'<a href="{whole}">b</a>' if whole else "b"]
    assert not any("tag:" in note for note in read_story(data).notes)


def test_where_a_feed_was_found_is_the_last_base() -> None:
    data = rss('<title>t</title><description>&lt;a href="/b"&gt;b&lt;/a&gt;</description>', head="")
    (item,) = read_delivery(data, address="https://found.example/feed.xml").items

    assert not isinstance(item, RefusedItem)
    assert item.blocks[0].text == '<a href="https://found.example/b">b</a>'


def test_in_ninjs_links_stand_on_the_uri_or_are_gone() -> None:
    body = [
        {
            "contentType": "text/html",
            "value": '<p><a href="/b">b</a></p><p><img src="//cdn.example/p.jpg"></p>',
        }
    ]
    named = read_story(ninjs(ninjs_3(uri="https://agency.example/1", bodies=body)))
    unnamed = read_story(ninjs(ninjs_3(bodies=body)))

    assert named.blocks == (Block("paragraph", '<a href="https://agency.example/b">b</a>'),)
    assert unnamed.blocks == (Block("paragraph", "b"),)
    assert named.notes == ("Picture left out: https://cdn.example/p.jpg",)


def test_a_relative_guid_is_made_whole_and_its_former_name_is_kept() -> None:
    story = read_story(
        rss("<title>t</title><description>d</description>").replace(b"isPermaLink='false'>g1", b">/news/1")
    )

    assert (story.source, story.guid) == ("wire.example", "https://wire.example/news/1")
    assert story.former_names == (("wire.example", "/news/1"),)
    assert story.notes == ("Link: https://wire.example/news/1",)


def test_an_opening_with_a_link_stays_in_the_body() -> None:
    body = '&lt;p&gt;&lt;a href="https://a.example/"&gt;A&lt;/a&gt; b.&lt;/p&gt;c'
    story = read_story(rss(f"<title>t</title><description>{body}</description>"))

    assert story.lead == ""
    assert len(story.blocks) == 2


@pytest.mark.parametrize(
    "space", ["http://channel.netscape.com/rdf/simple/0.9/", "http://my.netscape.com/rdf/simple/0.9/"]
)
def test_rss_0_90_is_read(space: str) -> None:
    data = (
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{space}"><channel><title>W</title>'
        "<link>https://wire.example/</link></channel><item><title>Nine</title><link>https://wire.example/9</link></item></rdf:RDF>"
    )
    story = read_story(data.encode())

    assert (story.headline, story.guid, story.blocks) == ("Nine", "https://wire.example/9", ())


@pytest.mark.parametrize(
    ("own", "source", "expected"),
    [
        ("Rae Finn", "Omar Said", ("Rae Finn",)),
        ("", "Omar Said", ("Omar Said",)),
        ("", "", ("Lina Haddad",)),
    ],
)
def test_an_atom_entry_without_an_author_has_its_sources_or_its_feeds(
    own: str, source: str, expected: tuple[str, ...]
) -> None:
    def named(name: str) -> str:
        return f"<author><name>{name}</name></author>" if name else ""

    entry = f"<title>t</title><content>x</content>{named(own)}<source><id>s</id>{named(source)}</source>"
    feed = atom(entry).replace(b"<entry", named("Lina Haddad").encode() + b"<entry", 1)

    assert read_story(feed).bylines == expected


def test_atom_0_3_is_read() -> None:
    story = read_story(
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>W</title><entry><id>tag:w,1</id><title>T</title>'
        b"<modified>2026-11-20T10:00:00Z</modified><issued>2026-11-19T10:00:00Z</issued>"
        b'<content type="text/html" mode="escaped">&lt;p>a &lt;b>b&lt;/b>&lt;/p></content></entry></feed>'
    )

    assert (story.headline, story.blocks) == ("T", (Block("paragraph", "a <b>b</b>"),))
    assert (story.version, story.published_at) == (
        ItemVersion(at=utc("2026-11-20T10:00:00")),
        utc("2026-11-19T10:00:00"),
    )


def test_text_that_atom_0_3_packs_is_unpacked() -> None:
    story = read_story(
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>W</title><entry><id>tag:w,1</id>'
        b'<title mode="base64">VA==</title><content type="text/html" mode="base64">PGI+YTwvYj4=</content>'
        b"</entry></feed>"
    )

    assert (story.headline, story.blocks) == ("T", (Block("paragraph", "<b>a</b>"),))


def test_a_deletion_in_atom_withdraws_its_entry() -> None:
    (item,) = read_delivery(
        b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>W</title>'
        b'<at:deleted-entry ref="tag:wire.example,2026:1" when="2026-11-20T10:00:00Z"/></feed>'
    ).items

    assert isinstance(item, RefusedItem)
    assert (item.guid, item.source, item.is_withdrawn) == ("tag:wire.example,2026:1", "wire.example", True)
    assert item.version == ItemVersion(at=utc("2026-11-20T10:00:00"))


def test_an_entry_that_is_a_draft_of_the_agency_is_withheld() -> None:
    draft = '<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>yes</app:draft></app:control>'

    assert read_refusal(atom(f"<title>t</title><content>x</content>{draft}")) == "the agency withholds it"


def test_an_item_without_a_body_is_a_flash() -> None:
    alone = read_story(rss("<title>T</title>"))
    flash = read_story(ninjs(ninjs_3(bodies=[], descriptions=[{"value": "A quake off the coast."}])))
    empty = read_story(ninjs(ninjs_3(bodies=[])))

    assert (alone.headline, alone.lead, alone.blocks, alone.is_headline_only) == ("T", "", (), True)
    assert (flash.lead, flash.blocks, flash.is_headline_only) == ("A quake off the coast.", (), False)
    assert empty.is_headline_only


def test_the_first_publication_is_pub_date_or_the_time_of_the_entry() -> None:
    both = rss(
        "<title>t</title><description>d</description><pubDate>Sat, 28 Nov 2026 10:00:00 GMT</pubDate>"
        "<dc:date>2026-11-29T10:00:00Z</dc:date>"
    )

    assert read_story(both).published_at == utc("2026-11-28T10:00:00")
    assert read_story(both).version == ItemVersion(at=utc("2026-11-29T10:00:00"))
    assert (
        read_story(rss("<title>t</title><description>d</description><pubDate>soon</pubDate>")).published_at
        is None
    )


def test_more_than_an_editor_can_read_is_not_kept() -> None:
    story = read_story(
        rss(
            "<title>t</title><description>d</description>"
            + "".join(
                f"<category>topic {n}</category><enclosure url='https://w.example/{n}'/>" for n in range(500)
            )
        )
    )

    assert len(story.topics) == 30
    assert (len(story.notes), story.notes[-1]) == (51, "and 450 notes more")
