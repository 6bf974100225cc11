"""6.4: streams of decisions on texts of others, judged on the fifth that is kept back: what a desk teaches by when."""

import csv
import gzip
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kawaraban.triage.judging.holdout import is_held_out
from kawaraban.triage.learning.gates import order
from kawaraban.triage.learning.layer import SiteLayer
from kawaraban.triage.learning.mixing import keys_of
from kawaraban.triage.learning.retraining import Lesson, retrain
from kawaraban.triage.model.scorer import base_model

_REAL = Path(os.environ.get("KAWARABAN_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
DATA = _REAL / "triage"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the corpora are not part of the product")
Labelled = Sequence[tuple[str, bool]]


def corpus(name: str) -> list[list[str]]:
    with gzip.open(DATA / f"{name}_train.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def korean() -> Labelled:
    return [(row[0], row[3] != "none") for row in corpus("korean_news")[1:]]


def turkish() -> Labelled:
    return [(row[1], row[2] == "OFF") for row in corpus("turkish_offense") if row[2] in ("OFF", "NOT")]


def hateful() -> Labelled:
    return [(row[6], row[5] == "0") for row in corpus("davidson")[1:]]


def lessons(rows: Labelled, language: str, *, is_base_asked: bool) -> list[Lesson]:
    found = base_model().features_many([text for text, _ in rows], [language] * len(rows))
    nothing = np.zeros_like(found[0].dense)
    return [
        Lesson(
            features if is_base_asked else type(features)(features.indices, features.values, nothing),
            breaks,
            language,
        )
        for features, (_, breaks) in zip(found, rows, strict=True)
    ]


def orders(rows: Labelled, language: str, counts: Sequence[int], *, is_base_asked: bool) -> list[float]:
    """AUC on what is kept back: of the base, and after each of these counts of decisions."""
    kept_back = [row for row in rows if is_held_out(row[0])][:2_000]
    stream = [row for row in rows if not is_held_out(row[0])]
    drawn = np.random.default_rng(0).permutation(len(stream))[: max(counts)]
    taught = lessons([stream[place] for place in drawn], language, is_base_asked=is_base_asked)
    rest = lessons(kept_back, language, is_base_asked=is_base_asked)
    layer = SiteLayer.untaught(base=base_model().version, keys=keys_of(b"of this test"))
    later = (retrain(taught[:count], before=layer).layer for count in counts)
    return [_order(layer, rest), *(_order(each, rest) for each in later)]


def _order(layer: SiteLayer, rest: Sequence[Lesson]) -> float:
    labels = np.array([lesson.breaks for lesson in rest])
    return order(labels, np.array([layer.logit(layer.row(lesson.features)) for lesson in rest]))


def test_6_04_a_language_without_a_model_is_learnt_from_some_hundred_decisions() -> None:
    _base, after_500, after_2000 = orders(korean(), "ko", (500, 2_000), is_base_asked=False)

    assert after_500 >= 0.72
    assert after_2000 >= 0.76


def test_6_04_turkish_from_nothing() -> None:
    _base, after_1000, after_2000 = orders(turkish(), "tr", (1_000, 2_000), is_base_asked=False)

    assert after_1000 >= 0.72
    assert after_2000 >= 0.75


def test_6_04_what_the_base_does_not_know_is_gained_and_what_it_knows_is_not_lost() -> None:
    base, after_250, after_2000 = orders(hateful(), "en", (250, 2_000), is_base_asked=True)
    known, known_250, known_1000 = orders(turkish(), "tr", (250, 1_000), is_base_asked=True)

    assert after_250 >= base - 0.01
    assert after_2000 >= base + 0.03
    assert min(known_250, known_1000) >= known - 0.01
