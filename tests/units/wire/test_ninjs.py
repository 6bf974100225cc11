"""ninjs of three generations, as its fields say."""

import json

import pytest
from tests.makers.wire import ninjs, ninjs_3, read_refusal, read_story, texts_of, utc

from kawaraban.wire.agencies.ninjs import generation_of
from kawaraban.wire.cleaning import Block
from kawaraban.wire.errors import WireError
from kawaraban.wire.items import ItemVersion, RefusedItem
from kawaraban.wire.reading import read_delivery


def test_a_text_of_generation_3_is_read_whole() -> None:
    story = read_story(
        ninjs(
            ninjs_3(
                version="7",
                language="tr-TR",
                by="By Ada Bo and Cem Dağ",
                located="Istanbul",
                subjects=[{"name": "Ports", "rel": "about"}, {"name": "Ports"}, {"rel": "about"}],
                descriptions=[{"role": "summary", "value": "Ships sail again."}],
                usageTerms="Not for Mars.",
                copyrightNotice="(c) Agency",
                edNote="Adds detail.",
                embargoedUntil="2026-12-01T09:00:00+03:00",
                associations=[{"uri": "urn:p:1", "type": "picture"}],
            )
        )
    )

    assert story.source == "agency.example"
    assert story.version == ItemVersion(7, utc("2026-11-20T10:00:00"))
    assert (story.headline, story.lead) == ("Port reopens", "Ships sail again.")
    assert story.blocks[1] == Block("paragraph", "Ships had waited for <b>nine</b> days.")
    assert story.bylines == ("Ada Bo", "Cem Dağ")
    assert (story.topics, story.dateline, story.language) == (("Ports",), "Istanbul", "tr-TR")
    assert story.embargoed_until == utc("2026-12-01T06:00:00")
    assert story.notes == (
        "Usage terms: Not for Mars.",
        "Copyright: (c) Agency",
        "Note to editors: Adds detail.",
        "Left out: picture urn:p:1",
    )


def test_generation_1_names_its_texts_in_the_fields() -> None:
    story = read_story(
        ninjs(
            {
                "uri": "https://agency.example/1",
                "headline_main": "Port reopens",
                "headline_extended": "Long",
                "body_text": "plain",
                "body_xhtml": "<p>One.</p><p>Two.</p>",
                "description_text": "Short.",
                "byline": "Von Ada Bo",
                "versioncreated": "2026-11-20T10:00:00Z",
            }
        )
    )

    assert (story.headline, story.lead, story.bylines) == ("Port reopens", "Short.", ("Ada Bo",))
    assert story.blocks == (Block("paragraph", "One."), Block("paragraph", "Two."))


def test_html_is_taken_before_plain_text_and_the_main_body_before_others() -> None:
    story = read_story(
        ninjs(
            ninjs_3(
                bodies=[
                    {"role": "main", "contentType": "text/plain", "value": "plain"},
                    {"role": "other", "contentType": "text/html", "value": "<p>other</p>"},
                    {"role": "main", "contentType": "text/html", "value": "<p>rich</p>"},
                ]
            )
        )
    )

    assert story.blocks == (Block("paragraph", "rich"),)


@pytest.mark.parametrize(
    ("item", "generation"),
    [
        ({"uri": "u", "standard": {"name": "ninjs", "version": "3.1"}}, 3),
        ({"uri": "u", "$standard": {"name": "TTNINJS", "version": "1.4"}, "body_text": "x"}, 1),
        ({"uri": "u", "headline": "x"}, 1),
        ({"uri": "u", "bodies": [{"contenttype": "text/html", "value": "x"}]}, 2),
        ({"uri": "u", "bodies": [{"contentType": "text/html", "value": "x"}]}, 3),
        ({"uri": "u", "versionCreated": "x"}, 3),
        ({"uri": "u", "versioncreated": "x"}, 2),
    ],
)
def test_the_generation_is_told_by_standard_or_by_the_names_of_the_fields(
    item: dict[str, object], generation: int
) -> None:
    assert generation_of(item) == generation


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"type": "picture"}, "it is not text but picture"),
        ({"type": "event", "bodies": []}, "it is not text but event"),
        ({"pubStatus": "canceled"}, "the agency has cancelled it"),
        ({"pubStatus": "withheld"}, "the agency withholds it"),
        ({"headlines": []}, "it has no headline"),
        ({"headlines": [{"value": "x" * 300}]}, "its headline is longer than 255 characters"),
        ({"bodies": [{"value": "<p><script>x()</script></p>"}]}, "it has no text"),
        ({"bodies": [{"value": "<p> </p>"}]}, "it has no text"),
        ({"uri": "u" * 700}, "its uri cannot be kept: it is empty or longer than 600 characters"),
        ({"bodies": [{"value": "x" * 1_000_001}]}, "its text is longer than 1000000 characters"),
    ],
)
def test_an_item_that_is_no_story_is_refused_with_words(fields: dict[str, object], reason: str) -> None:
    assert read_refusal(ninjs(ninjs_3(**fields))) == reason


