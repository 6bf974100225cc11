"""The second half of the text path: what stands between two spaces becomes words, one token at a time.

    words_of("Sh1t!!!")      -> ("shit",)
    words_of("d!ckhead,you") -> ("dickhead", "you")
    words_of("f**k")         -> ("f**k",)

A token is looked at alone, so that the same token never costs twice and no pattern runs over a whole text.
"""

import re
import unicodedata

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
_EDGES = ".,;:!?\"()[]-"
_QUOTES = re.compile("['’‘`´ʼ＇]")
# Letters with their marks (viramas, vowel signs, voicing) and figures; signs that stand for letters between them or,
# of some, at an end; else one picture.
_PIECES = regex.compile(
    r"[@$]*[\p{L}\p{M}\p{N}]++(?:[@$!*+|€£¢§]++[\p{L}\p{M}\p{N}]++)*+[@$*]*+|[@$]{3,12}|\p{Emoji_Presentation}"
)
_LATIN = re.compile(r"[a-z]")
_MEASURE = re.compile(r"[\d.,:]+(?:st|nd|rd|th|am|pm|k|m|bn|b|s|x|d|h|p|kg|km|cm|mm|mb|gb|mph|ft|lb|lbs|yr|yrs)")
_REPEATED = re.compile(r"(.)\1{2,}", re.DOTALL)
_LEET = str.maketrans("013457890@$!|+€£¢§¡", "oieastbgoasiiteicsi")
_SIGNS_ALONE = re.compile(r"[@$]{3,12}")
# An alphabet that is read with and without its marks: Latin, Greek and Cyrillic.
_MARKED = ((0x00C0, 0x024F), (0x0370, 0x052F), (0x1E00, 0x1FFF))
_ANY_MARK = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
# Arabic as people type it: without short vowels and stretching, one Alef, one Yeh, one Heh.
_ARABIC = {**dict.fromkeys((*range(0x064B, 0x0653), 0x0670, 0x0640)), **dict(zip(map(ord, "أإآٱىةی"), "ااااىهي", strict=True)), ord("ى"): "ي"}
# Scripts that set no spaces, and Hangul, whose syllables are words' parts: read by single signs.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]")


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
    if not plain.isascii():
        plain = _bare(plain)
    pieces = (_word(piece) for piece in _PIECES.findall(plain) if piece)
    return tuple(word for word in pieces if word)


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script that is read by single signs."""
    return not word.isascii() and _UNSPACED.search(word) is not None


def raw_form(token: str, words: tuple[str, ...]) -> str:
    """What was written, where the words no longer say it: "sh1t" of ("shit",). "" where they do."""
    if not words or words[0] in MARKERS:
        return ""
    written = "".join(character for character in token.lower() if character.isalnum())
    return written if written != "".join(words) else ""


def _bare(token: str) -> str:
    """Small letters without marks, Latin where all of it looks so or where some of it is."""
    read = token.translate(look_alikes())
    has_latin = _LATIN.search(token.lower()) is not None
    if not (has_latin or read.isascii()):
        read = token
    small = "".join(map(_without_marks, read.lower())).translate(_ARABIC)
    again = small.translate(look_alikes())
    if has_latin or again.isascii():
        small = again.lower()
    return unicodedata.normalize("NFC", _ANY_MARK.sub("", small))


def _without_marks(sign: str) -> str:
    number = ord(sign)
    if any(first <= number <= last for first, last in _MARKED):
        return unicodedata.normalize("NFD", sign)[0]
    return sign


def _word(piece: str) -> str:
    """One word with its leet read and its runs of a sign cut to two. Figures alone are one word for all."""
    if not any(map(str.isalpha, piece)):
        return _squeezed(piece.translate(_LEET)) if _SIGNS_ALONE.fullmatch(piece) else _figures(piece)
    if not piece.isalpha() and _LATIN.search(piece) and not _MEASURE.fullmatch(piece):
        piece = piece.translate(_LEET)
    return _squeezed(piece)


def _figures(piece: str) -> str:
    return NUMBER if any(map(str.isnumeric, piece)) else piece.strip("@$*")


def _squeezed(word: str) -> str:
    return _REPEATED.sub(r"\1\1", word)
