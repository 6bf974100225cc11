"""6.2: a text has sentences, and not more of them than can be judged beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawaraban.triage.model.scorer import base_model
from kawaraban.triage.model.sentences import MOST, sentence_spans


@pytest.mark.parametrize("text", ["a!\n" * 6_826, "a! " * 6_826, "\n\na\n \n" * 3_000, "ä。" * 4_000])
def test_6_02_a_text_of_thousands_of_sentences_has_two_hundred_the_last_of_which_is_the_rest(
    text: str,
) -> None:
    spans = sentence_spans(text, "en")

    assert len(spans) <= MOST
    assert spans[-1][1] == len(text.rstrip())
    if len(spans) == MOST:
        assert spans[-1][1] - spans[-1][0] > len(text) // 2


@pytest.mark.parametrize("count", [MOST - 1, MOST, MOST + 1])
def test_6_02_as_many_as_there_may_be_stay_apart(count: int) -> None:
    spans = sentence_spans("So be it.\n" * count, "en")

    assert len(spans) == min(count, MOST)
    assert spans[-1] == ((MOST - 1) * 10 if count >= MOST else (count - 1) * 10, count * 10 - 1)


@given(st.text(alphabet="a!. \n\r\u2028\ud800Ä", max_size=800))
def test_6_02_sentences_stand_in_their_order_inside_the_text_and_no_word_is_left_out(text: str) -> None:
    spans = sentence_spans(text, "en")
    places = [place for span in spans for place in span]

    assert 1 <= len(spans) <= MOST
    assert places == sorted(places)
    assert places[-1] <= len(text)
    if text.strip():
        outside = set(range(len(text))).difference(*(range(*span) for span in spans))
        assert all(text[place].isspace() for place in outside)


def test_6_02_the_model_judges_so_many_of_them() -> None:
    assert len(base_model().score("a!\n" * 6_826).spans) == MOST
