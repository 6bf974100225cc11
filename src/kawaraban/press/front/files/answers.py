"""What is answered when a file is asked for: the same by the front, which has no Django, and by the app.

folder = Folder("/media/", data.media, headers=..., closed=frozenset({"documents"}))
answered = answer_for(folder, "/media/images/dock.webp", {"range": "bytes=0-99"}, "GET")
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import formatdate
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kawaraban.press.front.conditions import Of, conditional_answer, content_range
from kawaraban.press.front.files.files import FoundFile, find, may_be_asked_for
from kawaraban.press.front.negotiation import wishes_of
from kawaraban.press.store.page import IDENTITY

FOR_EVER: Final = "public, max-age=31536000, immutable"
# A picture that was made before names said what is in it: asked about again within the hour.
FOR_AN_HOUR: Final = "public, max-age=3600, must-revalidate"
_SUFFIXES: Final = {"br": ".br", "gzip": ".gz"}

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ServedFolder:
    """A folder whose files are given under a prefix. `closed` are folders in it that are not given."""

    prefix: str
    root: Path
    headers: Lines
    closed: frozenset[str] = frozenset()
    is_compressed: bool = False  # whether compressed neighbours lie beside the files
    names_files: bool = False  # whether Content-Disposition says their names
    may_lie_elsewhere: bool = False  # whether the app may bring a file that is not there

    def holds(self, path: str) -> bool:
        return path.startswith(self.prefix)

    def find(self, path: str) -> FoundFile | None:
        """The file at this path (decoded)."""
        return None if self.is_closed(path) else find(self.root, path.removeprefix(self.prefix))

    def is_closed(self, path: str) -> bool:
        """Whether it lies in a folder that is not given."""
        # On some disks "Documents" is the same folder.
        return path.removeprefix(self.prefix).partition("/")[0].casefold() in self.closed

    def may_be_brought(self, path: str) -> bool:
        """Whether the app is to be asked: it is not here and may be elsewhere. Touches the disk."""
        if not self.may_lie_elsewhere or self.is_closed(path):
            return False
        return may_be_asked_for(path.removeprefix(self.prefix)) and self.find(path) is None


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """Status and header lines; `found` from `first` to `end` is the body, None when there is none."""

    status: int
    headers: Lines
    found: FoundFile | None = None
    first: int = 0
    end: int = 0


_NOT_FOUND: Final = FileAnswer(
    404,
    (("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), ("Content-Length", "0")),
)


def answer_for(folder: ServedFolder, path: str, headers: Mapping[str, str], method: str) -> FileAnswer:
    """The answer to GET or HEAD. Touches the disk."""
    plain = folder.find(path)
    if plain is None:
        return replace(_NOT_FOUND, headers=(*_NOT_FOUND.headers, *folder.headers))
    sent, coding = _choose(folder, plain, headers.get("accept-encoding"))
    etag = sent.etag if coding == IDENTITY else f'{sent.etag[:-1]}-{coding}"'
    conditional = conditional_answer(headers, method, Of(etag, sent.size, sent.modified_at))
    lines = [
        ("Cache-Control", FOR_EVER if plain.is_named_by_content else FOR_AN_HOUR),
        ("ETag", etag),
        ("Last-Modified", formatdate(sent.modified_at, usegmt=True)),
        ("Accept-Ranges", "bytes"),
        *((("Vary", "Accept-Encoding"),) if folder.is_compressed else ()),
        *folder.headers,
    ]
    if conditional.status in {206, 416}:
        lines.append(("Content-Range", content_range(conditional, sent.size)))
    if conditional.status != 304:
        lines.append(("Content-Length", str(conditional.end - conditional.first)))
    if conditional.status not in {200, 206}:
        return FileAnswer(conditional.status, tuple(lines))
    lines.append(("Content-Type", plain.kind))
    if coding != IDENTITY:
        lines.append(("Content-Encoding", coding))
    if folder.names_files:
        lines.append(("Content-Disposition", _named(plain.name.rpartition("/")[2])))
    return FileAnswer(
        conditional.status,
        tuple(lines),
        sent if method == "GET" else None,
        conditional.first,
        conditional.end,
    )


def _choose(folder: ServedFolder, plain: FoundFile, accept_encoding: str | None) -> tuple[FoundFile, str]:
    """The file itself or a compressed neighbour, as the reader prefers it."""
    if not folder.is_compressed or accept_encoding is None:
        return plain, IDENTITY
    files = {IDENTITY: plain}
    for coding, suffix in _SUFFIXES.items():
        neighbour = find(folder.root, plain.name + suffix)
        if neighbour is not None:
            files[coding] = neighbour
    wishes = wishes_of(accept_encoding.encode("latin-1", "replace"))
    coding = wishes.choose({name: file.size for name, file in files.items()})
    return files[coding], coding


def _named(name: str) -> str:
    if name.isascii():
        return f'inline; filename="{name.replace(chr(34), "")}"'
    return f"inline; filename*=utf-8''{quote(name)}"
