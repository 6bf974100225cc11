"""Who may read the files of a paper: its owner alone, but for what a web server must reach.

    close_to_others()      # every process, first of all: what it makes is its owner's
    tighten(data)          # `kawaraban init`: files of before are closed, what a web server reads is opened
    faults(data)           # `kawaraban check`

The root can be passed through and not listed (711): a web server reaches DATA/media, DATA/static and a folder of
published pages in it, and nothing else. Everything else is 700 and 600.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from kawaraban.config.env import DataDir, read_knobs

_PRIVATE_UMASK: Final = 0o077
_PUBLIC_UMASK: Final = 0o022
ROOT_MODE: Final = 0o711
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
PUBLIC_FOLDER, PUBLIC_FILE = 0o755, 0o644
_OTHERS: Final = 0o077
# What a paper has in its root besides what is public, and what is on its way there.
_OURS: Final = (
    *("keys", "press", "mail", "log", "run", "release", "demo.json"),
    *("kawaraban.toml*", "paper.*", "ledger.*", "*.partial"),
)


def close_to_others() -> None:
    """From now on what this process makes is for its owner alone, whatever the shell was set to."""
    os.umask(_PRIVATE_UMASK)


@contextmanager
def open_to_all() -> Iterator[None]:
    """What is made inside can be read by everybody: the paper's own styles. For processes with one thread."""
    before = os.umask(_PUBLIC_UMASK)
    try:
        yield
    finally:
        os.umask(before)


@dataclass(frozen=True, slots=True)
class Fault:
    """A file or folder with the wrong mode, and the right one."""

    path: Path
    mode: int
    is_open: bool  # too much is allowed; else too little
    is_foreign: bool = False  # it lies outside the paper's folder, and is not ours to change
    link: Path | None = None  # what leads to it, where that is a link of the paper

    @property
    def sentence(self) -> str:
        """What is wrong, and what mends it."""
        if self.is_foreign and self.is_open:
            # No command: it may be a folder of the system.
            return (
                f"{self.link} leads out of the paper's folder, to {self.path}, which can be read or changed by others: "
                "move it into the paper's folder, or take their rights from it"
            )
        what = "can be read or changed by others" if self.is_open else "cannot be read by the web server"
        return f"{self.path} {what}: chmod {self.mode:o} {self.path}"


def faults(data: DataDir) -> Iterator[Fault]:
    """Everything whose mode is not as it should be, the root first. Of a link it is what the link leads to."""
    public = public_folders(data)
    root = _mode(data.root)
    if root is not None and root & _OTHERS & ~ROOT_MODE:
        yield Fault(data.root, ROOT_MODE, is_open=True)
    elif root is not None and root & 0o011 != 0o011:
        yield Fault(data.root, ROOT_MODE, is_open=False)
    yield from _private_faults(data.root, public)
    for folder in public:
        yield from _public_faults(folder, is_foreign=not _real(folder).is_relative_to(data.root))


def public_folders(data: DataDir) -> tuple[Path, ...]:
    """What a web server may read, where it is inside the paper's folder."""
    folders = [data.media, data.static]
    published = read_knobs(data, os.environ)["published_files"]
    if published:
        folders.append((data.root / published).resolve())
    return tuple(folder for folder in folders if folder.is_relative_to(data.root) and folder != data.root)


@dataclass(frozen=True, slots=True)
class Tightened:
    """What was mended, and what was left as it is because it lies outside the paper's folder."""

    closed_count: int
    left: tuple[Fault, ...]


def tighten(data: DataDir) -> Tightened:
    """Mend every fault in the paper's folder. Raises OSError, as where another owns a file."""
    closed_count, left = 0, []
    for fault in faults(data):
        if fault.is_foreign:
            left.append(fault)
            continue
        fault.path.chmod(fault.mode)
        closed_count += fault.is_open
    return Tightened(closed_count, tuple(left))


def _private_faults(root: Path, public: tuple[Path, ...]) -> Iterator[Fault]:
    for folder, names, files in os.walk(root):
        here = Path(folder)
        if here == root:
            # Whatever else somebody has put beside the paper is not ours to close.
            names[:], files = _ours(names, public, root), _ours(files, public, root)
        names[:] = [name for name in names if here / name not in public]
        for name in (*names, *files):
            if (here / name).is_symlink():
                yield from _fault_behind(here / name, root, public)
        names[:] = [name for name in names if not (here / name).is_symlink()]
        for name in (*names, *files):
            mode = _mode(here / name)
            if mode is None or not mode & _OTHERS:
                continue
            wanted = _wanted(here / name, public, is_folder=name in names)
            if mode & _OTHERS & ~wanted:
                yield Fault(here / name, wanted, is_open=True)


def _fault_behind(link: Path, root: Path, public: tuple[Path, ...]) -> Iterator[Fault]:
    """What a private link leads to, unless it is looked at in its own place. A closed folder closes what is in it."""
    target = _real(link)
    try:
        said = target.stat()
    except OSError:
        return  # it leads nowhere, or in a circle
    is_folder = stat.S_ISDIR(said.st_mode)
    if not (is_folder or stat.S_ISREG(said.st_mode)) or root.is_relative_to(target):
        return
    is_foreign = not target.is_relative_to(root)
    if any(target.is_relative_to(_real(folder)) for folder in public):
        return
    if not is_foreign and _ours([target.relative_to(root).parts[0]], public, root):
        return
    wanted = _wanted(target, public, is_folder=is_folder)
    if stat.S_IMODE(said.st_mode) & _OTHERS & ~wanted:
        yield Fault(target, wanted, is_open=True, is_foreign=is_foreign, link=link)


def _wanted(path: Path, public: tuple[Path, ...], *, is_folder: bool) -> int:
    """The mode of what is private. A published folder may lie deeper: on the way to it, folders are passed through."""
    if any(folder.is_relative_to(path) for folder in public):
        return ROOT_MODE
    return PRIVATE_FOLDER if is_folder else PRIVATE_FILE


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _ours(names: list[str], public: tuple[Path, ...], root: Path) -> list[str]:
    return [
        name
        for name in names
        if any(fnmatch(name, pattern) for pattern in _OURS)
        or any(folder.is_relative_to(root / name) for folder in public)
    ]


def _public_faults(root: Path, *, is_foreign: bool) -> Iterator[Fault]:
    """The folder itself may be a link. Links in it are left alone: what they lead to need not be for readers."""
    mode = _mode(_real(root))
    if mode is not None and mode & 0o055 != 0o055:
        yield Fault(_real(root), PUBLIC_FOLDER, is_open=False, is_foreign=is_foreign)
    for folder, names, files in os.walk(root):
        for name in names:
            mode = _mode(Path(folder, name))
            if mode is not None and mode & 0o055 != 0o055:
                yield Fault(Path(folder, name), PUBLIC_FOLDER, is_open=False, is_foreign=is_foreign)
        for name in files:
            mode = _mode(Path(folder, name))
            if mode is not None and mode & 0o044 != 0o044:
                yield Fault(Path(folder, name), PUBLIC_FILE, is_open=False, is_foreign=is_foreign)


def _mode(path: Path) -> int | None:
    """Its permissions; None of a link, and of what has gone meanwhile."""
    try:
        said = path.lstat()
    except FileNotFoundError:
        return None
    return None if stat.S_ISLNK(said.st_mode) else stat.S_IMODE(said.st_mode)
