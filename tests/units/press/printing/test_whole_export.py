"""Which links of the paper's files are followed, and what stands where nothing is printed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kawaraban.press.printing.whole_export import ExportAnswer, WholeExport
from kawaraban.press.store.published_files import PublishedFiles
from kawaraban.press.store.store import Store

PAGES = {
    "/": ExportAnswer(
        200,
        b"""<link rel="canonical" href="http://paper.example/"><a href="/city/?page=2">older</a><a href='/gone/'>x</a>
        <a href="//other.example/a/">o</a><a href="https://other.example/b/">o</a><a href="/desk/">d</a>
        <img src="/media/a.png" srcset="/media/b.png 1x, /media/../../secret.png 2x">
        <a href="/c/abc/">way</a><a href="/city/?about=3#part">city</a><a href="#here">h</a>
        <meta property="og:image" content="http://paper.example/media/card.png">""",
    ),
    "/city/": ExportAnswer(200, b"city"),
    "/city/?page=2": ExportAnswer(200, b"second page"),
    "/c/abc/": ExportAnswer(302, b"", "/city/#comment-abc"),
    "/404-of-the-paper/": ExportAnswer(404, b"not found"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    media = tmp_path / "media"
    media.mkdir()
    for name in ("a.png", "b.png", "card.png"):
        (media / name).write_bytes(b"picture")
    (tmp_path / "secret.png").write_bytes(b"secret")
    return tmp_path


def whole(folder: Path) -> tuple[Path, list[str], list[str]]:
    """The folder, what is dead, and what was asked for."""
    files = PublishedFiles(folder / "out", Store(folder / "store"))
    files.open()
    asked: list[str] = []

    def visit(address: str) -> ExportAnswer:
        asked.append(address)
        return PAGES.get(address, ExportAnswer(404, b""))

    export = WholeExport(
        files, site_url="http://paper.example", visit=visit, copied={"/media/": folder / "media"}
    )
    return folder / "out", export.complete(["/"]), asked


def test_all_that_a_page_links_to_on_the_paper_is_there(folder: Path) -> None:
    out, dead, _asked = whole(folder)

    assert (out / "city" / "index.html").read_text() == "city"
    assert (out / "city" / "index.page=2.html").read_text() == "second page"
    assert 'url=/city/#comment-abc"' in (out / "c" / "abc" / "index.html").read_text()
    assert {path.name for path in (out / "media").iterdir()} == {"a.png", "b.png", "card.png"}
    assert (out / "404.html").read_text() == "not found"
    assert "/gone/" in dead


def test_other_sites_the_rooms_of_the_staff_and_files_outside_are_left_alone(folder: Path) -> None:
    out, _dead, asked = whole(folder)

    assert not any("other" in address or address.startswith("/desk/") for address in asked)
    assert not list(out.rglob("secret*"))


def test_each_file_is_read_once_and_no_answer_is_asked_for_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    read_text = Path.read_text

    def noted(path: Path, *args: Any, **words: Any) -> str:
        read.append(path)
        return read_text(path, *args, **words)

    monkeypatch.setattr(Path, "read_text", noted)
    monkeypatch.setitem(PAGES, "/city/", ExportAnswer(200, b'<a href="/">a</a><a href="/gone/">b</a>'))

    _out, dead, asked = whole(folder)

    pages = [path for path in read if path.suffix == ".html"]
    assert len(pages) == len(set(pages)) == 4
    assert len(asked) == len(set(asked))
    assert sorted(dead) == ["/gone/", "/secret.png"]


def test_addresses_are_taken_one_after_the_other_and_written_at_once(folder: Path) -> None:
    files = PublishedFiles(folder / "out", Store(folder / "store"))
    files.open()
    there: list[bool] = []

    def addresses() -> Iterator[str]:
        for number in range(3):
            yield f"/{number}/"
            there.append((folder / "out" / str(number) / "index.html").exists())

    answer = ExportAnswer(200, b"a page")
    export = WholeExport(files, site_url="http://paper.example", visit=lambda address: answer, copied={})
    export.complete(addresses())

    assert there == [True, True, True]
