"""4.2: pictures, styles and scripts are given by the front itself, kept for ever where their names allow it."""

import os
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import TypedDict

import pytest
from django.test import Client
from tests.conftest import IS_NEWSPAPER
from tests.rigs.serve_factory import Served, make_paper, wait_until

PICTURE = bytes(range(256)) * 3_000
HASHED = "/media/images/dock.2e16d0ba.width-640.format-webp.0123456789abcdef.webp"
OLD = "/media/images/dock.2e16d0ba.width-640.format-webp.webp"
SCRIPT = "/static/kawaraban/paper.0123456789ab.js"


def fill(data: Path) -> None:
    """Files to ask for, and files around them that nobody may have."""
    images, static = data / "media" / "images", data / "static" / "kawaraban"
    for folder in (images, static, data / "media" / "documents", data / "media" / "images" / "deep"):
        folder.mkdir(parents=True, exist_ok=True)
    for path in (HASHED, OLD):
        (data / path[1:]).write_bytes(PICTURE)
    (images / "\u00e9cole.png").write_bytes(b"composed")
    (images / "empty.png").write_bytes(b"")
    (images / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (images / "deep" / "inner.png").write_bytes(b"inner")
    (images / ".hidden.png").write_bytes(b"SECRET")
    (data / "media" / "documents" / "contract.pdf").write_bytes(b"SECRET")
    (data / "media" / "SECRET.txt").write_bytes(b"plain upload")
    (images / "link.png").symlink_to(data / "keys" / "secret.key")
    (images / "near.png").symlink_to(images / "empty.png")
    (images / "elsewhere").symlink_to(data / "keys")
    os.mkfifo(images / "pipe.png")
    script = static / "paper.0123456789ab.js"
    script.write_bytes(b"let harbour = 'open';\n" * 50)
    script.with_name(script.name + ".gz").write_bytes(b"g" * 40)
    script.with_name(script.name + ".br").write_bytes(b"b" * 30)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = make_paper(tmp_path_factory.mktemp("served") / "paper")
    fill(data)
    with Served.started(data) as running:
        yield running


pytestmark = pytest.mark.serve


class Conditions(TypedDict, total=False):
    """Headers that a browser asks on."""

    range: str
    if_range: str
    if_match: str
    if_none_match: str
    if_modified_since: str
    if_unmodified_since: str


def test_4_2_a_picture_whose_name_says_what_is_in_it_is_kept_for_ever(served: Served) -> None:
    answer = served.ask(HASHED)

    assert (answer.status, answer.body) == (200, PICTURE)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["etag"].startswith('"')
    assert "last-modified" in answer.headers
    assert "vary" not in answer.headers
    assert served.ask(OLD).headers["cache-control"] == "public, max-age=3600, must-revalidate"


def test_4_2_parts_conditions_and_heads_of_a_picture(served: Served) -> None:
    whole = served.ask(HASHED)
    tag, date = whole.headers["etag"], whole.headers["last-modified"]
    table: list[tuple[Conditions, int, bytes]] = [
        ({"range": "bytes=5-9"}, 206, PICTURE[5:10]),
        ({"range": "bytes=-7"}, 206, PICTURE[-7:]),
        ({"range": "bytes=700000-"}, 206, PICTURE[700_000:]),
        ({"range": "bytes=5-9", "if_range": tag}, 206, PICTURE[5:10]),
        ({"range": "bytes=5-9", "if_range": date}, 206, PICTURE[5:10]),
        ({"range": "bytes=5-9", "if_range": '"x"'}, 200, PICTURE),
        ({"range": "bytes=5-9", "if_range": "Mon, 23 Nov 2020 12:00:00 GMT"}, 200, PICTURE),
        ({"range": "bytes=0-1,5-9"}, 200, PICTURE),
        ({"range": f"bytes={len(PICTURE)}-"}, 416, b""),
        ({"if_none_match": tag}, 304, b""),
        ({"if_none_match": f"W/{tag}", "range": "bytes=5-9"}, 304, b""),
        ({"if_modified_since": date}, 304, b""),
        ({"if_modified_since": date, "if_none_match": '"x"'}, 200, PICTURE),
        ({"if_modified_since": "Mon, 23 Nov 2020 12:00:00 GMT"}, 200, PICTURE),
        ({"if_match": '"x"'}, 412, b""),
        ({"if_match": tag, "range": "bytes=5-9"}, 206, PICTURE[5:10]),
        ({"if_unmodified_since": "Mon, 23 Nov 2020 12:00:00 GMT"}, 412, b""),
        ({"if_unmodified_since": date}, 200, PICTURE),
    ]

    for headers, status, body in table:
        answer = served.ask(HASHED, **headers)
        assert (answer.status, answer.body == body) == (status, True), headers
    head = served.ask(HASHED, method="HEAD", range="bytes=5-9")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(PICTURE)))
    assert served.ask(HASHED, range="bytes=5-9").headers["content-range"] == f"bytes 5-9/{len(PICTURE)}"
    assert served.ask("/media/images/empty.png").body == b""
    assert served.ask("/media/images/empty.png", range="bytes=0-").status == 416


