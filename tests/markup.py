"""How a browser reads markup: which words it shows, and where white space can be seen."""

from collections.abc import Iterator
from html import escape

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

# fmt: off
# What stands within a line: white space beside it is seen. Beside everything else it is not.
_WITHIN_A_LINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}
_AS_WRITTEN = {"pre", "textarea"}
_CODE = {"script", "style"}
_NOT_READ = {"head", "template", *_CODE}
_EMPTY = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "use", "wbr",
}
_SAYS_ENOUGH = {
    "autofocus", "checked", "disabled", "hidden", "multiple", "novalidate", "open", "readonly", "required", "reversed",
    "selected",
}
# fmt: on


def words_of(tag: Tag) -> str:
    """What a reader reads below an element, in one line."""
    return " ".join("".join(_read(tag)).split())


def markup_of(tag: Tag) -> str:
    """An element with its tags and texts, and white space only where it can be seen.

    Values of attributes stand in double quotes; quotation marks are not escaped, neither there nor in texts.
    """
    written = _Written()
    written.element(tag)
    return written.text


def _read(tag: Tag) -> Iterator[str]:
    """The words below an element, with space where a line or a box ends."""
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name not in _NOT_READ:
                beside = "" if child.name in _WITHIN_A_LINE else " "
                yield beside
                yield from _read(child)
                yield beside
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield child


class _Written:
    """Markup as it grows."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.is_at_edge = True
        self.last_space: int | None = None

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def element(self, tag: Tag) -> None:
        if tag.name in _AS_WRITTEN:
            words = escape(tag.get_text().removeprefix("\n"), quote=False)
            self._tag(tag.name, f"<{tag.name}{_attributes(tag)}>{words}</{tag.name}>")
        elif tag.name in _CODE:
            self._tag(tag.name, f"<{tag.name}{_attributes(tag)}>{tag.get_text()}</{tag.name}>")
        elif tag.name == "[document]":
            self._children(tag)
        else:
            self._tag(tag.name, f"<{tag.name}{_attributes(tag)}>")
            self._children(tag)
            if tag.name not in _EMPTY:
                self._tag(tag.name, f"</{tag.name}>")

    def _children(self, tag: Tag) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self.element(child)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._words(child)

    def _tag(self, name: str, written: str) -> None:
        if name not in _WITHIN_A_LINE:
            if self.last_space is not None:
                self.parts[self.last_space] = ""
            self.is_at_edge, self.last_space = True, None
        self.parts.append(written)

    def _words(self, words: str) -> None:
        if words[:1].isspace():
            self._space()
        if said := " ".join(words.split()):
            self.parts.append(escape(said, quote=False))
            self.is_at_edge, self.last_space = False, None
            if words[-1].isspace():
                self._space()

    def _space(self) -> None:
        """White space, unless it follows some or the tag of a box: then nobody sees it."""
        if not self.is_at_edge:
            self.last_space = len(self.parts)
            self.parts.append(" ")
            self.is_at_edge = True


def _attributes(tag: Tag) -> str:
    return "".join(
        f" {name}" if name in _SAYS_ENOUGH and value == "" else f' {name}="{escape(str(value), quote=False)}"'
        for name, value in tag.attrs.items()
    )
