"""The first half of the text path: signs that look or mean the same become the same sign.

    folded("F\\u200bUCK Ｙou", "en")  -> ["fuck", "you"]

Linear in the text's length. Kana keep their voicing marks, Hangul its syllables and Indic scripts their viramas.
"""

import re
import unicodedata

# What the largest request of Perspective's format may hold. A longer text is read up to here.
LONGEST = 20_480
# Nobody's word is longer; what is, is an attempt to make us work.
LONGEST_TOKEN = 200

# Draws nothing, turns the direction of writing, or is a control sign. Line ends and tabs part words and stay.
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")
# Marks for every alphabet, which no script needs three of on one letter. Ordering many of them is quadratic.
_STACKED = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{2})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
# "f u c k", "f.u.c.k" and "$ - h - i - t": at least three single signs, with the same between them.
_SIGN = r"(?:[^\W_]|[$@!])"
_GAP = r"([ ._\-*,/|\t]{1,3})"
_EDGE = r"[^\s.,;:?\"'()\[\]-]"
# Beside any other sign it is left to `text_path.with_spelt_words`: that may belong to a letter.
_SPELT = re.compile(rf"(?<!{_EDGE}){_SIGN}{_GAP}(?:{_SIGN}\1)+{_SIGN}(?!{_EDGE})")
_BETWEEN = re.compile(r"[ ._\-*,/|\t]+")
_CASED = re.compile("[a-z\u00c0-\u024f\u0370-\u052f]", re.IGNORECASE)
_TURKISH_I = str.maketrans("Iİ", "ıi")
_WITH_DOTLESS_I = frozenset(("tr", "az"))


def folded(text: str, language: str = "") -> list[str]:
    """What stands between the spaces of a text, small, in compatibility form (NFKC), without invisible signs.

    Tokens with signs outside ASCII keep their case: what a capital looks like is decided before it is made small.
    """
    text = text[:LONGEST]
    if not text.isascii():
        text = _plain(text)
    elif _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    if language in _WITH_DOTLESS_I:
        text = text.translate(_TURKISH_I)
    text = _SPELT.sub(_joined, text)
    if text.isascii():
        tokens = text.lower().split()
    else:
        tokens = [token.lower() if token.isascii() else token for token in text.split()]
    return _cut(tokens) if len(text) > LONGEST_TOKEN else tokens


def spelt_words(text: str) -> list[tuple[int, int]]:
    """Where a text spells words letter by letter: begin and end of each."""
    return [match.span() for match in _SPELT.finditer(text[:LONGEST]) if _joined(match) != match[0]]


def _cut(tokens: list[str]) -> list[str]:
    """No token longer than `LONGEST_TOKEN`: a longer one is read in pieces (Japanese sets no spaces)."""
    return [
        token[start : start + LONGEST_TOKEN]
        for token in tokens
        for start in range(0, len(token), LONGEST_TOKEN)
    ]


def _plain(text: str) -> str:
    bare = _STACKED.sub(r"\1", _INVISIBLE.sub("", text))
    if unicodedata.is_normalized("NFKC", bare):
        return bare
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", bare))[:LONGEST]


def _joined(match: re.Match[str]) -> str:
    """The letters without what stands between them. Scripts without capitals have words of one sign."""
    signs = _BETWEEN.sub("", match[0])
    letters = sum(map(str.isalpha, signs))
    cased = all(map(_CASED.match, filter(str.isalpha, signs)))
    return signs if cased and 2 * letters >= len(signs) else match[0]
