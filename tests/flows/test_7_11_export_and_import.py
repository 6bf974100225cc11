"""Promise 7.11: everything leaves as lines of JSON that any program reads, and an import makes the same paper of it."""

import json
import shutil
from pathlib import Path

import pytest
from tests.rigs.postgres.paper_rows import rows_of
from tests.rigs.real_paper import STORY, RealPaper

pytestmark = pytest.mark.serve


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> RealPaper:
    """The demo paper: stories in four languages, pictures, threads, decisions, reads, staff."""
    paper = RealPaper(tmp_path_factory.mktemp("exported") / "paper")
    for words in (("init", str(paper.root)), ("demo",)):
        done = paper.kawaraban(*words)
        assert done.returncode == 0, done.stderr
    return paper


@pytest.fixture(scope="module")
def export(paper: RealPaper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "export"
    done = paper.kawaraban("export", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


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
    assert {path.relative_to(again.root) for path in (again.root / "media").rglob("*")} == {
        path.relative_to(paper.root) for path in (paper.root / "media").rglob("*")
    }


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
