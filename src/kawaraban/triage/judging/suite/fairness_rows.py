"""The table: whether the model holds it against a text that it names a group of people."""

from typing import Final

import numpy as np

from kawaraban.triage.judging.fairness import FEWEST, on_real_texts, on_sentences
from kawaraban.triage.judging.suite.kept_back import KeptBack, joined
from kawaraban.triage.judging.suite.row import FigureRow, missing
from kawaraban.triage.model.heads import Head

PART: Final = "Fairness"
REAL: Final = ("wikipedia", "ken", "fou")
# Of a group this large the figure is asked for.
ENOUGH: Final = 60


def fairness_rows(kept: KeptBack) -> list[FigureRow]:
    """On our own sentences, and on what is kept back of real texts."""
    return [*sentence_rows(kept), *real_rows(kept)]


def sentence_rows(kept: KeptBack) -> list[FigureRow]:
    found = on_sentences(kept.scoring(Head.TOXIC))
    rows = [
        FigureRow(
            PART,
            f"harmless sentences: gap of false alarms between terms at {alarms.threshold}",
            alarms.gap,
            len(alarms.by_term),
            floor=0.05,
            goal=0.02,
            is_cost=True,
            note=f"most for “{alarms.worst}”: {alarms.by_term[alarms.worst]:.2f}",
        )
        for alarms in found.alarms
    ]
    worst = f"“{found.worst_bpsn_term}”"
    return [*rows, FigureRow(PART, "our sentences: lowest BPSN of a term", found.worst_bpsn, note=worst)]


def real_rows(kept: KeptBack) -> list[FigureRow]:
    """One row for each group that enough texts name."""
    if not kept.has(*REAL):
        return [missing(PART, "real texts: BPSN", f"needs {', '.join(REAL)}")]
    judged = joined([kept.judged(name, Head.TOXIC) for name in REAL])
    texts = [row.text for name in REAL for row in kept.rows(name)]
    return [
        FigureRow(
            PART,
            f"real texts: BPSN of {figure.group}",
            figure.bpsn,
            figure.clean_count,
            floor=0.80 if figure.clean_count >= ENOUGH else None,
            goal=0.85,
            note="" if figure.bpsn is not None else f"fewer than {FEWEST} clean texts name it",
        )
        for figure in on_real_texts(texts, judged.labels, np.asarray(judged.scores))
    ]
