"""What the heads say together, and what the head that reads names of groups may say alone."""

import numpy as np
import pytest

from kawaraban.triage.judging.identity_sentences import KIND, PLAIN
from kawaraban.triage.judging.identity_terms import ENGLISH
from kawaraban.triage.learning.rows import base_logit
from kawaraban.triage.learning.suspicion import suspicion
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scorer import base_model
from kawaraban.triage.taught.bands import FROM, Band


def test_the_surest_head_speaks_for_all() -> None:
    assert suspicion({Head.TOXIC: 0.2, Head.THREAT: 0.7}) == 0.7
    assert suspicion({}) is None


def test_what_only_the_head_for_groups_says_is_believed_in_part() -> None:
    assert suspicion({Head.TOXIC: 0.05, Head.IDENTITY_ATTACK: 0.5}) == pytest.approx(0.1)
    assert suspicion({Head.TOXIC: 0.4, Head.IDENTITY_ATTACK: 0.5}) == 0.5
    assert suspicion({Head.TOXIC: 0.2, Head.IDENTITY_ATTACK: 0.9}) == pytest.approx(0.4)


def test_the_layer_begins_at_the_same() -> None:
    said = {Head.TOXIC: 0.1, Head.IDENTITY_ATTACK: 0.6, Head.INSULT: 0.2}
    dense = np.array(
        [np.log(said[head] / (1 - said[head])) if head in said else 0 for head in Head], np.float32
    )

    logit = base_logit(dense)

    assert logit is not None
    assert 1 / (1 + np.exp(-logit)) == pytest.approx(suspicion(said), abs=1e-6)


def test_6_05_no_harmless_sentence_is_given_a_hint_for_the_group_that_it_names() -> None:
    terms = [term for group in ENGLISH.values() for term in group]
    sentences = [sentence.format(term=term) for sentence in (*PLAIN, *KIND) for term in terms]

    hinted = [
        sentence
        for sentence, scores in zip(sentences, base_model().score_many(sentences), strict=True)
        if (suspicion(scores.heads) or 0) >= FROM[Band.MAY]
    ]

    assert hinted == []
