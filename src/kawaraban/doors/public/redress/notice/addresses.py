"""The addresses that somebody wrote or pasted into the form of a notice.

    addresses_in("https://paper.example/c/k7fq2m3n4p/, https://paper.example/c/p4xw9z2r5t/")   # two
    addresses_in("the second comment under “Gulls”")                                           # one, in words

One on a line, or several with white space, commas or semicolons between them. A line that is no row of addresses is
one place in words: a person looks for it.
"""

import re

_BETWEEN = re.compile(r"\s+|[,;]+(?=\s|$|https?://|/)")
_AROUND = "<>()[]\"'“”«»,;"
# With a host or a path, or a place on a page.
_ADDRESS = re.compile(r"https?://\S+|/?\S+/\S*|#comment-\w+|[\w-]+(\.[\w-]+)+\S*")


def addresses_in(text: str) -> list[str]:
    """In their order, each once."""
    found = [address for line in text.splitlines() for address in _of_line(line.strip())]
    return list(dict.fromkeys(found))


def _of_line(line: str) -> list[str]:
    words = [word for word in (part.strip(_AROUND) for part in _BETWEEN.split(line)) if word]
    if all(_ADDRESS.fullmatch(word) for word in words):
        return words
    named = [word for word in words if word.startswith(("http://", "https://"))]
    return named if len(named) > 1 else [line]
