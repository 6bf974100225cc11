"""The paper as plain files, so that a web server can give every printed page without asking us.

    /                      index.html               and beside each its compressed
    /economy/              economy/index.html       forms: index.html.br, .gz, .zst
    /economy/?page=2       economy/index.page=2.html
    /feed.xml              feed.xml

A file is written under another name and then renamed: a reader gets the old page or the new one, never half of
one. What is no longer in the store is removed, and so is every file in the folder that no page belongs to:
the folder is ours alone. What cannot be such a file (a name too long for the file system) is left to the front.
docs/web-server.md has the configuration for nginx and Caddy.
"""

import logging
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from kawaraban.press.addresses import split_address
from kawaraban.press.store.page import IDENTITY, Page, etag_of
from kawaraban.press.store.store import Store

logger = logging.getLogger(__name__)

MARKER: Final = ".kawaraban"
# A web server, which is somebody else, reads them.
_FILE_MODE: Final = 0o644
_FOLDER_MODE: Final = 0o755
_SUFFIXES: Final = {IDENTITY: "", "br": ".br", "gzip": ".gz", "zstd": ".zst"}
# The longest name of a file, in bytes, less what we append to it.
_LONGEST_NAME: Final = 255 - 32


class NotOurFolder(Exception):
    """There are other files in the folder: we would remove them."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What one look at the store came to."""

    pages_count: int
    written_count: int
    removed_count: int


def place_of(address: str) -> str | None:
    """The name of the page's file in the folder; None when it can have none."""
    path, query = split_address(address)
    *parts, name = path.split("/")[1:]
    if (query and name) or name.startswith("index."):
        return None
    parts.append(name or (f"index.{query}.html" if query else "index.html"))
    if any(not part or part.startswith(".") or len(part.encode()) > _LONGEST_NAME for part in parts):
        return None
    return "/".join(parts)


@dataclass(slots=True)
class PublishedFiles:
    """Keeps the folder what the store is. Several threads may call it."""

    folder: Path
    store: Store
    _lock: threading.Lock = field(default_factory=threading.Lock)
    # Name -> validator of what is in the file; None until the folder was read for the first time.
    _there: dict[str, str] | None = None
    _moment: int = -1

    def open(self) -> None:
        """Make the folder ours. Raises NotOurFolder when it holds what is not, OSError when it cannot be made."""
        _make_folder(self.folder)
        marker = self.folder / MARKER
        if not marker.exists():
            if any(self.folder.iterdir()):
                raise NotOurFolder(str(self.folder))
            marker.write_text("The pages of a paper, kept by kawaraban. Everything else here is removed.\n")
        marker.chmod(_FILE_MODE)

    def sync(self) -> Changes:
        """Write what is new, remove what is gone."""
        with self._lock:
            self._moment = self.store.moment()
            etags = self.store.etags()
            there = self._known()
            wanted = {place: address for address in etags if (place := place_of(address)) is not None}
            names = {
                place + _SUFFIXES[encoding]
                for place, address in wanted.items()
                for encoding in etags[address]
            }
            removed = [name for name in there if name not in names]
            for name in removed:
                self._remove(name)
            written = 0
            for place, address in wanted.items():
                if any(
                    there.get(place + _SUFFIXES[encoding]) != etag
                    for encoding, etag in etags[address].items()
                ):
                    written += self._write(place, self.store.page(address))
            return Changes(len(wanted), written, len(removed))

    def sync_if_changed(self) -> Changes | None:
        """The same, unless the store has not changed since the last time."""
        return None if self.store.moment() == self._moment else self.sync()

    def publish(self, address: str) -> None:
        """Do it for one page, at once. A disk that fails is logged: the next `sync` tries again."""
        place = place_of(address)
        if place is None:
            return
        with self._lock:
            try:
                self._known()
                self._write(place, self.store.page(address))
            except OSError:
                logger.exception("%s could not be published as a file", address)

    def _known(self) -> dict[str, str]:
        if self._there is None:
            self._there = {
                name: etag_of((self.folder / name).read_bytes()) for name in _files_in(self.folder)
            }
        return self._there

    def _write(self, place: str, page: Page | None) -> bool:
        """Put the page's files in their places, and take away those that it has no more."""
        bodies: Mapping[str, bytes] = page.bodies if page is not None and _is_fit(page, place) else {}
        there = self._known()
        path = self.folder / place
        names = {_SUFFIXES[encoding]: body for encoding, body in bodies.items()}
        try:
            if names:
                _make_folder(path.parent)
            partial = {suffix: path.with_name(f".{path.name}{suffix}.{os.getpid()}") for suffix in names}
            for suffix, body in names.items():
                partial[suffix].write_bytes(body)
                partial[suffix].chmod(_FILE_MODE)
            for suffix, body in names.items():
                partial[suffix].replace(f"{path}{suffix}")
                there[place + suffix] = etag_of(body)
        except (NotADirectoryError, IsADirectoryError, FileExistsError):
            logger.warning("%s stands in the way of another page: the front serves it alone", place)
            return False
        for suffix in set(_SUFFIXES.values()) - set(names):
            if place + suffix in there:
                self._remove(place + suffix)
        return bool(names)

    def _remove(self, name: str) -> None:
        path = self.folder / name
        path.unlink(missing_ok=True)
        self._known().pop(name, None)
        for parent in PurePosixPath(name).parents[:-1]:
            with suppress(OSError):  # another page is in it
                (self.folder / parent).rmdir()


def _make_folder(folder: Path) -> None:
    """And those above it that are missing, so that a web server can go in, whatever this process makes otherwise."""
    try:
        folder.mkdir()
    except FileNotFoundError:
        _make_folder(folder.parent)
        folder.mkdir()
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    folder.chmod(_FOLDER_MODE)


def _is_fit(page: Page, place: str) -> bool:
    """The web server tells the kind of a page by the name of its file: index.html is HTML, and nothing else is."""
    kind = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    return kind.startswith("text/html") == place.endswith(".html")


def _files_in(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if not path.is_dir() and path.name != MARKER:
            yield path.relative_to(folder).as_posix()
