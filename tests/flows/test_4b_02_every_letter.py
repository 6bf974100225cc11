"""4b.2 Every sentence of a letter is true for its case: each outcome, each recipient, each language.

The rows are in `tests/makers/law/letters.py`.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils.translation import gettext, override
from tests.makers.comments import LAW
from tests.makers.law.letter_world import (
    AUTHOR,
    AUTHOR_NAME,
    MODERATOR_NAME,
    NOTE,
    SAID,
    SENDER,
    SENDER_NAME,
    TITLE,
    World,
)
from tests.makers.law.letters import APPEALS, DECIDERS, LETTERS, Letter
from tests.page import Page

from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import OutboxMessage, PolicyVersion
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.grounds import ground_named
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "tr", "ja", "ar")
_PAGE = re.compile(r"https?://[^\s/]+(/(?:track|notice/follow)/[^\s]+)")
_UNFILLED = re.compile(r"%\(|%[sd]\b|\{\w*\}|\bNone\b|gettext|<[a-z]")
# Of whom a letter must not tell: whoever gave notice is not named to the author, nor the author's address to them.
_HIDDEN = {
    AUTHOR: (SENDER, SENDER_NAME, "Yasa 5", MODERATOR_NAME, "mika"),
    SENDER: (AUTHOR, AUTHOR_NAME, "/track/", MODERATOR_NAME, "mika"),
}


@dataclass(frozen=True)
class Sent:
    heading: str
    body: str
    page: str


@pytest.fixture(autouse=True)
def _no_limits(settings: Any) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = 0


def letter_of(row: Letter, language: str, moderator: User, editor: User) -> Sent | None:
    """Live through the row in this language; the one letter that its verb let leave, and the page it leads to."""
    moderator.first_name, moderator.last_name = MODERATOR_NAME.split()
    moderator.save()
    thread = Thread.objects.create(
        locator=f"letters-{language}", url="/k/", title=TITLE, section="city", language=language
    )
    world = World(language, thread, moderator, editor, utc_now() - timedelta(hours=2))
    row.prepare(world)
    send_due(now=world.now + timedelta(minutes=5), limit=500)
    mail.outbox.clear()

    row.act(world)
    # Some letters wait longer than the page needs.
    OutboxMessage.objects.filter(sent_at=None, cancelled_at=None).update(due_at=world.now)
    send_due(now=world.now + timedelta(minutes=10), limit=500)

    mails = [message for message in mail.outbox if message.to == [row.to]]
    mail.outbox.clear()
    if not row.heading:
        assert mails == []
        return None
    assert len(mails) == 1, [message.subject for message in mails]
    body = str(mails[0].body)
    found = _PAGE.search(body)
    assert found, "a letter leads to its page"
    page = Client().get(found[1], follow=True).content.decode()
    return Sent(str(mails[0].subject), body, page)


@pytest.mark.parametrize("row", LETTERS, ids=lambda row: row.name)
def test_4b_02_every_letter_is_true_for_its_case_in_every_language(
    row: Letter, policy: PolicyVersion, moderator: User, editor: User
) -> None:
    letters = {}
    for language in LANGUAGES:
        # One world knows nothing of the other: who is suspended in one can send in the next.
        before = transaction.savepoint()
        letters[language] = letter_of(row, language, moderator, editor)
        transaction.savepoint_rollback(before)

    for language, letter in letters.items():
        if letter is None:
            continue
        with override(language):
            assert letter.heading == gettext(row.heading)
            assert_redress(row, letter)
            assert_decider(row, letter)
            assert_ground(row, letter, language)
        for hidden in _HIDDEN[row.to]:
            assert hidden not in letter.heading + letter.body
        assert not _UNFILLED.search(letter.heading + letter.body), letter.body
        english = letters["en"]
        if language != "en" and english:
            assert foreign(english.body, letter.body) == set(), language


def assert_redress(row: Letter, letter: Sent) -> None:
    """An appeal is promised where its form is, and nowhere else."""
    is_promised = any(gettext(promise) in letter.body for promise in APPEALS)
    assert (is_promised, Page(letter.page).has('textarea[name="words"]')) == (row.appeal, row.appeal)


def assert_decider(row: Letter, letter: Sent) -> None:
    said = {
        who for who, sentences in DECIDERS.items() if any(gettext(each) in letter.body for each in sentences)
    }
    assert said == ({row.decider} if row.decider else set())


def assert_ground(row: Letter, letter: Sent, language: str) -> None:
    """In the words of the policy; and the law where it is illegal."""
    if row.ground:
        label = ground_named(1, row.ground.value, language).label
        assert label in letter.body
        assert label in letter.page
        assert row.law in letter.body
        assert row.law in letter.page


def foreign(english: str, other: str) -> set[str]:
    """Sentences of the English letter that stand in the other one, too; without what people wrote."""
    written = {TITLE, SAID, NOTE, SENDER_NAME, AUTHOR_NAME, LAW.law, "Yasa 5"}
    return {
        sentence
        for sentence in sentences(english) & sentences(other)
        if sentence not in written and "://" not in sentence and re.search(r"[A-Za-z]{2}", sentence)
    }


def sentences(body: str) -> set[str]:
    """Roughly: what ends with a full stop, a colon or a line."""
    return {part.strip() for part in re.split(r"(?<=[.:!?。：])\s+|\n", body) if part.strip()}
