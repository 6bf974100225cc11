import gzip

import brotli
import pytest

from kawaraban.press.encodings import best_bodies, chosen_encoding, etag_matches, quick_bodies


@pytest.mark.parametrize(
    ("accepts", "chosen"),
    [
        ("", "identity"),
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("*;q=0, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("identity", "identity"),
        ("identity;q=1, br;q=0.5", "identity"),
        ("identity;q=0", "identity"),
        ("*;q=0", "identity"),
        ("br;q=nonsense", "identity"),
        ("br;q=7", "identity"),
        (",;,", "identity"),
        ("zstd", "identity"),
    ],
)
def test_the_reader_gets_the_encoding_it_likes_best(accepts: str, chosen: str) -> None:
    assert chosen_encoding(accepts) == chosen


@pytest.mark.parametrize(
    ("sent", "matches"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"a"', True),
        ("*", True),
        ('"b"', False),
        ("", False),
        ("a", False),
        ('"xa"', False),
    ],
)
def test_an_entity_tag_is_found_in_a_list_weak_or_not(sent: str, matches: bool) -> None:
    assert etag_matches(sent, '"a"') is matches


@pytest.mark.parametrize("compress", [quick_bodies, best_bodies])
def test_every_encoding_unpacks_to_the_same_page(compress) -> None:  # type: ignore[no-untyped-def]
    page = "瓦版 reads the news. ".encode() * 300

    bodies = compress(page)

    assert bodies["identity"] == gzip.decompress(bodies["gzip"]) == brotli.decompress(bodies["br"]) == page
    assert bodies == compress(page)
