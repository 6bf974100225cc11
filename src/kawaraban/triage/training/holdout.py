"""Which texts training never sees: one in five, by what they say, so that every corpus is parted alike."""

import hashlib
import unicodedata

ONE_IN = 5
FOLDS = 5


def is_held_out(text: str) -> bool:
    """Whether a text is for judging alone. The same text is on the same side in every corpus."""
    return _number(text, 0) % ONE_IN == 0


def fold_of(text: str) -> int:
    """Which of `FOLDS` parts of the training side a text is in: another sign of the same hash."""
    return _number(text, 8) % FOLDS


def _number(text: str, first: int) -> int:
    digest = hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[first : first + 8], "big")
