"""Counting as people count. The cases are shared with the comment box: tests/grapheme_cases.json.

Python's `regex` and the browser's `Intl.Segmenter` were compared over the cases and over random text. They
differ only where their editions of Unicode differ: on code points newer than the older edition, and on Khmer
and Myanmar stacking signs without a letter before them. Nobody writes those; they are not among the cases.
"""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawaraban.kit.graphemes import count, cut, normalise

CASES = json.loads((Path(__file__).parents[2] / "grapheme_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_counts_as_in_the_browser(case: dict[str, str | int]) -> None:
    assert count(str(case["text"])) == case["count"]


def test_a_family_is_one_character_and_a_line_end_is_one() -> None:
    assert count("👨\u200d👩\u200d👧\u200d👦\r\n") == 2


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(0, 30))
def test_a_cut_is_a_prefix_of_whole_clusters(text: str, length: int) -> None:
    piece = cut(text, length)

    assert normalise(text).startswith(piece)
    assert count(piece) == min(length, count(text))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_counting_does_not_depend_on_composition_or_line_ends(text: str) -> None:
    assert count(normalise(text)) == count(text) == count(text.replace("\r\n", "\n"))


def test_a_negative_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="negative"):
        cut("a", -1)
