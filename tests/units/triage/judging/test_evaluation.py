"""6.12: a file is judged row by row, whatever its size; what has no score or no label is counted and told."""

from collections.abc import Sequence

import pytest

from kawaraban.triage.judging.evaluation import BATCH, evaluate, judge
from kawaraban.triage.judging.labelled_csv import LabelledText
from kawaraban.triage.judging.ranking import OneClassOnlyError
from kawaraban.triage.judging.report import file_lines, file_object


def by_length(texts: Sequence[str]) -> list[float | None]:
    """A longer text is worse; of one without words nothing is said."""
    return [None if text == "?" else min(1.0, len(text) / 10) for text in texts]


def row(text: str, grade: float) -> LabelledText:
    return LabelledText(text=text, grade=grade, is_violation=grade >= 0.5)


def test_6_12_the_figures_of_a_file() -> None:
    found = evaluate([row("a" * 9, 1), row("a" * 2, 0), None, row("a" * 3, 0), row("a" * 8, 1)], by_length)

    assert (found.n, found.positives, found.skipped, found.unscored) == (4, 2, 1, 0)
    assert (found.auc, found.precision_at_top) == (1, 1)
    assert (found.at_drop_in.precision, found.at_drop_in.recall) == (1, 1)
    assert (found.mean_error, found.rank_correlation) == (None, None)
    assert found.per_second > 0


def test_6_12_graded_labels_have_a_mean_error_and_a_rank_correlation() -> None:
    found = evaluate([row("a" * 9, 0.8), row("a" * 2, 0.2), row("a" * 5, 0.4)], by_length)

    assert found.mean_error == pytest.approx(0.2 / 3)
    assert found.rank_correlation == pytest.approx(1)


def test_6_12_a_text_without_a_score_is_judged_as_the_queue_treats_it() -> None:
    found = evaluate([row("?", 1), row("a" * 9, 1), row("aa", 0)], by_length)

    assert (found.unscored, found.auc) == (1, 0.5)


def test_6_12_one_class_alone_cannot_be_judged() -> None:
    with pytest.raises(OneClassOnlyError):
        evaluate([row("a", 1), row("b", 1)], by_length)


def test_6_12_a_file_larger_than_a_batch_comes_whole_and_in_order() -> None:
    sizes: list[int] = []
    heard: list[int] = []

    def scoring(texts: Sequence[str]) -> list[float | None]:
        sizes.append(len(texts))
        return [float(text) for text in texts]

    rows = [row(str(number / 4000), number % 2) for number in range(2 * BATCH + 5)]
    found = judge(iter(rows), scoring, tell=heard.append)

    assert sizes == [BATCH, BATCH, 5]
    assert heard == [BATCH, 2 * BATCH, 2 * BATCH + 5]
    assert found.scores.tolist() == [float(one.text) for one in rows]


def test_6_08_the_share_is_never_told_without_what_it_lets_through() -> None:
    rows = [row("a" * 9, 1)] * 30 + [row("aa", 0)] * 3000
    told = file_object(evaluate(rows, by_length), head="toxic", language="en", version="0" * 12)

    text = "\n".join(file_lines(told))

    assert told["approval"]["share"] == round(3000 / 3030, 4)
    assert "99 % of all texts, and 0 % of all violations among them" in text
    assert "people approve" in text


def test_6_12_the_object_for_programs_has_its_six_names() -> None:
    told = file_object(
        evaluate([row("a" * 9, 1), row("aa", 0)], by_length), head="toxic", language="en", version="0" * 12
    )

    assert {"auc", "low", "high", "n", "positives", "per_second"} <= told.keys()
    assert told["low"] <= told["auc"] <= told["high"]
