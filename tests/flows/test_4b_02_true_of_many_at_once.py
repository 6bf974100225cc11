"""4b.2 What people are told is true also of what was decided with many others, and where somebody had asked before."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.makers.comments import NOON, approved, rejected, removed, sent
from tests.makers.law.demands import written
from tests.makers.law.redress import noticed, reported

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.public.tracking.words import STATES
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import PolicyVersion
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User
from kawaraban.stories.founding.words import page_words

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=2)
DEMO = Path(__file__).parents[2] / "src/kawaraban/cli/demo_paper"


def test_4b_02_nobody_is_told_that_somebody_read_what_may_have_been_decided_with_many(
    thread: Thread, moderator: User, policy: PolicyVersion, client: Client
) -> None:
    shown = sent(thread, "Shown.")
    approved(shown, moderator)
    refusal = rejected(sent(thread, "Refused."), moderator)
    said = [
        refusal.facts,
        removed(sent_and_shown(thread, moderator), moderator).facts,
        str(STATES[Status.PENDING].sentence),
        str(STATES[Status.REJECTED].sentence),
        client.get(f"/c/{shown.public_id}/report/").content.decode(),
        client.post(f"/c/{shown.public_id}/report/", {"ground": "insult", "words": "Look."}).content.decode(),
        *(paragraph for page in page_words("The Paper") for paragraph in page.paragraphs),
    ]

    for words in said:
        assert "moderator read" not in words
        assert "has read it" not in words
        assert "have read them" not in words
        assert "moderator reads" not in words
        assert "person reads" not in words


def sent_and_shown(thread: Thread, moderator: User) -> Comment:
    comment = sent(thread, "Shown for a while.")
    approved(comment, moderator)
    return comment


@pytest.mark.parametrize("raise_it", [reported, noticed, "letter"], ids=["report", "notice", "letter"])
def test_4b_02_it_is_not_said_that_nobody_had_asked_where_somebody_had_been_answered(
    raise_it: Any, thread: Thread, moderator: User, editor: User
) -> None:
    comment = sent_and_shown(thread, moderator)
    if raise_it == "letter":
        written(comment, person=editor)
    else:
        raise_it(comment)
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="It stays."), moderator=moderator, now=LATER)

    facts = removed(comment, moderator, now=LATER + timedelta(days=1)).statement.facts

    assert "Nobody" not in facts
    assert "The desk acted of its own accord." in facts


def test_4b_02_a_receipt_announces_nothing_that_cannot_come(
    thread: Thread, moderator: User, policy: PolicyVersion
) -> None:
    """While a notice is open its comment is not erased: no program answers it."""
    noticed(sent_and_shown(thread, moderator), email="nora@example.org", now=LATER)

    send_due(now=LATER + timedelta(minutes=1))

    body = str(mail.outbox[-1].body)
    assert "A person reads it and decides." in body
    assert "program" not in body


def test_4b_02_the_figures_say_what_they_are_of(client: Client, policy: PolicyVersion) -> None:
    """A letter or a call is in them, and a notice may have been answered before."""
    year = utc_now().year

    page = client.get(f"/transparency/{year}/").content.decode()

    assert "nobody had sent a notice" not in page
    assert "because somebody wrote or called" in page
    assert "before a person read them" not in page


def test_4b_02_nor_does_the_demo_paper_say_that_each_comment_is_read() -> None:
    texts = [path.read_text(encoding="utf-8") for path in [*DEMO.glob("pages/*.md"), DEMO / "policy.toml"]]

    assert texts
    for words in (
        "reads each",
        "insan okur",
        "tarafından okunur",
        "掲載前に人が読みます",
        "の者が読みます",
        "ويقرأ",
        "يقرأ كل",
    ):
        assert not any(words in text for text in texts), words
