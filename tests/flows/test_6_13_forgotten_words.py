"""6.13 No words stand in what was learnt, and what was erased is not learnt again."""

import zlib
from datetime import timedelta

import pytest
from tests.makers.triage.lessons import LATER, RUDE, taught, text_of

from kawaraban.comments.actions.erasing.comment import erase_comment
from kawaraban.comments.lessons.texts import texts_of
from kawaraban.comments.models import Comment, Thread
from kawaraban.people.models import User
from kawaraban.triage.learning.layer import SiteLayer
from kawaraban.triage.learning.mixing import keys_of
from kawaraban.triage.model.scorer import base_model
from kawaraban.triage.models import Assessment, SiteVersion
from kawaraban.triage.taught.kept import layer_of
from kawaraban.triage.taught.published import retrain

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]


def test_6_13_whoever_has_the_weights_and_guesses_a_word_learns_nothing(
    thread: Thread, moderator: User
) -> None:
    taught(thread, moderator, range(1, 151))
    version = retrain(now=LATER)
    assert version is not None
    layer = layer_of(version)
    guesses = [RUDE, *(f"{RUDE[:-2]}{ending}" for ending in ("um", "ot", "as", "el")), "harmony", "velocity"]
    features = base_model().features_many(guesses, ["en"] * len(guesses))

    stranger = SiteLayer(layer.base, keys_of(b"guessed"), layer.weighing, layer.weights, layer.moved)
    read = [stranger.logit(stranger.row(each)) - stranger.row(each).offset for each in features]
    own = [layer.logit(layer.row(each)) - layer.row(each).offset for each in features]

    # The paper itself sees the word that it refused; with another secret all guesses say the same: nothing.
    assert own[0] > max(own[5:]) + 0.5
    assert abs(read[0] - sum(read[1:]) / len(read[1:])) < 0.25


def test_6_13_no_text_stands_in_a_table_of_triage(thread: Thread, moderator: User) -> None:
    taught(thread, moderator, range(1, 151))
    version = retrain(now=LATER)
    assert version is not None

    assert not any(RUDE in str(row) for row in [*Assessment.objects.values(), *SiteVersion.objects.values()])
    assert RUDE.encode() not in zlib.decompress(bytes(version.weights))


def test_6_13_what_is_erased_is_forgotten_by_the_next_retraining(
    thread: Thread, moderator: User, publisher: User
) -> None:
    taught(thread, moderator, range(1, 181))
    before = retrain(now=LATER)
    rude = Comment.objects.filter(text__contains=RUDE)
    for comment in list(rude)[:30]:
        erase_comment(comment_id=comment.pk, reason="Art. 17 GDPR", person=publisher, now=LATER)

    after = retrain(now=LATER + timedelta(days=1))

    assert before is not None
    assert after is not None
    assert after.lessons_count == before.lessons_count - 30
    assert after.digest != before.digest


def test_6_13_an_erased_comment_gives_no_words(thread: Thread, moderator: User, publisher: User) -> None:
    taught(thread, moderator, [3])
    comment = Comment.objects.get()
    assert texts_of([(comment.subject, 1), ("comment:nobody", 1)]) == {
        (comment.subject, 1): text_of(3, is_rude=True)
    }

    erase_comment(comment_id=comment.pk, reason="Art. 17 GDPR", person=publisher, now=LATER)

    assert texts_of([(comment.subject, 1)]) == {}
