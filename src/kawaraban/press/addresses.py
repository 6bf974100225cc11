"""Which addresses can be printed, and what two requests for the same page have in common.

    canonical_address("/economy/", "")                      -> "/economy/"
    canonical_address("/economy/", "page=3")                -> "/economy/?page=3"
    canonical_address("/economy/", "order=oldest")          -> None: rendered for this request alone
    without_tracking("utm_source=mail&page=3&fbclid=x")     -> "page=3"

The front asks with what it read from the wire, the middleware with what Django made of it: both must come to
the same answer, so both call this.
"""

import re
from urllib.parse import quote, unquote

# What other sites append to our links. Nothing of ours reads them.
_TRACKING = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|twclid|ttclid|li_fat_id|igshid|igsh"
    r"|mc_cid|mc_eid|yclid|_ga|_gl|_hsenc|_hsmi|mkt_tok|oly_enc_id|oly_anon_id|vero_id|wickedid|srsltid)"
)
# Four digits bound what a stranger can make us store by counting up.
_PAGE = re.compile(r"page=(?:[2-9]|[1-9][0-9]{1,3})")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ufffd\ud800-\udfff\\]")
_LONGEST = 1_500

# Never printed: files, and the rooms of the staff. Only saves look-ups; the mark on the response decides.
_NEVER_PRINTED = ("/static/", "/media/", "/documents/", "/desk/", "/editor/")
HEALTH_PATH = "/healthz"
BEACON_PATH = "/reads"
SENDING_PATH = "/comments/"


def without_tracking(query: str) -> str:
    """The raw query without the parameters that campaigns and social sites append; the rest untouched."""
    if not query:
        return ""
    return "&".join(
        part for part in query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0].lower())
    )


def canonical_address(path: str, query: str) -> str | None:
    """The name under which a page is stored, None when it cannot be. `path` is decoded, `query` is raw."""
    if not path.startswith("/") or len(path) > _LONGEST or _UNPRINTABLE.search(path):
        return None
    if path.startswith(_NEVER_PRINTED) or path in {HEALTH_PATH, BEACON_PATH}:
        return None
    query = without_tracking(query)
    if not query:
        return path if "?" not in path else None
    return f"{path}?{query}" if _PAGE.fullmatch(query) and "?" not in path else None


def split_address(address: str) -> tuple[str, str]:
    """Path and query of a canonical address."""
    path, _, query = address.partition("?")
    return path, query


def address_of_target(target: bytes) -> str | None:
    """The canonical address that a request target means, None when nothing can be printed there.

    A target in another form than `/path?query` (an authority, a fragment, bytes beyond ASCII) is nobody's here:
    the server reads those.
    """
    if not target.startswith(b"/") or target.startswith(b"//") or b"#" in target:
        return None
    try:
        path, _, query = target.decode("ascii").partition("?")
    except UnicodeDecodeError:
        return None
    return canonical_address(unquote(path) if "%" in path else path, query)


def target_of(address: str) -> bytes:
    """The one target that stands for all that mean this address: as browsers write it."""
    path, query = split_address(address)
    target = quote(path, safe="/~!$&'()*+,;=:@")
    return (f"{target}?{query}" if query else target).encode("ascii")
