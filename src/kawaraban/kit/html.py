"""Plain text as safe HTML: escaped paragraphs with links, and nothing else.

paragraphs("See https://example.org/a\\n\\n<b>") ->
    <p dir="auto">See <a href="https://example.org/a" rel="ugc nofollow noopener">example.org/a</a></p>
    <p dir="auto">&lt;b&gt;</p>
"""

from html import escape
from urllib.parse import urlsplit, urlunsplit

import regex

from kawaraban.kit.graphemes import count, cut
from kawaraban.kit.hosts import ascii_host

_SHOWN_LENGTH = 48
_BLANK_LINES = regex.compile(r"\n[^\S\n]*\n\s*")
_LINE_ENDS = regex.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
_CONTROLS = regex.compile(r"[\p{Cc}\p{Cs}--[\t\n]]", regex.V1)
# What may stand before a scheme, when it is the end of a word: words of scripts without spaces, and no Latin letter,
# with which it would be another scheme.
# Of a scheme that was pasted twice the second one counts: the first names no host.
_BEGINNING = r"(?i)(?<![A-Za-z0-9])https?://(?!https?://)"
_SIGNS = r"!#$%&()*+,\-./0-9:;=?@A-Z\[\]_~"
# Scripts that are written without spaces end an address: the words after it are not part of it. So does an
# apostrophe, which begins a suffix in Turkish.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTERS = rf"[[[^\x00-\x7f]&&[\p{{L}}\p{{M}}\p{{N}}]]--[{_UNSPACED}]]"
_EMOJI = (
    r"(?:[[^\x00-\x7f]&&[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]]"
    r"[\ufe0e\ufe0f]?\u200d?)"
)
# A name in such a script is known as one by the Latin letters that it ends in, be there a "www." before it.
_UNSPACED_HOST = (
    rf"(?=[A-Za-z0-9\-]*\.?[{_UNSPACED}])(?:[\p{{L}}\p{{M}}\p{{N}}\-]+\.)+(?:xn--[a-z0-9\-]+|[a-z]{{2,}})"
)
_ADDRESS = regex.compile(
    rf"{_BEGINNING}(?:{_UNSPACED_HOST}(?![A-Za-z0-9\-])(?:[:/?#](?:[{_SIGNS}]|{_LETTERS}|{_EMOJI})*)?"
    # A name that goes on behind a sign nobody sees is not the one that is read. Between words of these scripts it
    # stands where others have a space.
    rf"|(?>(?:[{_SIGNS}]|{_LETTERS}|{_EMOJI})+)(?!(?!\u200b[{_UNSPACED}])[\u200b-\u200d\u2060][\p{{L}}.]))",
    regex.V1,
)
# Signs of a sentence. `_`, `~` and `-` can be the last one of an address.
_TRAILING = ".,:;!?*(["
_AROUND = "_~"  # set a word apart where they stand before it as well
_PAIRS = {")": "(", "]": "["}
_HOST_ALONE = regex.compile(r"(?i)https?://[^/?#]*")
# A name of one part is the beginning of one whose script we do not know to end; so is a name with a full stop behind it
# and no space. A link to that beginning would lead to another site.
_ONE_PART_ALONE = regex.compile(r"(?i)https?://[^/?#.]*")
_GOES_ON = regex.compile(rf"\.[{_UNSPACED}]", regex.V1)
_ONE_PART_GOES_ON = regex.compile(rf"[.\u3002\uff0e\uff61]?[\p{{L}}\p{{N}}{_UNSPACED}]", regex.V1)
_ENDING_EMOJI = regex.compile(rf"{_EMOJI}+$", regex.V1)


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
        before = line[found.start() - 1 : found.start()]
        address = _without_trailing_marks(found.group(), before=before)
        link = "" if _is_cut(address, line[found.start() + len(address) :][:2]) else _link(address)
        if link:
            html += [escape(line[done : found.start()]), link]
            done = found.start() + len(address)
    return "".join([*html, escape(line[done:])])


def _is_cut(address: str, following: str) -> bool:
    """Whether it is a name alone that goes on behind it."""
    if _ONE_PART_ALONE.fullmatch(address) and _ONE_PART_GOES_ON.match(following):
        return True
    return bool(_HOST_ALONE.fullmatch(address) and _GOES_ON.match(following))


def _without_trailing_marks(address: str, *, before: str) -> str:
    """The address without the full stop or bracket of the sentence around it, of which `before` is a sign."""
    marks = _TRAILING + before if before in _AROUND else _TRAILING
    end = len(address)
    surplus = {
        closing: address.count(closing) - address.count(opening) for closing, opening in _PAIRS.items()
    }
    openings = {opening: closing for closing, opening in _PAIRS.items()}
    while end and (address[end - 1] in marks or surplus.get(address[end - 1], 0) > 0):
        end -= 1
        if address[end] in _PAIRS:
            surplus[address[end]] -= 1
        elif address[end] in openings:
            surplus[openings[address[end]]] += 1
    address = address[:end]
    # Behind a name alone they are somebody's smile; in a path they are part of it.
    return _ENDING_EMOJI.sub("", address) if _HOST_ALONE.fullmatch(address) else address


def _link(address: str) -> str:
    """The link, or "" for what is not a plain web address: no host, or a name before an @ (which deceives)."""
    try:
        parts = urlsplit(address)
        # The punycode form is shown and linked: a host cannot pretend to be another by its letters.
        host = ascii_host(parts.hostname or "")
        port = parts.port
    except ValueError:
        return ""
    if "@" in parts.netloc or "[" in parts.netloc:
        return ""
    netloc = host if port is None else f"{host}:{port}"
    target = urlunsplit((parts.scheme.lower(), netloc, parts.path, parts.query, parts.fragment))
    shown = target.split("://", 1)[1].rstrip("/")
    if count(shown) > _SHOWN_LENGTH:
        shown = cut(shown, _SHOWN_LENGTH - 1) + "…"
    return f'<a href="{escape(target)}" rel="ugc nofollow noopener">{escape(shown)}</a>'
