import pytest

from kawaraban.press.front.negotiation import etag_matches, wishes_of

SIZES = {"identity": 900, "gzip": 320, "zstd": 310, "br": 300}


@pytest.mark.parametrize(
    ("accepts", "chosen"),
    [
        (None, "identity"),
        (b"", "identity"),
        (b"br", "br"),
        (b"gzip, deflate, br", "br"),
        (b"gzip, deflate, br, zstd", "br"),
        (b"gzip, deflate", "gzip"),
        (b"gzip, zstd", "zstd"),
        (b"GZIP", "gzip"),
        (b"x-gzip", "gzip"),
        (b"br;q=0, gzip", "gzip"),
        (b"br;q=0.1, gzip;q=0.9", "gzip"),
        (b"br; q=0.1 ,\tgzip ;q=0.05", "br"),
        (b"*", "br"),
        (b"*;q=0, gzip", "gzip"),
        (b"br;q=0, *", "zstd"),
        (b"br;q=0, zstd;q=0, *;q=0.1", "gzip"),
        (b"gzip;q=0.5, *;q=0.2", "gzip"),
        (b"identity", "identity"),
        (b"identity;q=1, br;q=0.5", "identity"),
        (b"identity;q=0.5, br;q=0.5", "br"),
        (b"identity;q=0", "identity"),
        (b"identity;q=0, zstd", "zstd"),
        (b"*;q=0", "identity"),
        (b"br;q=nonsense", "identity"),
        (b"br;q=7", "identity"),
        (b"br;q=nan", "identity"),
        (b"br;q=0.0001", "identity"),
        (b",;,", "identity"),
        (b"deflate, compress", "identity"),
        (b"\xff\xfe, gzip", "gzip"),
    ],
)
def test_the_reader_gets_the_encoding_it_likes_best(accepts: bytes | None, chosen: str) -> None:
    assert wishes_of(accepts).choose(SIZES) == chosen


def test_of_two_that_are_equally_dear_the_smaller_one_is_sent() -> None:
    wishes = wishes_of(b"gzip, br, zstd")

    assert wishes.choose({"identity": 9, "gzip": 5, "zstd": 4, "br": 6}) == "zstd"
    assert wishes.choose({"identity": 9, "gzip": 5, "zstd": 5, "br": 5}) == "br"
    assert wishes.choose({"identity": 9, "gzip": 5, "br": 6}) == "gzip"


def test_what_a_page_has_not_is_not_sent() -> None:
    assert wishes_of(b"zstd").choose({"identity": 9, "gzip": 5}) == "identity"
    assert wishes_of(b"zstd, gzip;q=0.2").choose({"identity": 9, "gzip": 5}) == "gzip"


def test_whatever_readers_send_there_are_few_orders_of_four_codings() -> None:
    orders = {wishes_of(b"br;q=0.%d, gzip;q=0.%d" % (a, b)) for a in range(1, 900, 7) for b in (5, 40, 500)}

    assert len(orders) <= 3


@pytest.mark.parametrize(
    ("sent", "matches"),
    [
        (b'"a"', True),
        (b'W/"a"', True),
        (b'"b", W/"a"', True),
        (b'"b","a"', True),
        (b' "x,y" , "a" ', True),
        (b"*", True),
        (b" * ", True),
        (b'"b"', False),
        (b"", False),
        (b"a", False),
        (b'"xa"', False),
        (b'"b", *', False),
        (b'"x"a"', False),
        (b'w/"a"', False),
    ],
)
def test_an_entity_tag_is_found_in_a_list_weak_or_not(sent: bytes, matches: bool) -> None:
    assert etag_matches(sent, b'"a"') is matches
