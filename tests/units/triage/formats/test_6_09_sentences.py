"""6.9: one request cannot ask for the judging of thousands of sentences, at the paper and at the endpoint alone."""

from collections.abc import Sequence

import pytest
from tests.rigs.triage.word_scorer import WordScorer

from kawaraban.triage.formats.sentences import AskedText, judged_with_sentences, places_of
from kawaraban.triage.formats.spans import MOST_SPANS
from kawaraban.triage.model.scores import Context, Scores

pytestmark = pytest.mark.once("the formats have no Django")
ENGLISH = Context("en")


class CountingScorer(WordScorer):
    """Counts the texts that it is given at once."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []

    def score_many(self, texts: Sequence[str], contexts: Sequence[Context]) -> list[Scores]:
        self.batches.append(len(texts))
        return super().score_many(texts, contexts)


@pytest.mark.parametrize("text", ["a!\n" * 6_826, "Yes. " * 4_000, "No"])
def test_6_09_a_text_has_no_more_parts_than_the_format_tells(text: str) -> None:
    places = places_of(text, "en")

    assert 1 <= len(places) <= MOST_SPANS
    assert (places[0][0], places[-1][1]) == (0, len(text.rstrip()))


def test_6_09_texts_are_judged_at_once_and_then_their_sentences_at_once() -> None:
    model = CountingScorer()
    asked = [
        AskedText("Good morning. You idiot.", ENGLISH, wants_sentences=True),
        AskedText("You idiot.", ENGLISH, wants_sentences=False),
        AskedText("a!\n" * 6_826, ENGLISH, wants_sentences=True),
    ]

    first, second, third = judged_with_sentences(model, asked)

    assert model.batches == [3, 2 + len(third.spans)]
    assert [(span.begin, span.end) for span in first.spans] == [(0, 13), (14, 24)]
    assert second.spans == ()
    assert len(third.spans) <= MOST_SPANS


def test_6_09_without_sentences_the_model_is_asked_once() -> None:
    model = CountingScorer()

    judged_with_sentences(model, [AskedText("You idiot.", ENGLISH, wants_sentences=False)])

    assert model.batches == [1]
