"""Which language a text is scored in: the ones that the client names, or the one that is detected.

A short text is detected badly ("yo hamburger" as Turkish), and those who asked had an error for it. Here a text that
is too short to tell is taken for the language of the site.
"""

from collections.abc import Iterable, Sequence
from typing import Final

# What detection is sure of below these is chance. 20 letters are some four words.
_FEW_LETTERS: Final = 20
_UNSURE: Final = 0.6
_LAST_LATIN: Final = "\u024f"


def plain_code(language: str) -> str:
    """What our heads are called by: "pt" of "pt-BR", whichever sign parts them. "hi-Latn" is no Hindi that we know."""
    code = language.replace("_", "-").lower()
    return code if code.endswith("-latn") else code.split("-", 1)[0]


def plain_codes(languages: Sequence[str]) -> tuple[str, ...]:
    """Each once, in their order."""
    return tuple(dict.fromkeys(map(plain_code, languages)))


def is_too_short_to_tell(text: str, confidence: float) -> bool:
    """Whether the language that was detected may be any: few letters, or much doubt; and no script that tells it."""
    letters = [sign for sign in text if sign.isalpha()]
    if _tells_language(letters):
        return False
    return len(letters) < _FEW_LETTERS or confidence < _UNSURE


def without_other_scripts(text: str) -> str:
    """What is left for a model of Latin letters to read."""
    return "".join(sign for sign in text if sign <= _LAST_LATIN or not sign.isalpha())


def _tells_language(letters: Iterable[str]) -> bool:
    return any(letter > _LAST_LATIN for letter in letters)
