"""4.2: whatever a stranger sends with it, a request for a page that is printed is answered without rendering it."""

from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
from tests.rigs.serve_factory import Served, make_paper, wait_until

pytestmark = pytest.mark.serve

PAGE = "/test/story/7/"
TAG = '"0123456789abcdef"'

HEADERS: tuple[dict[str, str], ...] = (
    {"Range": "bytes=0-9"},
    {"Range": "bytes=5-"},
    {"Range": "bytes=-5"},
    {"Range": "bytes=0-1,3-4"},
    {"Range": "bytes=99999-"},
    {"Range": "bytes=9-0"},
    {"Range": "pages=1-2"},
    {"Range": "bytes=0-9", "If-Range": TAG},
    {"If-Range": TAG},
    {"If-Match": TAG},
    {"If-Match": "*"},
    {"If-None-Match": TAG},
    {"If-None-Match": "*"},
    {"If-Unmodified-Since": "Mon, 23 Nov 2020 12:00:00 GMT"},
    {"If-Modified-Since": "Mon, 23 Nov 2020 12:00:00 GMT"},
    {"If-Modified-Since": "never"},
    {"Authorization": "Bearer x"},
    {"Authorization": "Basic eDp5"},
    {"Proxy-Authorization": "Basic eDp5"},
    {"Cookie": "kawaraban_session=x"},
    {"Cookie": "kawaraban_staff=1.9999999999.forged"},
    {"Cookie": "sessionid=1; csrftoken=2; _ga=3"},
    {"Accept": "application/json"},
    {"Accept": "*/*;q=0"},
    {"Accept": "text/plain"},
    {"Accept-Language": "tr"},
    {"Accept-Charset": "utf-7"},
    {"Accept-Encoding": "identity;q=0"},
    {"Accept-Encoding": "deflate, compress"},
    {"Cache-Control": "no-cache"},
    {"Cache-Control": "no-store, max-age=0"},
    {"Pragma": "no-cache"},
    {"Upgrade-Insecure-Requests": "1"},
    {"X-Requested-With": "XMLHttpRequest"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Forwarded-Prefix": "/elsewhere"},
    {"X-Original-URL": "/desk/"},
    {"User-Agent": "facebookexternalhit/1.1"},
    {"Sec-Purpose": "prefetch"},
    {"Save-Data": "on"},
    {"DNT": "1"},
    {"TE": "trailers"},
    {"Content-Length": "0"},
    {"Via": "1.1 somewhere"},
    {"Origin": "https://evil.example"},
    {"Referer": "https://evil.example/"},
    {"HX-Request": "true"},
)
QUERIES = (
    *(
        "utm_source=mail",
        "utm_whatever=1&utm_medium=2",
        "fbclid=x",
        "gclid=x",
        "mc_cid=x",
        "igshid=x",
        "ref=front",
    ),
    *(
        "x=1",
        "order=oldest",
        "page=1",
        "page=01",
        "page=2",
        "page=9999",
        "page=2&page=3",
        "page=2&x=1",
        "p%61ge=2",
    ),
    *("=", "&", "a", "a=%00", "amp;page=2", "q=" + "x" * 2_000, "%3Cscript%3E=1", "PAGE=2", "next=/desk/"),
    *("format=json", "lang=tr", "preview=1", "page=0", "page=x", "page=", "page"),
)
PATHS = (
    *("/test/story/7", "/test/story/%37/", "/t%65st/story/7/?x=1"),
    *("//test/story/7/", "///test/story/7/?x=1", "//t%65st/story/7/", "/\\test/story/7/"),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served.started(make_paper(tmp_path_factory.mktemp("served") / "paper")) as running:
        yield running


def sent(served: Served, target: str, headers: dict[str, str], *, method: str = "GET") -> int:
    connection = HTTPConnection("127.0.0.1", served.port, timeout=60)
    try:
        connection.putrequest(method, target, skip_accept_encoding="Accept-Encoding" in headers)
        for name, text in headers.items():
            connection.putheader(name, text)
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def sources(served: Served, last: str) -> list[tuple[str, str]]:
    """What was asked since the start, and who answered it, once this path is in the log."""
    path = served.data / "log" / "access.log"
    wait_until(lambda: path.exists() and last in path.read_text(), "the log")
    lines = path.read_text().splitlines()
    return [(line.split('"')[1], line.split()[-2]) for line in lines if "/story/" in line or "/%" in line]


def test_4_2_no_odd_request_for_a_printed_page_reaches_the_app(served: Served) -> None:
    served.ask(PAGE)
    wait_until(lambda: PAGE in served.store.etags(), "the page in the store")
    before = len(sources(served, PAGE))
    count = 0

    for method in ("GET", "HEAD"):
        for headers in HEADERS:
            status = sent(served, PAGE, headers, method=method)
            assert status in {200, 206, 304, 412, 416}, headers
            count += 1
        for query in QUERIES:
            status = sent(served, f"{PAGE}?{query}", {}, method=method)
            assert status in {200, 301}, query
            count += 1
        for path in PATHS:
            assert sent(served, path, {}, method=method) == 301
            count += 1
    served.ask("/test/story/8/")

    answered = sources(served, "/test/story/8/")[before:-1]
    assert len(answered) == count
    assert [line for line in answered if line[1] == "app"] == []
    assert set(served.store.etags()) & {PAGE} == {PAGE}


def test_4_2_a_cold_page_with_a_campaigns_words_is_printed_under_its_own_address(served: Served) -> None:
    first = served.ask("/test/story/20/?utm_source=mail&x=1")

    assert first.status == 200
    wait_until(lambda: "/test/story/20/" in served.store.etags(), "the page in the store")
    assert [address for address in served.store.etags() if "story/20" in address] == ["/test/story/20/"]
    assert served.ask("/test/story/20/?y=2", accept_encoding="br").headers["content-encoding"] == "br"
