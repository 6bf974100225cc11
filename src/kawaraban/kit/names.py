"""Names that people type: cleaned of what cannot be seen, and compared by how they look.

clean_name("Mi\\u202eka \\u200b ")            -> "Mika"
skeleton("АDМІN") == skeleton("admin")       -> True      (Cyrillic letters)
imitates("The Editor", names=[], words=["editor"])  -> True
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

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

# Letters of other alphabets, digits and signs that are read as a Latin letter, in pairs: what is typed, what is
# read. `i`, `l`, `1` and `|` look alike in many faces: all become `l`.
_READ_AS = (
    "аa вb еe кk мm нh оo рp сc тt уy хx іl јj ѕs ԁd ԛq ԝw һh ӏl ґr єe ьb ѵv "
    "αa βb γy εe ηn ιl κk νv οo ρp τt υu χx ωw ςs "
    "0o 1l 3e 4a 5s 7t 8b |l !l @a $s €e "
    "il ɩl ɪl ɑa ɡg ʏy ʀr ᴏo øo đd łl əe"
)
_LOOKALIKES = str.maketrans({pair[0]: pair[1] for pair in _READ_AS.split()})
# Greek capitals whose small letter looks like another Latin letter than the capital does.
_CAPITALS = str.maketrans({"Ν": "n", "Η": "h", "Υ": "y", "Μ": "m", "Ζ": "z", "Β": "b"})


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
    read = bare.translate(_LOOKALIKES).replace("rn", "m").replace("vv", "w")
    return "".join(_WORD.findall(read)).replace("_", "").replace("ـ", "")


def _bare(name: str) -> str:
    """The letters alone, small and without their marks."""
    wide = unicodedata.normalize("NFKC", name).translate(_CAPITALS)
    folded = unicodedata.normalize("NFD", wide.casefold().replace("ı", "i"))
    return "".join(character for character in folded if not unicodedata.combining(character))


def imitates(name: str, *, names: Iterable[str], words: Iterable[str]) -> bool:
    """Whether `name` looks like one of `names`, or is or holds one of the `words` as a word of its own."""
    whole = skeleton(name)
    if not whole:
        return False
    words_of_it = {
        *_SPACE.sub(" ", name.replace("_", " ").replace("-", " ")).split(" "),
        *_WORD.findall(name),
    }
    parts = {skeleton(part) for part in words_of_it}
    if whole in _skeletons(tuple(names)):
        return True
    return not (parts | {whole}).isdisjoint(_skeletons(tuple(words)))


@lru_cache(maxsize=16)  # the staff and the protected words of one paper, asked for with every comment
def _skeletons(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(skeleton(name) for name in names if name)
