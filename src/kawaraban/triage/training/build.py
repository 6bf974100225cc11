"""What is learnt from a folder of corpora, before it is made small."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kawaraban.triage.judging.holdout import is_held_out
from kawaraban.triage.training.corpora import SOURCES, LabelledCorpus, found_in
from kawaraban.triage.training.documents import by_documents
from kawaraban.triage.training.inputs import Column, Lexical, Material, column, lexical
from kawaraban.triage.training.plans import COLUMNS

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class CorporaLearnt:
    """What training found out of some corpora, before it is made small."""

    materials: Mapping[str, Material]
    columns: Sequence[Column]
    lexicons: Mapping[str, Lexical]


def read_corpora(folder: Path, others: Sequence[LabelledCorpus], step: Step) -> list[LabelledCorpus]:
    """All corpora that lie in a folder, without what is held out."""
    found = list(others)
    for source in SOURCES:
        paths = found_in(folder, source)
        if paths:
            step(f"reading {source.name}")
            corpus = source.read(source, paths)
            kept = [place for place, text in enumerate(corpus.texts) if not is_held_out(text)]
            found.append(corpus.of(np.array(kept, np.int64)))
    return found


def learn(corpora: Sequence[LabelledCorpus], step: Step) -> CorporaLearnt:
    """Columns and lexicon."""
    materials = {}
    for corpus in corpora:
        step(f"words of {corpus.name}")
        materials[corpus.name] = Material.of(corpus)
    step("lexicons")
    lexicons = {}
    if "civil" in materials:
        lexicons["en"] = lexical(materials["civil"], materials)
    for name in ("turkish", "korean", "archive"):
        if name in materials and materials[name].corpus.language not in lexicons:
            lexicons[materials[name].corpus.language] = by_documents(materials[name], "toxic")
    columns = []
    for plan in COLUMNS:
        if plan.source in materials:
            step(f"column {plan.name}")
            columns.append(column(plan, materials))
    return CorporaLearnt(materials, columns, lexicons)
