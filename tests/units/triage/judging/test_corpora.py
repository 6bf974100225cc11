"""6.12: the corpora of the table are read as their columns stand; here with sentences of our own in their place."""

import csv
import gzip
from collections.abc import Iterable
from pathlib import Path

import pytest

from kawaraban.triage.judging.corpora import CORPORA, held_out, present, whole
from kawaraban.triage.judging.holdout import is_held_out

RUDE = "You are an idiot, number {}."
KIND = "Thank you for number {}."


def write(folder: Path, name: str, rows: Iterable[Iterable[object]]) -> None:
    with gzip.open(folder / name, "wt", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def texts(count: int = 30) -> list[tuple[str, bool]]:
    return [(RUDE.format(number), True) for number in range(count)] + [
        (KIND.format(number), False) for number in range(count)
    ]


@pytest.mark.parametrize(
    ("name", "head", "row"),
    [
        ("wikipedia", ("", "text", "toxic"), lambda text, broken: (7, text, int(broken))),
        ("dyn", ("text", "label", "split"), lambda text, broken: (text, float(broken), "train")),
        ("turkish", None, lambda text, broken: (1, text, "OFF" if broken else "NOT")),
        ("spam", None, lambda text, broken: ("spam" if broken else "ham", text)),
        ("korean hate", ("comments", "hate"), lambda text, broken: (text, "hate" if broken else "offensive")),
        ("davidson", ("class", "tweet"), lambda text, broken: (1 if broken else 2, text)),
    ],
)
def test_6_12_a_corpus_is_read_by_its_columns(tmp_path: Path, name: str, head, row) -> None:  # type: ignore[no-untyped-def]  # a header or None, and a way to write a row
    rows = [row(text, broken) for text, broken in texts()]
    write(tmp_path, CORPORA[name].files[0], [head, *rows] if head else rows)

    assert name in present(tmp_path)
    assert [(found.text, found.is_violation) for found in whole(tmp_path, name)] == texts()
    assert [found.text for found in held_out(tmp_path, name)] == [
        text for text, _broken in texts() if is_held_out(text)
    ]


def test_6_12_a_comment_of_civil_is_what_enough_annotators_marked(tmp_path: Path) -> None:
    write(
        tmp_path,
        "civil_comments_train.csv.gz",
        [("comment_id", "comment_text"), (1, "one"), (2, "two"), (3, "three")],
    )
    write(
        tmp_path,
        "civil_annotations_train.csv.gz",
        [
            ("annotation", "comment_id", "worker", "country", "all toxic", "not toxic"),
            *((number, 1, 5, "X", False, number == 3) for number in range(4)),
            *((number, 2, 5, "X", False, True) for number in range(4, 8)),
        ],
    )
    write(
        tmp_path,
        "civil_spans_train.csv.gz",
        [
            ("annotation", "type", "start", "end"),
            (0, "Insult", 0, 2),
            (1, "Insult", 0, 2),
            (0, "Threat", 0, 1),
        ],
    )

    grades = {
        name: [(row.text, row.grade, row.is_violation) for row in whole(tmp_path, name)]
        for name in ("civil", "civil insult", "civil threat")
    }

    assert grades["civil"] == [("one", 0.75, True), ("two", 0.0, False)]
    assert grades["civil insult"] == [("one", 0.5, True), ("two", 0.0, False)]
    assert grades["civil threat"] == [("one", 0.25, False), ("two", 0.0, False)]


def test_6_12_a_corpus_of_three_files_is_there_with_all_of_them(tmp_path: Path) -> None:
    write(tmp_path, "civil_comments_train.csv.gz", [("comment_id", "comment_text")])

    assert present(tmp_path) == []


def test_6_12_a_text_that_stands_twice_is_judged_once(tmp_path: Path) -> None:
    kept = next(text for text, _broken in texts() if is_held_out(text))
    write(tmp_path, "ken20_en_train.csv.gz", [("text", "label"), (kept, 1), (kept, 1)])

    assert [row.text for row in held_out(tmp_path, "ken")] == [kept]
