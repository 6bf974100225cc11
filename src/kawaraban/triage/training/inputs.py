"""What each column and the lexicon say of the texts of the training side, never by a column that saw the text.

A column is learnt five times without a fifth of its own source, and once with all of it for the other sources.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from kawaraban.triage.model.features import Seen, seen
from kawaraban.triage.model.reading import Reader
from kawaraban.triage.model.style import STYLE
from kawaraban.triage.training.corpora import LabelledCorpus
from kawaraban.triage.training.folds import FOLDS, fold_of
from kawaraban.triage.training.linear_fit import Fitted, Matrix, fitted, matrix, without_identity
from kawaraban.triage.training.plans import ColumnPlan
from kawaraban.triage.training.spans import NAMES, Counts, Strengths, added, counted, strengths

Numbers = NDArray[np.float64]
Step = Callable[[str], None]
# So many words are remembered while a corpus is read: none is forgotten, since numbers of words must stay good.
_ALL_WORDS = 1 << 22


@dataclass(frozen=True, slots=True)
class Material:
    """A corpus as the model sees it, and the part of each text in crossed fits."""

    corpus: LabelledCorpus
    vectors: Matrix
    plain: Matrix
    words: Sequence[tuple[str, ...]]
    style: Numbers
    folds: NDArray[np.int64]

    @staticmethod
    def of(corpus: LabelledCorpus) -> "Material":
        """Read all texts."""
        found: Seen = seen(corpus.texts, Reader(corpus.language, remembered=_ALL_WORDS))
        vectors = matrix(found.vectors)
        folds = np.array([fold_of(text) for text in corpus.texts], np.int64)
        return Material(corpus, vectors, without_identity(vectors), found.words, found.style, folds)

    def seen_by(self, plan: ColumnPlan) -> Matrix:
        """The vectors that a column may see."""
        return self.vectors if plan.sees_identity else self.plain


Materials = Mapping[str, Material]


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its plan, and what it says of each source, crossed for its own."""

    plan: ColumnPlan
    whole: Fitted
    logits: Mapping[str, Numbers]
    language: str
    is_share_alike: bool


def column(plan: ColumnPlan, materials: Materials) -> Column:
    """Learn a column and let it speak of all sources of its language."""
    own = materials[plan.source]
    others = [materials[name] for name in plan.beside if name in materials]
    is_rude = own.corpus.labels[plan.label] > plan.over
    said = np.zeros(len(is_rude))
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(own.folds != fold), np.flatnonzero(own.folds == fold)
        if len(outside):
            part = _fitted(plan, own.seen_by(plan)[inside], is_rude=is_rude[inside], others=others, fold=fold)
            said[outside] = part.logits(own.seen_by(plan)[outside])
    whole = _fitted(plan, own.seen_by(plan), is_rude=is_rude, others=others, fold=FOLDS)
    logits = {
        name: said if name == plan.source else whole.logits(material.seen_by(plan))
        for name, material in materials.items()
        if material.corpus.language == own.corpus.language
    }
    return Column(plan, whole, logits, own.corpus.language, own.corpus.is_share_alike)


def _fitted(
    plan: ColumnPlan, vectors: Matrix, *, is_rude: NDArray[np.bool_], others: Sequence[Material], fold: int
) -> Fitted:
    beside = [other.seen_by(plan)[np.flatnonzero(other.folds != fold)] for other in others]
    both = csr_matrix(vstack([vectors, *beside])) if beside else vectors
    kinds = np.concatenate([is_rude, *(np.zeros(part.shape[0], np.bool_) for part in beside)])
    return fitted(both, kinds, plan.strictness)


@dataclass(frozen=True, slots=True)
class Lexical:
    """The lexicon of a language, and its inputs for each source, crossed for the one that it was learnt from."""

    whole: Strengths
    inputs: Mapping[str, Numbers]
    names: tuple[str, ...] = NAMES

    @property
    def input_names(self) -> tuple[str, ...]:
        """The names of the columns of `inputs`."""
        return tuple(f"{name}:{way}" for way in ("max", "sum") for name in self.names)


def lexical(marked: Material, materials: Materials) -> Lexical:
    """Count the marks, whole and without each fifth."""
    corpus, language = marked.corpus, marked.corpus.language
    parts: list[Counts] = [
        counted((corpus.marked[place] for place in np.flatnonzero(marked.folds == fold).tolist()), language)
        for fold in range(FOLDS)
    ]
    whole = strengths(added(parts))
    inputs = {
        name: whole.inputs(material.words)
        for name, material in materials.items()
        if material.corpus.language == language and material is not marked
    }
    own = np.zeros((len(corpus.texts), 2 * len(NAMES)))
    for fold in range(FOLDS):
        outside = np.flatnonzero(marked.folds == fold)
        others = strengths(added([part for place, part in enumerate(parts) if place != fold]))
        own[outside] = others.inputs([marked.words[place] for place in outside.tolist()])
    return Lexical(whole, {**inputs, corpus.name: own})


@dataclass(frozen=True, slots=True)
class Inputs:
    """The numbers that a stack weighs: names, and of each source a matrix (texts, names)."""

    names: tuple[str, ...]
    values: Mapping[str, Numbers]

    def of(self, names: Sequence[str]) -> "Inputs":
        """Some of them, in this order."""
        places = [self.names.index(name) for name in names]
        return Inputs(tuple(names), {source: values[:, places] for source, values in self.values.items()})


def inputs_of(
    language: str, columns: Sequence[Column], lexicon: Lexical | None, materials: Materials
) -> Inputs:
    """All inputs for the sources of a language: columns, lexicon, style."""
    names = [entry.plan.name for entry in columns]
    values = {}
    for source, material in materials.items():
        if material.corpus.language != language:
            continue
        parts = [entry.logits[source][:, None] for entry in columns]
        parts += [lexicon.inputs[source]] if lexicon is not None else []
        values[source] = np.concatenate([*parts, material.style], axis=1)
    return Inputs((*names, *(lexicon.input_names if lexicon is not None else ()), *STYLE), values)
