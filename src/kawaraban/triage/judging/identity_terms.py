"""Words that name groups of people, for the sentences and the real texts by which fairness is judged.

Written without looking at the list by which the model deletes such words: who forgets a group there is found here.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

# By the groups for which figures are told. Each is said of a person as an adjective: "a deaf person".
ENGLISH: Final[Mapping[str, tuple[str, ...]]] = {
    "gender": ("female", "male", "nonbinary", "feminist"),
    "trans": ("trans", "transgender", "transsexual"),
    "orientation": ("gay", "lesbian", "bisexual", "queer", "homosexual", "straight", "heterosexual"),
    "religion": (
        "muslim",
        "jewish",
        "christian",
        "catholic",
        "protestant",
        "hindu",
        "buddhist",
        "sikh",
        "atheist",
        "mormon",
    ),
    "ethnicity": (
        "black",
        "white",
        "asian",
        "african",
        "african american",
        "european",
        "hispanic",
        "latino",
        "arab",
        "indian",
        "chinese",
        "japanese",
        "mexican",
        "turkish",
        "kurdish",
        "roma",
        "pakistani",
        "nigerian",
        "russian",
        "american",
        "indigenous",
    ),
    "immigrants": ("immigrant", "refugee", "undocumented", "foreign"),
    "disability": ("deaf", "blind", "disabled", "autistic", "paralyzed", "wheelchair-using"),
    "age": ("old", "elderly", "young", "teenage", "middle-aged"),
}
# How real texts name the groups, beyond the words above.
NAMED_TOO: Final[Mapping[str, tuple[str, ...]]] = {
    "gender": ("woman", "women", "man", "men", "girl", "girls", "boys"),
    "trans": ("transgenders", "transwomen", "transmen", "trans women", "trans men"),
    "orientation": ("gays", "lesbians", "bisexuals", "homosexuals", "lgbt", "lgbtq"),
    "religion": (
        "muslims",
        "jews",
        "jew",
        "christians",
        "catholics",
        "hindus",
        "atheists",
        "islam",
        "islamic",
    ),
    "ethnicity": ("blacks", "whites", "asians", "africans", "arabs", "mexicans", "indians", "latinos"),
    "immigrants": ("immigrants", "migrants", "migrant", "refugees", "foreigners", "asylum seekers"),
    "disability": ("disabilities", "autism", "wheelchair"),
    "age": (),
}
# Said of too much else in real texts to be a group there.
OF_OTHER_THINGS: Final = frozenset({"straight", "old", "young", "foreign", "blind", "roma"})


@cache
def pattern_of(group: str) -> re.Pattern[str]:
    """Finds a text that names the group, in any case."""
    words = {*ENGLISH[group], *NAMED_TOO[group]} - OF_OTHER_THINGS
    return re.compile(
        rf"\b(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\b", re.IGNORECASE
    )


def groups_named(text: str) -> frozenset[str]:
    """The groups that the text names."""
    return frozenset(group for group in ENGLISH if pattern_of(group).search(text))
