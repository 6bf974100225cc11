"""The official examples of ninjs and feeds of others: all are read or refused with words, whole or broken."""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, validators
from referencing import Registry, Resource

from kawaraban.wire.agencies.ninjs import generation_of
from kawaraban.wire.errors import WireError
from kawaraban.wire.items import RefusedItem, WireStory
from kawaraban.wire.reading import read_delivery

REAL_DATA = Path(
    os.environ.get("KAWARABAN_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data"
)
NINJS = REAL_DATA / "ninjs"
EXAMPLES = sorted((NINJS / "examples").glob("*/*.json"))
VALID = [path for path in EXAMPLES if "not-valid" not in path.parent.name]
NOT_VALID = [path for path in EXAMPLES if path not in VALID]
NEWSML = sorted((REAL_DATA / "newsmlg2" / "examples").glob("LISTING_[1236]_*.xml"))
WORDPRESS = sorted((REAL_DATA / "wordpress").glob("*.xml"))
DISQUS = sorted((REAL_DATA / "disqus").glob("*.xml"))
NITF = sorted((REAL_DATA / "newsmlg2" / "examples").glob("LISTING_25_*.xml"))
FAULTS = REAL_DATA / "faults"
OFFICIAL = {1: "1.6", 2: "2.2", 3: "3.1"}
GENERATIONS = {"guidelines-1.6": 1, "2.1": 2, "guidelines-2.2": 2, "guidelines-3.1": 3}

pytestmark = pytest.mark.skipif(not EXAMPLES, reason=f"the examples of others are not here: {NINJS}")


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@cache
def _official(generation: int) -> Any:
    schema = json.loads(
        (NINJS / "schema" / f"ninjs-schema_{OFFICIAL[generation]}.json").read_text(encoding="utf-8")
    )
    anything = Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema"})
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", anything)
    return validators.validator_for(schema, default=Draft202012Validator)(schema, registry=registry)


@pytest.mark.parametrize("path", VALID, ids=_name)
def test_every_official_example_is_known_for_its_generation_and_passes(path: Path) -> None:
    example = json.loads(path.read_text(encoding="utf-8"))

    delivery = read_delivery(path.read_bytes())

    assert delivery.format == "ninjs"
    assert len(delivery.items) == 1
    assert _official(GENERATIONS[path.parent.name]).is_valid(example)
    assert generation_of(example) == GENERATIONS[path.parent.name]


@pytest.mark.parametrize("path", NOT_VALID, ids=_name)
def test_an_example_that_the_official_schema_refuses_is_refused_for_what_it_lacks(path: Path) -> None:
    (item,) = read_delivery(path.read_bytes()).items

    assert not _official(1).is_valid(json.loads(path.read_text(encoding="utf-8")))
    assert item == RefusedItem(
        guid="http://ninjs.example.com/newsitems/20130709simp123", headline="", reason="it has no headline"
    )


def test_text_becomes_stories_and_all_else_is_refused_with_words() -> None:
    reasons, stories = {}, {}
    for path in VALID:
        (item,) = read_delivery(path.read_bytes()).items
        if isinstance(item, RefusedItem):
            reasons[_name(path)] = item.reason
        else:
            stories[_name(path)] = item

    assert reasons == {
        "2.1/ap_image": "it is not text but picture",
        **{
            f"guidelines-{version}/{name}": reason
            for version in ("1.6", "2.2", "3.1")
            for name, reason in {
                "002_renditions_example": "it has no headline",
                "006_photo_only": "it is not text but picture",
            }.items()
        },
        "guidelines-3.1/008_event": "it is not text but event",
    }
    assert all(story.blocks and story.headline for story in stories.values())
    assert len(stories) == len(VALID) - len(reasons)
    dpa = stories["2.1/dpa_text"]
    assert (dpa.source, dpa.version.number, dpa.language) == ("dpa.com", 2, "de")
    assert dpa.bylines == ("Christian Hollmann, dpa",)


def test_the_sample_feed_is_read_and_its_tricks_are_gone() -> None:
    (item,) = read_delivery((REAL_DATA / "feeds" / "rss20.xml").read_bytes()).items

    assert isinstance(item, WireStory)
    assert (item.headline, item.guid) == ("First item title", "http://example.org/guid/1")
    assert [block.text for block in item.blocks] == ["Watch out for nasty tricks"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("feeds/jsonfeed11-spec-simple-example.json", "This is a JSON Feed"),
        *((f"newsmlg2/examples/{path.name}", "This is NewsML-G2") for path in NEWSML),
        *((f"wordpress/{path.name}", "This is an export of WordPress") for path in WORDPRESS),
        *(
            (f"disqus/{path.name}", "This is an export of comments from Disqus|is neither XML nor JSON")
            for path in DISQUS
        ),
    ],
)
def test_what_is_not_read_yet_is_refused_with_words(path: str, words: str) -> None:
    with pytest.raises(WireError, match=words):
        read_delivery((REAL_DATA / path).read_bytes())


