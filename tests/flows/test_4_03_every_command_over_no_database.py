"""4.3: over a database that is missing, cut, or no file at all, a command says one sentence and changes nothing."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from tests.rigs.serve_factory import ROOT, environment, make_paper

from kawaraban.cli.main import main

pytestmark = pytest.mark.serve

# Every command of the program, with what it must be given. COPY, FILE and DATA are places beside and of the paper.
COMMANDS = {
    "init": "init DATA",
    "demo": "demo",
    "serve": "serve --port 0",
    "staff add": "staff add aiko --role editor",
    "staff list": "staff list",
    "staff role": "staff role aiko editor",
    "staff disable": "staff disable aiko",
    "staff reset-factors": "staff reset-factors aiko",
    "wire ingest": "wire ingest FILE",
    "records verify": "records verify",
    "records restored": "records restored",
    "records statements": "records statements --from 2026-01-01 --to 2026-01-31",
    "records report": "records report --year 2026 --out COPY",
    "records retain": "records retain",
    "records person": "records person --email a@b.example --out COPY",
    "records erase": "records erase --email a@b.example --reason asked",
    "mail status": "mail status",
    "mail test": "mail test a@b.example",
    "mail retry": "mail retry",
    "mail dismiss": "mail dismiss",
    "press status": "press status",
    "press reprint": "press reprint --all --no-wait",
    "press export": "press export COPY",
    "check": "check",
    "backup make": "backup COPY",
    "restore": "restore FOLDER",
    "move": "move DATA --to postgresql://127.0.0.1:1/paper",
    "export": "export --out COPY",
    "import": "import FOLDER",
    "upgrade": "upgrade --no-backup",
    "triage status": "triage status",
    "triage retrain": "triage retrain",
    "triage back": "triage back base",
}
# They have to do with the model, or with copies, alone, and ask no paper.
WITHOUT_PAPER = {
    "backup list",
    "backup verify",
    "triage evaluate",
    "triage key",
    "triage serve",
    "triage train",
}
# Each in a process of its own, which is ended when it waits for anything.
_RUN_ALL = """
import os, signal, sys
from kawaraban.cli.main import main
for line in sys.stdin.read().splitlines():
    sys.stdout.flush()
    if (pid := os.fork()) == 0:
        signal.alarm(10)
        os.dup2(1, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        main(line.split())
    _, status = os.waitpid(pid, 0)
    print("\\nENDED", os.waitstatus_to_exitcode(status))
"""


def leaves(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, (*before, name))
        else:
            yield " ".join((*before, name))


def test_4_3_no_command_is_left_out_here() -> None:
    assert set(COMMANDS) | WITHOUT_PAPER == set(leaves(main))


def cut(database: Path) -> None:
    os.truncate(database, database.stat().st_size // 2)


def lead_round(database: Path) -> None:
    database.unlink()
    database.symlink_to(database.name)


def lead_nowhere(database: Path) -> None:
    database.unlink()
    database.symlink_to(database.with_name("not mounted") / database.name)


def put(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def in_its_place(database: Path) -> None:
        database.unlink()
        make(database)

    return in_its_place


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (put(lambda database: None), "has no database"),
    "empty": (put(Path.touch), "is empty"),
    "cut": (cut, "is damaged"),
    "garbage": (put(lambda database: database.write_bytes(os.urandom(70_000))), "is not a database"),
    "a pipe": (put(os.mkfifo), "it is no file"),
    "a folder": (put(Path.mkdir), "it is no file"),
    "links in a circle": (lead_round, "Too many levels of symbolic links"),
    "a link to nothing": (lead_nowhere, "and nothing is there"),
    "a pipe for its log": (lambda database: os.mkfifo(f"{database}-wal"), "it is no file"),
}


def run_all(data: Path, lines: list[str]) -> list[tuple[int, list[str]]]:
    """The exit code and the lines of each, none of which runs into a limit of time."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN_ALL],
        input="\n".join(lines),
        env=environment(data),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[tuple[int, list[str]]] = []
    said: list[str] = []
    for line in done.stdout.splitlines():
        if line.startswith("ENDED "):
            found.append((int(line.split()[1]), said))
            said = []
        elif line:
            said.append(line)
    return found


def all_files(root: Path) -> dict[str, tuple[int, int]]:
    places = [path for path in root.rglob("*") if not path.is_dir()]
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in places}


@pytest.mark.parametrize("fault", FAULTS)
def test_4_3_every_command_says_one_sentence_and_changes_nothing(tmp_path: Path, fault: str) -> None:
    data = make_paper(tmp_path / "paper")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    break_it, said = FAULTS[fault]
    break_it(data / "paper.sqlite3")
    before = all_files(tmp_path)
    places = {
        "DATA": str(data),
        "COPY": str(tmp_path / "copy"),
        "FILE": str(tmp_path / "file"),
        "FOLDER": str(tmp_path / "folder"),
    }
    # Where nothing lies, a paper begins.
    wanted = {name: line for name, line in COMMANDS.items() if (name, fault) != ("init", "missing")}

    lines = [" ".join(places.get(word, word) for word in line.split()) for line in wanted.values()]
    answers = dict(zip(wanted, run_all(data, lines), strict=True))

    wrong = {
        name: answer
        for name, answer in answers.items()
        if answer[0] != 1
        or len(answer[1]) != 1
        or (name not in {"restore", "import"} and said not in answer[1][0])
    }
    assert wrong == {}
    assert all_files(tmp_path) == before


@pytest.mark.parametrize("place", ["keys/secret.key", "keys/ledger.key", "kawaraban.toml", "ledger.heads"])
def test_4_3_no_command_waits_at_a_pipe_in_the_place_of_a_file(tmp_path: Path, place: str) -> None:
    data = make_paper(tmp_path / "paper")
    (data / place).unlink(missing_ok=True)
    os.mkfifo(data / place)
    names = (
        ["records verify"] if place == "ledger.heads" else ["check", "records verify", "backup make", "serve"]
    )

    lines = [COMMANDS[name].replace("COPY", str(tmp_path / "copy")) for name in names]
    answers = run_all(data, lines)

    assert {code for code, _said in answers} == {1}
    assert all(len(said) == 1 and "it is no file" in said[0] for _code, said in answers), answers


def test_4_3_init_brings_up_no_database_that_is_damaged_inside(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")
    file = data / "paper.sqlite3"
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 2)
        opened.write(os.urandom(64 * 1024))
    before = all_files(data)

    [(code, said)] = run_all(data, [f"init {data}"])

    assert (code, len(said)) == (1, 1)
    assert "is damaged" in said[0]
    assert all_files(data) == before


def test_4_3_a_folder_whose_links_lead_in_a_circle_is_no_paper(tmp_path: Path) -> None:
    data = tmp_path / "paper"
    data.symlink_to(data.name)

    answers = run_all(data, [f"init {data}", "check", "serve --port 0"])

    assert all((code, len(said)) == (1, 1) for code, said in answers), answers
