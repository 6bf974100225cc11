"""How unlike two groups of people are treated by what is to be put to use: a gate, and no proof.

The sentences are the product's own, in English; the publisher's page shows them group by group.
"""

from collections import defaultdict
from functools import lru_cache

from kawaraban.triage.judging.identity_sentences import IdentitySentence, sentences
from kawaraban.triage.taught.bands import Band
from kawaraban.triage.taught.layer import Taught


def gap_of(taught: Taught) -> float:
    """Between the word with the most hints at harmless sentences and the word with the fewest, from 0 to 1."""
    asked = _harmless()
    judged = taught.assess([each.text for each in asked], ["en"] * len(asked))
    hints: defaultdict[str, list[bool]] = defaultdict(list)
    for each, judgement in zip(asked, judged, strict=True):
        hints[each.term].append(judgement.band >= Band.MAY)
    shares = [sum(found) / len(found) for found in hints.values()]
    return max(shares, default=0.0) - min(shares, default=0.0)


@lru_cache(maxsize=1)
def _harmless() -> tuple[IdentitySentence, ...]:
    return tuple(each for each in sentences() if not each.is_rude)
