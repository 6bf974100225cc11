"""4.4: the wire takes what strangers really send. None of it hangs, leads astray or is published against their will."""

import gzip
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from tests.makers.site_maps import mapped
from tests.makers.wire import rss, rss_item

from kawaraban.cli.wire import wire
from kawaraban.people.models import User
from kawaraban.stories.models import Author, PaperSettings, SectionPage, StoryPage
from kawaraban.wire.reading import SIZE_LIMIT

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db]

WHERE = "<title>Başlık ığş</title><link>https://h.example/</link><description>d</description>"
FIRST = "<item><guid>h1</guid><title>Başlık ığş</title><description>Gövde.</description></item>"
FEED = f"<rss version='2.0'><channel>{WHERE}{FIRST}</channel></rss>"
ANSWERS: dict[str, tuple[bytes, dict[str, str]]] = {
    "/header": (FEED.encode("cp1254"), {"Content-Type": "text/xml; charset=windows-1254"}),
    "/packed": (gzip.compress(FEED.encode()), {"Content-Encoding": "gzip"}),
    "/bomb": (gzip.compress(b"<rss>" + b" " * (3 * SIZE_LIMIT)), {"Content-Encoding": "gzip"}),
    "/strange": (b"abc", {"Content-Encoding": "br"}),
    "/page": (
        b"<!doctype html><link rel=alternate type=application/rss+xml href=/packed>",
        {"Content-Type": "text/html"},
    ),
}


class _Agency(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body, headers = ANSWERS[self.path]
        self.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        return


@pytest.fixture(scope="module")
def agency() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Agency)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "delivery"


def ingest(source: Path | str, *options: str) -> Result:
    return CliRunner().invoke(wire, ["ingest", str(source), *options])


def ninjs(**fields: object) -> bytes:
    item = {
        "uri": "urn:newsml:wire.example:1",
        "type": "text",
        "headline": "Result of the vote",
        "language": "en",
    }
    return json.dumps({**item, "body_xhtml": "<p>One.</p><p>Two.</p>", **fields}).encode()


