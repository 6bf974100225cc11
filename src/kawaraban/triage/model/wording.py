"""The second half of the text path: what stands between two spaces becomes words, one token at a time.

    words_of("Sh1t!!!")      -> ("shit",)
    words_of("d!ckhead,you") -> ("dickhead", "you")
    words_of("f**k")         -> ("f**k",)

A token is looked at alone, so that the same token never costs twice and no pattern runs over a whole text.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import regex

from kawaraban.triage.model.look_alikes import look_alikes

LINK = "<link>"
MENTION = "<mention>"
# Figures say little of what is meant: all are one word. Its two signs are never joined to others.
NUMBER = "00"
MARKERS = frozenset((LINK, MENTION))

_LINKED = re.compile(r"\W*(?:https?(?::/|$)|www\.)|[\w-]+\.(?:com|net|org|info|biz|ru|tk|ly|me|io|co)(?:/|$)")
# "@ss" is no name.
_NAMED = re.compile(r"\W*@(?!ss|rse|nal\b|nus)\w{2}")
_EDGES = '.,;:!?"()[]-'
_QUOTES = re.compile("['’‘`´ʼ＇]")
_LATIN = re.compile(r"[a-z]")
_MEASURE = re.compile(
    r"[\d.,:]+(?:st|nd|rd|th|am|pm|k|m|bn|b|s|x|d|h|p|kg|km|cm|mm|mb|gb|mph|ft|lb|lbs|yr|yrs)"
)
_REPEATED = re.compile(r"(.)\1{2,}", re.DOTALL)
_LEET = str.maketrans("013457890@$!|+€£¢§¡", "oieastbgoasiiteicsi")
_NO_SIGNS = dict.fromkeys(map(ord, "@$!*+|€£¢§"))
_SIGNS_ALONE = re.compile(r"[@$]{3,12}")
# An alphabet that is read with and without its marks: Latin, Greek and Cyrillic.
_MARKED = ((0x00C0, 0x024F), (0x0370, 0x052F), (0x1E00, 0x1FFF))
_ANY_MARK = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
# Arabic as people type it: without short vowels and stretching, one Alef, one Yeh, one Heh.
_ARABIC = dict.fromkeys((*range(0x064B, 0x0653), 0x0670, 0x0640)) | str.maketrans("أإآٱىةی", "اااايهي")
# Scripts that set no spaces, and Hangul, whose syllables are words' parts: read by single signs.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)


def words_of(token: str) -> tuple[str, ...]:
    """The words of one token of `folding.folded`; of words it made itself, the same words."""
    if token in MARKERS:
        return (token,)
    bare = token.strip(_EDGES)
    if bare.isascii() and bare.isalpha():
        # Most words of most texts: nothing is left to do.
        return (_squeezed(bare),)
    if _LINKED.match(token.lower()):
        return (LINK,)
    if _NAMED.match(token):
        return (MENTION,)
    # Stars in front are emphasis; at the end or inside they hide letters.
    plain = _QUOTES.sub("", token.strip("*") if token.startswith("*") else token)
    return tuple(filter(None, map(_word, _pieces().findall(plain))))


@lru_cache(maxsize=1)
def _pieces() -> "regex.Pattern[str]":
    """Letters with their marks (viramas, vowel signs, voicing), figures and what looks like a letter; signs that
    stand for letters between them or, of some, at an end; else one picture."""
    signs = "".join(map(chr, look_alikes()))
    drawn = "".join(regex.findall(r"[^\p{L}\p{M}\p{N}\x00-\x7f€£¢§¡\s\p{P}]", signs))
    letter = rf"[\p{{L}}\p{{M}}\p{{N}}{regex.escape(drawn)}]++"
    return regex.compile(
        rf"[@$]*{letter}(?:[@$!*+|€£¢§]++{letter})*+[@$*]*+|[@$]{{3,12}}|\p{{Emoji_Presentation}}"
    )


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script that is read by single signs."""
    return not word.isascii() and _UNSPACED.search(word) is not None


def is_single_letter(word: str) -> bool:
    """Whether a word is one letter of an alphabet that has capitals: spelt words are full of them, texts are not."""
    return len(word) == 1 and word.isalpha() and word.upper() != word


def joined(letters: Iterable[str]) -> str:
    """The word that single letters spell."""
    return _squeezed("".join(letters))


def raw_form(token: str, words: tuple[str, ...]) -> str:
    """What was written, where the words no longer say it: "sh1t" of ("shit",). "" where they do."""
    if not words or words[0] in MARKERS:
        return ""
    written = "".join(character for character in token.lower() if character.isalnum())
    return written if written != "".join(words) else ""


def _bare(piece: str) -> str:
    """Small letters without marks; Latin where all of it looks so or where some of it is."""
    small = "".join(map(_without_marks, _latin(piece).lower())).translate(_ARABIC)
    return _composed(_ANY_MARK.sub("", _latin(small).lower()))


def _latin(token: str) -> str:
    """The token with its look-alikes read, unless it is a word of another alphabet."""
    read = token.translate(look_alikes())
    is_mixed = _LATIN.search(token.lower()) is not None
    return read if is_mixed or not any(sign.isalpha() and not sign.isascii() for sign in read) else token


def _without_marks(sign: str) -> str:
    number = ord(sign)
    if any(first <= number <= last for first, last in _MARKED):
        return unicodedata.normalize("NFD", sign)[0]
    return sign


def _word(piece: str) -> str:
    """One word with its leet read and its runs of a sign cut to two. Figures alone are one word for all."""
    # Without its marks a piece may begin with what stood between.
    piece = piece.lower() if piece.isascii() else _bare(piece).lstrip("*+|!€£¢§")
    if not any(map(str.isalpha, piece)):
        return _squeezed(piece.translate(_LEET)) if _SIGNS_ALONE.fullmatch(piece) else _figures(piece)
    if not piece.isalpha():
        is_leet = _LATIN.search(piece) is not None and not _MEASURE.fullmatch(piece)
        piece = piece.translate(_LEET) if is_leet else _composed(piece.translate(_NO_SIGNS))
    return _squeezed(piece)


def _composed(word: str) -> str:
    return unicodedata.normalize("NFC", word)


def _figures(piece: str) -> str:
    if any(map(str.isnumeric, piece)):
        return NUMBER
    return piece if len(piece) == 1 and unicodedata.category(piece) == "So" else ""


def _squeezed(word: str) -> str:
    return _REPEATED.sub(r"\1\1", word)
