"""Writes `kit/look_alikes.txt`: letters and signs that are read as Latin letters. Run it when Unicode has new ones.

Sources: the table of confusable characters of Unicode's UTS 39 (from the package confusable-homoglyphs, which only this
tool and the tests need), the names of Latin letters with hooks, strokes and the like, and a few pairs by hand.
"""

import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from confusable_homoglyphs.confusables import confusables_data

TABLE = Path(__file__).resolve().parents[1] / "src" / "kawaraban" / "kit" / "look_alikes.txt"
HEAD = """\
# Letters and signs that a hurried reader takes for Latin ones: what is read, then all that are read so.
# Made by tools/make_look_alikes.py, mostly from Unicode's table of confusable characters (UTS 39, confusables.txt),
# which is under the Unicode License v3 (https://www.unicode.org/license.txt), (c) Unicode, Inc.
"""
# What the table has otherwise or not at all, in pairs: what is typed, what is read.
BY_HAND = (
    "вb кk мm нh тt гr ьb уy һh ґr єe ѵv ηn ωw υu χx τt εe κk νv ςs βb ¡i ¢c €e £l ¥y §s łl đd øo əe þp ðd ħh ŧt "
    "ıi ɩi ɪi ⓘi ᴅd ɑa ɐa ɔc"
)
# Signs that stand for letters in rows of their own: where each alphabet begins.
ALPHABETS = (0x1F150, 0x1F170, 0x1F1E6)
_LATIN = re.compile(
    r"LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL |TURNED |REVERSED |SCRIPT |LONG |DOTLESS )*([A-Z])(?: WITH .+)?"
)


def look_alikes() -> dict[str, str]:
    """Each letter or sign, and the Latin letters that it is read as."""
    found: dict[str, str] = {}
    for sign in map(chr, range(0x80, sys.maxunicode + 1)):
        named = _LATIN.fullmatch(unicodedata.name(sign, ""))
        if named:
            found[sign] = named[1].lower()
    for read, others in confusables_data.items():
        if read.isascii() and read.isalnum():
            for other in others:
                if len(other["c"]) == 1 and not other["c"].isascii():
                    found[other["c"]] = "m" if read == "rn" else read.lower()
    for begins in ALPHABETS:
        found |= {chr(begins + place): chr(ord("a") + place) for place in range(26)}
    found |= {pair[0]: pair[1] for pair in BY_HAND.split()}
    return {sign: read for sign, read in found.items() if _bare(sign) != read}


def _bare(sign: str) -> str:
    """What becomes of it without a table."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", sign).casefold())
    return "".join(part for part in folded if not unicodedata.combining(part))


def main() -> None:
    rows: dict[str, list[str]] = defaultdict(list)
    for sign, read in sorted(look_alikes().items()):
        rows[read].append(sign)
    lines = [f"{read} {''.join(signs)}\n" for read, signs in sorted(rows.items())]
    TABLE.write_text(HEAD + "".join(lines), encoding="utf-8")
    print(f"{sum(map(len, rows.values()))} signs in {TABLE}")


if __name__ == "__main__":
    main()
