"""What is kept back of each corpus, read once and scored once by the model that is judged."""

from pathlib import Path
from typing import Final

import numpy as np

from kawaraban.triage.judging.corpora import CORPORA, held_out, present
from kawaraban.triage.judging.evaluation import BATCH, ScoredTexts, batches
from kawaraban.triage.judging.head_scoring import head_scoring
from kawaraban.triage.judging.labelled_csv import LabelledText
from kawaraban.triage.judging.scoring import Scoring
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scorer import Model
from kawaraban.triage.model.scores import Context, Scores

NOT_THERE: Final = "the corpus is not in the folder"


class KeptBack:
    """The folder and the model of one run of the suite."""

    def __init__(self, folder: Path, model: Model) -> None:
        self.folder = folder
        self.model = model
        self._rows: dict[str, list[LabelledText]] = {}
        self._scores: dict[str, list[Scores]] = {}
        self._there = frozenset(present(folder))

    def has(self, *names: str) -> bool:
        """Whether all these corpora are in the folder."""
        return self._there.issuperset(names)

    def can(self, name: str, head: Head) -> bool:
        """Whether the corpus is there and the model has this head in its language."""
        return self.has(name) and head in self.model.languages.get(CORPORA[name].language, frozenset())

    def why_not(self, name: str, head: Head) -> str:
        if not self.has(name):
            return NOT_THERE
        return f"the model has no head {head} in the language {CORPORA[name].language}"

    def rows(self, name: str) -> list[LabelledText]:
        """The texts that are kept back, with their labels."""
        if name not in self._rows:
            self._rows[name] = held_out(self.folder, name)
        return self._rows[name]

    def judged(self, name: str, head: Head) -> ScoredTexts:
        """Labels and scores of one corpus. A text without a number is judged as 0."""
        rows = self.rows(name)
        # The typed corpora of Civil Comments are the same texts under other labels.
        key = name.partition(" ")[0]
        if key not in self._scores:
            self._scores[key] = self._scored([row.text for row in rows], CORPORA[name].language)
        found = [scores.heads.get(head) for scores in self._scores[key]]
        return ScoredTexts(
            labels=np.array([row.is_violation for row in rows], dtype=np.bool_),
            grades=np.array([row.grade for row in rows], dtype=np.float64),
            scores=np.array([score or 0.0 for score in found], dtype=np.float64),
            unscored=sum(score is None for score in found),
            skipped=0,
            seconds=0.0,
        )

    def scoring(self, head: Head, language: str = "en") -> Scoring:
        """One head of the model, for texts that are in no corpus."""
        return head_scoring(self.model, head, language=language)

    def _scored(self, texts: list[str], language: str) -> list[Scores]:
        context = Context(language=language)
        return [
            scores
            for batch in batches(texts, BATCH)
            for scores in self.model.score_many(batch, [context] * len(batch))
        ]


def joined(parts: list[ScoredTexts]) -> ScoredTexts:
    """Several corpora as one."""
    return ScoredTexts(
        labels=np.concatenate([part.labels for part in parts]),
        grades=np.concatenate([part.grades for part in parts]),
        scores=np.concatenate([part.scores for part in parts]),
        unscored=sum(part.unscored for part in parts),
        skipped=sum(part.skipped for part in parts),
        seconds=sum(part.seconds for part in parts),
    )
