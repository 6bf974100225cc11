"""2.7: the printed pages are plain files, and a web server gives them with the configuration of our own page."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest
from tests.rigs.serve_factory import Served, environment, make_paper, wait_until
from tests.rigs.web_server import CADDY, NAME, NGINX, WebServer, caddy, configurations, nginx

from kawaraban.kit.signing import derived_key, sign
from kawaraban.press.front.sorry import SORRY_ADDRESSES

pytestmark = pytest.mark.serve

needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (tools/test_tools.sh does it)")
needs_caddy = pytest.mark.skipif(CADDY is None, reason="Caddy is not installed")
Start = Callable[..., "contextlib.AbstractContextManager[WebServer]"]


def make_published_paper(folder: Path) -> Path:
    data = make_paper(folder)
    (data / "kawaraban.toml").write_text(f'site_url = "https://{NAME}"\npublished_files = "pages"\n')
    return data


# One whose name says what is in it, and one from before.
PICTURES = ("dock.width-640.0123456789abcdef.webp", "dock.width-640.format-webp.webp")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = make_published_paper(tmp_path_factory.mktemp("served") / "paper")
    (data / "static").mkdir()
    (data / "static" / "paper.0123456789ab.css").write_text("p { color: red }")
    images = data / "media" / "images"
    images.mkdir(parents=True)
    for name in PICTURES:
        (images / name).write_bytes(name.encode())
    (images / "link.png").symlink_to(data / "keys" / "secret.key")
    with Served.started(data) as running:
        yield running


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((nginx, "nginx"), marks=needs_nginx, id="nginx"),
        pytest.param((caddy, "caddy"), marks=needs_caddy, id="caddy"),
    ],
)
def web(
    request: pytest.FixtureRequest, served: Served, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    """The complete configuration."""
    start, language = request.param
    folder = tmp_path_factory.mktemp(language)
    text = configurations(language)[0]
    with start(text, folder, data=served.data, front_port=served.port) as running:
        yield running


def published(served: Served, name: str) -> Path:
    """Wait for the file.

    The page is asked for again meanwhile: a start that begins an edition takes away what was printed a moment before.
    """
    path = served.data / "pages" / name
    address = f"/{name.partition('index.html')[0]}"

    def is_there() -> bool:
        if not path.exists():
            served.ask(address)
        return path.exists()

    wait_until(is_there, name)
    return path


def test_2_07_a_page_is_given_as_a_file_with_the_headers_of_the_front(served: Served, web: WebServer) -> None:
    printed = served.ask("/test/story/1/", host=NAME, x_forwarded_proto="https")
    published(served, "test/story/1/index.html")

    page = web.ask("/test/story/1/")

    assert (page.status, page.body) == (200, printed.body)
    # The validator tells who answered: the web server makes its own.
    assert page.headers["etag"] != printed.headers["etag"]
    same = (
        "content-type",
        "cache-control",
        "content-security-policy",
        "x-content-type-options",
        "x-frame-options",
        "referrer-policy",
        "cross-origin-opener-policy",
        "permissions-policy",
        "strict-transport-security",
    )
    assert {name: page.headers.get(name) for name in same} == {
        name: printed.headers.get(name) for name in same
    }
    assert page.headers["vary"] == "Accept-Encoding"


def test_2_07_a_page_is_given_in_the_form_that_the_reader_takes(served: Served, web: WebServer) -> None:
    plain = served.ask("/test/story/2/").body
    published(served, "test/story/2/index.html.br")

    page = web.ask("/test/story/2/", accept_encoding="gzip, br")

    assert page.headers["content-encoding"] == "br"
    assert brotli.decompress(page.body) == plain
    again = web.ask("/test/story/2/", accept_encoding="gzip, br", if_none_match=page.headers["etag"])
    assert again.status == 304


def test_2_07_a_decision_is_on_the_page_and_what_is_gone_is_gone(served: Served, web: WebServer) -> None:
    served.ask("/test/story/3/")
    published(served, "test/story/3/index.html")

    served.change_story(3, reads=7)
    wait_until(lambda: b": 7 reads" in web.ask("/test/story/3/").body, "the decision on the page")

    served.change_story(3, reads=404)
    wait_until(lambda: web.ask("/test/story/3/").status == 404, "the end of the page")
    served.change_story(3, reads=0)


def test_2_07_what_is_no_file_is_passed_on_with_the_reader_and_the_scheme(
    served: Served, web: WebServer
) -> None:
    served.ask("/test/story/4/")
    published(served, "test/story/4/index.html")
    secret = (served.data / "keys" / "secret.key").read_text()
    mark = sign("1.9999999999", derived_key(secret, "staff-cookie"))

    who = web.ask("/test/who/").body.decode()
    live = web.ask("/test/story/4/", cookie=f"kawaraban_staff={mark}")
    from_campaign = web.ask("/test/story/4/?utm_source=mail")
    printed = served.ask("/test/story/4/", host=NAME, x_forwarded_proto="https")

    assert '"address": "127.0.0.1"' in who
    assert f'"secure": {str(web.is_secure).lower()}' in who
    assert f'"host": "{NAME}' in who
    assert live.headers["cache-control"].startswith("private")
    assert from_campaign.headers["etag"] == printed.headers["etag"]
    assert web.ask("/reads", method="POST", body=b"{}").status in {400, 403}
    assert web.ask("/test/upload/", method="POST", body=b"x" * 13_000_000).status == 413
    assert web.ask("/.kawaraban").status in {400, 404}


def test_2_07_styles_are_given_as_files(served: Served, web: WebServer) -> None:
    style = web.ask("/static/paper.0123456789ab.css")

    assert style.body == b"p { color: red }"
    assert style.headers["content-type"].startswith("text/css")
    assert "immutable" in style.headers["cache-control"]


@pytest.mark.parametrize("name", PICTURES)
def test_4_2_pictures_are_given_as_the_front_gives_them(served: Served, web: WebServer, name: str) -> None:
    ours, theirs = served.ask(f"/media/images/{name}"), web.ask(f"/media/images/{name}")

    assert ours.body == theirs.body == name.encode()
    for header in ("cache-control", "content-type", "content-security-policy", "x-content-type-options"):
        assert ours.headers[header] == theirs.headers[header], header


@needs_nginx
def test_2_07_without_tls_the_reader_is_sent_to_tls(served: Served, tmp_path: Path) -> None:
    text = configurations("nginx")[0]
    with nginx(text, tmp_path, data=served.data, front_port=served.port) as web:
        sent = web.ask_plainly("/test/story/1/?page=2")

    assert (sent.status, sent.headers["location"]) == (301, f"https://{NAME}/test/story/1/?page=2")


@pytest.mark.parametrize(
    ("start", "language"),
    [
        pytest.param(nginx, "nginx", marks=needs_nginx, id="nginx"),
        pytest.param(caddy, "caddy", marks=needs_caddy, id="caddy"),
    ],
)
def test_2_07_the_plain_variant_passes_everything_on(
    served: Served, tmp_path: Path, start: Start, language: str
) -> None:
    printed = served.ask("/test/story/5/", host=NAME)
    text = configurations(language)[1]

    with start("\n" + text, tmp_path, data=served.data, front_port=served.port) as web:
        page = web.ask("/test/story/5/")
        who = web.ask("/test/who/").body.decode()

    assert (page.status, page.headers["etag"]) == (200, printed.headers["etag"])
    assert f'"secure": {str(web.is_secure).lower()}' in who


@pytest.mark.parametrize(
    ("start", "language"),
    [
        pytest.param(nginx, "nginx", marks=needs_nginx, id="nginx"),
        pytest.param(caddy, "caddy", marks=needs_caddy, id="caddy"),
    ],
)
def test_2_07_what_is_printed_can_be_read_while_the_paper_is_stopped(
    tmp_path: Path, start: Start, language: str
) -> None:
    data = make_published_paper(tmp_path / "paper")
    (tmp_path / "web").mkdir()
    with Served.started(data) as served:
        served.ask("/test/story/1/")
        published(served, "test/story/1/index.html")
        published(served, SORRY_ADDRESSES[503].strip("/") + "/index.html")
        text = configurations(language)[0]
        with start(text, tmp_path / "web", data=data, front_port=served.port) as web:
            assert served.stop() == 0

            page = web.ask("/test/story/1/")
            other = web.ask("/test/story/2/")

    assert (page.status, page.body) == (200, b"<p>story 1: 0 reads</p>")
    assert other.status == 503
    assert b"<h1>One moment, please</h1>" in other.body
    assert other.headers["retry-after"] == "30"


def test_2_07_export_writes_the_paper_follows_it_and_stops_when_told(served: Served, tmp_path: Path) -> None:
    served.ask("/test/story/6/")
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "kawaraban", "press", "export", str(tmp_path / "out"), "--follow"],
        env=environment(served.data),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert "pages in" in process.stdout.readline()
        page = tmp_path / "out" / "test" / "story" / "6" / "index.html"
        assert page.read_bytes() == b"<p>story 6: 0 reads</p>"

        served.change_story(6, reads=9)
        wait_until(lambda: page.read_bytes() == b"<p>story 6: 9 reads</p>", "the new page")
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0
