"""Names that pretend: to be one of the names that are taken, an office, or what an office is called.

imitates("The Editor", names=[], words=["editor"])  -> True
imitates("Mod ✓", names=[], words=[], titles=Titles(alone=("mod",)))  -> True, and "Mod Suksawat" is a person
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from kawaraban.kit.names import skeleton

_SPACE = regex.compile(r"[\s\p{Z}]+")
_WORD = regex.compile(r"\w+")
# Read as an e, and by others as an a.
_ALSO_READ_AS = str.maketrans("əǝƏƎ", "aaaa")
_ENDING_DIGITS = regex.compile(r"(?<=\p{L})\p{N}+$")
# What makes a long word plural, or a woman's, in Turkish, German, Russian and Arabic; of Turkish also "its".
_WORD_ENDINGS = (
    "es", "e", "en", "in", "innen", "ler", "lar", "leri", "ları", "si", "ы", "и", "ات", "ون", "ين", "ة",
)  # fmt: skip
_LONG_WORD = 6
_LONG_NAME = 8
_ENDING_NUMBER = regex.compile(r"(?<=\p{L})\s*\p{N}+$")
# What is set around a name to make it look official, or like an address.
_TRIMMINGS = regex.compile(r"(?i)\Ahttps?://|(?<![\w.])www\.|[\p{So}\p{Sk}@#\ufe0e\ufe0f]|['’]s\b|/+\Z")
_KATAKANA = {place: chr(place + 0x60) for place in range(0x3041, 0x3097)}
# Written without spaces: an office is found inside a longer name.
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]{2,}")
# What parts a title from a name: "Ali [mod]", "Ali | Support".
_PARTS = regex.compile(r"[\p{Ps}\p{Pe}<>|/\\•·:]|\s[\p{Pd}~]\s")
_GAPS = regex.compile(r"[\s_,&+*'’\p{Pd}\p{Ps}\p{Pe}<>|/\\•·:]+|(?<=\p{Ll})(?=\p{Lu})")
# Signs in front may be read as a letter: $upport.
_EDGES = regex.compile(r"^[^\p{L}\p{N}$@!|¡]+|[^\p{L}\p{N}]+$|(?<=\p{L})\p{N}+$")
_UNSPACED_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー]+")
_INITIAL = regex.compile(r"\p{L}\.")
_NUMBER = regex.compile(r"\p{N}+")
_JOINED_NAME = 4


@dataclass(frozen=True, slots=True)
class Titles:
    """Words that are an office where no person's name stands with them, and that are or may be names otherwise.

    `alone` says so by itself; `beside` with one of these or with a known name; `between` changes nothing in either.
    """

    alone: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    between: tuple[str, ...] = ()


def imitates(name: str, *, names: Collection[str], words: Collection[str], titles: Titles = Titles()) -> bool:
    """Whether `name` looks like one of `names`, is or holds one of the `words` as a word of its own, or is a title.

    A number or a plural behind a word changes nothing, nor do signs around a name. In scripts without spaces a word is
    held anywhere. A name is a title when nothing is in it but `titles` and one of `names`, or when a part is set off
    from it in which nothing is but titles: "Ali (mod)".
    """
    forms = {name, name.translate(_ALSO_READ_AS), _TRIMMINGS.sub(" ", name).strip()}
    return any(
        _is_name(form, names) or _holds_word(form, words) or _is_title(form, titles, names) for form in forms
    )


def _is_name(name: str, names: Collection[str]) -> bool:
    whole, bare = skeleton(name), skeleton(_ENDING_NUMBER.sub("", name))
    known = _skeletons(tuple(names))
    return whole in known or (len(bare) >= _LONG_NAME and bare in known)


def _holds_word(name: str, words: Collection[str]) -> bool:
    whole = skeleton(name)
    if not whole:
        return False
    spaced = _SPACE.sub(" ", name.replace("_", " ").replace("-", " ")).strip().split(" ")
    pairs = {f"{first}{second}" for first, second in pairwise(spaced)}
    parts = {
        skeleton(form)
        for part in {*spaced, *pairs, *_WORD.findall(name)}
        for form in (part, _ENDING_DIGITS.sub("", part))
    }
    parts |= {part.removesuffix("s") for part in parts} | {whole}
    parts |= {bare for part in parts for bare in _without_endings(part)}
    known = _skeletons(tuple(words))
    read = skeleton(name.translate(_KATAKANA))
    return not parts.isdisjoint(known) or any(word in read for word in known if _UNSPACED.fullmatch(word))


def _is_title(name: str, titles: Titles, names: Collection[str]) -> bool:
    known = _skeletons(titles.alone)
    if skeleton(name) in known:
        return True
    parts = [part for part in _PARTS.split(name) if part.strip()]
    if len(parts) > 1 and any(_is_titled(_pieces(part, titles), titles, ()) for part in parts):
        return True
    pieces = _pieces(name, titles)
    return _is_titled(pieces, titles, names) or _is_joined("".join(map(skeleton, pieces)), known, names)


def _is_titled(pieces: Sequence[str], titles: Titles, names: Collection[str]) -> bool:
    """Whether nothing is in it but titles, around nothing or around one of the names."""
    readings = [_readings(piece) for piece in pieces]
    alone, beside, other = (
        [not _skeletons(words).isdisjoint(reading) for reading in readings]
        for words in (titles.alone, titles.beside, titles.between)
    )
    free = [place for place in range(len(pieces)) if not (alone[place] or beside[place] or other[place])]
    if not free and any(alone):
        return True
    if not (any(alone) or any(beside)):
        return False
    known, read = _skeletons(tuple(names)), [skeleton(piece) for piece in pieces]
    # The name may hold words that are titles: all stretches that hold what is free are looked at.
    first, last = (free[0], free[-1]) if free else (len(pieces), -1)
    return any(
        "".join(read[start:end]) in known
        for start in range(min(first + 1, len(pieces)))
        for end in range(max(last, start) + 1, len(pieces) + 1)
        if any([*alone[:start], *alone[end:], *beside[:start], *beside[end:]])
    )


def _pieces(name: str, titles: Titles) -> list[str]:
    """Its words. In scripts without spaces the titles are cut out; numbers are left out."""
    spaced = _unspaced(titles).sub(r" \g<0> ", name)
    split = [piece for piece in _GAPS.split(spaced) if piece]
    pieces = (piece if _INITIAL.fullmatch(piece) else _EDGES.sub("", piece) or piece for piece in split)
    return [piece for piece in pieces if skeleton(piece) and not _NUMBER.fullmatch(piece)]


@lru_cache(maxsize=4)
def _unspaced(titles: Titles) -> regex.Pattern[str]:
    found = [
        word for word in (*titles.alone, *titles.beside, *titles.between) if _UNSPACED_WORD.fullmatch(word)
    ]
    return regex.compile("|".join(map(regex.escape, sorted(found, key=len, reverse=True))) or r"(?!)")


def _readings(piece: str) -> set[str]:
    """As which words it may be read, without its plural; none for an initial."""
    if _INITIAL.fullmatch(piece):
        return set()
    read = {skeleton(form) for form in {piece, piece.lstrip("$@!|¡")}}
    read |= {form.removesuffix("s") for form in read}
    return read | {bare for form in read for bare in _without_endings(form)}


def _is_joined(whole: str, titles: frozenset[str], names: Collection[str]) -> bool:
    """Whether titles are written together, or together with one of the names: modteam, tidewaitersupport."""
    whole = whole.removeprefix("the")
    begins, length = _reached(whole, titles, _lengths(titles)), len(whole)
    if length in begins - {0} or (whole.endswith("s") and length - 1 in begins - {0}):
        return True
    ends = {length - place for place in _reached(whole[::-1], _backwards(titles), _lengths(titles))}
    if len(begins) == len(ends) == 1:
        return False
    known = _skeletons(tuple(names))
    return any(
        whole[begin:end] in known for begin in begins for end in ends if _JOINED_NAME <= end - begin < length
    )


@lru_cache(maxsize=4)
def _backwards(titles: frozenset[str]) -> frozenset[str]:
    return frozenset(title[::-1] for title in titles)


@lru_cache(maxsize=4)
def _lengths(titles: frozenset[str]) -> frozenset[int]:
    return frozenset(map(len, titles))


def _reached(text: str, titles: frozenset[str], lengths: frozenset[int]) -> set[int]:
    """The places to which the text is nothing but titles."""
    places, waiting = {0}, [0]
    while waiting:
        place = waiting.pop()
        found = {place + length for length in lengths if text[place : place + length] in titles} - places
        places |= found
        waiting += found
    return places


def _without_endings(part: str) -> Iterator[str]:
    for ending in _skeletons(_WORD_ENDINGS):
        if part.endswith(ending) and len(part) - len(ending) >= _LONG_WORD:
            yield part.removesuffix(ending)


@lru_cache(maxsize=32)  # the staff and the protected words of one paper, asked for with every comment
def _skeletons(names: tuple[str, ...]) -> frozenset[str]:
    # Capital letters of Greek and Cyrillic look like others than their small ones do.
    cased = {form for name in names if name for form in (name, name.capitalize(), name.upper())}
    return frozenset(map(skeleton, cased))
