"""Names in addresses, and names that are the same: both by the language they are written in.

slug_of("IĞDIR'da yangın", language="tr")         -> "ığdırda-yangın"
slug_of("🎉", language="en", instead="topic")     -> "topic-9a2e4f71"
folded("IŞIK", language="tr") == folded("ışık", language="tr")     -> True
"""

import re
import unicodedata
from collections.abc import Collection
from hashlib import sha256

from kawaraban.kit.fit import fit, fit_line

# Where I and i are two letters, each with a capital of its own.
_TWO_I = frozenset({"tr", "az"})
_SMALL_I = str.maketrans({"I": "ı", "İ": "i"})
# As Django reads the letters of a slug: without marks, which the other library counts among them.
_NO_PART = re.compile(r"[^\w\s-]")
# Nobody sees them: a joiner, a soft hyphen, a mark of direction.
_HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_GAP = re.compile(r"[-\s]+")


def small(text: str, *, language: str) -> str:
    """The text in small letters, as its language writes them."""
    composed = unicodedata.normalize("NFC", text)
    if language.replace("_", "-").split("-")[0].lower() in _TWO_I:
        composed = composed.translate(_SMALL_I)
    return composed.lower()


def folded(name: str, *, language: str = "") -> str:
    """What two ways to write one name have in common, only for comparing: ß is ss, and a final ς is σ.

    Without a language it is a person's name, which goes through many hands: the i with a dot and the one without are
    one letter.
    """
    seen = unicodedata.normalize("NFKC", _HIDDEN.sub("", fit(name)))
    # Programs that know no Turkish make of İ an i with a second dot.
    bare = small(" ".join(seen.split()), language=language).casefold().replace("i\u0307", "i")
    if not language:
        bare = bare.replace("ı", "i")
    return unicodedata.normalize("NFC", bare)


def numbered(stem: str, taken: Collection[str]) -> str:
    """The slug, or the first of "slug-2", "slug-3" ... that is not taken."""
    free = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in free if slug not in taken)


def slug_of(text: str, *, language: str, instead: str = "", longest: int = 100) -> str:
    """The text as part of an address; of one without letters and digits `instead` and a number made from it.

    "" when there is neither. The same text gives the same slug for ever: stored addresses hang on it.
    """
    wide = small(unicodedata.normalize("NFKC", small(fit_line(text), language=language)), language=language)
    slug = _GAP.sub("-", _NO_PART.sub("", wide)).strip("-_")[:longest].strip("-_")
    if slug or not instead:
        return slug
    return f"{instead}-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
