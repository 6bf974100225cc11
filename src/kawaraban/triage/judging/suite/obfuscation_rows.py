"""The table: how much order is lost where rude words are written so that programs do not find them."""

from typing import Final

import numpy as np

from kawaraban.triage.judging.evaluation import BATCH, batches
from kawaraban.triage.judging.obfuscation import ATTACKS, obfuscated
from kawaraban.triage.judging.ranking import paired
from kawaraban.triage.judging.suite.kept_back import KeptBack, joined
from kawaraban.triage.judging.suite.row import FigureRow, missing
from kawaraban.triage.model.heads import Head

PART: Final = "Obfuscation (AUC lost)"
ATTACKED: Final = ("wikipedia", "davidson", "ken")
FLOORS: Final = {
    "leet": 0.01,
    "homoglyphs": 0.01,
    "zero width": 0.01,
    "spacing": 0.015,
    "stars": 0.015,
    "repeats": 0.015,
    "swaps": 0.02,
    "drops": 0.02,
}
GOAL: Final = 0.005


def obfuscation_rows(kept: KeptBack) -> list[FigureRow]:
    """One row for each attack, over the three corpora together; texts without a rude word stay as they are."""
    if not kept.has(*ATTACKED):
        return [missing(PART, "attacks on rude words", f"needs {', '.join(ATTACKED)}")]
    plain = joined([kept.judged(name, Head.TOXIC) for name in ATTACKED])
    texts = [row.text for name in ATTACKED for row in kept.rows(name)]
    scoring = kept.scoring(Head.TOXIC)
    rows = []
    for name, attack in ATTACKS.items():
        changed = [obfuscated(text, attack) for text in texts]
        scores = [score or 0.0 for batch in batches(changed, BATCH) for score in scoring(batch)]
        lost, interval = paired(plain.labels, plain.scores, np.array(scores))
        touched = sum(text != other for text, other in zip(texts, changed, strict=True))
        rows.append(
            FigureRow(
                PART,
                name,
                lost,
                len(texts),
                interval=interval,
                floor=FLOORS[name],
                goal=GOAL,
                is_cost=True,
                note=f"{touched:,} texts attacked",
            )
        )
    return rows
