"""The table: corpora that train nothing and may not be passed on. Whoever has them puts them into the folder.

    hatecheck.csv     the cases of HateCheck (Röttger et al., 2021)
    ucc_test.csv      the test half of the Unhealthy Comments Corpus (Price et al., 2020): Canadian news comments
    ucc_val.csv       its other half, as what a desk has decided (`site_rows`)

Each may be packed with gzip and then ends in `.csv.gz`.
"""

from pathlib import Path
from typing import Final

import numpy as np

from kawaraban.triage.judging.calibration import balanced_accuracy
from kawaraban.triage.judging.evaluation import ScoredTexts, judge
from kawaraban.triage.judging.labelled_csv import CsvColumns, rows_of
from kawaraban.triage.judging.suite.kept_back import NOT_THERE, KeptBack
from kawaraban.triage.judging.suite.row import FigureRow, missing, order_row
from kawaraban.triage.model.heads import Head

PART: Final = "Never seen in training"
HATECHECK: Final = CsvColumns(text="test_case", label="label_gold", positive=("hateful",))
HOSTILE: Final = CsvColumns(text="comment", label="hostile")
HALF: Final = 0.5


def elsewhere_rows(kept: KeptBack) -> list[FigureRow]:
    """Each corpus where it is there."""
    return [hostile_row(kept), hatecheck_row(kept)]


def hostile_row(kept: KeptBack) -> FigureRow:
    """News comments of a site of which the model has read nothing: before the desk has decided anything."""
    what = "News comments (UCC), hostile"
    file = found(kept.folder, "ucc_test")
    if file is None:
        return missing(PART, what, f"ucc_test.csv: {NOT_THERE}")
    return order_row(PART, what, judge(rows_of(file, HOSTILE), kept.scoring(Head.TOXIC)), asked=(0.79, 0.83))


def hatecheck_row(kept: KeptBack) -> FigureRow:
    """Sentences written to find out what a model of hate does not understand."""
    what = "HateCheck, balanced accuracy of the identity head"
    file = found(kept.folder, "hatecheck")
    if file is None:
        return missing(PART, what, f"hatecheck.csv: {NOT_THERE}")
    judged: ScoredTexts = judge(rows_of(file, HATECHECK), kept.scoring(Head.IDENTITY_ATTACK))
    return FigureRow(
        PART,
        what,
        balanced_accuracy(judged.labels, np.asarray(judged.scores), HALF),
        len(judged.labels),
        floor=0.65,
        goal=0.69,
        note="may reorder the queue and never more",
    )


def found(folder: Path, stem: str) -> Path | None:
    """The file, plain or packed."""
    return next((path for end in ("csv", "csv.gz") if (path := folder / f"{stem}.{end}").is_file()), None)
