"""1.18: `kawaraban wire ingest` makes stories of what agencies send, once, and never half a file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.makers.stories import make_paper, make_section
from tests.makers.wire import ATOM, ninjs, ninjs_3, rss, rss_item

from kawaraban.cli.wire import wire
from kawaraban.stories.models import SectionPage, StoryPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def sections() -> tuple[SectionPage, SectionPage]:
    front = make_paper()
    return make_section(front, "City", slug="city"), make_section(front, "Sea & Ports", slug="sea")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "delivery"


def ingest(file: Path | str, *options: str) -> Result:
    return CliRunner().invoke(wire, ["ingest", str(file), *options])


def test_1_18_a_feed_becomes_drafts_in_the_first_section(sections: object, file: Path) -> None:
    file.write_bytes(rss(rss_item(), rss_item(guid="harbour-2", title="Ships leave")))

    done = ingest(file)

    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1] == "2 made, 0 updated, 0 already here, 0 refused"
    assert sorted(StoryPage.objects.values_list("title", "live")) == [
        ("Port reopens", False),
        ("Ships leave", False),
    ]
    assert StoryPage.objects.first().get_parent().slug == "city"


@pytest.mark.parametrize("section", ["sea", "Sea & Ports", "SEA"])
def test_1_18_atom_is_published_in_the_section_that_is_named(
    sections: object, file: Path, section: str
) -> None:
    file.write_text(ATOM, encoding="utf-8")

    done = ingest(file, "--section", section, "--publish")

    story = StoryPage.objects.get()
    assert done.exit_code == 0, done.output
    assert (story.live, story.get_parent().slug, story.language) == (True, "sea", "tr")


def test_1_18_ninjs_comes_once_and_a_newer_version_changes_the_story(sections: object, file: Path) -> None:
    file.write_bytes(ninjs(ninjs_3()))
    ingest(file, "--publish")
    again = ingest(file, "--publish")
    file.write_bytes(ninjs(ninjs_3(version="2", headlines=[{"value": "Port is open"}])))

    newer = ingest(file, "--publish")

    assert again.output.splitlines()[-1] == "0 made, 0 updated, 1 already here, 0 refused"
    assert newer.output.splitlines()[-1] == "0 made, 1 updated, 0 already here, 0 refused"
    assert list(StoryPage.objects.values_list("title", flat=True)) == ["Port is open"]


def test_1_18_what_is_not_text_is_refused_with_words_and_the_rest_is_taken(
    sections: object, file: Path
) -> None:
    picture = ninjs_3(uri="urn:picture", type="picture", headlines=[{"value": "A crane"}])
    file.write_bytes(ninjs(picture, ninjs_3()))

    done = ingest(file)

    assert done.exit_code == 0
    assert "A crane: refused: it is not text but picture" in done.output
    assert StoryPage.objects.count() == 1


def test_1_18_a_file_of_nothing_but_refusals_fails(sections: object, file: Path) -> None:
    file.write_bytes(ninjs(ninjs_3(type="video")))

    done = ingest(file)

    assert done.exit_code == 1
    assert "every item was refused" in done.output


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (rss(rss_item(), rss_item(guid="2"))[:-30], "The XML is broken in line 9, column 107"),
        (ninjs(ninjs_3(), ninjs_3(uri="urn:2", headlines=7)), "At /1/headlines "),
        (b'{"uri": ', "The JSON is broken in line 1, column 9"),
        (b"", "The file is empty."),
    ],
)
def test_1_18_of_a_broken_file_nothing_is_taken_and_the_place_is_named(
    sections: object, file: Path, content: bytes, words: str
) -> None:
    file.write_bytes(content)

    done = ingest(file, "--publish")

    assert done.exit_code == 1
    assert words in done.output
    assert "Traceback" not in done.output
    assert StoryPage.objects.count() == 0


def test_1_18_a_file_that_is_not_there_and_a_section_that_is_not_are_sentences(
    sections: object, file: Path
) -> None:
    missing = ingest(file)
    file.write_bytes(rss(rss_item()))
    unknown = ingest(file, "--section", "moon")
    folder = ingest(file.parent)

    assert "The file cannot be read: No such file or directory." in missing.output
    assert "There is no section moon. There are: city, sea." in unknown.output
    assert "The file cannot be read: Is a directory." in folder.output
    assert [done.exit_code for done in (missing, unknown, folder)] == [1, 1, 1]


def test_1_18_a_paper_without_sections_is_a_sentence(file: Path) -> None:
    file.write_bytes(rss(rss_item()))

    assert "The paper has no section yet." in ingest(file).output


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/feed", "ftp://a.example/feed", "http://[::1]/"])
def test_1_18_addresses_that_lead_inside_are_refused(sections: object, address: str) -> None:
    done = ingest(address)

    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert StoryPage.objects.count() == 0


def test_1_18_a_data_directory_without_a_paper_is_a_sentence(tmp_path: Path, file: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("KAWARABAN", "DJANGO"))}
    program = "from kawaraban.cli.wire import wire; wire()"

    done = subprocess.run(
        [sys.executable, "-c", program, "ingest", str(file), "--data", str(tmp_path / "none")],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )

    assert done.returncode == 1
    assert "There is no paper in" in done.stderr
    assert "Traceback" not in done.stderr
