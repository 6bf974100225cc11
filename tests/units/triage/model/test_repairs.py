"""Words that were disguised are read as what was meant; words that people use never are."""

import pytest
from tests.units.triage.model.small_weights import small_weights

from kawaraban.triage.model.repairs import Repairs


@pytest.fixture
def repairs() -> Repairs:
    lexicon = small_weights().parts["en"].lexicon
    assert lexicon is not None
    return Repairs.of(lexicon)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("fcuk", "fuck"),
        ("fuk", "fuck"),
        ("fucck", "fuck"),
        ("f*ck", "fuck"),
        ("f**k", "fuck"),
        ("f*uck", "fuck"),
        ("idoit", "idiot"),
        ("idiiot", "idiot"),
        ("aasshhoollee", "asshole"),
        ("mor*n", "moron"),
        ("afuck", "fuck"),
    ],
)
def test_6_02_a_word_nearly_a_strong_one_is_read_as_it(repairs: Repairs, written: str, meant: str) -> None:
    assert repairs.repaired_among([written]) == {written: meant}


@pytest.mark.parametrize("word", ["duck", "nice", "idiot", "luck", "muslim", "ass", "fun", "バカ", "****"])
def test_6_02_other_words_are_left_as_they_are(repairs: Repairs, word: str) -> None:
    assert repairs.repaired_among([word]) == {}


def test_6_02_two_words_are_one_only_where_one_of_them_is_none(repairs: Repairs) -> None:
    assert repairs.joined(["you", "fu", "ck"]) == ["you", "fuck"]
    assert repairs.joined(["as", "shole", "is"]) == ["asshole", "is"]
    assert repairs.joined(["nice", "article"]) == ["nice", "article"]
    assert repairs.joined([]) == []
