"""The lexicon as it is shipped: words by their hashes, and the words that writers disguise."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from kawaraban.triage.model.hashing import word_hashes
from kawaraban.triage.model.identity_terms import identity_terms
from kawaraban.triage.model.weights import Lexicon
from kawaraban.triage.training.inputs import Lexical, Material
from kawaraban.triage.training.spans import Strengths

# A word under this strength in every respect is left out: one step of a byte is .004.
_WEAKEST = 0.01
# Words that a slip or a disguise is read as.
_STRONG = 0.3
_SHORTEST = 4
# Of these names (any, insult, obscene, identity, threat, rude, sexual): nobody disguises a word for violence.
_DISGUISED = 7
# A word that so many texts hold is a word, and no slip.
_KNOWN_IN = 4


def packed_lexicon(lexicon: Lexical, materials: Iterable[Material]) -> Lexicon:
    """The words that say anything, and those that are known."""
    strengths = lexicon.whole
    words = sorted(strengths.words, key=strengths.words.__getitem__)
    said = [word for word, values in zip(words, strengths.values, strict=True) if values.max() >= _WEAKEST]
    by_hash: dict[int, list[int]] = {}
    for word, hash_ in zip(said, word_hashes(said).tolist(), strict=True):
        values = np.round(strengths.values[strengths.words[word]] * 255.0).astype(int).tolist()
        # Of two words with one hash the stronger is believed.
        by_hash[hash_] = list(map(max, by_hash.get(hash_, values), values))
    hashes = sorted(by_hash)
    return Lexicon(
        lexicon.names,
        np.array(hashes, np.uint32),
        np.array([by_hash[hash_] for hash_ in hashes], np.uint8).reshape(-1, len(lexicon.names)),
        _known(materials),
        _strong(strengths),
    )


def _strong(strengths: Strengths) -> tuple[str, ...]:
    found = [
        (-float(strengths.values[place, :_DISGUISED].max()), word)
        for word, place in strengths.words.items()
        if strengths.values[place, :_DISGUISED].max() >= _STRONG and len(word) >= _SHORTEST and word.isalpha()
    ]
    return tuple(word for _, word in sorted(found) if word not in identity_terms())


def _known(materials: Iterable[Material]) -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    counts: Counter[str] = Counter()
    for material in materials:
        for words in material.words:
            counts.update(set(words))
    known = sorted(word for word, count in counts.items() if count >= _KNOWN_IN)
    return np.unique(word_hashes(known))
