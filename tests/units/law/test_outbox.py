"""The outbox: each message leaves once, a slow or broken server loses none."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from kawaraban.law.models import OutboxMessage
from kawaraban.law.outbox import post, send_due

pytestmark = pytest.mark.django_db
UNDO = timedelta(seconds=10)


class BrokenServer(BaseEmailBackend):
    """A mail server that quotes the address in its refusal, as real ones do."""

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError("no mail for ada@example.org")


def waiting(noon: datetime, heading: str = "News") -> OutboxMessage:
    return post(
        recipient="ada@example.org", heading=heading, body="Text.\n", language="en", decision=None, now=noon
    )


def test_a_message_waits_for_the_time_of_undo_and_leaves_once(noon: datetime) -> None:
    message = waiting(noon)

    counts = [
        send_due(now=noon + UNDO - timedelta(seconds=1)),
        send_due(now=noon + UNDO),
        send_due(now=noon + UNDO),
    ]

    message.refresh_from_db()
    assert counts == [0, 1, 0]
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["ada@example.org"], "News")
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"
    assert (message.sent_at, message.attempts_count) == (noon + UNDO, 1)


def test_a_heading_is_one_line(noon: datetime) -> None:
    assert waiting(noon, "News\r\nBcc: x@example.org").heading == "News Bcc: x@example.org"


def test_a_message_that_cannot_be_sent_is_tried_again_after_longer_pauses(
    noon: datetime, settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    message, moment, pauses = waiting(noon), noon + UNDO, []
    for _attempt in range(4):
        assert send_due(now=moment) == 0
        message.refresh_from_db()
        pauses.append(message.due_at - moment)
        moment = message.due_at

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sent = send_due(now=moment)

    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert message.last_error == "ConnectionRefusedError"
    assert sent == 1


def test_one_broken_message_does_not_hold_up_the_others(noon: datetime) -> None:
    OutboxMessage.objects.filter(pk=waiting(noon).pk).update(recipient="a\nb@example.org")
    waiting(noon, "Second")

    assert send_due(now=noon + UNDO) == 1
    assert [message.subject for message in mail.outbox] == ["Second"]


def test_in_the_end_it_gives_up(noon: datetime, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    message = waiting(noon)
    OutboxMessage.objects.update(attempts_count=15)

    send_due(now=noon + UNDO)

    message.refresh_from_db()
    assert message.cancelled_at == noon + UNDO
    assert send_due(now=noon + timedelta(days=30)) == 0


def test_a_message_that_another_worker_has_taken_is_left_to_it(noon: datetime) -> None:
    message = waiting(noon)
    OutboxMessage.objects.filter(pk=message.pk).update(due_at=noon + timedelta(minutes=10), attempts_count=1)

    assert send_due(now=noon + UNDO) == 0
    assert send_due(now=noon + timedelta(minutes=10)) == 1
