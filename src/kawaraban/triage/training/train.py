"""The command's whole work: corpora in, files of weights out, with a manifest, a card and the notice of the licence."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sklearn

from kawaraban.triage.model.scorer import BASE, SHARE_ALIKE, Model
from kawaraban.triage.model.weights import write_weights
from kawaraban.triage.training.assembly import open_weights, share_alike_weights
from kawaraban.triage.training.build import learn, read_corpora
from kawaraban.triage.training.card import card, notice
from kawaraban.triage.training.corpora import SOURCES, CorpusSource, LabelledCorpus, found_in
from kawaraban.triage.training.figures import figures
from kawaraban.triage.training.plans import COLUMNS
from kawaraban.triage.training.tables import digest_of

MANIFEST = "manifest.json"
CARD = "card.md"
NOTICE = "share-alike.NOTICE.txt"
Look = Callable[[int, int], None]


class NothingToLearnFrom(Exception):
    """The folder holds none of the corpora that training cannot do without."""


@dataclass(slots=True)
class TrainingSteps:
    """How many steps are done, of how many there may be: a reading and a counting for each source, one for a column."""

    look: Look
    total: int
    done: int = 0

    def step(self, what: str) -> None:
        """One more is begun."""
        del what
        self.done += 1
        self.look(self.done, self.total)


def train(folder: Path, out: Path, *, archives: Sequence[LabelledCorpus] = (), look: Look) -> Model:
    """Write the files of weights made from a folder of corpora. Raises NothingToLearnFrom, UnreadableCorpus.

    The same files in give the same bytes out, with the versions of numpy and scikit-learn that the manifest names.
    """
    present = [source for source in SOURCES if found_in(folder, source)]
    if not present and not archives:
        wanted = ", ".join(name for source in SOURCES for name in source.files)
        raise NothingToLearnFrom(f"{folder}: none of these is there as .csv or .csv.gz: {wanted}")
    names = {*(source.name for source in present), *(corpus.name for corpus in archives)}
    steps = TrainingSteps(
        look, 2 * len(present) + len(archives) + sum(plan.source in names for plan in COLUMNS) + 4
    )
    learnt = learn(read_corpora(folder, archives, steps.step), steps.step)
    out.mkdir(parents=True, exist_ok=True)
    for name, made, is_share_alike in ((BASE, open_weights, False), (SHARE_ALIKE, share_alike_weights, True)):
        steps.step(name)
        fed = [source for source in present if not source.is_share_alike or is_share_alike]
        if not is_share_alike or any(source.is_share_alike for source in present):
            write_weights(
                out / name, made(learnt, {"sources": {source.name: source.licence for source in fed}})
            )
    _tell(folder, out, present, steps)
    return Model.load(out)


def _tell(folder: Path, out: Path, present: Sequence[CorpusSource], steps: TrainingSteps) -> None:
    """What was learnt from what, how good it is, and whose words it was."""
    inputs = {path.name: digest_of(path) for source in present for path in found_in(folder, source)}
    outputs = {name: digest_of(out / name) for name in (BASE, SHARE_ALIKE) if (out / name).exists()}
    versions = {"numpy": np.__version__, "scikit-learn": sklearn.__version__}
    said = {"inputs": inputs, "outputs": outputs, "made_with": versions}
    (out / MANIFEST).write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    steps.step(CARD)
    both, alone = Model.load(out), Model.load(out, with_share_alike=False)
    written = card(present, both.version, figures(folder, both), figures(folder, alone))
    (out / CARD).write_text(written, encoding="utf-8")
    if SHARE_ALIKE in outputs:
        (out / NOTICE).write_text(
            notice([source for source in present if source.is_share_alike]), encoding="utf-8"
        )
