from kawaraban.press.front.ready import ReadyAnswer, closing
from kawaraban.press.store.page import EncodedPage

SHEET = EncodedPage(
    "/harbour/",
    (
        ("Content-Type", "text/html"),
        ("Cache-Control", "public"),
        ("Vary", "Accept-Encoding"),
        ("X-Keys", "a b"),
    ),
    "br",
    '"tag"',
    b"body",
)


def test_an_answer_says_what_the_page_says_and_what_belongs_to_its_coding() -> None:
    answer = ReadyAnswer.of(SHEET, hidden={b"x-keys"})

    assert answer.full.whole == (
        b"content-type: text/html\r\ncache-control: public\r\nvary: Accept-Encoding\r\n"
        b'etag: "tag"\r\ncontent-encoding: br\r\ncontent-length: 4\r\n\r\nbody'
    )
    assert answer.unchanged.whole == (
        b'cache-control: public\r\nvary: Accept-Encoding\r\netag: "tag"\r\n\r\n'
    )


def test_the_plain_page_names_no_coding() -> None:
    answer = ReadyAnswer.of(EncodedPage("/harbour/", (), "identity", '"tag"', b"body"))

    assert answer.full.whole == b'etag: "tag"\r\ncontent-length: 4\r\n\r\nbody'


def test_the_last_answer_says_so_at_the_end_of_its_head() -> None:
    whole = b"HTTP/1.1 200 OK\r\na: b\r\n\r\nbody\r\n\r\nwith empty lines"

    assert closing(whole) == (
        b"HTTP/1.1 200 OK\r\na: b\r\nconnection: close\r\n\r\nbody\r\n\r\nwith empty lines"
    )
