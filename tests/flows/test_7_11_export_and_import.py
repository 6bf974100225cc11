"""Promise 7.11: everything leaves as lines of JSON that any program reads, and an import makes the same paper of it."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from tests.rigs.demo_served import make_demo
from tests.rigs.postgres.paper_rows import rows_of
from tests.rigs.real_paper import STORY, RealPaper

pytestmark = pytest.mark.serve

# A story with another address: the old one leads there.
_RENAMED = """
from kawaraban.stories.models import StoryPage
story = StoryPage.objects.live().order_by("id")[0]
story.slug += "-later"
story.save_revision().publish()
"""


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> RealPaper:
    """The demo paper: stories in four languages, pictures, threads, decisions, reads, staff."""
    paper = RealPaper(tmp_path_factory.mktemp("exported") / "paper")
    make_demo(paper.root)
    paper.run(_RENAMED)
    return paper


@pytest.fixture(scope="module")
def export(paper: RealPaper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "export"
    done = paper.kawaraban("export", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def media_of(paper: RealPaper) -> dict[str, bytes]:
    folder = paper.root / "media"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def lines_of(export: Path, name: str) -> list[dict[str, object]]:
    text = (export / "tables" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_7_11_an_import_of_everything_is_the_same_paper(paper: RealPaper, tmp_path: Path) -> None:
    exported = paper.kawaraban("export", "--out", str(tmp_path / "export"), "--secrets")
    again = RealPaper(tmp_path / "again")

    done = again.kawaraban("import", str(tmp_path / "export"))
    verified = again.verify()

    assert (exported.returncode, done.returncode) == (0, 0), exported.stderr + done.stderr
    assert rows_of(again.root / "paper.sqlite3") == rows_of(paper.root / "paper.sqlite3")
    assert (verified.returncode, verified.stderr) == (0, "")
    assert media_of(again) == media_of(paper)
    assert (again.root / "ledger.heads").read_bytes() == (paper.root / "ledger.heads").read_bytes()


def test_7_11_the_imported_paper_is_served(tmp_path: Path) -> None:
    paper, again = RealPaper.founded(tmp_path / "paper"), RealPaper(tmp_path / "again")
    paper.send(3)
    paper.kawaraban("export", "--out", str(tmp_path / "export"))

    done = again.kawaraban("import", str(tmp_path / "export"), "--keys", str(paper.root / "keys"))

    assert done.returncode == 0, done.stderr
    with again.served() as served:
        assert served.ask(STORY).status == 200
        assert served.ask("/desk/sign-in/").status == 200
    again.send(1)
    assert again.verify().returncode == 0


def test_7_11_a_line_can_be_read_without_this_program(export: Path) -> None:
    [story, *more] = lines_of(export, "stories")
    comments = lines_of(export, "comments")
    manifest = json.loads((export / "export.json").read_text(encoding="utf-8"))

    assert more
    assert story["title"]
    assert str(story["first_published_at"]).endswith("Z")
    assert isinstance(story["body"], list)
    assert {"type", "value", "id"} <= set(story["body"][0])
    assert {comment["status"] for comment in comments} > {"approved", "pending"}
    for name in (
        "sections",
        "authors",
        "topics",
        "redirects",
        "comment-revisions",
        "record",
        "record-payloads",
        "policy-versions",
        "threads",
        "decisions",
        "statements",
        "policy-texts",
        "reads",
    ):
        assert lines_of(export, name), name
    assert manifest["format"] == 1
    assert {file["path"]: file["lines"] for file in manifest["files"]}["tables/comments.jsonl"] == len(
        comments
    )


def test_7_11_only_the_owner_reads_it_and_what_is_about_people_is_said(
    paper: RealPaper, export: Path
) -> None:
    open_ones = [path for path in export.rglob("*") if path.stat().st_mode & 0o077]
    told = (export / "README.md").read_text(encoding="utf-8")
    [comments] = [line for line in told.splitlines() if "tables/comments.jsonl" in line]
    [threads] = [line for line in told.splitlines() if "tables/threads.jsonl" in line]

    assert open_ones == []
    assert export.stat().st_mode & 0o777 == 0o700
    assert {"name", "text", "email"} <= set(comments.split("|")[3].strip().split(", "))
    assert threads.split("|")[3].strip() == "none"


def test_7_11_without_being_asked_nothing_is_in_it_by_which_one_can_act(
    paper: RealPaper, export: Path
) -> None:
    hashes = [str(password) for (password,) in paper.query("SELECT password FROM people_user")]
    keys = [(paper.root / "keys" / name).read_text().strip() for name in ("secret.key", "ledger.key")]
    everything = b"".join(path.read_bytes() for path in export.rglob("*") if path.is_file())

    assert hashes
    assert [secret for secret in (*hashes, *keys) if secret.encode() in everything] == []
    assert {str(person["password"]) for person in lines_of(export, "staff")} == {"!"}
    assert not (export / "tables" / "mfa.authenticator.jsonl").exists()


def test_7_11_a_record_that_cannot_be_proved_is_not_imported(
    paper: RealPaper, export: Path, tmp_path: Path
) -> None:
    again = RealPaper(tmp_path / "again")
    (tmp_path / "others").mkdir()
    for name in ("secret.key", "ledger.key"):
        (tmp_path / "others" / name).write_text("f" * 64 + "\n")

    without = again.kawaraban("import", str(export))
    wrong = again.kawaraban("import", str(export), "--keys", str(tmp_path / "others"))
    right = again.kawaraban("import", str(export), "--keys", str(paper.root / "keys"))

    assert without.returncode == 1
    assert "--keys" in without.stderr
    assert wrong.returncode == 1
    assert "The record is not whole" in wrong.stderr
    assert right.returncode == 0, right.stderr


def test_7_11_what_was_changed_is_refused_and_nothing_is_left(
    export: Path, paper: RealPaper, tmp_path: Path
) -> None:
    changed, again = tmp_path / "changed", RealPaper(tmp_path / "again")
    shutil.copytree(export, changed)
    file = changed / "tables" / "comments.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace('"approved"', '"rejected"', 1), encoding="utf-8")

    done = again.kawaraban("import", str(changed), "--keys", str(paper.root / "keys"))

    assert done.returncode == 1
    assert "was changed or damaged: tables/comments.jsonl" in done.stderr
    assert not again.root.exists()


def test_7_11_a_paper_that_is_there_is_not_imported_over(export: Path, tmp_path: Path) -> None:
    paper = RealPaper.founded(tmp_path / "paper")
    before = rows_of(paper.root / "paper.sqlite3")

    done = paper.kawaraban("import", str(export), "--keys", str(paper.root / "keys"))

    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert rows_of(paper.root / "paper.sqlite3") == before


def test_7_11_an_export_of_an_older_version_is_brought_up_to_this_one(
    paper: RealPaper, export: Path, tmp_path: Path
) -> None:
    older, again = as_of_before(export, tmp_path / "older"), RealPaper(tmp_path / "again")

    done = again.kawaraban("import", str(older), "--keys", str(paper.root / "keys"))
    verified = again.verify()

    assert done.returncode == 0, done.stderr
    assert (verified.returncode, verified.stderr) == (0, "")
    assert again.query("SELECT count(*) FROM comments_comment") == paper.query(
        "SELECT count(*) FROM comments_comment"
    )
    assert again.query("SELECT name FROM django_migrations WHERE app = 'press' AND name LIKE '0004%'")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 2}, "has the format 2; this version reads 1"),
        (
            {"migrations": [["law", "0999_later"]]},
            "was made by a newer version of kawaraban (law 0999_later)",
        ),
    ],
    ids=["another format", "a newer version"],
)
def test_7_11_an_export_that_this_version_cannot_read_is_refused(
    paper: RealPaper, export: Path, tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    other, again = tmp_path / "other", RealPaper(tmp_path / "again")
    other.mkdir()
    said = json.loads((export / "export.json").read_text(encoding="utf-8"))
    (other / "export.json").write_text(json.dumps(said | change), encoding="utf-8")

    done = again.kawaraban("import", str(other), "--keys", str(paper.root / "keys"))

    assert done.returncode == 1
    assert sentence in done.stderr
    assert not again.root.exists()


def test_7_11_what_an_import_cannot_read_is_one_sentence_and_nothing_is_left(
    paper: RealPaper, export: Path, tmp_path: Path
) -> None:
    hostile, again = tmp_path / "hostile", RealPaper(tmp_path / "again")
    shutil.copytree(export, hostile)
    lines = lines_of(export, "comments")
    lines[3]["sent_at"] = "yesterday, said somebody@example.org"
    rewrite(hostile, "comments", lines)

    done = again.kawaraban("import", str(hostile), "--keys", str(paper.root / "keys"))

    assert done.returncode == 1
    assert "Line 4 of tables/comments.jsonl cannot be read" in done.stderr
    assert "somebody@example.org" not in done.stderr
    assert "Traceback" not in done.stderr
    assert not again.root.exists()


def test_7_11_a_link_among_the_media_brings_nothing_of_this_machine_into_the_paper(
    paper: RealPaper, export: Path, tmp_path: Path
) -> None:
    hostile, again = tmp_path / "hostile", RealPaper(tmp_path / "again")
    shutil.copytree(export, hostile)
    (hostile / "media" / "secret.png").symlink_to(paper.root / "keys" / "ledger.key")

    done = again.kawaraban("import", str(hostile), "--keys", str(paper.root / "keys"))

    assert done.returncode == 1
    assert "secret.png is no file" in done.stderr
    assert not again.root.exists()


def rewrite(export: Path, name: str, lines: list[dict[str, object]]) -> None:
    """Other lines, under a hash that fits them."""
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (export / "tables" / f"{name}.jsonl").write_text(text, encoding="utf-8")
    said = json.loads((export / "export.json").read_text(encoding="utf-8"))
    for file in said["files"]:
        if file["path"] == f"tables/{name}.jsonl":
            file["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (export / "export.json").write_text(json.dumps(said), encoding="utf-8")


def as_of_before(export: Path, folder: Path) -> Path:
    """As the version before copies were told of would have written it: without their table."""
    shutil.copytree(export, folder)
    said = json.loads((folder / "export.json").read_text(encoding="utf-8"))
    said["migrations"] = [each for each in said["migrations"] if each[0] != "press" or each[1] < "0004"]
    said["files"] = [
        file
        for file in said["files"]
        if all(table["name"] != "press_backuptarget" for table in file["tables"])
    ]
    (folder / "export.json").write_text(json.dumps(said), encoding="utf-8")
    return folder
