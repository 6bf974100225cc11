"""6.12: what is kept back is a fifth, by the text alone, and no text of it is ever drawn anew."""

import unicodedata
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from kawaraban.triage.judging.holdout import is_held_out


@given(st.text())
def test_6_12_the_rule_is_the_hash_of_the_text_and_nothing_else(text: str) -> None:
    digest = sha256(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")).digest()

    assert is_held_out(text) is (int.from_bytes(digest[:8], "big") % 5 == 0)


def test_6_12_a_fifth_is_kept_back() -> None:
    kept = sum(is_held_out(f"comment {number}") for number in range(10_000))

    assert 1850 < kept < 2150


def test_6_12_one_text_written_in_two_ways_is_one_text() -> None:
    words = [f"café {number}" for number in range(200)]

    assert [is_held_out(word) for word in words] == [
        is_held_out(unicodedata.normalize("NFD", word)) for word in words
    ]
