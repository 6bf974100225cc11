"""Letters and signs that are read as Latin ones (Unicode's table of confusable characters, UTS 39).

Only alphabets that a writer mixes with Latin unseen: Kana, Hangul, Indic, Arabic and other scripts stay as they are.
"""

from functools import lru_cache
from pathlib import Path

# From Hebrew to Hangul Jamo and Ethiopic, then from Ogham's neighbours to Mongolian, then all of East Asia.
_OWN_WORLDS = (
    (0x0590, 0x139F),
    (0x1680, 0x18AF),
    (0x1900, 0x1CFF),
    (0x2E80, 0xA4CF),
    (0xA800, 0xAB2F),
    (0xABC0, 0xFAFF),
)


_TABLE = Path(__file__).parents[2] / "kit" / "look_alikes.txt"


@lru_cache(maxsize=1)
def look_alikes() -> dict[int, str]:
    """What is read, by the number of the sign; for `str.translate`. Small Latin letters and digits."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ", 1) for line in lines if not line.startswith("#"))
    table = {
        ord(sign): read
        for read, signs in rows
        for sign in signs
        if not any(first <= ord(sign) <= last for first, last in _OWN_WORLDS)
    }
    return table | {ord("ı"): "i", ord("ß"): "ss", ord("ẞ"): "ss"}
