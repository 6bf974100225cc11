"""How the demo paper is written down: a head in TOML between two lines of +++, then the text.

    +++
    headline = "..."
    published = "1d 3h"
    +++
    The text.

Nothing in it has a date. A span of time says how long ago it was when the paper was loaded, so that the paper
is always of today.
"""

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
_FENCE = "+++\n"
_SPAN = re.compile(r"(\d+)(d|h|m)")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class BadlyWritten(Exception):
    """A sentence for the writer, with the file's name."""


def span(words: str) -> timedelta:
    """ "1d 3h 20m" as a timedelta. Raises BadlyWritten."""
    parts = words.split()
    matches = [_SPAN.fullmatch(part) for part in parts]
    if not parts or not all(matches):
        raise BadlyWritten(f"“{words}” is not a span of time like “1d 3h”")
    return timedelta(**{_UNITS[match[2]]: int(match[1]) for match in matches if match})


def head_and_text(path: Path) -> tuple[dict[str, Any], str]:
    """The head as a dict, and what stands below it. Raises BadlyWritten."""
    written = path.read_text(encoding="utf-8")
    begin, fence, rest = written.partition(_FENCE)
    head, second_fence, text = rest.partition(_FENCE)
    if begin or not fence or not second_fence:
        raise BadlyWritten(f"{path.name} must begin with a head between two lines of +++")
    try:
        return tomllib.loads(head), text.strip()
    except tomllib.TOMLDecodeError as broken:
        raise BadlyWritten(f"the head of {path.name} cannot be read: {broken}") from broken


def table(name: str) -> dict[str, Any]:
    """A TOML file of the demo paper."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
