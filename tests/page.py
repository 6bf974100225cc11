"""A page that the product answered, read as a browser reads it: by elements, never by where a line ends.

    page = Page(desk.get("/desk/").content)
    assert [row.name for row in page.rows] == ["Ada", "Bo"]
    answer = page.form("/approve").post(desk)

A selector is CSS. `one` and its kin want exactly one element and fail otherwise, so that a test never passes on the
wrong place. `text` is what a reader reads. `markup` is the whole with white space only where it can be seen: a test
that asks for an element inside a sentence looks there. Whether a page is well-formed is asked in
`flows/test_4_04_html_of_every_page.py`; here it is taken for granted.
"""

from copy import copy
from typing import Any, Protocol

from bs4 import BeautifulSoup, Tag
from tests.markup import markup_of, words_of

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class _Posting(Protocol):
    """Django's test client, or whatever posts like it."""

    def post(self, path: str, data: Any, **extra: Any) -> Any: ...


class Part:
    """One element of a page and what is within it."""

    def __init__(self, tag: Tag) -> None:
        self.tag = tag

    def __repr__(self) -> str:
        return f"<{self.tag.name}> {self.text[:80]!r}"

    def __getitem__(self, attribute: str) -> str:
        """An attribute that must be there; one without a value is empty."""
        assert attribute in self.tag.attrs, f"no {attribute} on {self.markup[:300]}"
        return str(self.tag.attrs[attribute])

    def get(self, attribute: str) -> str | None:
        """An attribute, or None where it is not."""
        found = self.tag.attrs.get(attribute)
        return None if found is None else str(found)

    def all(self, selector: str) -> list["Part"]:
        """What fits, from top to bottom."""
        return [Part(tag) for tag in self.tag.select(selector)]

    def one(self, selector: str) -> "Part":
        """The only one that fits."""
        return Part(self._only(selector))

    def has(self, selector: str) -> bool:
        """Whether anything fits."""
        return self.tag.select_one(selector) is not None

    def texts(self, selector: str) -> list[str]:
        """The text of each that fits."""
        return [part.text for part in self.all(selector)]

    def each(self, selector: str, attribute: str) -> list[str]:
        """The attribute of each that fits and has it."""
        return [part[attribute] for part in self.all(selector) if part.get(attribute) is not None]

    def without(self, selector: str) -> "Part":
        """A copy that lacks what fits."""
        rest = copy(self.tag)
        for tag in rest.select(selector):
            tag.extract()
        return Part(rest)

    def under(self, name: str) -> "Part":
        """A copy of the chapter whose heading has this id: from the heading to the next one that ranks as high."""
        heading = self._only(f'[id="{name}"]')
        assert heading.name in _HEADINGS, f"{name} is no heading"
        chapter = BeautifulSoup("", "html.parser", multi_valued_attributes=None)
        chapter.append(copy(heading))
        for beside in heading.next_siblings:
            if isinstance(beside, Tag) and beside.name in _HEADINGS[: _HEADINGS.index(heading.name) + 1]:
                break
            chapter.append(copy(beside))
        return Part(chapter)

    @property
    def text(self) -> str:
        """What a reader reads, in one line."""
        return words_of(self.tag)

    @property
    def code(self) -> str:
        """What stands in a script or a style, to the letter."""
        return self.tag.get_text()

    @property
    def markup(self) -> str:
        """Its tags and texts, with white space only where it can be seen. Quotes of texts are not escaped."""
        return markup_of(self.tag)

    @property
    def links(self) -> list[str]:
        """Where its links lead, from top to bottom."""
        return self.each("a[href]", "href")

    def link(self, words: str) -> str:
        """Where the one link with these words leads."""
        found = [part["href"] for part in self.all("a[href]") if part.text == words]
        assert len(found) == 1, f"{len(found)} links say {words!r} among {self.texts('a[href]')}"
        return found[0]

    @property
    def terms(self) -> list[tuple[str, str]]:
        """The pairs of its description lists: a term and what is said of it."""
        return [
            (Part(term).text, Part(said).text)
            for term in self.tag.select("dt")
            if isinstance(said := term.find_next_sibling(), Tag) and said.name == "dd"
        ]

    @property
    def forms(self) -> list["Form"]:
        """Its forms, from top to bottom."""
        return [Form(tag) for tag in self.tag.select("form")]

    def form(self, action: str) -> "Form":
        """The one form whose address, without its question, ends so. Its own page's is empty: give `""`."""
        ends = [form for form in self.forms if _path(form.action).endswith(action)]
        exact = [form for form in ends if _path(form.action) == action]
        found = exact or ends
        assert len(found) == 1, f"{len(found)} forms to {action!r} among {[f.action for f in self.forms]}"
        return found[0]

    def _only(self, selector: str) -> Tag:
        found = self.tag.select(selector)
        assert len(found) == 1, f"{len(found)} of {selector!r} in {self.markup[:2_000]}"
        return found[0]


