"""Words that were disguised are read as what was meant; words that people use never are."""

from dataclasses import replace

import numpy as np
import pytest
from tests.units.triage.model.small_weights import small_weights

from kawaraban.triage.model.hashing import word_hashes
from kawaraban.triage.model.reading import Reader
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


def test_6_02_a_usual_slip_is_read_though_it_is_known() -> None:
    lexicon = small_weights().parts["en"].lexicon
    assert lexicon is not None
    known = np.sort(word_hashes(["fck", "fuk", "cnt", "f*ck"]))
    repairs = Repairs.of(replace(lexicon, known=known))
    assert repairs.repaired_among(["fck", "fuk", "cnt"]) == {"fck": "fuck", "fuk": "fuck"}
    assert repairs.hidden_in("f*ck", ("f*ck",)) == "fuck"


@pytest.mark.parametrize(
    ("token", "meant"), [("st#p#d", "stupid"), ("ass-ole", "asshole"), ("m@ron", "moron")]
)
def test_6_02_a_token_that_hides_letters_is_one_word(token: str, meant: str, repairs: Repairs) -> None:
    reader = Reader("en", repairs=repairs)
    assert reader.words_in(reader.read([f"what a {token}!"])) == [("what", "a", meant)]


def test_6_02_two_words_are_one_only_where_one_of_them_is_none(repairs: Repairs) -> None:
    assert repairs.joined(["you", "fu", "ck"]) == ["you", "fuck"]
    assert repairs.joined(["as", "shole", "is"]) == ["asshole", "is"]
    assert repairs.joined(["nice", "article"]) == ["nice", "article"]
    assert repairs.joined([]) == []
