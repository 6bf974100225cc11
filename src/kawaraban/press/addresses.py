"""Which addresses can be printed, and what two requests for the same page have in common.

    canonical_address("/economy/", "")                      -> "/economy/"
    canonical_address("/economy/", "page=3")                -> "/economy/?page=3"
    canonical_address("/economy/", "order=oldest&page=3")   -> "/economy/?page=3": no printed page reads another name
    canonical_address("/economy/", "page=03")               -> None: nothing is printed under such a number
    meant_address("/economy", "page=03")                    -> "/economy/?page=3"
    without_tracking("utm_source=mail&page=3&fbclid=x")     -> "page=3"

The front asks with what it read from the wire, the middleware with what Django made of it: both must come to
the same answer, so both call this. Whether there is such a page the view says (`printable.py`), and nobody else.
"""

import re
import unicodedata
from urllib.parse import quote, unquote, unquote_plus

# What other sites append to our links. Nothing of ours reads them. docs/web-server.md has the list.
_TRACKING = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|twclid|ttclid|li_fat_id|igshid|igsh"
    r"|mc_cid|mc_eid|yclid|_ga|_gl|_hsenc|_hsmi|mkt_tok|oly_enc_id|oly_anon_id|vero_id|wickedid|srsltid"
    r"|ref|ref_src|ref_url|mtm_[a-z_]+|pk_[a-z_]+|at_[a-z_]+|cmpid|ncid|sc_cid|s_cid|epik|rdt_cid|ysclid)"
)
_PAGE = re.compile(r"page=(?:[2-9]|[1-9][0-9]{1,3})")
_ANY_NUMBER = re.compile(r"0*([0-9]{1,4})")
# Letters, digits and marks that nobody needs to encode: an address with one of them encoded is the same address.
_NEEDLESSLY_ENCODED = re.compile(
    r"%(?:3[0-9]|4[1-9A-Fa-f]|5[0-9Aa]|6[1-9A-Fa-f]|7[0-9Aa]|2[DEde]|5[Ff]|7[Ee])"
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ufffd\ud800-\udfff\\]")
_LONGEST = 1_500

# Never printed: files, and the rooms of the staff. Only saves look-ups; the mark on the response decides.
_NEVER_PRINTED = ("/static/", "/media/", "/documents/", "/desk/", "/editor/")
HEALTH_PATH = "/healthz"
READING_PATH = "/healthz/reading"
METRICS_PATH = "/metrics"
BEACON_PATH = "/reads"
SENDING_PATH = "/comments/"


def without_tracking(query: str) -> str:
    """The raw query without the parameters that campaigns and social sites append; the rest untouched."""
    if not query:
        return ""
    return "&".join(
        part for part in query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0].lower())
    )


def is_never_printed(path: str) -> bool:
    """Whether nothing under this path is ever printed."""
    return path.startswith(_NEVER_PRINTED) or path in {HEALTH_PATH, READING_PATH, BEACON_PATH, METRICS_PATH}


def canonical_address(path: str, query: str) -> str | None:
    """The name under which a page is stored, None when it cannot be. `path` is decoded, `query` is raw."""
    if not path.startswith("/") or len(path) > _LONGEST or _UNPRINTABLE.search(path):
        return None
    if is_never_printed(path):
        return None
    if "?" in path:
        return None
    numbers = _numbers(query)
    if not numbers:
        return path
    return f"{path}?{numbers[0]}" if len(numbers) == 1 and _PAGE.fullmatch(numbers[0]) else None


def meant_address(path: str, query: str) -> str | None:
    """What an address that is written in another way than ours may have meant; None when that cannot be told.

    A composed path, its last slash, the last of its page numbers without zeros, and no number for the first page.
    """
    composed = path if path.isascii() else unicodedata.normalize("NFC", path)
    if not composed.endswith("/") and "." not in composed.rpartition("/")[2]:
        composed += "/"
    number = ""
    for part in _numbers(query)[-1:]:
        found = _ANY_NUMBER.fullmatch(unquote_plus(part.partition("=")[2]))
        if found is None or not int(found[1]):
            return None
        number = f"page={int(found[1])}" if int(found[1]) > 1 else ""
    return canonical_address(composed, number)


def without_needless_codes(raw_path: str) -> str:
    """The path of a request target with letters and digits as themselves: %61 is "a"."""
    if "%" not in raw_path:
        return raw_path
    return _NEEDLESSLY_ENCODED.sub(lambda code: chr(int(code[0][1:], 16)), raw_path)


def without_needless_slashes(raw_path: str) -> str:
    """The path of a request target that begins with one slash, as each of ours does.

    With more it is the same address to the app, and to a browser the name of a host; so is a backslash behind a slash.
    """
    if not raw_path.startswith(("//", "/\\")):
        return raw_path
    return "/" + raw_path.lstrip("/\\")


def _numbers(query: str) -> list[str]:
    """The parameters that ask for a page, as they were written."""
    if "page" not in query and "%" not in query:
        return []
    return [part for part in query.split("&") if unquote_plus(part.partition("=")[0]) == "page"]


def split_address(address: str) -> tuple[str, str]:
    """Path and query of a canonical address."""
    path, _, query = address.partition("?")
    return path, query


def address_of_link(link: str) -> str:
    """The canonical address of a link within the paper, as `reverse` writes links: percent-encoded."""
    path, mark, query = link.partition("?")
    return f"{unquote(path)}{mark}{query}"


def address_of_target(target: bytes) -> str | None:
    """The canonical address that a request target means, None when nothing can be printed there.

    A target in another form than `/path?query` (an authority, a fragment, bytes beyond ASCII, encoded letters) is
    nobody's here: the server reads those.
    """
    if not target.startswith(b"/") or target.startswith(b"//") or b"#" in target:
        return None
    try:
        path, _, query = target.decode("ascii").partition("?")
    except UnicodeDecodeError:
        return None
    if "%" not in path:
        return canonical_address(path, query)
    return None if _NEEDLESSLY_ENCODED.search(path) else canonical_address(unquote(path), query)


def target_of(address: str) -> bytes:
    """The one target that stands for all that mean this address: as browsers write it."""
    path, query = split_address(address)
    target = quote(path, safe="/~!$&'()*+,;=:@")
    return (f"{target}?{query}" if query else target).encode("ascii")
