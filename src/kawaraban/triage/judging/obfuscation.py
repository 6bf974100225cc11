"""What people do to rude words so that programs do not find them, and readers still do.

    attacked = ATTACKS["leet"](chance, "idiot")       # 1d!0t
    obfuscated(text, ATTACKS["leet"], seed=0)         # only the rude words of the text

Written from how people write, and not from how the model reads: whoever changes one must not look at the other.
"""

import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from typing import Final

Attack = Callable[[random.Random, str], str]
# Beginnings of words; a word that begins with one is attacked.
RUDE_BEGINNINGS: Final = (
    "arse", "asshole", "ass", "bastard", "bitch", "bloody", "bollock", "bullshit", "clown", "cock", "coon", "coward",
    "crap", "creep", "cunt", "damn", "dick", "disgust", "dumb", "dyke", "fag", "fascist", "filth", "fool", "fuck",
    "garbage", "hell", "hoe", "idiot", "ignoran", "imbecile", "jackass", "jerk", "kike", "kill", "liar", "loser",
    "lunatic", "mongrel", "moron", "motherfuck", "nazi", "nigg", "pathetic", "pervert", "pig", "piss",
    "prick", "pussy", "queer", "racist", "rape", "redneck", "retard", "savage", "scum", "shit", "shut", "slut",
    "spic", "stupid", "suck", "terrorist", "thug", "tit", "trash", "twat", "ugly", "vermin", "wank", "whore",
)  # fmt: skip
# Words that begin so and are not rude.
HARMLESS: Final = re.compile(
    r"^(?:ass(?:e[rt]|ign|ist|oc|um|ur|ault|emb|ess)|hello|cocktail|cocoa|title|titan|tito|shutter|pigeon|skill|dickens"
    r"|passion|rapid|despic|spice|hoe[nl]|damnation|success|pigment|foolproof)",
    re.IGNORECASE,
)
WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
LEET: Final[Mapping[str, str]] = {
    "a": "4@", "b": "8", "e": "3", "g": "9", "i": "1!", "l": "1|", "o": "0", "s": "5$", "t": "7+", "z": "2",
}  # fmt: skip
# Signs of other alphabets, and of mathematics and full width, that are drawn like the letter.
TWINS: Final[Mapping[str, str]] = {
    "a": "аɑａ𝐚𝖺", "b": "Ьｂ𝐛", "c": "сϲｃ𝐜", "d": "ԁｄ𝐝", "e": "еｅ𝐞ҽ", "f": "ｆ𝐟", "g": "ɡｇ𝐠", "h": "һｈ𝐡",
    "i": "іｉ𝐢ι", "j": "јｊ𝐣", "k": "κｋ𝐤", "l": "ӏｌ𝐥ⅼ", "m": "ｍ𝐦ⅿ", "n": "ոｎ𝐧", "o": "оοｏ𝐨", "p": "рρｐ𝐩",
    "q": "ԛｑ𝐪", "r": "гｒ𝐫", "s": "ѕｓ𝐬", "t": "ｔ𝐭τ", "u": "υսｕ𝐮", "v": "νѵｖ𝐯", "w": "ԝｗ𝐰", "x": "хｘ𝐱",
    "y": "уｙ𝐲", "z": "ᴢｚ𝐳",
}  # fmt: skip
UNSEEN: Final = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad")
GAPS: Final = (" ", ".", "-", "_")
STARS: Final = "*#"
VOWELS: Final = "aeiou"


@cache
def rude_words() -> re.Pattern[str]:
    """Finds the beginning of a rude word."""
    return re.compile("|".join(sorted(RUDE_BEGINNINGS, key=len, reverse=True)), re.IGNORECASE)


def is_rude(word: str) -> bool:
    return bool(rude_words().match(word)) and not HARMLESS.match(word)


def leet(chance: random.Random, word: str) -> str:
    """Every letter that has a digit or sign for it, mostly."""
    changed = [
        chance.choice(LEET[sign.lower()]) if sign.lower() in LEET and chance.random() < 0.85 else sign
        for sign in word
    ]
    return "".join(changed)


def homoglyphs(chance: random.Random, word: str) -> str:
    """Half of the letters, from whichever alphabet has a twin."""
    return "".join(
        chance.choice(TWINS[sign.lower()]) if sign.lower() in TWINS and chance.random() < 0.5 else sign
        for sign in word
    )


def zero_width(chance: random.Random, word: str) -> str:
    """A sign that nobody sees behind each letter, or behind every other."""
    return "".join(sign + (chance.choice(UNSEEN) if chance.random() < 0.7 else "") for sign in word)


def spacing(chance: random.Random, word: str) -> str:
    """The same gap between all letters."""
    return chance.choice(GAPS).join(word)


def stars(chance: random.Random, word: str) -> str:
    """One to two letters inside the word, vowels first, as a prudish editor does."""
    inside = list(range(1, max(2, len(word) - 1)))
    inside.sort(key=lambda place: (word[min(place, len(word) - 1)].lower() not in VOWELS, chance.random()))
    hidden = set(inside[: 1 if len(word) < 6 else 2])
    return "".join(chance.choice(STARS) if place in hidden else sign for place, sign in enumerate(word))


def repeats(chance: random.Random, word: str) -> str:
    """One letter drawn out, as it is shouted."""
    place = chance.randrange(len(word))
    return word[:place] + word[place] * chance.randint(3, 7) + word[place + 1 :]


def swaps(chance: random.Random, word: str) -> str:
    """Two neighbours inside the word change places."""
    if len(word) < 4:
        return word[0] + word[:0:-1]
    place = chance.randrange(1, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def drops(chance: random.Random, word: str) -> str:
    """One letter but the first is left out."""
    if len(word) < 3:
        return word
    place = chance.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


ATTACKS: Final[Mapping[str, Attack]] = {
    "leet": leet,
    "homoglyphs": homoglyphs,
    "zero width": zero_width,
    "spacing": spacing,
    "stars": stars,
    "repeats": repeats,
    "swaps": swaps,
    "drops": drops,
}


def obfuscated(text: str, attack: Attack, *, seed: int = 0) -> str:
    """The text with its rude words attacked. The same text and seed give the same words on every machine."""
    digest = sha256(f"{seed}:{text}".encode("utf-8", "surrogatepass")).digest()
    chance = random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311
    return WORD.sub(lambda found: attack(chance, found[0]) if is_rude(found[0]) else found[0], text)
