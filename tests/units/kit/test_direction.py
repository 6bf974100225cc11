"""Quoted words turn nothing around them."""

import pytest

from kawaraban.kit.direction import isolated


@pytest.mark.parametrize(
    ("words", "right_to_left", "made"),
    [
        ("you fool", False, "you fool"),
        ("you fool", True, "\u2068you fool\u2069"),
        ("كذب", False, "\u2068كذب\u2069"),
        ("كذب", True, "\u2068كذب\u2069"),
        # What would end the isolate, or go on behind it, is left out.
        ("a\u2069\u202eb", False, "ab"),
        ("\u2067a", True, "\u2068a\u2069"),
        ("", True, ""),
    ],
)
def test_4b_02_words_stand_for_themselves(words: str, right_to_left: bool, made: str) -> None:
    assert isolated(words, right_to_left=right_to_left) == made
