"""4.4 `press export --whole` is the whole paper: any web server of files can give it, without a dead link."""

import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from tests.rigs.demo_served import _environment, served_demo

pytestmark = pytest.mark.serve

# A form is sent to the paper itself; a key of one sender and the rooms of the staff are not public.
NOT_PUBLIC = ("/track/", "/desk/", "/editor/")


class Links(HTMLParser):
    """Every link of a page, but for what stands in a template that the reader does not have yet."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in {"href", "src", "poster"} and value:
                self.found.append(value)
            if name == "srcset" and value:
                self.found += [part.split()[0] for part in value.split(",")]
            if name == "content" and value and value.startswith("http"):
                self.found.append(value)


def links_of(page: Path) -> list[str]:
    parser = Links()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.found


def has(folder: Path, path: str) -> bool:
    """As a web server of files answers: the file, or index.html of the folder."""
    place = folder / unquote(path).lstrip("/")
    return (place / "index.html").is_file() if path.endswith("/") else place.is_file()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    data, folder = tmp_path_factory.mktemp("paper") / "paper", tmp_path_factory.mktemp("out") / "out"
    with served_demo(data):
        command = [
            sys.executable,
            "-m",
            "kawaraban",
            "press",
            "export",
            str(folder),
            "--whole",
            "--data",
            str(data),
        ]
        done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "there is nothing" not in done.stderr
        yield folder


def test_4_4_no_page_of_the_export_has_a_dead_link(exported: Path) -> None:
    dead = {
        (page.relative_to(exported).as_posix(), link)
        for page in exported.rglob("*.html")
        for link in links_of(page)
        for target in [urlsplit(urljoin("http://127.0.0.1/" + page.relative_to(exported).as_posix(), link))]
        if target.hostname == "127.0.0.1"
        and target.scheme == "http"
        and not target.path.startswith(NOT_PUBLIC)
        and not has(exported, target.path or "/")
    }

    assert dead == set()


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "404.html",
        "feed.xml",
        "feeds/town.xml",
        "sitemap.xml",
        "sitemap-paper.xml",
        "news-sitemap.xml",
        "robots.txt",
        "favicon.ico",
        "authors/orla-fennick/index.html",
        "policy/index.html",
        "policy/tr/index.html",
        "how-we-count-reads/ja/index.html",
        "transparency/index.html",
        "moderation/ar/index.html",
        "contact-points/index.html",
        "notice/index.html",
    ],
)
def test_4_4_the_export_has_it(exported: Path, name: str) -> None:
    assert (exported / name).stat().st_size > 0


def test_4_4_the_export_has_topics_pictures_and_ways_to_comments(exported: Path) -> None:
    assert list(exported.glob("topics/*/index.html"))
    assert list(exported.glob("media/images/*1200x630*"))
    lead = next(exported.glob("c/*/index.html")).read_text()
    assert 'http-equiv="refresh"' in lead
    assert not (exported / "desk").exists()
    assert not (exported / "editor").exists()


def test_4_4_styles_and_scripts_bring_what_they_name_themselves(exported: Path) -> None:
    scripts = list(exported.glob("static/kawaraban/js/*.js"))

    named = {
        name
        for script in scripts
        for name in script.read_text().split('"')
        if name.endswith(".js") and "/" in name
    }

    assert scripts
    for name in named:
        assert (exported / "static/kawaraban/js" / name.removeprefix("./")).is_file(), name
