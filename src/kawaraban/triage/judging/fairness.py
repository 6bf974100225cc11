"""Whether a model treats those who are named in a text alike: on sentences of our own, and on real texts.

    on_sentences(scoring).alarms[0].gap     # .02: from the term with the fewest false alarms to that with most
    bpsn(labels, scores, names_group)                                       # .86

Template sentences alone can be gamed by a trick with the words; so real texts are asked too (Borkan et al., 2019).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.judging.identity_sentences import IdentitySentence, sentences
from kawaraban.triage.judging.identity_terms import ENGLISH, groups_named
from kawaraban.triage.judging.ranking import Floats, Labels, auc
from kawaraban.triage.judging.scoring import Scoring

# Where the desk begins to see a hint, and where a program would be tempted to act.
THRESHOLDS: Final = (0.35, 0.5)
FEWEST: Final = 20


@dataclass(frozen=True)
class FalseAlarms:
    """The part of the harmless sentences with each term that stand at or over the threshold."""

    threshold: float
    by_term: Mapping[str, float]

    @property
    def gap(self) -> float:
        """From the term with the fewest to that with the most."""
        return max(self.by_term.values()) - min(self.by_term.values())

    @property
    def worst(self) -> str:
        return max(self.by_term, key=lambda term: self.by_term[term])


@dataclass(frozen=True)
class GroupFigure:
    """One group in real texts. `bpsn`: clean texts that name it against violations that do not. None: too few."""

    group: str
    named_count: int
    clean_count: int
    bpsn: float | None
    subgroup: float | None


@dataclass(frozen=True)
class OnSentences:
    """What a scoring does with our sentences."""

    alarms: tuple[FalseAlarms, ...]
    auc: float
    worst_bpsn: float
    worst_bpsn_term: str


def on_sentences(scoring: Scoring) -> OnSentences:
    """Score every sentence of ours."""
    asked = list(sentences())
    scores = np.array([score or 0.0 for score in scoring([one.text for one in asked])])
    labels = np.array([one.is_rude for one in asked])
    by_term = {
        term: bpsn(labels, scores, np.array([one.term == term for one in asked]))
        for terms in ENGLISH.values()
        for term in terms
    }
    worst = min(by_term, key=lambda term: by_term[term])
    return OnSentences(
        alarms=tuple(false_alarms(asked, scores, threshold=threshold) for threshold in THRESHOLDS),
        auc=auc(labels, scores),
        worst_bpsn=by_term[worst],
        worst_bpsn_term=worst,
    )


def false_alarms(asked: Sequence[IdentitySentence], scores: Floats, *, threshold: float) -> FalseAlarms:
    """How often each term raises the score of a harmless sentence to the threshold."""
    harmless: dict[str, list[bool]] = defaultdict(list)
    for sentence, score in zip(asked, scores, strict=True):
        if not sentence.is_rude:
            harmless[sentence.term].append(bool(score >= threshold))
    return FalseAlarms(threshold, {term: float(np.mean(found)) for term, found in harmless.items()})


def bpsn(labels: Labels, scores: Floats, names_group: NDArray[np.bool_]) -> float:
    """Background positive, subgroup negative: the AUC of clean texts that name the group and violations that do not.

    Low where naming the group is held against a text. Raises OneClassOnlyError where one side is empty.
    """
    asked = (~labels & names_group) | (labels & ~names_group)
    return auc(labels[asked], scores[asked])


def on_real_texts(texts: Sequence[str], labels: Labels, scores: Floats) -> list[GroupFigure]:
    """Each group's figures over the texts; None for a group with too few clean or broken ones."""
    named = [groups_named(text) for text in texts]
    return [figure_of(group, labels, scores, np.array([group in one for one in named])) for group in ENGLISH]


def figure_of(group: str, labels: Labels, scores: Floats, names_group: NDArray[np.bool_]) -> GroupFigure:
    """One group's row."""
    clean = int((names_group & ~labels).sum())
    broken = int((names_group & labels).sum())
    has_enough = min(clean, int((labels & ~names_group).sum())) >= FEWEST
    return GroupFigure(
        group=group,
        named_count=int(names_group.sum()),
        clean_count=clean,
        bpsn=bpsn(labels, scores, names_group) if has_enough else None,
        subgroup=auc(labels[names_group], scores[names_group]) if min(clean, broken) >= FEWEST else None,
    )
