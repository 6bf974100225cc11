"""What a model reaches on the texts that training never saw: one in five of every corpus."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from kawaraban.triage.judging.holdout import is_held_out
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scorer import Model
from kawaraban.triage.model.scores import Context
from kawaraban.triage.training.corpora import SOURCES, LabelledCorpus, found_in

_DRAWS = 400
# LabelledCorpus, label, the share of readers above which it counts, head.
_ROWS = (
    ("wikipedia", "toxic", 0.5, Head.TOXIC),
    ("civil", "toxic", 0.5, Head.TOXIC),
    ("civil", "insult", 0.25, Head.INSULT),
    ("civil", "obscene", 0.25, Head.OBSCENE),
    ("civil", "identity", 0.25, Head.IDENTITY_ATTACK),
    ("civil", "threat", 0.25, Head.THREAT),
    ("kennedy", "toxic", 0.5, Head.TOXIC),
    ("founta", "toxic", 0.5, Head.TOXIC),
    ("davidson", "toxic", 0.5, Head.TOXIC),
    ("davidson", "hate", 0.3, Head.IDENTITY_ATTACK),
    ("dynahate", "hate", 0.5, Head.IDENTITY_ATTACK),
    ("spam", "spam", 0.5, Head.SPAM),
    ("turkish", "toxic", 0.5, Head.TOXIC),
    ("korean", "toxic", 0.5, Head.TOXIC),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """Area under the curve of one head on the held out texts of one corpus, with its interval of 95 in 100 draws."""

    corpus: str
    label: str
    head: Head
    count: int
    positives: int
    auc: float
    low: float
    high: float
    # Of the verdicts at .5, the mean over both kinds.
    macro_f1: float


def figures(folder: Path, model: Model) -> list[Figure]:
    """Of every row whose corpus lies in a folder, with texts of both kinds, in a language that the model speaks."""
    found = []
    held = {name: _held_out(folder, name) for name in dict.fromkeys(row[0] for row in _ROWS)}
    for name, label, over, head in _ROWS:
        corpus = held[name]
        if corpus is not None and head in model.languages.get(corpus.language, ()):
            scores = model.score_many(corpus.texts, [Context(corpus.language)] * len(corpus.texts))
            # Of a text in another script than its corpus is in, nothing is suspected.
            numbers = np.array([said.heads.get(head, 0.0) for said in scores])
            is_rude = corpus.labels[label] > over
            if is_rude.any() and not is_rude.all():
                found.append(_figure(corpus, label, head=head, is_rude=is_rude, scores=numbers))
    return found


def _held_out(folder: Path, name: str) -> LabelledCorpus | None:
    source = next(source for source in SOURCES if source.name == name)
    paths = found_in(folder, source)
    if not paths:
        return None
    corpus = source.read(source, paths)
    return corpus.of(
        np.array([place for place, text in enumerate(corpus.texts) if is_held_out(text)], np.int64)
    )


def _figure(
    corpus: LabelledCorpus, label: str, *, head: Head, is_rude: NDArray[np.bool_], scores: NDArray[np.float64]
) -> Figure:
    chance = np.random.default_rng(0)
    draws = []
    for _ in range(_DRAWS):
        places = chance.integers(0, len(scores), len(scores))
        if is_rude[places].any() and not is_rude[places].all():
            draws.append(float(roc_auc_score(is_rude[places], scores[places])))
    return Figure(
        corpus.name,
        label,
        head,
        len(scores),
        int(is_rude.sum()),
        float(roc_auc_score(is_rude, scores)),
        float(np.percentile(draws, 2.5)),
        float(np.percentile(draws, 97.5)),
        float(f1_score(is_rude, scores >= 0.5, average="macro")),
    )


def table(rows: Sequence[Figure]) -> str:
    """As a table of Markdown."""
    lines = [
        "| corpus | label | head | held out | of these so | AUC | 95 % | macro F1 at .5 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.corpus} | {row.label} | {row.head} | {row.count:,} | {row.positives:,} | {row.auc:.3f} "
        f"| {row.low:.3f} to {row.high:.3f} | {row.macro_f1:.3f} |"
        for row in rows
    ]
    return "\n".join(lines)
