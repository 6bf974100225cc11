"""The folder of printed pages made whole: all that they link to on the paper itself is in it, and nothing is dead.

    WholeExport(files, site_url="https://paper.example", visit=visit, copied={"/media/": media}).complete(["/"])

Pages that may be printed come into the store when they are visited, and from there into the folder. What is never
printed (a form, the way to a comment) lies in it as a reader would get it: a redirect as a page that leads on.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

import regex

from kawaraban.press.addresses import canonical_address, split_address
from kawaraban.press.store.published_files import PublishedFiles, place_of

# The rooms of the staff, and what one sender alone has the key to.
_NOT_PUBLIC: Final = ("/desk/", "/editor/", "/track/")
_TEXTS: Final = frozenset({".html", ".xml", ".css", ".js", ".txt"})
_LINK: Final = {
    ".html": regex.compile(r"""\s(?:href|src)=(?:"([^"]*)"|'([^']*)')"""),
    ".xml": regex.compile(r"<(?:loc|link|url)>([^<]*)</"),
    ".css": regex.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']"""),
    ".js": regex.compile(r"""(?:from|import)\s*\(?\s*["'](\.{0,2}/[^"']+)["']"""),
    ".txt": regex.compile(r"(?m)^Sitemap:\s*(\S+)"),
}
_SIZES: Final = regex.compile(r"""\ssrcset=(?:"([^"]*)"|'([^']*)')""")
_ABSOLUTE: Final = regex.compile(r"""https?://[^\s"'<>\\]++""")
_CANONICAL: Final = regex.compile(r"""rel="canonical" href="(https?://[^/"]+)""")
_UNKNOWN: Final = "/404-of-the-paper/"


@dataclass(frozen=True, slots=True)
class ExportAnswer:
    """What a reader gets at an address. `location` is set where it leads on."""

    status: int
    body: bytes
    location: str = ""


@dataclass(slots=True)
class WholeExport:
    """`copied`: the beginnings of addresses whose files lie in a folder of their own."""

    files: PublishedFiles
    site_url: str
    visit: Callable[[str], ExportAnswer]
    copied: Mapping[str, Path]
    _origins: set[str] = field(default_factory=set)
    # Addresses at which there is nothing, or nothing that a file could be.
    _empty: set[str] = field(default_factory=set)
    # Texts that were written since, and not yet looked through: taken from the end, so that few wait.
    _new: list[str] = field(default_factory=list)

    def complete(self, addresses: Iterable[str]) -> list[str]:
        """Bring in these, and whatever any file links to. Returns the addresses at which there is nothing.

        Each file is read once, and each answer is written when it comes: only names are held in memory.
        """
        self._origins = {self.site_url, *self._printed_origins()}
        before = self._texts()
        dead = [address for address in addresses if not self._bring(address)]
        while before or self._new:
            name = self._new.pop() if self._new else before.pop()
            dead += [address for address in self._links_of(name) if not self._bring(address)]
        (self.files.folder / "404.html").write_bytes(self.visit(_UNKNOWN).body)
        return dead

    def _bring(self, address: str) -> bool:
        """See to it that the file is there. False at the first time that there is nothing at the address."""
        place = self._place(address)
        if address in self._empty or (place is not None and place.exists()):
            return True
        answer = self._fetch(address)
        if answer is not None and answer.status == 200:
            # Where the store has kept it, with the forms that it is compressed in.
            self.files.publish(address)
        is_there = self._keep(address, answer)
        if place is None or not place.exists():
            self._empty.add(address)
        elif place.suffix in _TEXTS:
            self._new.append(place.relative_to(self.files.folder).as_posix())
        return is_there

    def _printed_origins(self) -> Iterator[str]:
        """Under which name the pages were printed: a paper without a name of its own has that of its last server."""
        front = self.files.folder / "index.html"
        text = front.read_text(encoding="utf-8") if front.is_file() else ""
        yield from _CANONICAL.findall(text)

    def _fetch(self, address: str) -> ExportAnswer | None:
        """None when it has just become a file, or can be none."""
        place = self._place(address)
        if place is None:
            return None
        path, _query = split_address(address)
        for beginning, folder in self.copied.items():
            if path.startswith(beginning):
                return self._copy(folder / path.removeprefix(beginning), place)
        return self.visit(address)

    def _copy(self, source: Path, place: Path) -> ExportAnswer | None:
        if not source.is_file():
            return ExportAnswer(404, b"")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
        return None

    def _keep(self, address: str, answer: ExportAnswer | None) -> bool:
        """Whether there is something at the address. What the store did not bring into the folder is written now."""
        place = self._place(address)
        if answer is None or place is None or place.exists():
            return True
        if answer.location:
            body = _leading_on(answer.location)
        elif answer.status == 200:
            body = answer.body
        else:
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body)
        return True

    def _place(self, address: str) -> Path | None:
        name = place_of(address)
        place = self.files.folder / name if name else None
        # A name that stands in the way of a folder, or climbs out of ours, is left out.
        if place is None or ".." in PurePosixPath(name or "").parts:
            return None
        return None if place.is_dir() or place.parent.is_file() else place

    def _texts(self) -> list[str]:
        """The names of the files that may name others, as they are now."""
        return sorted(
            path.relative_to(self.files.folder).as_posix()
            for path in self.files.folder.rglob("*")
            if path.suffix in _TEXTS and path.is_file()
        )

    def _links_of(self, name: str) -> Iterator[str]:
        """The addresses of the paper that the file names."""
        path, base = self.files.folder / name, "/" + name.removesuffix("index.html")
        for link in links_in(path.read_text(encoding="utf-8", errors="replace"), path.suffix):
            address = self._address(link, base)
            if address:
                yield address

    def _address(self, link: str, base: str) -> str | None:
        """The address as the store writes it; None for another site, another kind of link, or the staff's rooms."""
        try:
            parts = urlsplit(urljoin(self.site_url + base, link.strip()))
        except ValueError:
            return None
        if f"{parts.scheme}://{parts.netloc}" not in self._origins or parts.path.startswith(_NOT_PUBLIC):
            return None
        path = unquote(parts.path) or "/"
        # A web server of files looks at no query but the number of a page.
        return canonical_address(path, parts.query) or path


def links_in(text: str, suffix: str) -> Iterator[str]:
    """Every link of a text of this kind, as it is written there."""
    for found in _LINK[suffix].findall(text):
        link = next((part for part in (found if isinstance(found, tuple) else (found,)) if part), "")
        if link and not link.startswith(("#", "data:", "mailto:", "tel:")):
            yield unescape(link)
    if suffix == ".html":
        yield from (
            unescape(link) for link in _ABSOLUTE.findall(text)
        )  # cards, and what machines read of a story
        for double, single in _SIZES.findall(text):
            yield from (part.split()[0] for part in unescape(double or single).split(",") if part.strip())


def _leading_on(location: str) -> bytes:
    """A page that leads to another, for a web server that knows files alone."""
    where = escape(location)
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{where}</title>'
        f'<meta http-equiv="refresh" content="0; url={where}"><link rel="canonical" href="{where}"></head>'
        f'<body><a href="{where}">{where}</a></body></html>\n'
    ).encode()
