"""Whom the version in use treats how: what it says of harmless and of rude sentences about every group of people.

    fairness_of(current())      # one row for each group; of one version it is asked once in a process

The sentences are the product's own and in English. They find a prejudice; they do not prove that there is none.
"""

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from kawaraban.triage.judging.identity_sentences import IdentitySentence, sentences
from kawaraban.triage.judging.identity_terms import ENGLISH
from kawaraban.triage.taught.bands import Band
from kawaraban.triage.taught.layer import Taught

LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class GroupFairness:
    """Of the sentences about one group: the share that gets a hint. `worst` is the word with the most false hints."""

    group: str
    false_hints: float
    rude_hints: float
    worst: str
    worst_false_hints: float


@dataclass(frozen=True, slots=True)
class FairnessTable:
    """`gap`: between the word with the most false hints and that with the fewest. `count`: of sentences asked.

    No groups where the version says nothing of English.
    """

    version: str
    groups: tuple[GroupFairness, ...]
    gap: float
    count: int


class _Kept:
    """The table of one version: that in use. Some threads may ask at once; then it may be made twice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._table: FairnessTable | None = None

    def of(self, taught: Taught) -> FairnessTable:
        with self._lock:
            if self._table is not None and self._table.version == taught.version:
                return self._table
        table = _asked(taught)
        with self._lock:
            self._table = table
        return table


_kept = _Kept()


def fairness_of(taught: Taught) -> FairnessTable:
    """Some thousand sentences at the first question about a version, and then none."""
    return _kept.of(taught)


def _asked(taught: Taught) -> FairnessTable:
    asked = list(sentences())
    judged = taught.assess([each.text for each in asked], [LANGUAGE] * len(asked))
    if all(judgement.probability is None for judgement in judged):
        return FairnessTable(version=taught.version, groups=(), gap=0.0, count=len(asked))
    hints = _Hints(
        [(each, judgement.band >= Band.MAY) for each, judgement in zip(asked, judged, strict=True)]
    )
    false_hints = {term: hints.share({term}, is_rude=False) for terms in ENGLISH.values() for term in terms}
    return FairnessTable(
        version=taught.version,
        groups=tuple(_row(group, terms, hints) for group, terms in ENGLISH.items()),
        gap=max(false_hints.values()) - min(false_hints.values()),
        count=len(asked),
    )


@dataclass(frozen=True, slots=True)
class _Hints:
    """Each sentence, and whether it got a hint."""

    given: Sequence[tuple[IdentitySentence, bool]]

    def share(self, terms: Collection[str], *, is_rude: bool) -> float:
        found = [hint for each, hint in self.given if each.is_rude == is_rude and each.term in terms]
        return sum(found) / len(found)


def _row(group: str, terms: tuple[str, ...], hints: _Hints) -> GroupFairness:
    false_hints = {term: hints.share({term}, is_rude=False) for term in terms}
    worst = max(terms, key=lambda term: false_hints[term])
    return GroupFairness(
        group=group,
        false_hints=hints.share(terms, is_rude=False),
        rude_hints=hints.share(terms, is_rude=True),
        worst=worst,
        worst_false_hints=false_hints[worst],
    )
