"""4.3: mails that do not leave are seen; one server that is away keeps nobody waiting for the others; no clock does."""

import socket
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from tests.makers.desk import signed_in
from tests.rigs.file_paper import FilePaper, file_paper
from tests.rigs.serve_factory import wait_until

from kawaraban.law.models import OutboxMessage
from kawaraban.law.outbox import post, send_due
from kawaraban.law.outbox_standing import dismiss, failure_words, given_up, outbox_standing, retry
from kawaraban.people.models import Role, User

__all__ = ["file_paper"]
UNDO = timedelta(seconds=10)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Refusing(BaseEmailBackend):
    """A server that takes no mail for these addresses."""

    def send_messages(self, email_messages: Any) -> int:
        raise SMTPRecipientsRefused({"ada@example.org": (550, b"unknown")})


def waiting(noon: datetime, heading: str = "News") -> OutboxMessage:
    return post(
        recipient="ada@example.org", heading=heading, body="Text.\n", language="en", decision=None, now=noon
    )


def tried_to_the_end(noon: datetime, settings: Any) -> OutboxMessage:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    message = waiting(noon)
    OutboxMessage.objects.filter(pk=message.pk).update(attempts_count=15)
    send_due(now=noon + UNDO)
    return message


class HangingServer:
    """Accepts and never answers."""

    def __init__(self) -> None:
        self._peers: list[int] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def how_many_came(self) -> int:
        """Who comes last is let in last: then all the others are counted."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as last:
            wait_until(lambda: last.getsockname()[1] in self._peers, "to be let in")
        return len(self._peers) - 1

    def _accept(self) -> None:
        while True:
            try:
                connection, (_, port) = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            self._peers.append(port)

    def close(self) -> None:
        self._listener.close()
        for connection in self._open:
            connection.close()


@pytest.mark.django_db
def test_4_3_a_hanging_server_is_asked_once_a_round_and_no_mail_pays_for_it(
    noon: datetime, settings: Any
) -> None:
    server = HangingServer()
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.2
    for number in range(100):
        waiting(noon, f"Number {number}")

    try:
        assert send_due(now=noon + UNDO) == 0
        assert send_due(now=noon + UNDO + timedelta(seconds=2)) == 0
        came = server.how_many_came()
    finally:
        server.close()

    assert came == 1
    assert OutboxMessage.objects.filter(attempts_count=0).count() == 99
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    later = noon + UNDO + timedelta(minutes=1)
    assert send_due(now=later) + send_due(now=later) == 100


@pytest.mark.django_db
def test_4_3_a_mail_that_is_given_up_is_said_at_once_and_stays_in_the_figures(
    noon: datetime, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    tried_to_the_end(noon, settings)

    standing = outbox_standing(now=noon + UNDO)

    assert "is given up after 16 attempts (SMTPRecipientsRefused)" in caplog.text
    assert (standing.given_up_count, standing.waiting_count) == (1, 0)
    assert failure_words(standing.last_error) == "The mail server does not take mail for this address."


@pytest.mark.django_db
def test_4_3_what_was_given_up_can_be_tried_again_or_left(noon: datetime, settings: Any) -> None:
    tried_to_the_end(noon, settings)
    tried_to_the_end(noon, settings)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    first = given_up().order_by("pk").first()
    assert first is not None
    OutboxMessage.objects.filter(pk=first.pk).update(last_error="")  # as `dismiss` leaves it
    assert given_up().count() == 1

    assert retry(now=noon + UNDO) == 1
    assert send_due(now=noon + UNDO) == 1

    tried_to_the_end(noon, settings)
    assert dismiss(now=noon) == 1
    assert not outbox_standing(now=noon).needs_somebody


@pytest.mark.django_db
def test_4_3_the_publisher_reads_it_at_the_desk(noon: datetime, settings: Any) -> None:
    tried_to_the_end(noon, settings)
    publisher = User.objects.create_user("leyla", password="a long password", role=Role.PUBLISHER)
    client: Client = signed_in(publisher)

    page = client.get("/desk/records/").content.decode()

    assert "1 mail was tried many times and given up" in page
    assert "The mail server does not take mail for this address." in page
    assert "kawaraban mail retry" in page


@pytest.mark.django_db
def test_4_3_a_mail_that_a_wrong_clock_put_off_for_years_leaves_when_the_clock_is_right(
    noon: datetime,
) -> None:
    message = waiting(noon + timedelta(days=400))

    assert send_due(now=noon) == 1

    message.refresh_from_db()
    assert message.sent_at == noon


def test_4_3_a_folder_for_mails_that_cannot_be_written_is_called_so(file_paper: FilePaper) -> None:
    (file_paper.root / "mail").write_text("in its place")
    said = file_paper.run(
        """
from kawaraban.law.outbox import post, send_due
from kawaraban.law.models import OutboxMessage
from kawaraban.law.outbox_standing import failure_words
post(recipient="a@example.org", heading="News", body="T", language="en", decision=None, now=NOON)
send_due(now=NOON + timedelta(minutes=1))
print(failure_words(OutboxMessage.objects.get().last_error))
"""
    )

    assert said == "The folder for mails cannot be written."


def test_4_3_mail_status_check_and_retry_tell_it_on_the_server(file_paper: FilePaper) -> None:
    file_paper.run(
        """
from kawaraban.law.outbox import post
from kawaraban.law.models import OutboxMessage
post(recipient="a@example.org", heading="News", body="T", language="en", decision=None, now=NOON)
OutboxMessage.objects.update(attempts_count=16, cancelled_at=NOON, last_error="ConnectionRefusedError")
"""
    )

    status = command(file_paper, "mail", "status")
    checked = command(file_paper, "check")
    again = command(file_paper, "mail", "retry")

    assert status.returncode == 1
    assert "given up:         1" in status.stdout
    assert "There is no mail server at the address that is set." in status.stdout
    assert checked.returncode == 1
    assert "Mails given up: 1." in checked.stderr
    assert "tried again: 1" in again.stdout
    assert "given up:         0" in command(file_paper, "mail", "status").stdout


def command(paper: FilePaper, *words: str) -> Any:
    return subprocess.run(
        [sys.executable, "-m", "kawaraban", *words],
        env=paper.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
