"""Strangers' addresses made whole, or dropped: none of them may lead into this paper.

resolved("b.html", "https://agency.example/news/a.html") -> "https://agency.example/news/b.html"
resolved("//cdn.example/x") -> "https://cdn.example/x"
resolved("#note", "https://agency.example/") -> ""
"""

from urllib.parse import quote, urljoin, urlsplit

import regex

ADDRESS_LIMIT = 2000
_ENDS = "".join(map(chr, range(33)))
_BREAKS = regex.compile(r"[\t\n\r]")
_BEFORE_QUERY = regex.compile(r"\A[^?#]*")
_UNSAFE = regex.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")
_WEB = frozenset({"http", "https"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


def resolved(address: str, base: str = "") -> str:
    """The whole http, https or mailto address that is meant; "" where there is none.

    What is only a place on the same page is none, nor is what is relative without a whole `base`, nor a name
    (`tag:`, `urn:`). Read as browsers read it: without tabs and line ends, a backslash as a slash.
    """
    if len(address) > ADDRESS_LIMIT:
        return ""
    bare = _BREAKS.sub("", address.strip(_ENDS))
    if not bare or bare.startswith("#"):
        return ""
    try:
        scheme = urlsplit(bare).scheme.lower()
        if scheme == "mailto":
            return _written(bare) if "@" in bare else ""
        if scheme and scheme not in _WEB:
            return ""
        bare = _BEFORE_QUERY.sub(lambda found: found[0].replace("\\", "/"), bare, count=1)
        whole = bare if scheme else urljoin(base if is_web_address(base) else "https:", bare)
        return _written(whole) if is_web_address(whole) else ""
    except ValueError:
        return ""


def joined(base: str, stated: str) -> str:
    """The base for what lies inside an element with this `xml:base`; "" when it is none."""
    if is_web_address(stated) and len(stated) <= ADDRESS_LIMIT:
        return stated
    return resolved(stated, base) or base


def is_web_address(address: str) -> bool:
    """Whether it is a whole http or https address, with a host."""
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in _WEB and bool(parts.hostname)
    except ValueError:
        return False


def known_key(name: str) -> str:
    """What http and https of one name have in common, and host names that differ in capitals only (RFC 3986, 6.2)."""
    if not is_web_address(name):
        return name
    parts = urlsplit(name)
    try:
        port = parts.port
    except ValueError:
        return name
    place = "" if port in {None, _DEFAULT_PORTS[parts.scheme.lower()]} else f":{port}"
    rest = parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
    return f"//{(parts.hostname or '').rstrip('.')}{place}{rest}"


def _written(address: str) -> str:
    return _UNSAFE.sub(lambda sign: quote(sign[0]), address)
