"""Which texts are kept back: a fifth of every corpus, by the hash of the text, so that nobody draws them anew.

    is_held_out("You are an idiot.")     # the same answer on every machine, in every corpus, in every year

The rule looks at the text alone. A text that stands in two corpora is kept back in both.
"""

import unicodedata
from hashlib import sha256
from typing import Final

FOLDS: Final = 5


def is_held_out(text: str) -> bool:
    """Whether the text judges a model and may train none: the first eight bytes of its sha256, modulo five, are 0."""
    digest = sha256(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % FOLDS == 0
