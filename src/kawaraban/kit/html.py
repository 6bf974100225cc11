"""Plain text as safe HTML: escaped paragraphs with links, and nothing else.

paragraphs("See https://example.org/a\\n\\n<b>") ->
    <p dir="auto">See <a href="https://example.org/a" rel="ugc nofollow noopener">example.org/a</a></p>
    <p dir="auto">&lt;b&gt;</p>
"""

from html import escape
from urllib.parse import urlsplit, urlunsplit

import regex

from kawaraban.kit.graphemes import count, cut

_SHOWN_LENGTH = 48
_BLANK_LINES = regex.compile(r"\n[^\S\n]*\n\s*")
_LINE_ENDS = regex.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
_CONTROLS = regex.compile(r"[\p{Cc}\p{Cs}--[\t\n]]", regex.V1)
# Scripts that are written without spaces end an address: the words after it are not part of it. So does an
# apostrophe, which begins a suffix in Turkish.
_ADDRESS = regex.compile(
    r"(?i)(?<![\p{L}\p{N}])https?://"
    r"(?:[!#$%&()*+,\-./0-9:;=?@A-Z\[\]_~]|(?!\p{Han}|\p{Hiragana}|\p{Katakana}|\p{Hangul}|\p{Thai}|\p{Lao}"
    r"|\p{Khmer}|\p{Myanmar})[[^\x00-\x7f]&&[\p{L}\p{M}\p{N}]])+",
    regex.V1,
)
_TRAILING = ".,:;!?*_~([-"
_PAIRS = {")": "(", "]": "["}


def paragraphs(text: str) -> str:
    """Safe HTML of what a reader sent. A blank line starts a paragraph, a line end is kept."""
    plain = _CONTROLS.sub("\ufffd", _LINE_ENDS.sub("\n", text)).strip()
    parts = [part.strip("\n") for part in _BLANK_LINES.split(plain)]
    return "\n".join(f'<p dir="auto">{_lines(part)}</p>' for part in parts if part.strip())


def _lines(part: str) -> str:
    return "<br>\n".join(_linked(line) for line in part.split("\n"))


def _linked(line: str) -> str:
    """One line, escaped, its http(s) addresses as links."""
    html, done = [], 0
    for found in _ADDRESS.finditer(line):
        address = _without_trailing_marks(found.group())
        link = _link(address)
        if link:
            html += [escape(line[done : found.start()]), link]
            done = found.start() + len(address)
    return "".join([*html, escape(line[done:])])


def _without_trailing_marks(address: str) -> str:
    """The address without the full stop or bracket of the sentence around it."""
    while address:
        last = address[-1]
        opening = _PAIRS.get(last)
        unbalanced = opening is not None and address.count(last) > address.count(opening)
        if last not in _TRAILING and not unbalanced:
            break
        address = address[:-1]
    return address


def _link(address: str) -> str:
    """The link, or "" for what is not a plain web address: no host, or a name before an @ (which deceives)."""
    try:
        parts = urlsplit(address)
        # The punycode form is shown and linked: a host cannot pretend to be another by its letters.
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        return ""
    if not host or "@" in parts.netloc or "[" in parts.netloc:
        return ""
    netloc = host if port is None else f"{host}:{port}"
    target = urlunsplit((parts.scheme.lower(), netloc, parts.path, parts.query, parts.fragment))
    shown = target.split("://", 1)[1].rstrip("/")
    if count(shown) > _SHOWN_LENGTH:
        shown = cut(shown, _SHOWN_LENGTH - 1) + "…"
    return f'<a href="{escape(target)}" rel="ugc nofollow noopener">{escape(shown)}</a>'
