"""What was learnt becomes the two files: one of open sources alone, one of what share-alike text adds to it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.weights import Lexicon, Stack, Weights, WeightsPart
from kawaraban.triage.training.build import CorporaLearnt
from kawaraban.triage.training.inputs import Column, Inputs, inputs_of
from kawaraban.triage.training.lexicon_pack import packed_lexicon
from kawaraban.triage.training.packing import packed
from kawaraban.triage.training.plans import HeadPlan, heads_of
from kawaraban.triage.training.stack_fit import HeadWeighing, Scale, softness, taught_by, weighed

# Of all rows of the weights, how many are kept in each file.
_KEPT = {("en", False): 0.22, ("en", True): 0.08, ("tr", False): 0.08, ("ko", True): 0.03}
_KEPT_ELSE = 0.08
# Where every reader's verdict is known, and not only that of most of them.
_READ_BY_MANY = (("davidson", "toxic"), ("civil", "toxic"))
# Heads whose probability is the share of readers who would say so.
_SOFT_HEADS = (Head.TOXIC,)
_ENDS = 12.0


def open_weights(learnt: CorporaLearnt, notes: dict[str, object]) -> Weights:
    """The file of open sources."""
    learnt = _with_derived_labels(_open_part(learnt))
    parts = {}
    for language in sorted({column.language for column in learnt.columns}):
        columns = [column for column in learnt.columns if column.language == language]
        parts[language] = WeightsPart(
            packed(columns, _KEPT.get((language, False), _KEPT_ELSE)),
            _lexicon(language, learnt),
            _stack(language, columns, learnt),
        )
    return Weights(parts, notes)


def share_alike_weights(learnt: CorporaLearnt, notes: dict[str, object]) -> Weights:
    """The file of what share-alike text adds: its columns, and stacks that lean on both files."""
    learnt = _with_derived_labels(learnt)
    parts = {}
    for language in sorted({column.language for column in learnt.columns if column.is_share_alike}):
        columns = [column for column in learnt.columns if column.language == language]
        added = [column for column in columns if column.is_share_alike]
        ordered = [column for column in columns if not column.is_share_alike] + added
        # A lexicon from open comments is in the other file.
        lexicon = None if len(ordered) > len(added) else _lexicon(language, learnt)
        parts[language] = WeightsPart(
            packed(added, _KEPT.get((language, True), _KEPT_ELSE)), lexicon, _stack(language, ordered, learnt)
        )
    return Weights(parts, notes)


def _open_part(learnt: CorporaLearnt) -> CorporaLearnt:
    materials = {name: some for name, some in learnt.materials.items() if not some.corpus.is_share_alike}
    return CorporaLearnt(
        materials, [column for column in learnt.columns if not column.is_share_alike], learnt.lexicons
    )


def _lexicon(language: str, learnt: CorporaLearnt) -> Lexicon | None:
    if language not in learnt.lexicons:
        return None
    materials = [material for material in learnt.materials.values() if material.corpus.language == language]
    # Words of share-alike texts are known only where there are no others.
    plain = [material for material in materials if not material.corpus.is_share_alike]
    return packed_lexicon(learnt.lexicons[language], plain or materials)


def _with_derived_labels(learnt: CorporaLearnt) -> CorporaLearnt:
    """Labels that no source has: rude and of sex by our own list; and news comments as no spam."""
    lexicon = learnt.lexicons.get("en")
    if lexicon is None:
        return learnt
    materials = dict(learnt.materials)
    sexual = lexicon.input_names.index("sexual:max")
    for name, material in materials.items():
        labels = dict(material.corpus.labels)
        if name in lexicon.inputs and "toxic" in labels:
            labels["derived_sexual"] = labels["toxic"] * lexicon.inputs[name][:, sexual]
            labels["derived_ham"] = np.zeros(len(labels["toxic"]))
            materials[name] = replace(material, corpus=replace(material.corpus, labels=labels))
    return CorporaLearnt(materials, learnt.columns, learnt.lexicons)


def _stack(language: str, columns: Sequence[Column], learnt: CorporaLearnt) -> Stack:
    plans = heads_of(language)
    inputs = inputs_of(language, columns, learnt.lexicons.get(language), learnt.materials)
    used = tuple(name for name in inputs.names if any(plan.may_lean_on(name) for plan in plans))
    inputs = inputs.of(used)
    taught = {target.source for plan in plans for target in plan.targets if target.label != "spam"}
    scale = Scale.of(inputs, sorted(taught & inputs.values.keys()))
    taught_plans = [plan for plan in plans if taught_by(plan, inputs, learnt.materials)]
    found = [(plan, _weighed(plan, inputs, scale, learnt)) for plan in taught_plans]
    lines = [_line(plan, head, inputs=inputs, scale=scale, learnt=learnt) for plan, head in found]
    return Stack(
        tuple(str(plan.head) for plan, _ in found),
        used,
        scale.means.astype(np.float32),
        scale.spreads.astype(np.float32),
        np.array([head.factors for _, head in found], np.float32),
        np.array([head.level for _, head in found], np.float32),
        np.array([[-_ENDS, _ENDS] for _ in found], np.float32),
        np.array(lines, np.float32),
    )


def _weighed(plan: HeadPlan, inputs: Inputs, scale: Scale, learnt: CorporaLearnt) -> HeadWeighing:
    may: NDArray[np.bool_] = np.array([plan.may_lean_on(name) for name in inputs.names], np.bool_)
    return weighed(plan, inputs, scale=scale, materials=learnt.materials, may=may)


def _line(
    plan: HeadPlan, head: HeadWeighing, *, inputs: Inputs, scale: Scale, learnt: CorporaLearnt
) -> tuple[float, float]:
    """The calibrated logits at both ends: as flat as the share of readers is, where that is asked."""
    if plan.head not in _SOFT_HEADS:
        return -_ENDS, _ENDS
    logits = {source: head.logits(scale.standing(values)) for source, values in inputs.values.items()}
    slope = softness(logits, learnt.materials, _READ_BY_MANY)
    return -_ENDS * slope, _ENDS * slope
