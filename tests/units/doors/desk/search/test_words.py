"""Words are compared without case, accents and widths; Chinese and Japanese in pairs."""

import pytest

from kawaraban.doors.desk.search.words import folded, indexed, search_terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The FERRY's late", "the ferry s late"),
        ("İSTANBUL ILGAZ dış çok", "istanbul ilgaz dis cok"),
        ("地震です", "地震 震で です す"),
        ("ｶﾞｿﾘﾝ", "ガソ ソリ リン ン"),
        ("مُحَمَّد", "محمد"),
        ("한국어 말", "한국어 말"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_what_the_index_keeps(text: str, words: str) -> None:
    assert indexed(text) == words


@pytest.mark.parametrize("text", ["Straße", "plain", "İ", "が", "Ⅳ"])
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_a_voiced_kana_stays_another_letter() -> None:
    assert folded("が") != folded("か")


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("fer har", '"fer"* AND "har"*'),
        ("地震です", '"地震 震で です"'),
        ("震", '"震"*'),
        ('" OR NEAR( *', '"or"* AND "near"*'),
        ("  ", ""),
    ],
)
def test_what_is_asked_holds_words_alone(query: str, terms: str) -> None:
    assert search_terms(query) == terms
