"""P8 The warning: what is refused, who answers; versioned, and each comment keeps the version it was sent under.

(On the page: the tests of the story and the policy page.)
"""

from datetime import datetime, timedelta

import pytest
from tests.makers.comments import rejected, sent

from kawaraban.comments.models import Thread
from kawaraban.comments.thread.page import thread_view
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, PolicyText, PolicyVersion, Statement
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
GROUNDS = (
    "illegal threat harassment insult derogatory defamation "
    "vulgar pornographic indecent personality_rights spam other"
)


def test_p8_the_codes_of_the_grounds_never_change() -> None:
    assert " ".join(ground.value for ground in Ground) == GROUNDS


def test_p8_the_box_names_every_ground_and_who_answers(thread: Thread, noon: datetime) -> None:
    section = thread_view(thread, language="en", now=noon)

    assert len(section.grounds) == 12
    assert all(label and explanation for label, explanation in section.grounds)
    assert section.responsibility == "You answer for what you send."
    assert (section.policy_number, section.policy_url) == (1, "/policy/1/")


def test_p8_a_comment_is_judged_by_the_version_it_was_sent_under(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread)
    second = PolicyVersion.objects.create(number=2, effective_at=noon + timedelta(hours=1))
    PolicyText.objects.create(version=second, language="en", introduction="Kinder.", responsibility="You.")

    rejected(comment, moderator, now=noon + timedelta(hours=2))

    assert comment.policy_number == Decision.objects.get().policy_number == 1
    assert "version 1" in Statement.objects.get().ground_words
    assert sent(thread, "Later.", now=noon + timedelta(hours=2)).policy_number == 2
    assert thread_view(thread, language="en", now=noon + timedelta(hours=2)).introduction == "Kinder."