@pytest.mark.parametrize("status", ["cancelled", "Canceled", "stat:canceled", " CANCELLED "])
def test_a_kill_is_not_lost_over_a_letter(status: str) -> None:
    (item,) = read_delivery(ninjs(ninjs_3(pubStatus=status))).items

    assert isinstance(item, RefusedItem)
    assert (item.reason, item.is_withdrawn) == ("the agency has cancelled it", True)


@pytest.mark.parametrize("stated", ["2026-12-01T09:00:00", "2026-12-01 09:00", "1 Dec 2026 09:00 IST"])
def test_an_embargo_without_a_known_zone_ends_when_it_has_ended_everywhere(stated: str) -> None:
    story = read_story(ninjs(ninjs_3(embargoedUntil=stated)))

    assert story.embargoed_until == utc("2026-12-01T21:00:00")


def test_a_list_and_a_package_give_their_text_items_one_by_one() -> None:
    package = {
        "uri": "urn:package",
        "type": "composite",
        "associations": [ninjs_3(uri="urn:a:x:2"), {"uri": "urn:p", "type": "picture"}],
    }

    delivery = read_delivery(ninjs(ninjs_3(), package, ninjs_3(uri="urn:b", type="video")))

    assert texts_of(delivery) == ["Port reopens"] * 3
    assert isinstance(delivery.items[2], RefusedItem)


def test_a_composite_with_words_of_its_own_is_a_story_without_its_pictures() -> None:
    story = read_story(ninjs(ninjs_3(type="composite", associations=[{"uri": "urn:p", "type": "picture"}])))

    assert story.notes == ("Left out: picture urn:p",)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"type": "text"}, "At / "),
        ([ninjs_3(), ninjs_3(headlines="x")], "At /1/headlines "),
        (ninjs_3(bodies=[{"value": 7}]), "At /bodies/0/value "),
        (ninjs_3(pubStatus="odd"), "At /pubStatus "),
        ([ninjs_3(), "x"], "At /1 "),
        ([[ninjs_3()]], "At /0 "),
        (ninjs_3(embargoedUntil="soon"), "At / the end of the embargo is no time: soon."),
    ],
)
def test_a_document_that_is_not_ninjs_is_refused_whole_with_the_place(document: object, place: str) -> None:
    with pytest.raises(WireError) as refusal:
        read_delivery(json.dumps(document).encode())

    assert str(refusal.value).startswith(place)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"uri": "u",\n "type": }', "The JSON is broken in line 2, column 10: "),
        (b'{"uri": "\xff"}', "The file is not UTF-8 in line 1."),
        (b"[" * 100_000, "The JSON is nested too deeply"),
        (b'{"uri": ' + b"9" * 5000 + b"}", "The JSON holds a number that cannot be read"),
        (b'{"uri": NaN}', "The JSON holds a number that cannot be read: NaN."),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "This is a JSON Feed"),
        (b"[]", "The file holds no items."),
    ],
)
def test_json_that_cannot_be_read_is_refused_with_the_place(data: bytes, words: str) -> None:
    with pytest.raises(WireError) as refusal:
        read_delivery(data)

    assert str(refusal.value).startswith(words)


def test_what_no_database_can_hold_is_taken_out() -> None:
    story = read_story(b'{"uri": "urn:x\\u0000", "headline": "A\\ud800 b\\u0007", "body_text": "c\\u0000d"}')

    assert (story.guid, story.headline, story.blocks) == ("urn:x", "A b", (Block("paragraph", "cd"),))


def test_the_digest_is_of_the_words_and_not_of_the_version() -> None:
    first, second = read_story(ninjs(ninjs_3())), read_story(ninjs(ninjs_3(version="2")))
    third = read_story(ninjs(ninjs_3(version="2", by="Ada Bo")))

    assert first.digest == second.digest
    assert second.digest != third.digest