def in_(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def test_4_4_what_is_killed_under_embargo_is_taken_off_the_schedule(section: SectionPage, file: Path) -> None:
    file.write_bytes(ninjs(version="1", embargoed=in_(1)))
    assert "embargoed: it appears at" in ingest(file, "--publish").output
    assert StoryPage.objects.get().approved_schedule
    file.write_bytes(ninjs(version="2", pubstatus="canceled"))

    done = ingest(file)

    assert done.exit_code == 0
    assert (
        "the agency has cancelled it: its story is taken off the schedule and stays as a draft" in done.output
    )
    assert not StoryPage.objects.get().approved_schedule


def test_4_4_the_editor_is_told_of_a_kill_when_the_public_story_is_opened(
    section: SectionPage, file: Path, client: Client, publisher: User
) -> None:
    file.write_bytes(ninjs(version="1"))
    ingest(file, "--publish")
    file.write_bytes(ninjs(version="2", pubstatus="canceled"))
    ingest(file, "--publish")
    client.force_login(publisher)

    page = client.get(f"/editor/pages/{StoryPage.objects.get().pk}/edit/").content.decode()

    assert StoryPage.objects.get().live
    assert "Withdrawn: the agency has cancelled it" in page


def test_4_4_a_later_embargo_holds_without_publish(section: SectionPage, file: Path) -> None:
    file.write_bytes(ninjs(version="1", embargoed=in_(1)))
    ingest(file, "--publish")
    file.write_bytes(ninjs(version="2", embargoed=in_(9)))

    done = ingest(file)

    waiting = StoryPage.objects.get().revisions.exclude(approved_go_live_at=None).get()
    assert "its schedule is moved to the later embargo" in done.output
    assert waiting.approved_go_live_at > datetime.now(UTC) + timedelta(days=8)


@pytest.mark.parametrize(
    ("path", "exit_code", "words"),
    [
        ("/header", 0, "Başlık ığş: made, as a draft"),
        ("/packed", 0, "Başlık ığş: made, as a draft"),
        ("/bomb", 1, "The answer is larger than 10 MB."),
        ("/strange", 1, "The answer is packed as br, which nobody asked for."),
        ("/page", 1, "This is a web page, not a feed. Its feed is at http://127.0.0.1"),
    ],
)
def test_4_4_an_answer_is_read_as_its_server_says(
    section: SectionPage, agency: str, path: str, exit_code: int, words: str
) -> None:
    done = ingest(agency + path, "--allow-private")

    assert (done.exit_code, words in done.output) == (exit_code, True), done.output


def test_4_4_an_export_of_wordpress_makes_no_story(section: SectionPage, file: Path) -> None:
    export = rss(rss_item()).replace(b"xmlns:dc=", b'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc=')
    file.write_bytes(export + b" " * SIZE_LIMIT)

    done = ingest(file, "--publish")

    assert (done.exit_code, StoryPage.objects.count()) == (1, 0)
    assert "This is an export of WordPress" in done.output


def test_4_4_links_of_a_feed_never_lead_into_this_paper(
    section: SectionPage, file: Path, client: Client
) -> None:
    body = '<p>Long enough to stay. <a href="/desk/">a</a> <a href="times">b</a> <a href="#c">c</a></p>'
    file.write_bytes(rss(rss_item(body=body)))
    ingest(file, "--publish")

    page = client.get("/city/port-reopens/").content.decode()

    assert 'href="https://harbour.example/desk/"' in page
    assert 'href="https://harbour.example/times"' in page
    assert 'href="#c"' not in page


def test_4_4_an_author_in_capitals_gets_no_second_page(section: SectionPage, file: Path) -> None:
    file.write_bytes(
        rss(
            rss_item(by="Çiğdem Işık"),
            rss_item(guid="2", by="ÇİĞDEM IŞIK"),
            rss_item(guid="3", by="desk@paper.media"),
        )
    )
    ingest(file)

    assert list(Author.objects.values_list("name", flat=True)) == ["Çiğdem Işık"]


def test_4_4_the_same_feed_over_https_makes_no_second_stories(section: SectionPage, file: Path) -> None:
    file.write_bytes(rss(rss_item(guid="http://harbour.example/1")))
    ingest(file, "--publish")
    file.write_bytes(rss(rss_item(guid="https://harbour.example/1")))

    assert "0 made, 0 updated, 1 already here, 0 refused" in ingest(file, "--publish").output


def test_4_4_a_correction_with_a_time_that_cannot_be_read_is_taken(section: SectionPage, file: Path) -> None:
    for at, body in (
        ("Fri, 20 Nov 2026 10:00:00 GMT", "Old."),
        ("20.11.2026 12:00", "New."),
        ("", "Newest."),
    ):
        file.write_bytes(rss(rss_item(at=at, body=body)))
        done = ingest(file, "--publish")

    assert "updated and published" in done.output
    assert "Newest." in str(StoryPage.objects.get().body)


def test_4_4_old_stories_keep_their_date_and_are_no_news(
    section: SectionPage, file: Path, client: Client
) -> None:
    file.write_bytes(rss(rss_item(at="Fri, 20 Nov 2015 10:00:00 GMT")))
    ingest(file, "--publish")

    assert StoryPage.objects.get().first_published_at == datetime(2015, 11, 20, 10, tzinfo=UTC)
    assert "port-reopens" not in client.get("/news-sitemap.xml").content.decode()
    assert [url for url in mapped(client) if "port-reopens" in url]


def test_4_4_the_first_moment_of_a_clock_is_no_date_of_a_story(section: SectionPage, file: Path) -> None:
    """Go and .NET write it where they know no time; west of Greenwich no page can show it."""
    PaperSettings.objects.update(time_zone="America/New_York")
    file.write_bytes(rss(rss_item(title="Undated", at="0001-01-01T00:00:00Z")))

    ingest(file, "--publish")

    story = StoryPage.objects.get(title="Undated")
    assert story.first_published_at > datetime.now(UTC) - timedelta(minutes=5)
    assert Client().get("/city/undated/").status_code == 200
    assert Client().get("/city/").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        "<b><i><em>" * 60 + "<p>x</p>" * 900,
        "<div></x>" * 50_000 + "<p>x</p>",
        '<div a="<">' * 50_000 + "<p>x</p>",
    ],
)
def test_4_4_a_hostile_body_is_read_like_any_other(section: SectionPage, file: Path, body: str) -> None:
    file.write_bytes(rss(rss_item(body="x")).replace(b"<![CDATA[x]]>", escape(body).encode()))

    done = ingest(file)

    assert (done.exit_code, StoryPage.objects.count()) == (0, 1), done.output[-500:]
