"""2.2: what a reader gets of a printed page is what RFC 9110 says, in both forms of the front."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from tests.makers.press import make_page
from tests.rigs.raw_http import FORMS, Front, read_answers

from kawaraban.press.store.page import Page
from kawaraban.press.store.store import Store

LONG = "<p>The harbour opens, and the ferry crosses it again.</p>" * 40
# zstd is made the smallest of this page's bodies, so that the order of the names is not what decides.
BODIES = {"identity": LONG.encode(), "gzip": b"g" * 90, "br": b"b" * 80, "zstd": b"z" * 70}


def page(address: str, bodies: dict[str, bytes]) -> Page:
    made = replace(make_page(address), bodies=bodies)
    return replace(
        made,
        headers=(
            ("Content-Type", "text/html; charset=utf-8"),
            ("Surrogate-Key", "story-1 paper"),
            ("Cache-Control", "public, max-age=0, s-maxage=15, stale-while-revalidate=15"),
            ("Vary", "Accept-Encoding"),
        ),
    )


PAGE = replace(page("/harbour/", BODIES), has_numbers=True)
OLD = page("/old/", {name: body for name, body in BODIES.items() if name != "zstd"})
JAPANESE = page("/港/", BODIES)
ETAG = PAGE.etags


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    for printed in (PAGE, OLD, JAPANESE, page("/\u00e9cole/", BODIES), page("/harbour/?page=2", BODIES)):
        Store(folder / "store").put(printed)
    with Front(folder) as running:
        yield running


@dataclass(frozen=True)
class Row:
    """A request, and what is answered: `by` the store in a coding, or the app (which says "fresh")."""

    name: str
    headers: str = ""
    target: str = "/harbour/"
    method: str = "GET"
    version: str = "HTTP/1.1"
    status: int = 200
    coding: str = "identity"
    by: str = "store"
    part: tuple[int, int] | None = None

    @property
    def request(self) -> bytes:
        lines = "".join(f"{line.strip()}\r\n" for line in self.headers.split("\n") if line.strip())
        host = "" if "host:" in lines.lower() else "Host: paper.example\r\n"
        return f"{self.method} {self.target} {self.version}\r\n{host}{lines}\r\n".encode("latin-1")


def part(name: str, wanted: str, first: int, end: int, *, coding: str = "identity") -> Row:
    return Row(
        name, f"Accept-Encoding: {coding}\nRange: {wanted}", status=206, coding=coding, part=(first, end)
    )


def refused(name: str, headers: str, status: int = 412) -> Row:
    return Row(name, f"Accept-Encoding: br\n{headers}", status=status, coding="br")


def accepts(value: str, coding: str) -> Row:
    return Row(f"Accept-Encoding: {value}", f"Accept-Encoding: {value}", coding=coding)


def unchanged(name: str, known: str, *, accept: str = "br") -> Row:
    return Row(name, f"Accept-Encoding: {accept}\nIf-None-Match: {known}", status=304, coding=accept)


def changed(name: str, known: str) -> Row:
    return Row(name, f"Accept-Encoding: br\nIf-None-Match: {known}", coding="br")


TABLE = (
    # What is acceptable, and of that the smallest
    Row("no Accept-Encoding"),
    Row("an empty Accept-Encoding", "Accept-Encoding:"),
    accepts("br", "br"),
    accepts("gzip", "gzip"),
    accepts("zstd", "zstd"),
    accepts("identity", "identity"),
    accepts("gzip, deflate, br, zstd", "zstd"),
    accepts("gzip, deflate, br", "br"),
    accepts("gzip, deflate", "gzip"),
    accepts("deflate", "identity"),
    accepts("BR", "br"),
    accepts("x-gzip", "gzip"),
    accepts("*", "zstd"),
    accepts("br;q=0, *", "zstd"),
    accepts("zstd;q=0, *", "br"),
    accepts("zstd;q=0, br;q=0, *", "gzip"),
    accepts("*;q=0", "identity"),
    accepts("*;q=0, gzip", "gzip"),
    accepts("*;q=0.1, gzip", "gzip"),
    accepts("gzip;q=0", "identity"),
    accepts("gzip;q=0.0, br;q=0.000", "identity"),
    accepts("br;q=0.5, gzip;q=0.9", "gzip"),
    accepts("br;q=0.5, gzip;q=0.5", "br"),
    accepts("gzip;q=0.2, identity;q=0.9", "identity"),
    accepts("gzip, identity", "gzip"),
    accepts("identity;q=0", "identity"),
    accepts("identity;q=0, gzip;q=0.001", "gzip"),
    accepts("identity;q=0, *;q=0", "identity"),
    accepts("br;q=1.5, gzip;q=0.1", "gzip"),
    accepts("br;q=, gzip;q=0.1", "gzip"),
    accepts("gzip;level=9;q=0.3, br;q=0.2", "gzip"),
    accepts(" , ,gzip ,", "gzip"),
    Row("two Accept-Encoding lines", "Accept-Encoding: gzip\nAccept-Encoding: br", coding="br"),
    Row("an old print without zstd", "Accept-Encoding: zstd, gzip, br", "/old/", coding="br"),
    Row("an old print and zstd alone", "Accept-Encoding: zstd", "/old/"),
    # HEAD
    Row("HEAD", method="HEAD"),
    Row("HEAD in a coding", "Accept-Encoding: br", method="HEAD", coding="br"),
    Row("HEAD that knows", f"If-None-Match: {ETAG['identity']}", method="HEAD", status=304),
    # What the reader has
    unchanged("its own tag", ETAG["br"]),
    unchanged("its own tag, weak", f"W/{ETAG['br']}"),
    unchanged("in a list", f'"x", {ETAG["br"]}, "y"'),
    unchanged("in a list, weak, without spaces", f'W/"x",W/{ETAG["br"]}'),
    unchanged("behind a tag with a comma", f'"x,y", {ETAG["br"]}'),
    unchanged("any tag", "*"),
    unchanged("the plain page's tag", ETAG["identity"], accept="identity"),
    changed("another tag", '"x"'),
    changed("the tag of another coding", ETAG["gzip"]),
    changed("no tag", ETAG["br"].strip('"')),
    changed("a star among tags", '"x", *'),
    changed("an unfinished tag", ETAG["br"][:-1]),
    changed("nothing", ""),
    Row("a date, which we do not keep", "If-Modified-Since: Mon, 23 Nov 2026 12:00:00 GMT"),
    # Where the page is
    Row("a campaign's parameters", target="/harbour/?utm_source=mail&fbclid=1"),
    Row("a page number", target="/harbour/?page=2"),
    Row("a page number among a campaign's", target="/harbour/?utm_source=a&page=2&gclid=7"),
    Row("a page beyond the last", target="/harbour/?page=3", by="app"),
    Row("a page beyond the last that is no number", target="/harbour/?page=x", by="app"),
    Row("an unknown parameter", target="/harbour/?order=oldest"),
    Row("unknown parameters", target="/harbour/?q&page=2&page_=3&=&;"),
    Row("a page number on a page without", target="/old/?page=3", status=301, by="/old/"),
    Row("the first page by number", target="/harbour/?page=1", status=301, by="/harbour/"),
    Row("a number with a zero", target="/harbour/?page=02&x", status=301, by="/harbour/?page=2"),
    Row("two numbers", target="/harbour/?page=7&page=2", status=301, by="/harbour/?page=2"),
    Row("an encoded number", target="/harbour/?p%61ge=%32", status=301, by="/harbour/?page=2"),
    Row("without its last slash", target="/harbour", status=301, by="/harbour/"),
    Row("letters and marks apart", target="/e%CC%81cole/", status=301, by="/%C3%A9cole/"),
    Row("escapes", target="/%68arbour/?x=1", status=301, by="/harbour/?x=1"),
    Row("an address beyond ASCII", target="/%E6%B8%AF/"),
    Row("an address beyond ASCII, small letters", target="/%e6%b8%af/"),
    Row("a whole address", target="http://paper.example/harbour/"),
    Row("an unprinted page", target="/elsewhere/", by="app"),
    Row("another name of the paper", "Host: tr.papers.example:8000"),
    Row("a stranger's name", "Host: evil.example", status=400, by="front"),
    Row("no name", "Host:", status=400, by="front"),
    Row("a name with somebody in it", "Host: paper.example:80@evil.example", status=400, by="front"),
    # What is not plain
    part("a part", "bytes=0-9", 0, 10),
    part("a part of a coding", "bytes=10-19", 10, 20, coding="br"),
    part("one byte", "bytes=79-79", 79, 80, coding="br"),
    part("from a place on", "bytes=60-", 60, 80, coding="br"),
    part("beyond the end", "bytes=70-99999999999999999999999", 70, 80, coding="br"),
    part("the end", "bytes=-5", 75, 80, coding="br"),
    part("more than there is from the end", "bytes=-500", 0, 80, coding="br"),
    part("another way to write it", "Bytes = 0-9 ", 0, 10),
    part("a part of this version", f"bytes=0-9\nIf-Range: {ETAG['br']}", 0, 10, coding="br"),
    part("a part of what it has", f"bytes=0-9\nIf-Match: {ETAG['br']}", 0, 10, coding="br"),
    part("a part of what is new to it", 'bytes=0-9\nIf-None-Match: "x"', 0, 10, coding="br"),
    refused("a part that begins behind the end", "Range: bytes=80-", 416),
    refused("no bytes from the end", "Range: bytes=-0", 416),
    changed("a part, with a tag that is another's", '"x"\nRange: bytes=0-9\nIf-Range: "x"'),
    changed("a part, with a weak tag", f'"x"\nRange: bytes=0-9\nIf-Range: W/{ETAG["br"]}'),
    changed("a part, with a date", '"x"\nRange: bytes=0-9\nIf-Range: Mon, 23 Nov 2026 12:00:00 GMT'),
    changed("two parts", '"x"\nRange: bytes=0-9,20-29'),
    changed("two lines of parts", '"x"\nRange: bytes=0-9\nRange: bytes=20-29'),
    changed("a part of nothing known", '"x"\nRange: lines=0-9'),
    changed("a part from right to left", '"x"\nRange: bytes=9-0'),
    changed("no part", '"x"\nRange: bytes=-'),
    unchanged("a part of what it has already", f"{ETAG['br']}\nRange: bytes=0-9"),
    Row("a part of a HEAD", "Range: bytes=0-9", method="HEAD"),
    refused("another version is expected", 'If-Match: "x"'),
    refused("another coding is expected", f"If-Match: {ETAG['gzip']}"),
    refused("a weak tag is expected", f"If-Match: W/{ETAG['br']}"),
    refused("nothing is expected", "If-Match:"),
    refused("an expectation comes first", f'If-Match: "x"\nIf-None-Match: {ETAG["br"]}\nRange: bytes=0-9'),
    changed("any version is expected", '"x"\nIf-Match: *'),
    changed("this version is expected", f'"x"\nIf-Match: "x" , {ETAG["br"]}'),
    changed("no change since a date", '"x"\nIf-Unmodified-Since: Mon, 23 Nov 2020 12:00:00 GMT'),
    changed("no change since nonsense", '"x"\nIf-Unmodified-Since: yesterday'),
    Row("somebody", "Authorization: Bearer abc"),
    Row("somebody with a cookie", "Authorization: Basic YTpi\nCookie: kawaraban_session=1"),
    Row("a forged staff cookie", "Cookie: kawaraban_staff=1.9999999999.x"),
    Row("a cookie of no meaning", "Cookie: theme=dark"),
    Row("a length of nothing", "Content-Length: 0"),
    Row("POST", "Content-Length: 0", method="POST", by="app"),
    # Other ways to speak
    Row("HTTP/1.0", "Accept-Encoding: br", version="HTTP/1.0", coding="br"),
    Row("HTTP/1.0 that would stay", "Connection: keep-alive", version="HTTP/1.0"),
    Row("the last request", "Connection: close\nAccept-Encoding: gzip", coding="gzip"),
)


def test_2_02_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 60
    assert len({row.name for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_2_02_a_request_gets_what_the_rfc_says(front: Front, row: Row, form: str) -> None:
    line = front.line(form)

    (answer,) = read_answers(front.say(line, row.request), to_head=row.method == "HEAD")

    assert answer.status == row.status
    if row.status == 301:
        assert answer.headers["location"] == row.by
        assert answer.headers["cache-control"] == "private, no-store"
        return
    if row.by != "store":
        assert (answer.body == b"fresh") is (row.by == "app")
        return
    assert answer.headers["etag"] == ETAG[row.coding]
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, max-age=0, s-maxage=15, stale-while-revalidate=15"
    assert "surrogate-key" not in answer.headers
    first, end = row.part or (0, len(BODIES[row.coding]))
    if row.status == 304:
        assert not answer.headers.keys() & {"content-length", "content-encoding", "content-type"}
    elif row.status in {412, 416}:
        assert answer.body == b""
        assert answer.headers.get("content-range") == ("bytes */80" if row.status == 416 else None)
    elif row.status == 206:
        assert answer.body == BODIES[row.coding][first:end]
        assert answer.headers["content-range"] == f"bytes {first}-{end - 1}/{len(BODIES[row.coding])}"
        assert answer.headers.get("content-encoding", "identity") == row.coding
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
    else:
        assert answer.headers["content-length"] == str(len(BODIES[row.coding]))
        assert answer.headers.get("content-encoding", "identity") == row.coding
        assert answer.body == (b"" if row.method == "HEAD" else BODIES[row.coding])
    is_last = row.version == "HTTP/1.0" or "Connection: close" in row.headers
    assert line.wire.is_shut is is_last
    assert (answer.headers.get("connection") == "close") is is_last


def test_2_02_both_forms_answer_the_same_bytes(front: Front) -> None:
    for row in TABLE:
        fast, plain = (front.say(front.line(form), row.request) for form in FORMS)

        assert fast == plain, row.name


def test_2_02_other_bodies_have_other_entity_tags() -> None:
    assert len(set(ETAG.values())) == len(BODIES)
