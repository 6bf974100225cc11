"""An XML document as a tree, within bounds: strangers send it.

The XML must be whole: half a feed would come in otherwise. Documents that declare entities or attributes are refused:
no feed needs them, and a few lines of them can fill a memory. Time and memory are linear in the length of the text.
"""

from collections.abc import Iterator, Mapping
from html.entities import html5
from xml.parsers import expat

import regex
from django.utils.translation import gettext as _

from kawaraban.wire.errors import WireError
from kawaraban.wire.links import joined

DEEPEST = 200
ELEMENTS_LIMIT = 300_000
ATTRIBUTES_LIMIT = 100  # of one element, and as many namespaces
# A namespace is written once and repeated in the name of each element below it.
NAMESPACE_LENGTH = 300

XML = "http://www.w3.org/XML/1998/namespace"
_DECLARATION = regex.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
# No XML can hold these, not even written as a number: one of them must not cost the whole file.
_UNFIT = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Cs}]")
_UNFIT_NUMBER = regex.compile(
    r"&#(?:0*+(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*+(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF]|[dD][89a-fA-F]..));"
)


class Node:
    """One element: its name without prefix, its namespace, and what it holds in order."""

    __slots__ = ("attributes", "base", "children", "language", "name", "space")

    def __init__(
        self, space: str, name: str, attributes: Mapping[str, str], *, base: str, language: str
    ) -> None:
        self.space, self.name, self.attributes = space, name, attributes
        # What `xml:base` and `xml:lang` say here or further out; "" when nobody says it.
        self.base, self.language = base, language
        self.children: list[Node | str] = []

    def nodes(self) -> Iterator["Node"]:
        """The elements directly in it."""
        return (child for child in self.children if isinstance(child, Node))

    def everywhere(self) -> Iterator["Node"]:
        """It and all elements below it, in the order of the document."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed([*node.nodes()]))

    def text(self) -> str:
        """All text in it, however deep."""
        pieces: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                pieces.append(part)
            else:
                waiting.extend(reversed(part.children))
        return "".join(pieces)


class Looking:
    """What a walk through a document has seen: also when it ends at a fault."""

    def __init__(self, base: str = "") -> None:
        self.root: Node | None = None
        self.spaces: set[str] = set()
        self._base = base
        self._open: list[Node] = []
        self._count = self._declared = 0
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.EntityDeclHandler = self._refuse_declaration
        self.parser.AttlistDeclHandler = self._refuse_declaration
        self.parser.StartNamespaceDeclHandler = self._namespace
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.SkippedEntityHandler = self._skipped

    def walk(self, text: str, *, is_whole: bool = True) -> None:
        """Raises expat.ExpatError, and WireError beyond the bounds."""
        fitted = _UNFIT_NUMBER.sub("", _UNFIT.sub("", _DECLARATION.sub("", text, count=1)))
        self.parser.Parse(fitted.encode("utf-8", "replace"), is_whole)

    def _refuse_declaration(self, *_declaration: object) -> None:
        line = self.parser.CurrentLineNumber
        raise WireError(
            _("Line %(line)d declares an entity of its own: such files are refused.") % {"line": line}
        )

    def _refuse_excess(self) -> None:
        line = self.parser.CurrentLineNumber
        raise WireError(_("The XML holds more in line %(line)d than a feed ever needs.") % {"line": line})

    def _namespace(self, _prefix: str | None, space: str | None) -> None:
        self._declared += 1
        if self._declared > ATTRIBUTES_LIMIT or len(space or "") > NAMESPACE_LENGTH:
            self._refuse_excess()
        if len(self.spaces) < ELEMENTS_LIMIT:
            self.spaces.add(space or "")

    def _start(self, qualified: str, attributes: Mapping[str, str]) -> None:
        self._declared = 0
        self._count += 1
        if len(attributes) > ATTRIBUTES_LIMIT or self._count > ELEMENTS_LIMIT:
            self._refuse_excess()
        if len(self._open) >= DEEPEST:
            line = self.parser.CurrentLineNumber
            raise WireError(_("The XML is nested too deeply in line %(line)d to be a feed.") % {"line": line})
        above = self._open[-1] if self._open else None
        base, language = (above.base, above.language) if above else (self._base, "")
        space, _gap, name = qualified.rpartition(" ")
        node = Node(
            space,
            name,
            attributes,
            base=joined(base, attributes[f"{XML} base"]) if f"{XML} base" in attributes else base,
            language=attributes.get(f"{XML} lang", language),
        )
        if above:
            above.children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].children.append(text)

    def _skipped(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - expat calls it so
        """A letter that the document type names, which is never read: HTML names the same ones."""
        if not is_parameter:
            self._text(html5.get(f"{name};", f"&{name};"))


def broken(fault: expat.ExpatError) -> WireError:
    """The sentence for XML that is not whole, with line and column."""
    place = {"line": fault.lineno, "column": fault.offset + 1, "fault": expat.ErrorString(fault.code)}
    return WireError(_("The XML is broken in line %(line)d, column %(column)d: %(fault)s.") % place)
