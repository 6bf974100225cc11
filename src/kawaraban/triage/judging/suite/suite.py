"""The whole table of triage, on the texts that are kept back of each corpus. Read from top to bottom.

found = suite(folder, base_model())
found.rows[0].what                   # "Wikipedia talk, toxic"
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kawaraban.triage.judging.suite.approval_rows import approval_rows
from kawaraban.triage.judging.suite.calibration_rows import calibration_rows
from kawaraban.triage.judging.suite.cost_rows import cost_rows
from kawaraban.triage.judging.suite.elsewhere_rows import elsewhere_rows
from kawaraban.triage.judging.suite.fairness_rows import fairness_rows
from kawaraban.triage.judging.suite.kept_back import KeptBack
from kawaraban.triage.judging.suite.language_rows import language_rows
from kawaraban.triage.judging.suite.obfuscation_rows import obfuscation_rows
from kawaraban.triage.judging.suite.order_rows import order_rows
from kawaraban.triage.judging.suite.row import FigureRow
from kawaraban.triage.judging.suite.site_rows import site_rows
from kawaraban.triage.model.scorer import Model

PARTS: Final[tuple[Callable[[KeptBack], list[FigureRow]], ...]] = (
    order_rows,
    elsewhere_rows,
    calibration_rows,
    fairness_rows,
    obfuscation_rows,
    site_rows,
    approval_rows,
    language_rows,
)
Look = Callable[[int, int], None]


@dataclass(frozen=True)
class Suite:
    """The rows, and the model they are of."""

    rows: tuple[FigureRow, ...]
    version: str


def suite(folder: Path, model: Model, *, has_share_alike: bool = True, look: Look | None = None) -> Suite:
    """Measure every row. `look` hears how many parts of how many are done. Takes some minutes."""
    kept = KeptBack(folder, model)
    rows: list[FigureRow] = []
    for done, part in enumerate(PARTS):
        if look:
            look(done, len(PARTS) + 1)
        rows += part(kept)
    rows += cost_rows(has_share_alike=has_share_alike)
    return Suite(rows=tuple(rows), version=model.version)
