"""3.15 What is known about people is forgotten when its time is over; what is on legal hold is not."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from tests.makers.comments import NOON, Sender, approved, rejected, sent
from tests.makers.law.redress import noticed, reported

from kawaraban.cli.main import main
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.config.env import data_dir
from kawaraban.config.processes.worker_role import worker_tasks
from kawaraban.doors.desk.card.author_record import author_record
from kawaraban.law.models import Notice, OutboxMessage, Report
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.models.notices import Outcome
from kawaraban.law.outbox import send_due
from kawaraban.law.personal.table import rules
from kawaraban.law.record.holds import held_subjects, lift_hold, place_hold
from kawaraban.law.redress.notices import answer_notice
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
ADA: Sender = {"email": "ada@example.org", "sender_address": "203.0.113.7"}


def after(days: float) -> datetime:
    return NOON + timedelta(days=days, minutes=1)


def told(thread: Thread, moderator: User, text: str = "The harbour is open.") -> Comment:
    """Approved, and its mail has left."""
    comment = sent(thread, text, **ADA)
    approved(comment, moderator)
    send_due(now=NOON + timedelta(minutes=1))
    return Comment.objects.get(pk=comment.pk)


def test_3_15_no_network_address_is_ever_stored(thread: Thread, moderator: User) -> None:
    comment = told(thread, moderator)
    reported(comment, sender="203.0.113.8")
    noticed(comment, sender="203.0.113.9")

    for model in apps.get_models():
        texts = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values_list(*texts) if texts else ():
            assert "203.0.113." not in str(row), model


def test_3_15_address_and_mail_go_after_7_days_and_hashes_after_90(thread: Thread, moderator: User) -> None:
    comment = told(thread, moderator)
    reported(comment, sender="203.0.113.8")

    retain(now=after(6))
    comment.refresh_from_db()
    assert comment.email == "ada@example.org"

    retain(now=after(7.1))
    comment.refresh_from_db()
    message = OutboxMessage.objects.get()
    assert comment.email == message.recipient == message.body == ""
    assert all((comment.sender_key, comment.fingerprint, comment.text_key))

    retain(now=after(89))
    assert Comment.objects.exclude(sender_key="").exists()

    retain(now=after(90.1))
    comment.refresh_from_db()
    assert comment.sender_key == comment.fingerprint == comment.text_key == ""
    assert Report.objects.get().reporter_key == ""
    assert (comment.name, comment.text) == ("Ada", "The harbour is open.")


def test_3_15_the_days_are_those_that_are_set(thread: Thread, moderator: User, settings: Any) -> None:
    settings.KEEP_ADDRESS_DAYS, settings.KEEP_HASH_DAYS = 2, 3
    told(thread, moderator)

    retain(now=after(2.1))
    assert not Comment.objects.exclude(email="").exists()
    assert Comment.objects.exclude(sender_key="").exists()
    retain(now=after(3.1))
    assert not Comment.objects.exclude(sender_key="").exists()


def test_3_15_who_still_has_to_be_told_something_is_not_forgotten(thread: Thread, moderator: User) -> None:
    waiting = sent(thread, "I wait.", **ADA)
    unsent = sent(thread, "My mail has not left.", email="leyla@example.org")
    approved(unsent, moderator)

    retain(now=after(30))

    assert Comment.objects.get(pk=waiting.pk).email == "ada@example.org"
    assert Comment.objects.get(pk=unsent.pk).email == "leyla@example.org"
    assert OutboxMessage.objects.exclude(body="").count() == 1


def test_3_15_the_sender_of_a_notice_is_known_as_long_as_an_appeal_is_possible(
    thread: Thread, moderator: User
) -> None:
    notice = noticed(told(thread, moderator))
    answer_notice(
        notice_id=notice.pk,
        outcome=Outcome.NO_ACTION,
        answer="No.",
        person=moderator,
        now=NOON,
    )

    retain(now=after(183))
    assert Notice.objects.get().name == "Nora Vell"
    retain(now=after(184.1))

    kept = Notice.objects.get()
    assert (kept.name, kept.email) == ("", "")
    assert kept.explanation


def test_3_15_a_legal_hold_keeps_it_until_it_ends_or_is_lifted(
    thread: Thread, moderator: User, publisher: User
) -> None:
    held, lifted = told(thread, moderator, "Held."), told(thread, moderator, "Lifted.")
    place_hold(subject=held.subject, reason="Court, 114", until=after(200), person=publisher, now=NOON)
    hold = place_hold(subject=lifted.subject, reason="Police", until=None, person=publisher, now=NOON)

    retain(now=after(100))
    assert Comment.objects.exclude(email="").exclude(sender_key="").count() == 2
    assert held_subjects(after(100)) == {held.subject, lifted.subject}

    lift_hold(hold_id=hold.pk, person=publisher, now=after(101))
    retain(now=after(101))
    assert [comment.pk for comment in Comment.objects.exclude(email="")] == [held.pk]
    retain(now=after(201))
    assert not Comment.objects.exclude(email="").exists()
    kinds = set(LedgerEntry.objects.values_list("kind", flat=True))
    assert {"hold_placed", "hold_lifted", "retention_applied"} <= kinds


def test_3_15_only_the_publisher_holds_and_says_why(moderator: User, publisher: User) -> None:
    hold = partial(place_hold, subject="comment:abc", until=None, now=NOON)
    with pytest.raises(PermissionDenied):
        hold(reason="Court", person=moderator)
    with pytest.raises(ValueError, match="why"):
        hold(reason=" ", person=publisher)


def test_3_15_the_record_has_the_figures_and_stays_whole(
    thread: Thread, moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        told(thread, moderator)
        assert verify().problems == []
        retain(now=after(91))
        retain(now=after(92))  # nothing is left to forget, so nothing is recorded

    [entry] = LedgerEntry.objects.filter(kind="retention_applied")
    assert '"gone":{"commenter_emails":1,"mails":1,"sender_hashes":1}' in entry.payload.body
    assert verify().problems == []


def test_3_15_the_desk_reads_the_record_of_an_author_whose_hashes_are_gone(
    thread: Thread, moderator: User
) -> None:
    rejected(sent(thread, "Old.", sender_address="203.0.113.7"), moderator)
    rejected(sent(thread, "Newer.", now=after(60), sender_address="203.0.113.7"), moderator, now=after(60))
    retain(now=after(91))
    new = sent(thread, "Newest.", now=after(91), sender_address="203.0.113.7")

    assert author_record(new, moderator=moderator, now=after(91)).rejected_count == 1
    assert author_record(Comment.objects.get(text="Old."), moderator=moderator, now=after(91)).is_empty


def test_3_15_the_command_does_the_same_and_names_what_is_on_hold(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = told(thread, moderator)
    Comment.objects.update(sent_at=NOON - timedelta(days=400), status_changed_at=NOON - timedelta(days=400))
    OutboxMessage.objects.update(sent_at=NOON - timedelta(days=400))
    other = told(thread, moderator, "Held.")
    place_hold(subject=other.subject, reason="Court", until=None, person=publisher, now=NOON)

    result = CliRunner().invoke(main, ["records", "retain"])

    assert result.exit_code == 0, result.output
    comment.refresh_from_db()
    assert comment.email == ""
    assert f"left alone: {other.subject}" in result.output
    for rule in rules():
        assert rule.words in result.output


def test_3_15_the_worker_forgets_by_itself() -> None:
    periods = {task.name: task.period_seconds for task in worker_tasks(data_dir())}

    assert periods["retention"] <= 86400
