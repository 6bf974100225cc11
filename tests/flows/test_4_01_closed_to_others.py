"""4.1 A paper's files are its owner's alone, whatever the shell was set to; a web server reaches what it serves."""

import json
import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.rigs.real_paper import STORY, RealPaper, hand_in
from tests.rigs.serve_factory import wait_until

pytestmark = [
    pytest.mark.serve,
    pytest.mark.skipif(os.getuid() != 0, reason="only root can look with another person's eyes"),
]
NOBODY = 65534
PUBLIC = ("media", "static", "pages")


@pytest.fixture
def paper() -> Iterator[RealPaper]:
    """Where everybody may go in; pytest's own folders are closed."""
    place = Path(tempfile.mkdtemp(prefix="kawaraban-closed-", dir="/tmp"))
    place.chmod(0o755)
    try:
        yield RealPaper.founded(place / "paper")
    finally:
        shutil.rmtree(place)


def as_nobody(look: Callable[[], list[str]]) -> list[str]:
    """What another account of the machine gets."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(theirs, json.dumps(look()).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        said = answer.read()
    os.waitpid(pid, 0)
    return list(json.loads(said))


def reached(root: Path) -> list[str]:
    """Everything in the paper that nobody can read, list, write or connect to, by its path."""
    places = [path for path in sorted(root.rglob("*")) if not path.is_symlink()]

    def look() -> list[str]:
        return [str(path.relative_to(root)) for path in [root, *places] if can_be_reached(path)]

    return as_nobody(look)


def can_be_reached(path: Path) -> bool:
    try:
        kind = path.lstat().st_mode
        if stat.S_ISSOCK(kind):
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(path))
        elif stat.S_ISDIR(kind):
            os.listdir(path)
        elif stat.S_ISFIFO(kind):
            os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
        else:
            path.open("rb").close()
    except OSError:
        return False
    return True


def is_public(name: str) -> bool:
    return name.split("/")[0] in PUBLIC


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_4_1_nobody_else_reads_a_served_paper_but_what_a_web_server_serves(
    paper: RealPaper, tmp_path: Path, umask: int
) -> None:
    before = os.umask(umask)
    try:
        with paper.served(KAWARABAN_PUBLISHED_FILES="pages") as served:
            served.ask(STORY)
            assert hand_in(served, "story-1", "A secret.").status == 201
            served.ask("/reads", method="POST", body=b"{}")
            wait_until(lambda: list((paper.root / "pages").rglob("index.html")), "published pages")
            (paper.root / "serve.err").chmod(0o600)  # the shell's own, who redirected it
            seen = reached(paper.root)
        copied = paper.kawaraban("backup", str(paper.root.parent / "copy"))
        [[sent]] = paper.query("SELECT public_id FROM comments_comment WHERE text = 'A secret.'")
        exported = paper.kawaraban(
            "records", "person", "--comment", str(sent), "--out", str(tmp_path / "out")
        )
    finally:
        os.umask(before)

    assert [name for name in seen if not is_public(name)] == []
    assert "static/staticfiles.json" in seen
    assert any(name.startswith("pages/") and name.endswith("index.html") for name in seen)
    assert copied.returncode == 0
    assert reached(paper.root.parent / "copy") == []
    assert exported.returncode == 0
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_4_1_a_picture_can_be_read_by_the_web_server_and_its_folder_passed_through(paper: RealPaper) -> None:
    paper.run(
        "import os; os.umask(0o077)\n"
        "from tests.makers.stories import make_picture\n"
        "picture = make_picture()\n"
        "picture.get_rendition('fill-100x100')\n"
    )

    pictures = [path for path in (paper.root / "media").rglob("*") if path.is_file()]
    seen = reached(paper.root)

    assert len(pictures) >= 2
    assert {str(path.relative_to(paper.root)) for path in pictures} <= set(seen)


def test_4_1_check_names_each_open_file_and_init_closes_them(paper: RealPaper) -> None:
    for name, mode in {
        ".": 0o755,
        "paper.sqlite3": 0o644,
        "kawaraban.toml": 0o644,
        "keys": 0o755,
        "log": 0o750,
        "media": 0o700,
    }.items():
        (paper.root / name).chmod(mode)

    checked = paper.kawaraban("check")
    mended = paper.kawaraban("init", str(paper.root))

    root = paper.root
    for mend in (
        f"chmod 711 {root}\n",
        f"chmod 600 {root}/paper.sqlite3\n",
        f"chmod 600 {root}/kawaraban.toml\n",
        f"chmod 700 {root}/keys\n",
        f"chmod 700 {root}/log\n",
        f"chmod 755 {root}/media\n",
    ):
        assert mend in checked.stderr
    assert checked.returncode == 1
    assert "they are closed now" in mended.stdout
    assert paper.kawaraban("check").returncode == 0


def test_4_1_what_a_link_leads_to_is_named_and_mended_only_inside_the_paper(paper: RealPaper) -> None:
    root, outside = paper.root, paper.root.parent / "outside"
    outside.mkdir()
    (root / "mine").mkdir()
    key, knobs = root / "keys" / "secret.key", root / "kawaraban.toml"
    inside = root / "mine" / "secret.key"
    for file, place in ((key, inside), (knobs, outside / "knobs")):
        file.rename(place)
        file.symlink_to(place)
        place.chmod(0o644)
    (root / "mail").rmdir()
    (root / "mail").symlink_to(outside / "mail")
    (outside / "mail").mkdir()
    (outside / "mail").chmod(0o755)  # whatever the mask of who runs the test takes away
    (root / "media" / "of the key").symlink_to(root / "keys" / "ledger.key")
    (root / "log" / "nowhere").symlink_to(root / "gone")
    (root / "log" / "round").symlink_to("round")

    checked = paper.kawaraban("check").stderr.splitlines()
    mended = paper.kawaraban("init", str(root)).stdout.splitlines()

    named = [line for line in checked if "others" in line]
    assert [line for line in named if str(inside) in line and f"chmod 600 {inside}" in line]
    foreign = [line for line in named if "out of the paper's folder" in line]
    assert [line.split()[0] for line in sorted(foreign)] == [str(knobs), str(root / "mail")]
    assert len(named) == 3, named
    assert modes_of(inside, outside / "knobs", outside / "mail") == [0o600, 0o644, 0o755]
    assert modes_of(root / "keys" / "ledger.key") == [0o600]
    assert [line for line in mended if line.startswith("Left as it is: ")] == [
        f"Left as it is: {line}" for line in foreign
    ]


def test_4_1_pictures_that_lie_elsewhere_are_named_and_not_opened(paper: RealPaper) -> None:
    elsewhere = paper.root.parent / "pictures"
    (paper.root / "media").rename(elsewhere)
    (paper.root / "media").symlink_to(elsewhere)
    elsewhere.chmod(0o755)
    (elsewhere / "a.jpg").touch(mode=0o600)

    checked = paper.kawaraban("check")
    mended = paper.kawaraban("init", str(paper.root))

    assert "a.jpg cannot be read by the web server" in checked.stderr
    assert "Left as it is: " in mended.stdout
    assert modes_of(elsewhere / "a.jpg") == [0o600]


def modes_of(*paths: Path) -> list[int]:
    return [stat.S_IMODE(path.stat().st_mode) for path in paths]


def test_4_1_what_somebody_else_has_put_beside_the_paper_is_left_alone(paper: RealPaper) -> None:
    other = paper.root / "notes.txt"
    other.write_text("Of the operator.")
    other.chmod(0o644)

    paper.kawaraban("init", str(paper.root))

    assert stat.S_IMODE(other.stat().st_mode) == 0o644
