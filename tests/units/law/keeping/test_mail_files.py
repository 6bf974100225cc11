"""Mails as files are forgotten with the person, and with time."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection

from kawaraban.law.keeping.mail_files import forget_old_mail_files, note_forgotten, sweep_mail_files
from kawaraban.law.models import ForgottenMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Three mails, in as many files as Django makes of them, and one file with two more."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    ada, bo = "ada@example.org", "bo@example.org"
    for to, words in ((ada, "Key: k7. Ünal"), (ada, "Key: m2."), (bo, "k7")):
        EmailMessage("Hello", words, to=[to]).send()
    get_connection().send_messages(
        [EmailMessage("Hello", "Key: k7.", to=[ada]), EmailMessage("Hello", "Yours.", to=[bo])]
    )
    return tmp_path / "mail"


def said(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_only_the_mails_to_this_address_that_say_it_go(folder: Path) -> None:
    note_forgotten(["ADA@example.org"], about="k7")
    assert sweep_mail_files() == 2
    assert said(folder).count(b"ada@example.org") == 1
    assert b"Yours." in said(folder)

    note_forgotten(["ada@example.org"])
    assert sweep_mail_files() == 1
    assert b"ada@example.org" not in said(folder)
    assert said(folder).count(b"To: bo@example.org") == 2


def test_old_files_go_and_new_ones_stay(folder: Path) -> None:
    old, *others = sorted(folder.iterdir())
    os.utime(old, (1000, 1000))

    assert forget_old_mail_files(2000) == 1
    assert sorted(folder.iterdir()) == others


def test_where_a_server_sends_them_there_are_no_files(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    (tmp_path / "a.log").write_text("To: ada@example.org\n\nHello")

    note_forgotten(["ada@example.org"])
    assert not ForgottenMail.objects.exists()
    assert sweep_mail_files() == 0
    assert (tmp_path / "a.log").exists()
