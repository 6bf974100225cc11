"""Addresses that hold a secret, told by their place, and written without it.

    masked("/track/Xk3v.../revise/")       # "/track/[token]/revise/"
    masked("//TRACK%2FXk3v...%00x")        # "//TRACK/[token]"

By place and not by how a token looks: whatever stands behind the place is taken away, also what is no token, for it
may be one with a slip of the pen. A log is read by more people than a link is meant for. No Django: the front writes
the access log.
"""

import re
from urllib.parse import unquote

TOKEN = "[token]"  # noqa: S105
# What stands before the secret. A number before it is no secret.
_PLACES = (
    "track",
    "notice/follow",
    "forgotten/key",
    "editor/password_reset/confirm",
    "decide/[0-9]+",
    "decide",
    "join/[0-9]+-[0-9]+",
    "join",
)
# What may be written of what stands behind it: the words of our own addresses.
_TAILS = re.compile(r"/(?:withdraw|erase|revise|appeal|suspension/[0-9a-z]{10}/appeal)?/?", re.ASCII)
_ONE_SLASH = r"(?:/|\\|%(?:25)*(?:2f|5c))"
# A folder that is only "." is none.
_SLASH = rf"{_ONE_SLASH}+(?:\.{_ONE_SLASH}+)*"
# A sign that stands for the slash by a slip: "/track:Xk3v...". A dot and a hyphen belong to words.
_SLIP = r"[:=,~|!*+]+"
# Anybody may send an address of slashes or semicolons alone. So no two parts that stand side by side take the same
# sign, and what may be long begins behind a word: the time grows as the address does.
_PLACE = re.compile(
    rf"{_ONE_SLASH}(?:{'|'.join(place.replace('/', _SLASH) for place in _PLACES)})"
    rf"(?:[^\w/\\;-]*(?:;[^/\\]{{0,300}})?{_SLASH}|{_SLIP})",
    re.IGNORECASE | re.ASCII,
)
_MOST_DECODINGS = 5


def masked(path: str, *, token: str = TOKEN) -> str:
    """The path without what stands behind a secret's place; without such a place it stays as it is."""
    plain = _decoded(path)
    found = _PLACE.search(plain)
    if found is None:
        return path
    secret = plain[found.end() :]
    return plain[: found.end()] + _without_secret(secret, token) if secret.strip("/") else path


def masked_text(text: str, *, token: str = TOKEN) -> str:
    """The same of every address in a text: each ends with white space or a quote."""
    text = _SECRET_APART.sub(lambda found: _without_rest(found, token), text)
    return _ADDRESS.sub(lambda found: masked(found[0], token=token), text)


# "/track/%20Xk3v...", "/track/%22Xk3v..." and "/track%20/Xk3v..." are written so. Behind a quote that ends an address
# stands a space.
_APART = re.compile(r"[\s\"'<>]")
_SECRET_APART = re.compile(
    rf"(?P<place>{_PLACE.pattern}(?:\s+|[\"'<>]+)?)[^\s\"'<>]+", re.IGNORECASE | re.ASCII
)
_ADDRESS = re.compile(rf"{_ONE_SLASH}[^\s\"'<>]*", re.IGNORECASE)


def _without_rest(found: re.Match[str], token: str) -> str:
    return found["place"] + token if _APART.search(found["place"]) else found[0]


def _without_secret(secret: str, token: str) -> str:
    _first, slash, _rest = secret.partition("/")
    tail = secret[len(_first) :] if slash else ""
    return token + (tail if _TAILS.fullmatch(tail) else "")


def _decoded(path: str) -> str:
    for _time in range(_MOST_DECODINGS):
        plain = unquote(path, encoding="latin-1")
        if plain == path:
            break
        path = plain
    return path
