"""1.3: the program `kawaraban`: each command has help, and fails with a sentence and an exit code."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once("processes of its own")


def kawaraban(*words: str, data: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN", "DJANGO"))
    }
    if data is not None:
        environment["KAWARABAN_DATA"] = str(data)
    return subprocess.run(
        [sys.executable, "-m", "kawaraban", *words],
        check=False,
        capture_output=True,
        text=True,
        input=stdin,
        env=environment,
    )


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("papers") / "paper"
    done = kawaraban("init", str(directory), "--name", "The Test Paper", "--time-zone", "Asia/Tokyo")
    assert done.returncode == 0, done.stderr
    return directory


def test_1_03_init_makes_keys_outside_the_database_that_only_the_owner_reads(paper: Path) -> None:
    keys = sorted((paper / "keys").iterdir())

    assert [key.name for key in keys] == ["ledger.key", "secret.key"]
    for key in keys:
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert key.read_bytes().strip() not in (paper / "paper.sqlite3").read_bytes()


def test_1_03_a_second_init_keeps_keys_and_knobs(paper: Path) -> None:
    before = {file: file.read_bytes() for file in (*(paper / "keys").iterdir(), paper / "kawaraban.toml")}

    done = kawaraban("init", str(paper), "--name", "Another")

    assert done.returncode == 0
    assert "up to date" in done.stdout
    assert {file: file.read_bytes() for file in before} == before


@pytest.mark.parametrize("kind", ["links in a circle", "a folder", "no TOML"])
def test_1_03_init_over_knobs_that_cannot_be_read_is_a_sentence(tmp_path: Path, kind: str) -> None:
    knobs = tmp_path / "paper" / "kawaraban.toml"
    knobs.parent.mkdir()
    if kind == "links in a circle":
        knobs.symlink_to(knobs.name)
    elif kind == "a folder":
        knobs.mkdir()
    else:
        knobs.write_text("mail_url = [", encoding="utf-8")

    done = kawaraban("init", str(knobs.parent))

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(f"Error: {knobs} ")
    assert [path.name for path in knobs.parent.iterdir()] == [knobs.name]


def test_1_03_init_takes_the_time_zone_and_has_no_demo(paper: Path) -> None:
    assert 'time_zone = "Asia/Tokyo"' in (paper / "kawaraban.toml").read_text(encoding="utf-8")
    assert kawaraban("check", "--data", str(paper)).returncode == 0
    assert "mika" not in (paper / "paper.sqlite3").read_bytes().decode("latin-1")


@pytest.mark.parametrize("role", ["moderator", "editor", "publisher"])
def test_1_03_staff_add_reads_the_password_from_standard_input(paper: Path, role: str) -> None:
    done = kawaraban(
        "staff", "add", f"new-{role}", "--role", role, data=paper, stdin="a long good sentence\n"
    )

    assert done.returncode == 0, done.stderr
    assert f"new-{role}" in done.stdout
    assert "a long good sentence" not in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["staff", "add", "x", "--role", "moderator"], "password"),
        (["staff", "add", "x", "--role", "king"], "king"),
        (["wire", "ingest", "there-is-no-such-file.xml"], "there-is-no-such-file.xml"),
        (["press", "reprint"], ""),
        (["nonsense"], "nonsense"),
    ],
)
def test_1_03_a_failing_command_says_a_sentence_and_exits_with_a_code(
    paper: Path, words: list[str], sentence: str
) -> None:
    done = kawaraban(*words, data=paper)

    assert done.returncode != 0
    assert sentence in done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [["serve"], ["check"], ["demo"], ["records", "verify"], ["press", "status"]]
)
def test_1_03_where_there_is_no_paper_the_command_says_how_to_make_one(
    tmp_path: Path, words: list[str]
) -> None:
    done = kawaraban(*words, "--data", str(tmp_path / "nothing"))

    assert done.returncode != 0
    assert "kawaraban init" in done.stderr
    assert "Traceback" not in done.stderr


def test_1_03_a_wrong_knob_is_named(paper: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "kawaraban.toml").write_text("colour = 3\n", encoding="utf-8")

    done = kawaraban("check", "--data", str(other))

    assert done.returncode != 0
    assert "colour" in done.stderr
