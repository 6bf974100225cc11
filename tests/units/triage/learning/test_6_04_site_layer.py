"""6.4: the site's layer starts at the base, learns what the desk decides, and is the same for the same lessons."""

from dataclasses import replace

import numpy as np
import pytest

from kawaraban.triage.learning.gates import Sides, order, refusals
from kawaraban.triage.learning.languages import Language, Languages
from kawaraban.triage.learning.layer import SiteLayer
from kawaraban.triage.learning.many import logits_of
from kawaraban.triage.learning.mixing import PLACES, keys_of, places
from kawaraban.triage.learning.retraining import HALF, Lesson, Retrained, retrain
from kawaraban.triage.learning.written import DamagedLayer, layer_bytes, layer_from
from kawaraban.triage.model.blocks import ROWS
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scores import Features

KEYS = keys_of(b"of this paper")
RUDE = 7


def features(number: int, *, is_rude: bool, said: float = 0.0) -> Features:
    """A text of forty pieces; one of them is the rude one, or is not there. `said`: the base's logit, 0 of none."""
    random = np.random.default_rng(number)
    indices = np.unique(random.integers(100, ROWS, 40)).astype(np.uint32)
    if is_rude:
        indices = np.concatenate([np.array([RUDE], np.uint32), indices])
    dense = np.zeros(len(Head), np.float32)
    dense[0] = said
    return Features(indices, np.full(len(indices), 0.2, np.float32), dense)


def lessons(count: int, *, said: float = 0.0) -> list[Lesson]:
    """Each third text is rude."""
    return [
        Lesson(features(n, is_rude=n % 3 == 0, said=said), breaks=n % 3 == 0, language="en")
        for n in range(count)
    ]


def untaught() -> SiteLayer:
    return SiteLayer.untaught(base="3fa2c81d09be", keys=KEYS)


def learnt(count: int = 300) -> Retrained:
    return retrain(lessons(count), before=untaught())


def test_6_04_a_layer_that_was_taught_nothing_says_what_the_base_says() -> None:
    layer = untaught()

    said = layer.probability(features(1, is_rude=True, said=1.5))

    assert said == pytest.approx(1 / (1 + np.exp(-1.5)), abs=1e-6)


def test_6_04_a_step_moves_what_is_like_it_the_way_of_the_decision() -> None:
    layer = untaught()
    rude, other = features(1, is_rude=True, said=-1.0), features(2, is_rude=True, said=-1.0)
    before = layer.probability(other)

    for _ in range(5):
        layer.step(rude, breaks=True)

    assert layer.probability(other) > before
    assert untaught().probability(other) == before


def test_6_04_some_hundred_lessons_teach_a_word_that_the_base_does_not_know() -> None:
    layer = learnt().layer

    rude = [layer.probability(features(n, is_rude=True)) for n in range(10_000, 10_050)]
    fine = [layer.probability(features(n, is_rude=False)) for n in range(10_000, 10_050)]

    assert min(rude) > max(fine)


def test_6_09_how_often_the_policy_is_broken_is_known_by_what_came_to_this_desk() -> None:
    others = [
        Lesson(features(n, is_rude=True), breaks=True, language="en", weight=0.5, is_own=False)
        for n in range(5_000, 5_200)
    ]
    own = lessons(300)

    found = retrain([*own, *others], before=untaught())
    counted = retrain([*own, *(replace(lesson, is_own=True) for lesson in others)], before=untaught())

    assert float((1 / (1 + np.exp(-found.kept_back[:300]))).mean()) == pytest.approx(1 / 3, abs=0.02)
    assert found.kept_back[:300].mean() < counted.kept_back[:300].mean()


def test_6_04_the_same_lessons_make_the_same_bytes() -> None:
    assert layer_bytes(learnt().layer) == layer_bytes(learnt().layer)


def test_6_04_a_layer_is_read_as_it_was_written() -> None:
    layer = learnt().layer
    layer.languages = Languages({"ja": Language(500, 60, 0.75)})

    read = layer_from(layer_bytes(layer), KEYS)

    text = features(20_000, is_rude=True)
    assert read.probability(text) == pytest.approx(layer.probability(text), abs=1e-3)
    assert layer_bytes(read) == layer_bytes(layer)
    assert read.languages.knows("ja")
    assert not read.languages.knows("ko")


