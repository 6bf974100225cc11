"""Text that a page, a feed, an address and a database can all hold.

    fit("Bad\\x0bheadline")   -> "Bad\\nheadline"
    fit_line("Bad\\x0bheadline")  -> "Bad headline"

What a paste out of InDesign, Word or a PDF leaves behind is invisible to who writes, and one such sign makes a whole
feed unreadable: XML 1.0 has no place for it, not even written as a number.
"""

from typing import TypeVar

import regex

Value = TypeVar("Value")

# What other programs mean as the end of a line: VT, FF, the four separators of ASCII, NEL, U+2028 and U+2029.
_LINE_ENDS = regex.compile(r"\r\n?|[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_BREAK = regex.compile(r"[ ]*+[\n\t][\n\t ]*+")
# All other controls, halves of characters, and the code points that are no characters in any plane.
_UNFIT = regex.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)


def fit(text: str) -> str:
    """The text without what no page can hold; every kind of line end as "\\n". Linear; gives the same when repeated."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def fit_line(text: str) -> str:
    """The same for what is one line, a headline or a name: line ends are spaces. A space that never breaks stays."""
    return _BREAK.sub(" ", fit(text)).strip()


def fit_in(value: Value) -> Value:
    """The value with every text in it fitted, however deep it lies in lists and mappings."""
    fitted: object = value
    if isinstance(value, str):
        fitted = fit(value)
    elif isinstance(value, dict):
        fitted = {fit_in(name): fit_in(part) for name, part in value.items()}
    elif isinstance(value, list | tuple):
        fitted = type(value)(fit_in(part) for part in value)
    return fitted  # type: ignore[return-value]