def test_the_official_example_of_nitf_is_read_by_its_parts() -> None:
    (path,) = NITF
    inline = (
        path.read_text(encoding="utf-8")
        .split('contenttype="application/nitf+xml">')[1]
        .split("</inlineXML>")[0]
    )
    item = {"uri": "urn:x:nitf:1", "bodies": [{"contentType": "application/nitf+xml", "value": inline}]}

    (story,) = read_delivery(json.dumps(item).encode()).items

    assert isinstance(story, WireStory)
    assert story.headline == "Arizona Diamondbacks (29-23) at Philadelphia Phillies (26-24), 7:05p.m."
    assert story.lead.startswith("A pair of teams coming off big weekend sweeps")
    assert [block.text[:17] for block in story.blocks] == ["(Sports Network) "]
    assert story.bylines == ("Sports Network",)


@pytest.mark.skipif(not FAULTS.is_dir(), reason="the reported inputs are not here")
def test_inputs_that_others_reported_are_read_as_they_are_meant() -> None:
    def stories(name: str) -> list[WireStory]:
        items = read_delivery((FAULTS / name).read_bytes()).items
        return [item for item in items if isinstance(item, WireStory)]

    captions = [story.blocks[0].text for story in stories("06-media-caption-becomes-the-story.xml")]
    bylines = [story.bylines for story in stories("07-authors.xml")]
    first, second = stories("18-dates-v1.xml"), stories("18-dates-v2.xml")
    links = stories("11-relative-links.xml")[0].blocks[0].text

    assert captions == [
        "The ferry sails again from Monday. It had been in dock for a month.",
        "The dock opens on Friday.",
        "What the talk is about.",
        "The lamps are lit.",
    ]
    assert bylines[:5] == [("Rae Finn",), (), ("Rae Finn",), ("Rae Finn",), ("Noël O’Dea",)]
    assert bylines[5:7] == [("Von Parks",), ("Ana Lima e Sousa",)]
    assert [story.version.is_known for story in second] == [True, False, True, True, False]
    assert second[3].version > first[3].version
    assert 'href="https://wire.example/2026/11/desk/times"' in links
    assert "#note" not in links
    assert stories("12-atom-plain-text.xml")[0].lead == "Call <desk> first, &amp; then press the <b> key."


def _files() -> list[bytes]:
    return [path.read_bytes() for path in [*EXAMPLES, REAL_DATA / "feeds" / "rss20.xml", *NEWSML[:2]]]


def _only_our_error(data: bytes) -> None:
    refusals = []
    try:
        read_delivery(data)
    except WireError as refusal:
        refusals.append(str(refusal).strip())
    assert "" not in refusals


def test_a_file_that_breaks_off_anywhere_is_refused_with_words() -> None:
    for data in _files():
        for end in range(0, len(data), max(1, len(data) // 60)):
            _only_our_error(data[:end])


@given(data=st.data())
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_a_file_with_strange_bytes_anywhere_is_read_or_refused_with_words(data: st.DataObject) -> None:
    file = bytearray(data.draw(st.sampled_from(_files())))
    for _turn in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(file)))
        length = data.draw(st.sampled_from([0, 1, 5, 40]))
        file[place : place + length] = data.draw(
            st.one_of(st.binary(max_size=6), st.sampled_from(SCRAPS), st.just(bytes(file[:place][-30:])))
        )

    _only_our_error(bytes(file))


SCRAPS = [
    b"null", b"[]", b"{}", b"1e999", b"-0", b'"\\ud800"', b"\\u0000", b"true", b"<", b"]]>", b"&#0;", b"&x;",
    b"<![CDATA[", b"<!--", b"<?x", b"\xff\xfe", b"\xef\xbb\xbf", b'encoding="utf-7"', b"9" * 5000, b"[" * 3000,
    b"<a>" * 300, b'xmlns:a="a"', b"Mon, 99 Foo 99999 99:99:99", b"9999-12-31T23:59:59-14:00",
]  # fmt: skip


def _changed(value: Any, odd: Any) -> Iterator[Any]:
    """The document again and again, with something else in one place of it each time."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield {**value, key: odd}
            yield {name: other for name, other in value.items() if name != key}
            yield from ({**value, key: changed} for changed in _changed(part, odd))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield [*value[:place], odd, *value[place + 1 :]]
            yield from ([*value[:place], changed, *value[place + 1 :]] for changed in _changed(part, odd))


@pytest.mark.parametrize("odd", [None, 7, [None]], ids=repr)
def test_a_field_that_holds_something_else_is_read_or_refused_with_words(odd: Any) -> None:
    for path in EXAMPLES:
        for document in _changed(json.loads(path.read_text(encoding="utf-8")), odd):
            _only_our_error(json.dumps(document).encode())