@pytest.mark.parametrize(
    "target",
    [
        "/media/../keys/secret.key",
        "/media/images/../../keys/secret.key",
        "/media/%2e%2e/keys/secret.key",
        "/media/images/%2e%2e/%2e%2e/keys/secret.key",
        "/media/images/..%2f..%2fkeys/secret.key",
        "/media/images/..%5c..%5ckeys/secret.key",
        "/media/..;/keys/secret.key",
        "/media/images/....//....//keys/secret.key",
        "/media//etc/passwd",
        "/media/%2fetc/passwd",
        "/media/images/link.png",
        "/media/images/near.png",
        "/media/images/elsewhere/secret.key",
        "/media/images/.hidden.png",
        "/media/images/%2ehidden.png",
        "/media/images/pipe.png",
        "/media/images/deep",
        "/media/images/deep/",
        "/media/images/",
        "/media/",
        "/media/images/empty.png%00.webp",
        "/media/images/empty.png%0a",
        "/media/images/%ff.png",
        "/media/images/empty.png/",
        "/media/images/empty.png/x",
        "/media/images/e%CC%81cole.png",
        "/media/images/" + "a" * 300,
        "/media/documents/contract.pdf",
        "/media/Documents/contract.pdf",
        "/media/documents%2fcontract.pdf",
        "/media/./documents/contract.pdf",
        "/media//documents/contract.pdf",
        "/static/../keys/secret.key",
        "/static/%2e%2e/paper.sqlite3",
        "/static/kawaraban",
    ],
)
def test_4_2_nothing_outside_of_the_folder_is_given(served: Served, target: str) -> None:
    connection = HTTPConnection("127.0.0.1", served.port, timeout=60)
    try:
        connection.putrequest("GET", target, skip_host=False)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()

    assert answer.status in {301, 400, 404}, answer.status
    assert b"SECRET" not in body
    assert b"key of a served paper" not in body
    assert not body.startswith(b"root:")


def test_4_2_a_name_is_found_as_it_was_written(served: Served) -> None:
    assert served.ask("/media/images/%C3%A9cole.png").body == b"composed"
    assert served.ask("/media/images/deep/inner.png").body == b"inner"


def test_4_2_what_was_uploaded_runs_nothing_and_says_what_it_is(served: Served) -> None:
    headers = served.ask("/media/images/drawing.svg").headers

    assert "sandbox" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["content-disposition"] == 'inline; filename="drawing.svg"'
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_4_2_a_script_is_given_in_the_smallest_coding_that_is_wanted(served: Served) -> None:
    sizes = {
        coding: len(served.ask(SCRIPT, accept_encoding=coding).body) for coding in ("br", "gzip", "zstd")
    }
    tags = {
        served.ask(SCRIPT, accept_encoding=coding).headers["etag"] for coding in ("br", "gzip", "identity")
    }
    answer = served.ask(SCRIPT, accept_encoding="gzip, br")

    assert sizes == {"br": 30, "gzip": 40, "zstd": 1_100}
    assert len(tags) == 3
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (
        served.ask(SCRIPT, accept_encoding="br", range="bytes=0-9").headers["content-range"] == "bytes 0-9/30"
    )


def test_4_2_neither_of_them_passes_through_the_app(served: Served) -> None:
    served.ask(HASHED)
    served.ask(SCRIPT)
    served.ask("/media/images/none.webp")

    def lines() -> list[str]:
        text = (served.data / "log" / "access.log").read_text().splitlines()
        return [line for line in text if "/media/" in line or "/static/" in line]

    wait_until(lambda: any("none.webp" in line for line in lines()), "the log")
    assert {line.split()[-2] for line in lines()} <= {"disk", "front"}


def test_4_2_a_reader_who_leaves_holds_no_file_open(served: Served) -> None:
    for _ in range(5):
        connection = HTTPConnection("127.0.0.1", served.port, timeout=60)
        connection.request("GET", HASHED)
        connection.getresponse().read(10)
        connection.close()

    front = Path(f"/proc/{served.pid('front')}/fd")
    wait_until(
        lambda: not any("/media/" in os.readlink(link) for link in _links(front)),
        "every picture being closed",
    )


def _links(folder: Path) -> list[Path]:
    return [link for link in folder.iterdir() if link.is_symlink() and os.path.lexists(link)]


@pytest.mark.skipif(not IS_NEWSPAPER, reason="pictures are the newspaper's")
@pytest.mark.django_db
def test_4_2_a_new_picture_has_a_name_that_says_what_is_in_it(client: Client) -> None:
    from tests.makers.stories import make_picture

    first, again = (make_picture(size=(1600, width)).get_rendition("width-640") for width in (1000, 900))

    assert first.url != again.url
    assert client.get(first.url)["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(first.url)["Content-Security-Policy"].endswith("sandbox")
    assert "Vary" not in client.get(first.url)
    assert first.width == 640
