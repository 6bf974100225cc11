"""The hashes of words and pieces are what they are defined to be, on every machine."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kawaraban.triage.model.hashing import mixed, pair_hashes, piece_hash, pieces, runs, word_hashes

_WORDS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30), max_size=20)


def _slowly(signs: str) -> int:
    found = 0
    for sign in signs:
        found = (found * 0x01000193 + ord(sign) + 1) % 2**32
    return found


def _mixed(number: int) -> int:
    number ^= number >> 16
    number = number * 0x85EBCA6B % 2**32
    number ^= number >> 13
    number = number * 0xC2B2AE35 % 2**32
    return number ^ number >> 16


@given(_WORDS)
def test_words_few_and_many_have_the_hash_of_whole_numbers(words: list[str]) -> None:
    assert word_hashes(words).tolist() == [_mixed(_slowly(word)) for word in words]


@given(_WORDS.filter(bool))
def test_pieces_are_all_runs_of_signs_with_a_space_on_both_sides(words: list[str]) -> None:
    found = pieces(words, [(2, 5)] * len(words))
    for place, word in enumerate(words):
        padded = f" {word} "
        expected = [
            padded[begin : begin + size] for size in range(2, 6) for begin in range(len(padded) - size + 1)
        ]
        own = found.hashes[found.starts[place] : found.starts[place + 1]].tolist()
        assert own == [piece_hash(piece) for piece in expected]
        assert own == [_mixed(_slowly(piece) ^ (len(piece) + 1) * 0x9E3779B1 % 2**32) for piece in expected]


def test_hashes_are_those_that_the_weights_were_fitted_to() -> None:
    assert word_hashes(["fuck", "you", "バカ"]).tolist() == [1431739975, 351094661, 1977338838]
    first, second = word_hashes(["you"]), word_hashes(["fool"])
    assert pair_hashes(first, second).tolist() != pair_hashes(second, first).tolist()
    assert mixed(np.zeros(1, np.uint32)).tolist() == [0]


def test_runs_are_places_one_after_the_other() -> None:
    assert runs(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
