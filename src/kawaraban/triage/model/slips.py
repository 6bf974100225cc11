"""Spellings that are so common that a count of words takes them for words, and what is meant by each.

Read by eye among the words that texts hold which may train, one letter away from a word fifty times as frequent.
Left out is what also means something else: "sit", "dam", "niger", "hose".
"""

from collections.abc import Mapping
from functools import lru_cache

_SLIPS = """
    bich bitch  bicth bitch  biches bitches  bitchs bitches  suk suck  sukin sucking  suckin sucking
    fuk fuck  fck fuck  fuc fuck  fukc fuck  fuking fucking  fcking fucking  fuckign fucking  fuckn fucking
    fukin fucking  fckin fucking  fukcin fucking  fukcer fucker  fuker fucker
    sht shit  shittin shitting  cnt cunt  pssy pussy  fagot faggot  fggot faggot  fagots faggots
    dum dumb  dumass dumbass  jackas jackass  buthole butthole  hos hoes  nigers niggers  trannie tranny
    stupdity stupidity  stoopid stupid  ingorant ignorant  digusting disgusting  bufoon buffoon
    facist fascist  facists fascists  hypocrits hypocrites  narcisist narcissist  sexaul sexual  lyin lying
"""


@lru_cache(maxsize=1)
def slips() -> Mapping[str, str]:
    """What is meant by each of them. Only where it is a strong word of the language."""
    words = _SLIPS.split()
    return dict(zip(words[::2], words[1::2], strict=True))
