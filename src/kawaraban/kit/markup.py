"""Keeps strangers' HTML cheap to parse: a cleaner's time grows with the square of the nesting depth."""

import regex

DEEPEST = 200

_TAG = regex.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*+)[^<>]*+>")
# Elements that have no end tag, or whose end tag is usually left out.
_VOID_TAGS = "area base br col embed hr img input link meta source track wbr"
_NEVER_DEEP = frozenset(_VOID_TAGS.split())


def shallow(markup: str) -> str:
    """The markup without the opening tags that lie deeper than `DEEPEST`. All text stays. Linear."""
    depth = 0

    def keep(tag: regex.Match[str]) -> str:
        nonlocal depth
        closing, name = tag[1], tag[2].lower()
        if name in _NEVER_DEEP or tag[0].endswith("/>"):
            return tag[0]
        if closing:
            depth = max(0, depth - 1)
            return tag[0]
        depth += 1
        return tag[0] if depth <= DEEPEST else ""

    return _TAG.sub(keep, markup)
