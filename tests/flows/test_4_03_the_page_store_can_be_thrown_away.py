"""4.3: the page store can be thrown away, damaged or put back from a copy at any moment: nothing stale is shown."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.makers.press import make_page
from tests.rigs.serve_factory import ROOT, Served, environment, make_paper, wait_until

from kawaraban.press.store.store import Store

pytestmark = pytest.mark.serve

PAGE = "/test/story/1/"
RANDOM = random.Random(4)


def cut_to(size: int) -> Callable[[Path], None]:
    def cut(store: Path) -> None:
        os.truncate(store / "data.mdb", size)

    return cut


def overwrite(first: int, length: int | None = None, *, name: str = "data.mdb") -> Callable[[Path], None]:
    """Bytes without meaning over the file, in its place; without a length over all that is in use."""

    def write(store: Path) -> None:
        with (store / name).open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(first)
            file.write(RANDOM.randbytes(length or max(size - first, 1)))

    return write


def zero_header(store: Path) -> None:
    with (store / "data.mdb").open("r+b") as file:
        file.write(bytes(4096))


def remove(store: Path) -> None:
    shutil.rmtree(store)


def replace_by_empty_folder(store: Path) -> None:
    shutil.rmtree(store)
    store.mkdir()


def replace_by_file(store: Path) -> None:
    shutil.rmtree(store)
    store.write_text("not a folder")


def remove_data(store: Path) -> None:
    (store / "data.mdb").unlink()


def remove_all_but_data(store: Path) -> None:
    (store / "lock.mdb").unlink()
    (store / "generation").unlink()


def replace_by_anothers(store: Path) -> None:
    """A store of another paper, which has the page, and claims to be printed up to some order."""
    other = store.with_name("another")
    strange = Store(other)
    strange.put(
        make_page(PAGE, keys=("story-1", "list", "paper"), text="<p>another paper</p>", order_number=0)
    )
    strange.mark({"story-1": 1}, anchor="1 0000")
    strange.move_cursor(1)
    strange.close()
    shutil.rmtree(store)
    other.rename(store)


def put_back(store: Path) -> None:
    """An older copy of this store in its place."""
    shutil.rmtree(store)
    shutil.copytree(store.with_name("copy"), store)


def put_back_into_the_file(store: Path) -> None:
    """The older copy, into the very file."""
    old = (store.with_name("copy") / "data.mdb").read_bytes()
    with (store / "data.mdb").open("r+b") as file:
        file.write(old)


def in_place_of(name: str, kind: str) -> Callable[[Path], None]:
    """Something that is no file where this file of the store was, or where the store itself was."""

    def put(store: Path) -> None:
        place = store / name
        new = store.parent / "put here"
        if kind == "a folder":
            new.mkdir()
            (new / "something").touch()
        if kind == "a pipe":
            os.mkfifo(new)
        if kind == "a link to nothing":
            new.symlink_to(store.with_name("not mounted") / place.name)
        if kind == "links in a circle":
            new.symlink_to(place.name)
        wait_until(lambda: _is_put(new, place), f"{kind} in the place of {place}")

    return put


def _is_put(new: Path, place: Path) -> bool:
    """Whether it took the place, which a running paper may have made anew since it was cleared."""
    try:
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)
        new.rename(place)
    except OSError:
        return False
    return True


NO_FILES = {
    f"{kind} for {name}": in_place_of(name, kind)
    for name in ("data.mdb", "lock.mdb", "generation", "../../run/store.seal")
    for kind in ("a folder", "a pipe", "a link to nothing")
}
NO_FOLDERS = {
    f"{kind} for the store": in_place_of("", kind)
    for kind in ("a pipe", "a link to nothing", "links in a circle")
}
DAMAGES: dict[str, Callable[[Path], None]] = {
    **NO_FILES,
    **NO_FOLDERS,
    "removed": remove,
    "replaced by an empty folder": replace_by_empty_folder,
    "replaced by a file": replace_by_file,
    "its file removed": remove_data,
    "the other files removed": remove_all_but_data,
    "cut to nothing": cut_to(0),
    "cut to its two first pages": cut_to(8192),
    "cut in the middle of a page": cut_to(100_000),
    "random from end to end": overwrite(0),
    "random behind its header": overwrite(8192),
    "random in the middle": overwrite(16_384, 16_384),
    "a header of zeros": zero_header,
    "a random lock": overwrite(0, name="lock.mdb"),
    "an empty generation": lambda store: os.truncate(store / "generation", 0),
    "another paper's": replace_by_anothers,
    "an older copy": put_back,
    "an older copy in its file": put_back_into_the_file,
}


def is_from_store(served: Served) -> bool:
    """Only the store has compressed pages."""
    return served.ask(PAGE, accept_encoding="br").headers.get("content-encoding") == "br"


@dataclass
class Paper:
    """A paper whose page shows a figure, and the figure that it must show."""

    data: Path
    reads: int = 0

    @property
    def store(self) -> Path:
        return self.data / "press" / "store"

    @property
    def shown(self) -> bytes:
        return f"story 1: {self.reads} reads".encode()

    def change(self, served: Served) -> None:
        """Another figure, ordered as an approval does it."""
        self.reads += 1
        served.change_story(1, reads=self.reads)

    def print_twice(self, served: Served) -> None:
        """Print the page, copy the store as it is, and print the page again with another figure."""
        for _ in range(2):
            served.ask(PAGE)
            wait_until(lambda: is_from_store(served), "the page in the store")
            shutil.rmtree(self.store.with_name("copy"), ignore_errors=True)
            shutil.copytree(self.store, self.store.with_name("copy"))
            self.change(served)
            wait_until(lambda: self.shown in served.ask(PAGE).body, "the new figure")

    def errors(self) -> str:
        return (self.data / "serve.err").read_text()

    def aside(self) -> list[Path]:
        return sorted((self.data / "press").glob("store.broken-*"))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    return Paper(make_paper(tmp_path_factory.mktemp("thrown") / "paper"))


@pytest.fixture(scope="module")
def served(paper: Paper) -> Iterator[Served]:
    with Served.started(paper.data) as running:
        yield running


@pytest.mark.parametrize("damage", DAMAGES)
def test_4_3_a_running_paper_goes_on_with_a_new_store(paper: Paper, served: Served, damage: str) -> None:
    paper.print_twice(served)
    before = len(paper.errors())

    DAMAGES[damage](paper.store)

    for _ in range(20):
        # A process that has mapped what is cut away ends, with what it was about to answer, and is started again.
        body = _asked(served)
        assert not body or paper.shown in body
    paper.change(served)
    wait_until(lambda: paper.shown in _asked(served), "the new figure")
    served.wait_until_healthy()
    wait_until(lambda: is_from_store(served), "the page in the store")
    assert len(paper.aside()) <= 1
    assert "Traceback" not in paper.errors()[before:]


def test_4_3_what_was_taken_off_stays_off_when_the_store_is_gone_and_front_and_app_are_killed(
    paper: Paper, served: Served
) -> None:
    paper.print_twice(served)

    remove(paper.store)
    paper.change(served)
    for name in ("front", "app-1"):
        served.signal(name, signal.SIGKILL)

    wait_until(lambda: paper.shown in _asked(served), "the new figure")
    paper.change(served)
    wait_until(lambda: paper.shown in _asked(served), "the next figure")
    wait_until(lambda: served.health()["status"] == "ok", "health")


def _asked(served: Served) -> bytes:
    try:
        return served.ask(PAGE).body
    except OSError:
        return b""


def test_4_3_the_commands_say_sentences_and_end(paper: Paper, served: Served) -> None:
    paper.print_twice(served)
    remove(paper.store)

    done = command(paper, "press", "reprint", "--all")
    status = command(paper, "press", "status")

    assert done.returncode == 0, done.stderr
    assert (status.returncode, "newest order" in status.stdout) == (0, True)
    overwrite(0)(paper.store)
    for arguments in (("press", "status"), ("press", "reprint", "--all"), ("press", "status")):
        said = command(paper, *arguments)
        assert "Traceback" not in said.stderr
        assert said.returncode in {0, 1}
    wait_until(lambda: served.health()["status"] == "ok", "health")


def command(paper: Paper, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kawaraban", *arguments],
        env=environment(paper.data),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """A paper that was served, and has printed its page."""
    paper = Paper(make_paper(tmp_path_factory.mktemp("stopped") / "paper"))
    with Served.started(paper.data) as served:
        paper.print_twice(served)
    return paper


CHECKED = (
    "random from end to end",
    "a pipe for lock.mdb",
    "a folder for generation",
    "a link to nothing for data.mdb",
    "links in a circle for the store",
)


@pytest.mark.parametrize("damage", CHECKED)
def test_4_3_check_names_a_store_that_the_next_start_puts_aside(tmp_path: Path, damage: str) -> None:
    paper = Paper(make_paper(tmp_path / "paper"))
    store = Store(paper.store)
    store.put(make_page(PAGE, order_number=0))
    store.close()
    (paper.data / "run").mkdir()

    DAMAGES[damage](paper.store)

    checked = command(paper, "check")
    named = [line for line in checked.stderr.splitlines() if "The page store in" in line]
    assert checked.returncode == 1
    assert "Traceback" not in checked.stderr
    assert len(named) == 1, checked.stderr
    assert all("is damaged" in line and "puts it aside" in line for line in named)


@contextmanager
def starting(paper: Paper) -> Iterator[Served]:
    """The paper in the moment in which its front answers; it goes on until it is healthy and has printed anew."""
    served = Served.start(paper.data)
    try:
        yield served
        served.wait_until_healthy()
        paper.print_twice(served)
    finally:
        assert served.stop() == 0


@pytest.mark.parametrize("damage", DAMAGES)
def test_4_3_a_paper_that_stood_still_starts_and_shows_nothing_stale(stopped: Paper, damage: str) -> None:
    before = len(stopped.errors())

    DAMAGES[damage](stopped.store)

    with starting(stopped) as served:
        assert stopped.shown in served.ask(PAGE).body
    said = stopped.errors()[before:]
    assert "Traceback" not in said
    assert said.count(" WARNING ") <= 1, said


@pytest.mark.parametrize("life", ["the orders are fewer", "other orders have their numbers"])
def test_4_3_a_store_of_another_life_of_the_database_is_not_believed(stopped: Paper, life: str) -> None:
    backup, was = (stopped.data / "paper.sqlite3").read_bytes(), stopped.reads
    with starting(stopped):
        pass
    for name in ("paper.sqlite3-wal", "paper.sqlite3-shm"):
        (stopped.data / name).unlink(missing_ok=True)
    (stopped.data / "paper.sqlite3").write_bytes(backup)
    stopped.reads = was
    offline = Served(stopped.data, None)  # type: ignore[arg-type]  # nothing runs here
    for _ in range(0 if life == "the orders are fewer" else 5):
        stopped.reads += 100
        offline.change_story(1, reads=stopped.reads)

    with starting(stopped) as served:
        assert stopped.shown in served.ask(PAGE).body
