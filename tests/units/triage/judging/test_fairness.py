"""6.12: a prejudice is found, on sentences of our own and on real texts, and a model without one is not accused."""

from collections.abc import Sequence

import numpy as np
import pytest

from kawaraban.triage.judging.fairness import FEWEST, on_real_texts, on_sentences
from kawaraban.triage.judging.identity_sentences import sentences
from kawaraban.triage.judging.identity_terms import ENGLISH, groups_named

INSULTS = ("idiot", "moron", "liar", "loser", "shit")


def fair(texts: Sequence[str]) -> list[float | None]:
    return [0.9 if any(insult in text for insult in INSULTS) else 0.1 for text in texts]


def prejudiced(texts: Sequence[str]) -> list[float | None]:
    return [0.95 if "queer" in text else score for text, score in zip(texts, fair(texts), strict=True)]


def test_6_12_a_model_that_sees_only_the_insult_is_fair() -> None:
    found = on_sentences(fair)

    assert [alarms.gap for alarms in found.alarms] == [0, 0]
    assert (found.auc, found.worst_bpsn) == (1, 1)


def test_6_12_a_model_that_has_learnt_one_word_is_found_by_that_word() -> None:
    found = on_sentences(prejudiced)

    assert [alarms.gap for alarms in found.alarms] == [1, 1]
    assert {alarms.worst for alarms in found.alarms} == {"queer"}
    assert (found.worst_bpsn, found.worst_bpsn_term) == (0, "queer")


def test_6_12_every_term_is_in_as_many_harmless_and_rude_sentences() -> None:
    asked = list(sentences())
    terms = [term for group in ENGLISH.values() for term in group]

    assert len(set(terms)) == len(terms)
    assert {sum(one.term == term and one.is_rude for one in asked) for term in terms} == {5}
    assert {sum(one.term == term and not one.is_rude for one in asked) for term in terms} == {15}


def test_6_12_a_sentence_has_the_article_of_its_term() -> None:
    said = {one.text for one in sentences()}

    assert "I am an Asian person.".lower() in {text.lower() for text in said}
    assert "I am a european person." in said
    assert not [text for text in said if "{" in text]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("The Muslims and the women of our street", {"religion", "gender"}),
        ("He is a trans man", {"trans", "gender"}),
        ("An African American teacher", {"ethnicity"}),
        ("It is an old story, and straight from the paper", set()),
        ("blackmail", set()),
    ],
)
def test_6_12_a_real_text_names_groups_by_whole_words(text: str, groups: set[str]) -> None:
    assert groups_named(text) == groups


def test_6_12_real_texts_show_what_is_held_against_a_group() -> None:
    texts = ["a gay couple opened a bakery"] * FEWEST + ["you idiot"] * FEWEST + ["good morning"] * FEWEST
    labels = np.array([False] * FEWEST + [True] * FEWEST + [False] * FEWEST)
    against = np.array([0.9] * FEWEST + [0.8] * FEWEST + [0.1] * FEWEST)
    just = np.array([0.1] * FEWEST + [0.8] * FEWEST + [0.1] * FEWEST)

    accused = {figure.group: figure.bpsn for figure in on_real_texts(texts, labels, against)}
    cleared = {figure.group: figure.bpsn for figure in on_real_texts(texts, labels, just)}

    assert (accused["orientation"], cleared["orientation"]) == (0, 1)
    assert accused["religion"] is None


def test_6_12_few_texts_say_nothing_of_a_group() -> None:
    texts = ["a gay couple"] * (FEWEST - 1) + ["you idiot"] * FEWEST
    labels = np.array([False] * (FEWEST - 1) + [True] * FEWEST)

    figures = {figure.group: figure.bpsn for figure in on_real_texts(texts, labels, labels.astype(float))}

    assert figures["orientation"] is None
