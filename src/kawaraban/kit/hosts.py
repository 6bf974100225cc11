"""Host names as browsers send them (UTS 46, not transitional, as WHATWG's URL standard has it).

ascii_host("straße.example") -> "xn--strae-oqa.example"     another site than strasse.example
ascii_host("I❤.example")     -> "xn--i-7iq.example"
"""

from typing import Final

import idna

_LONGEST_LABEL: Final = 63
_LONGEST_HOST: Final = 253
_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
_JOINERS: Final = "\u200c\u200d"


def ascii_host(host: str) -> str:
    """The name in ASCII, in small letters. Raises ValueError for what is no host name."""
    try:
        # The table of other letters is large, and loaded for the first name that has one.
        mapped = (
            host.lower() if host.isascii() else idna.uts46_remap(host, std3_rules=False, transitional=False)
        )
        labels = mapped.split(".")
        name = ".".join(_label(label) for label in labels)
    except (idna.IDNAError, UnicodeError) as wrong:
        raise ValueError(f"{host!r} is no name of a host") from wrong
    without_dot = name.removesuffix(".")
    if not without_dot or len(without_dot) > _LONGEST_HOST or "" in without_dot.split("."):
        raise ValueError(f"{host!r} is no name of a host")
    return name


def _label(label: str) -> str:
    """One part of the name. Signs are allowed, as browsers allow them; a joiner only where a script needs it."""
    if any(sign in _JOINERS and not idna.valid_contextj(label, place) for place, sign in enumerate(label)):
        raise idna.IDNAError("a joiner that draws nothing")
    name = label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
    if len(name) > _LONGEST_LABEL or not _PLAIN.issuperset(name):
        raise idna.IDNAError("too long, or no name")
    return name
