"""4.4 Whoever answers a mail of the paper reaches the paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.makers.comments import rejected, sent

from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.contact import set_contact_email
from kawaraban.law.grounds import Ground
from kawaraban.law.outbox import send_due
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


def mail_of_a_refusal(thread: Thread, moderator: User) -> mail.EmailMessage:
    rejected(sent(thread, email="ada@example.org"), moderator, ground=Ground.INSULT)
    return last_mail()


def last_mail() -> mail.EmailMessage:
    assert send_due(now=utc_now() + LATER)
    return mail.outbox[-1]


def test_4_4_a_mail_comes_from_the_contact_address(thread: Thread, moderator: User) -> None:
    set_contact_email("desk@tidewaiter.example")

    letter = mail_of_a_refusal(thread, moderator)

    assert letter.from_email == "desk@tidewaiter.example"
    assert letter.reply_to == []


def test_4_4_a_sender_that_the_server_sets_sends_and_the_contact_address_hears(
    thread: Thread, moderator: User, settings: Any
) -> None:
    set_contact_email("desk@tidewaiter.example")
    settings.MAIL_FROM = "The Tidewaiter <post@mail.example>"

    letter = mail_of_a_refusal(thread, moderator)

    assert letter.from_email == "The Tidewaiter <post@mail.example>"
    assert letter.message()["Reply-To"] == "desk@tidewaiter.example"


def test_4_4_a_paper_without_a_contact_address_sends_all_the_same(thread: Thread, moderator: User) -> None:
    assert mail_of_a_refusal(thread, moderator).from_email == "noreply@127.0.0.1"


def test_4_4_a_link_for_a_new_password_comes_from_there_too(client: Client, moderator: User) -> None:
    set_contact_email("desk@tidewaiter.example")
    User.objects.filter(pk=moderator.pk).update(email="mika@example.org")

    client.post(reverse("account_reset_password"), {"email": "mika@example.org"})

    assert last_mail().from_email == "desk@tidewaiter.example"
