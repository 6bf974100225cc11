"""NITF inside ninjs and Atom: each of its parts in its place."""

import pytest
from tests.makers.wire import ninjs, ninjs_3, read_story

from kawaraban.wire.cleaning import Block

NITF = """<?xml version="1.0"?><nitf {space}><head><title>HEAD</title><docdata><doc-id id-string="x"/></docdata></head>
<body><body.head><hedline><hl1>Big headline</hl1><hl2>Below it</hl2></hedline><byline>By <person>Ann Roe</person>
<byttl>Sports Network</byttl></byline><distributor>AGENCY</distributor>
<dateline><location>Istanbul</location></dateline>
<abstract><p>In short.</p></abstract></body.head><body.content><block><p>First <em>paragraph</em>, see
<a href="/x">this</a>.</p><hl2>Fleet</hl2><p>Second.</p><bq><p>We sail.</p><credit>Ada Bo</credit></bq>
<media media-type="image"><media-reference source="p.jpg" mime-type="image/jpeg"/><media-caption>A crane</media-caption>
<media-producer>Cem</media-producer></media></block></body.content><body.end><tagline>END</tagline></body.end></body></nitf>"""
BLOCKS = (
    Block("subheading", "Below it"),
    Block("paragraph", 'First <i>paragraph</i>, see <a href="https://agency.example/x">this</a>.'),
    Block("subheading", "Fleet"),
    Block("paragraph", "Second."),
    Block("quote", "We sail.", source="Ada Bo"),
)


@pytest.mark.parametrize(
    "body",
    [
        {"contentType": "application/nitf+xml", "value": NITF.format(space="")},
        {"role": "nitf", "value": NITF.format(space='xmlns="http://iptc.org/std/NITF/2006-10-18/"')},
        {"contentType": "text/html", "value": NITF.format(space="").split("?>", 1)[1]},
        {
            "contentType": "text/xml",
            "value": NITF.format(space="").replace("<nitf", "<!-- a wire --><nitf", 1),
        },
    ],
)
def test_the_parts_of_nitf_in_ninjs_are_kept_apart(body: dict[str, str]) -> None:
    story = read_story(ninjs(ninjs_3(uri="https://agency.example/1", headlines=[], bodies=[body])))

    assert (story.headline, story.lead, story.dateline) == ("Big headline", "In short.", "Istanbul")
    assert story.bylines == ("Ann Roe",)
    assert story.blocks == BLOCKS
    assert story.notes == (
        "Distributor: AGENCY",
        "Picture left out: A crane",
        "Picture left out: Cem",
        "Picture left out: p.jpg",
    )


def test_what_ninjs_says_itself_comes_first() -> None:
    body = {"contentType": "application/nitf+xml", "value": NITF.format(space="")}
    story = read_story(
        ninjs(ninjs_3(by="Rae Finn", located="Izmir", bodies=[body], descriptions=[{"value": "Ours."}]))
    )

    assert (story.headline, story.lead, story.bylines, story.dateline) == (
        "Port reopens",
        "Ours.",
        ("Rae Finn",),
        "Izmir",
    )


def test_of_broken_nitf_the_content_alone_is_read() -> None:
    broken = NITF.format(space="").replace("</hl1>", "")
    story = read_story(ninjs(ninjs_3(bodies=[{"role": "nitf", "value": broken}])))

    assert story.lead == "First paragraph, see this."
    assert story.blocks[0] == Block("subheading", "Fleet")
    assert "Big headline" not in str(story.blocks)
    assert "END" not in str(story.blocks)


def test_nitf_with_declarations_before_it_is_known_as_nitf() -> None:
    declared = '<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.5//EN" "nitf-3-5.dtd" [ <!ENTITY x "y"> ]><nitf '
    markup = NITF.format(space="").replace("<nitf ", declared, 1)

    story = read_story(ninjs(ninjs_3(bodies=[{"contentType": "text/xml", "value": markup}])))

    assert story.lead == "First paragraph, see this."
    assert story.blocks[0] == Block("subheading", "Fleet")


def test_nitf_in_atom_is_parted_too() -> None:
    inline = NITF.format(space='xmlns="http://iptc.org/std/NITF/2006-10-18/"').split("?>", 1)[1]
    story = read_story(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title><entry><id>tag:w,1</id><title>Ours</title>'
        f'<link href="https://agency.example/1"/><content type="application/nitf+xml">{inline}</content>'
        "</entry></feed>".encode()
    )

    assert (story.headline, story.lead, story.bylines) == ("Ours", "In short.", ("Ann Roe",))
    assert story.blocks == BLOCKS
