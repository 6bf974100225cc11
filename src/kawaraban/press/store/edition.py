"""The stamp of an edition: what printed pages depend on besides the database."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

# What a rendering is made by: code, templates, and the styles and scripts whose hashed names it writes.
_SUFFIXES = frozenset({".py", ".html", ".txt", ".xml", ".svg", ".css", ".js", ".mo", ".json", ".toml"})


def edition_stamp(package: Path, others: Iterable[str]) -> str:
    """A hash over the package's files and over `others` (versions, settings). About 20 ms."""
    stamp = hashlib.blake2b(digest_size=16)
    for text in others:
        stamp.update(text.encode() + b"\0")
    for path in sorted(package.rglob("*")):
        if path.suffix in _SUFFIXES and "__pycache__" not in path.parts:
            stamp.update(path.relative_to(package).as_posix().encode() + b"\0")
            stamp.update(path.read_bytes() + b"\0")
    return stamp.hexdigest()


# Of this process, and of those that are forked from it. "" in one that serves no paper: it prints for any edition.
_running = ""


def running_edition() -> str:
    """The stamp of the templates that this process renders with."""
    return _running


def use_edition(stamp: str) -> None:
    """Say once, at start, what this process renders with. What it prints for another edition is refused."""
    global _running
    _running = stamp
