"""4b.2 The words in question stand in the record and nowhere else, and are erased with their comment."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.makers.comments import NOON, rejected
from tests.makers.law.quoted_words import LATER, by_mail, payloads
from tests.makers.law.restrictions import restricted
from tests.rigs.database import everything

from kawaraban.comments.actions.author import revise
from kawaraban.comments.actions.decide import AlreadyDecided, undo
from kawaraban.comments.actions.erasing.comment import erase_comment
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.passages import PassageTooLong, PassageUnknown
from kawaraban.comments.record_check import verify_paper
from kawaraban.comments.tracking import track
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Statement
from kawaraban.law.models.ledger import LedgerPayload
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.wording import GROUND_REASONS
from kawaraban.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def test_4b_02_no_word_of_a_comment_leaves_the_house(thread: Thread, moderator: User) -> None:
    rejected(by_mail(thread), moderator, ground=Ground.PERSONALITY_RIGHTS, passage="12 Mill Lane")

    [payload] = payloads()

    assert "Mill Lane" not in str(payload)
    assert str(GROUND_REASONS[Ground.PERSONALITY_RIGHTS]) in payload["decision_facts"]


def test_4b_02_the_record_tells_the_passage_and_a_changed_one_is_found(
    thread: Thread, moderator: User
) -> None:
    decision = rejected(by_mail(thread), moderator, passage="12 Mill Lane")
    told = [payload.body for payload in LedgerPayload.objects.all() if '"passage"' in payload.body]

    assert len(told) == 1
    assert "12 Mill Lane" in told[0]
    assert verify_paper().problems == []
    Decision.objects.filter(pk=decision.pk).update(passage="liar")
    assert len(verify_paper().problems) == 1


@pytest.fixture
def mail_folder(settings: Any, tmp_path: Any) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


@pytest.mark.parametrize("has_left", [True, False])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_4b_02_an_erasure_leaves_no_passage_anywhere(
    language: str,
    has_left: bool,
    thread: Thread,
    moderator: User,
    publisher: User,
    mail_folder: Any,
) -> None:
    comment = by_mail(thread, "Zanzibar marmalade, you fool.", language=language)
    restricted(comment, moderator, passage="Zanzibar")
    rejected(comment, moderator, passage="Zanzibar marmalade")
    if has_left:
        send_due(now=LATER)
        assert any("Zanzibar" in path.read_text() for path in mail_folder.iterdir())
    assert "Zanzibar" in everything()

    erase_comment(comment_id=comment.pk, reason="Asked", person=publisher, now=LATER)

    assert "Zanzibar" not in everything()
    assert not any("Zanzibar" in path.read_text() for path in mail_folder.iterdir())
    for statement in Statement.objects.select_related("decision"):
        assert statement.facts == statement.decision.facts
        assert statement.decision.passage == ""
    assert verify_paper().problems == []


def test_4b_02_a_person_is_erased_with_the_passages_about_them(
    thread: Thread, moderator: User, publisher: User
) -> None:
    restricted(by_mail(thread, "Zanzibar marmalade."), moderator, passage="Zanzibar")

    erase_person(email="cem@example.org", reason="Asked", person=publisher, now=LATER)

    assert "Zanzibar" not in everything()


def test_4b_02_what_is_taken_back_is_told_to_nobody(thread: Thread, moderator: User) -> None:
    comment = by_mail(thread)
    decision = rejected(comment, moderator, passage="liar")

    reversal = undo(decision_id=str(decision.pk), moderator=moderator, now=NOON + timedelta(seconds=3))

    send_due(now=LATER)
    assert mail.outbox == []
    assert reversal.passage == ""
    assert track(comment.tracking_token, LATER).statement is None
    assert "a liar" in Client().get(f"/track/{comment.tracking_token}/").content.decode()


def test_4b_02_only_the_words_that_are_judged_can_be_quoted(thread: Thread, moderator: User) -> None:
    comment = by_mail(thread)
    with pytest.raises(PassageUnknown):
        rejected(comment, moderator, passage="you are an idiot")
    with pytest.raises(PassageTooLong):
        rejected(comment, moderator, passage="fool " * 101)
    assert Comment.objects.get().status == Status.PENDING

    revise(tracking_token=comment.tracking_token, text="Better now.", now=NOON + timedelta(seconds=1))

    with pytest.raises(AlreadyDecided):
        rejected(comment, moderator, passage="liar")
    assert not Decision.objects.exists()