@pytest.mark.parametrize("damage", ["", "KWL1", "cut", "longer", "nan"])
def test_6_04_what_is_no_layer_is_refused(damage: str) -> None:
    written = layer_bytes(learnt(60).layer)
    broken = {
        "": b"",
        "KWL1": b"KWL1\xff\xff\xff\xff",
        "cut": written[:-1],
        "longer": written + b"\0",
        "nan": written[: -6 * 40] + b"\xff" * 240,
    }[damage]

    with pytest.raises(DamagedLayer):
        layer_from(broken if damage != "nan" else _with_a_nan(written), KEYS)


def _with_a_nan(written: bytes) -> bytes:
    layer = layer_from(written, KEYS)
    layer.weights[int(np.flatnonzero(layer.weights)[0])] = np.nan
    return layer_bytes(layer)


def test_6_13_under_another_secret_a_layer_says_nothing_of_any_word() -> None:
    written = layer_bytes(learnt(60).layer)

    with pytest.raises(DamagedLayer):
        layer_from(written, keys_of(b"of another paper"))


def test_6_13_a_piece_stands_in_another_place_in_each_paper() -> None:
    indices = np.arange(1_000, dtype=np.uint32)

    here, there = places(indices, KEYS), places(indices, keys_of(b"of another paper"))

    assert (here < PLACES).all()
    assert (here == there).mean() < 0.01
    assert len(np.unique(here)) > 990


def test_6_04_where_lessons_agree_with_the_base_it_is_left_half_way() -> None:
    said = [
        Lesson(features(n, is_rude=False, said=2.0 if n % 3 == 0 else -2.0), breaks=n % 3 == 0)
        for n in range(200)
    ]

    found = retrain(said, before=untaught())

    assert found.share == HALF
    assert order(found.labels, found.kept_back) > order(found.labels, found.base) - 0.005


def test_6_04_violations_are_expected_as_often_as_they_happen() -> None:
    some = [replace(each, breaks=place % 20 == 0) for place, each in enumerate(lessons(400, said=1.0))]

    layer = retrain(some, before=untaught()).layer

    mean = np.mean([layer.probability(features(n, is_rude=False, said=1.0)) for n in range(5_000, 5_200)])
    assert mean == pytest.approx(0.05, abs=0.03)


def test_6_04_many_texts_at_once_are_told_the_same_as_each() -> None:
    layer = learnt().layer
    texts = [features(n, is_rude=n % 2 == 0, said=n % 3 - 1.0) for n in range(40)]

    together = logits_of(layer, texts)

    assert together == pytest.approx([layer.logit(layer.row(text)) for text in texts], abs=1e-5)
    assert len(logits_of(layer, [])) == 0


def test_6_04_lessons_of_one_kind_teach_nothing() -> None:
    with pytest.raises(ValueError, match="one kind"):
        retrain([Lesson(features(1, is_rude=True), breaks=True)], before=untaught())


def sides(before: float, after: float, count: int = 400) -> Sides:
    """Texts of which each fourth breaks the policy; how clearly the two layers tell them apart."""
    labels = np.arange(count) % 4 == 0
    noise = np.random.default_rng(1).normal(size=count)
    return Sides(labels, noise + before * labels, noise + after * labels)


def test_6_04_what_sorts_worse_than_the_base_is_not_put_to_use() -> None:
    assert refusals(sides(1.0, 0.5), None, (0.0, 0.0)) == ["below_base"]
    assert refusals(sides(1.0, 1.5), None, (0.0, 0.0)) == []


def test_6_04_nor_what_sorts_worse_than_what_is_in_use() -> None:
    assert refusals(sides(1.0, 1.5), sides(2.0, 1.0), (0.0, 0.0)) == ["below_used"]
    assert refusals(sides(1.0, 1.5), sides(2.0, 1.0, count=12), (0.0, 0.0)) == []


def test_6_04_nor_what_treats_groups_of_people_less_alike() -> None:
    assert refusals(sides(1.0, 1.5), None, (0.01, 0.2)) == ["fairness"]
    assert refusals(sides(1.0, 1.5), None, (0.2, 0.01)) == []


def test_6_04_a_handful_of_violations_decides_nothing() -> None:
    assert refusals(sides(1.0, 1.5, count=12), None, (0.0, 0.0)) == ["few_lessons"]


def test_6_04_a_language_is_known_after_enough_lessons_in_a_good_order() -> None:
    assert Language(500, 60, 0.75).is_known
    assert not Language(500, 60, 0.55).is_known
    assert not Language(500, 5, 0.75).is_known
    assert not Language(100, 30, 0.75).is_known


def test_6_04_a_step_costs_the_pieces_of_its_text_and_not_of_all_texts() -> None:
    layer = learnt(60).layer
    before = layer.weights.copy()

    layer.step(features(77, is_rude=True), breaks=True)

    assert (layer.weights != before).sum() <= 45