class Field(Part):
    """One control of a form."""

    @property
    def name(self) -> str:
        return self["name"]

    @property
    def value(self) -> str:
        """What is in it: of a choice what is chosen, of a text the text as it would be sent."""
        if self.tag.name == "textarea":
            return self.tag.get_text().removeprefix("\n")
        if self.tag.name == "select":
            return next(
                (part["value"] for part in self.all("option[selected]")), next(iter(self.choices), "")
            )
        return self.get("value") or ("on" if self.get("type") in {"checkbox", "radio"} else "")

    @property
    def choices(self) -> dict[str, str]:
        """What can be chosen: value and words, from top to bottom."""
        return {part["value"]: part.text for part in self.all("option")}

    @property
    def is_sent(self) -> bool:
        """Whether a browser sends it along though no button of it is pressed."""
        kind = self.get("type")
        is_button = self.tag.name == "button" or kind in {"submit", "button", "image", "reset", "file"}
        is_left_empty = kind in {"checkbox", "radio"} and self.get("checked") is None
        is_off = (
            self.get("disabled") is not None or self.tag.find_parent("fieldset", disabled=True) is not None
        )
        return not (is_button or is_left_empty or is_off)

    @property
    def is_wrong(self) -> bool:
        return self.get("aria-invalid") == "true"

    @property
    def errors(self) -> list[str]:
        """The sentences that it names as its errors."""
        named = (self.get("aria-describedby") or "").split()
        page = Part(_root(self.tag))
        return [text for name in named for text in page.texts(f'[id="{name}"].error')]


class Form(Part):
    """A form: where it goes, what is in it, and what a browser would send."""

    @property
    def action(self) -> str:
        """The address with its question, as a browser would ask for it."""
        return self.get("action") or ""

    @property
    def controls(self) -> list[Field]:
        """Everything with a name that belongs to it, also from elsewhere on the page."""
        inside = "input[name], select[name], textarea[name], button[name]"
        own = [tag for tag in self.tag.select(inside) if tag.get("form") in {None, self.get("id")}]
        far = _root(self.tag).select(f'[form="{name}"][name]') if (name := self.get("id")) else []
        return [Field(tag) for tag in [*own, *(tag for tag in far if not any(tag is one for one in own))]]

    @property
    def names(self) -> set[str]:
        """The names of what can be filled in or goes along."""
        return {field.name for field in self.controls}

    @property
    def hidden(self) -> dict[str, str]:
        """What goes along unseen: the last value of each name."""
        return {field.name: field.value for field in self.controls if field.get("type") == "hidden"}

    @property
    def sent(self) -> dict[str, list[str]]:
        """What a browser sends when nobody touches a field and no button has a name."""
        sent: dict[str, list[str]] = {}
        for field in self.controls:
            if field.is_sent:
                sent.setdefault(field.name, []).append(field.value)
        return sent

    def field(self, name: str) -> Field:
        """The one control of this name."""
        found = [field for field in self.controls if field.name == name]
        assert len(found) == 1, f"{len(found)} of {name!r} among {sorted(self.names)}"
        return found[0]

    def post(self, client: _Posting, /, **changes: Any) -> Any:
        """Send it as it stands but for `changes`. The client's answer."""
        return client.post(self.action, self.sent | changes)


class Row(Part):
    """A comment in a list of the desk."""

    @property
    def name(self) -> str:
        return self.one(".row-head b").text

    @property
    def address(self) -> str:
        """Where its card is."""
        return self.one("a:has(.row-head)")["href"]


class Page(Part):
    """A whole answer: a document, or the part of one that a script asks for."""

    def __init__(self, answered: str | bytes) -> None:
        text = answered.decode() if isinstance(answered, bytes) else answered
        super().__init__(BeautifulSoup(text, "html.parser", multi_valued_attributes=None))

    @property
    def language(self) -> str:
        return self.one("html")["lang"]

    @property
    def direction(self) -> str:
        return self.one("html")["dir"]

    @property
    def rows(self) -> list[Row]:
        """The comments in the list of the desk, from top to bottom."""
        return [Row(tag) for tag in self.tag.select("li:has(.row-head)")]

    @property
    def opened(self) -> str:
        """Whose card is open: empty if none is."""
        return "".join(self.texts("#card-title bdi"))

    @property
    def tabs(self) -> dict[str, str]:
        """The lanes of the desk and how many wait in each, in words."""
        return {part.without("b.num").text: part.one("b.num").text for part in self.all("#tabs a")}


def _root(tag: Tag) -> Tag:
    *_nearer, root = tag.parents
    return root


def _path(address: str) -> str:
    return address.partition("?")[0]
