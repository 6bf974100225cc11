"""Names that people type: cleaned of what cannot be seen, and compared by how they look.

clean_name("Mi\\u202eka \\u200b ")            -> "Mika"
skeleton("АDМІN") == skeleton("admin")       -> True      (Cyrillic letters)
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

import regex

# What draws nothing, or changes the direction of what follows, although it is a letter or a sign for Unicode.
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_SPACE = regex.compile(r"[\s\p{Z}]+")
_VARIATION = regex.compile(r"(?<=[\p{Han}\p{Emoji}])[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_JOINER = regex.compile(
    # Between letters of scripts that join, after a virama or vowel sign, or inside one emoji.
    r"(?<=[\p{Arabic}\p{Syriac}\p{Mongolian}\p{Nko}\p{Indic_Syllabic_Category=Virama}"
    r"\p{Indic_Syllabic_Category=Vowel_Dependent}])[\u200c\u200d](?=\p{L})"
    r"|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})"
)
_INVISIBLE = regex.compile(rf"[\p{{C}}\p{{Default_Ignorable_Code_Point}}{_BLANKS}]")
_STACKED_MARKS = regex.compile(r"(\p{M}{4})\p{M}+")
_VISIBLE = regex.compile(r"[\p{L}\p{N}\p{S}]")
_WORD = regex.compile(r"\w+")
_UNMISSED = str.maketrans("", "", "_ـー")

# Digits and signs that are read as a letter. `i`, `l`, `1` and `|` look alike in
# many faces: all become `l`.
_READ_AS = str.maketrans("013457!8|i@$", "oleastlbllas")
_LOOK_ALIKES = Path(__file__).with_name("look_alikes.txt")
# Between Katakana it is their long vowel, whatever sign draws it.
_STROKE = regex.compile(r"(?<=\p{Katakana})[一―—─]")


def clean_name(text: str) -> str:
    """The name as it is stored and shown; "" when nothing in it can be seen.

    NFC; one line; single spaces; no control, bidi or invisible character except where a script or an emoji
    needs the joiner; at most four marks on one letter.
    """
    if text.isascii() and text.isprintable():
        name = " ".join(text.split())
        return name if _VISIBLE.search(name) else ""
    spaced = _SPACE.sub(" ", unicodedata.normalize("NFC", text))
    needed = {m.start() for pattern in (_VARIATION, _JOINER) for m in pattern.finditer(spaced)}
    visible = "".join(
        character
        for place, character in enumerate(spaced)
        if place in needed or not _INVISIBLE.fullmatch(character)
    )
    name = _SPACE.sub(" ", _STACKED_MARKS.sub(r"\1", visible)).strip()
    return name if _VISIBLE.search(name) else ""


def skeleton(name: str) -> str:
    """What a name looks like to a hurried reader; only for comparing. Two equal skeletons may be confused."""
    bare = name.lower() if name.isascii() else _bare(name)
    read = bare.translate(_READ_AS).replace("rn", "m").replace("vv", "w")
    # Neither a line nor a long vowel is missed by who reads on.
    return "".join(_WORD.findall(read)).translate(_UNMISSED)


def _bare(name: str) -> str:
    """The letters alone, small, without their marks, and Latin where they look so."""
    # Signs first: their like in Unicode's own folding is another letter than the one that is read.
    name = _STROKE.sub("", name)
    read = unicodedata.normalize("NFKC", name.translate(_look_alikes())).translate(_look_alikes())
    folded = unicodedata.normalize("NFD", read.casefold().replace("ı", "i"))
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return bare.translate(_look_alikes())


@lru_cache(maxsize=1)
def _look_alikes() -> dict[int, str]:
    """Letters and signs that are read as Latin ones, for `str.translate`."""
    lines = _LOOK_ALIKES.read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ", 1) for line in lines if not line.startswith("#"))
    return {ord(sign): read for read, signs in rows for sign in signs}
