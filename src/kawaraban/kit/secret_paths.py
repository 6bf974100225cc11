"""Addresses that hold a secret, told by their place, and written without it.

    masked("/track/Xk3v.../revise/")       # "/track/[token]/revise/"
    masked("//TRACK%2FXk3v...%00x")        # "//TRACK/[token]"

By place and not by how a token looks: whatever stands behind the place is taken away, also what is no token, for it
may be one with a slip of the pen. Where only a dot, a hyphen or nothing at all parts the two ("/track.Xk3v...",
"/sport/track-and-field/"), plain words are left, which no secret is. A log is read by more people than a link is meant
for. No Django: the front writes the access log.
"""

import re
from functools import partial
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
_PLACE = f"(?:{'|'.join(place.replace('/', _SLASH) for place in _PLACES)})"
# Anybody may send an address of slashes or semicolons alone. So no two parts that stand side by side take the same
# sign, and what may be long begins behind a word: the time grows as the address does.
_BEFORE_SLASH = rf"[^a-z0-9/\\]*{_SLASH}"
# What belongs to no word: behind it stands a secret, as behind a slash. Above \x7f stand bytes of letters.
_SLIP = r"[^a-z0-9._/\\\x80-\xff-]+"
_SECRET = re.compile(
    rf"(?:\A|{_ONE_SLASH})(?P<place>{_PLACE})(?P<sign>{_BEFORE_SLASH}|{_SLIP})?", re.IGNORECASE | re.ASCII
)
_MOST_DECODINGS = 5
# An encoded sign of percent before a code, however often it was encoded: each round of decoding would take one.
_DEEP = re.compile(r"%(?:25)+(?=[0-9a-f]{2})", re.IGNORECASE)


def masked(path: str, *, token: str = TOKEN) -> str:
    """The path without what stands behind a secret's place; without such a place it stays as it is."""
    plain = _decoded(path)
    only_words: bool | None = None
    for found in _SECRET.finditer(plain):
        if found["sign"] is None and _may_go_on(found["place"]):
            # What stands behind a later place is the end of this, and looked at once.
            only_words = _are_words(plain[found.end() :]) if only_words is None else only_words
            if only_words:
                continue
        secret = plain[found.end() :]
        if secret.strip("/"):
            return plain[: found.end()] + _without_secret(secret, token)
    return path


def masked_text(text: str, *, token: str = TOKEN) -> str:
    """The same of every address in a text: each ends with white space or a quote."""
    text = _SECRET_APART.sub(partial(_without_rest, token=token), text)
    return _ADDRESS.sub(lambda found: masked(found[0], token=token), text)


# "/track/%20Xk3v...", "/track/%22Xk3v..." and "/track%20/Xk3v..." are written so. Behind a quote that ends an address
# stands a space.
_APART = re.compile(r"[\s\"'<>]")
_SECRET_APART = re.compile(
    rf"(?P<before>{_ONE_SLASH}(?P<place>{_PLACE})(?P<sign>{_BEFORE_SLASH}|[^a-z0-9._/\\\x80-\xff\s\"'<>-]+)?"
    rf"(?:\s+|[\"'<>]+)?)(?P<secret>[^\s\"'<>]+)",
    re.IGNORECASE | re.ASCII,
)
_ADDRESS = re.compile(rf"{_ONE_SLASH}[^\s\"'<>]*", re.IGNORECASE)


def _without_rest(found: re.Match[str], *, token: str) -> str:
    if not _APART.search(found["before"]):
        return found[0]
    if found["sign"] is None and _may_go_on(found["place"]) and _are_words(found["secret"]):
        return found[0]
    return found["before"] + token


_BETWEEN_WORDS = re.compile(r"[/._\x80-\xff-]+")
_WORD = re.compile(r"[a-z]{0,15}[0-9]{0,4}|[0-9]{1,5}[a-z]{0,15}|[A-Z]{1,5}")
_END_OF_SENTENCE = ".,:;!?)]}"


def _may_go_on(place: str) -> bool:
    """Whether other words may begin with this one. A place of several, or with a number, begins no other address."""
    return place.isalpha()


def _are_words(secret: str) -> bool:
    """Whether nothing but words stands there: they belong to the word before them, which is then no place."""
    rest = secret.rstrip(_END_OF_SENTENCE)
    return all(_WORD.fullmatch(word) for word in _BETWEEN_WORDS.split(rest))


def _without_secret(secret: str, token: str) -> str:
    _first, slash, _rest = secret.partition("/")
    tail = secret[len(_first) :] if slash else ""
    return token + (tail if _TAILS.fullmatch(tail) else "")


def _decoded(path: str) -> str:
    for _time in range(_MOST_DECODINGS):
        plain = unquote(_DEEP.sub("%", path), encoding="latin-1")
        if plain == path:
            break
        path = plain
    return path
