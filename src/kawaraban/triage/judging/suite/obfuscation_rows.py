"""The table: how much order is lost where rude words are written so that programs do not find them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from kawaraban.triage.judging.evaluation import BATCH, batches
from kawaraban.triage.judging.obfuscation import ATTACKS, obfuscated
from kawaraban.triage.judging.ranking import paired
from kawaraban.triage.judging.suite.kept_back import KeptBack, joined
from kawaraban.triage.judging.suite.row import FigureRow, missing
from kawaraban.triage.model.heads import Head

PART: Final = "Obfuscation (AUC lost)"
# In the first some texts hold a rude word, as on a news site; in the second, two of three do.
ATTACKED: Final[Mapping[str, tuple[str, ...]]] = {
    "talk pages": ("wikipedia",),
    "tweets and hate": ("davidson", "ken"),
}
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
    """One row for each attack and each group of corpora; texts without a rude word stay as they are."""
    return [row for what, names in ATTACKED.items() for row in rows_on(kept, what, names)]


def rows_on(kept: KeptBack, what: str, names: tuple[str, ...]) -> list[FigureRow]:
    if not kept.has(*names):
        return [missing(PART, what, f"needs {', '.join(names)}")]
    plain = joined([kept.judged(name, Head.TOXIC) for name in names])
    texts = [row.text for name in names for row in kept.rows(name)]
    scoring = kept.scoring(Head.TOXIC)
    rows = []
    for name, attack in ATTACKS.items():
        changed = [obfuscated(text, attack) for text in texts]
        scores = [score or 0.0 for batch in batches(changed, BATCH) for score in scoring(batch)]
        lost, interval = paired(plain.labels, plain.scores, np.array(scores))
        touched = sum(text != other for text, other in zip(texts, changed, strict=True))
        asked = FigureRow(PART, f"{what}: {name}", lost, len(texts), interval=interval, is_cost=True)
        rows.append(replace(asked, floor=FLOORS[name], goal=GOAL, note=f"{touched:,} texts attacked"))
    return rows
