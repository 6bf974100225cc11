"""Mails as files: where no mail server is set, each mail that leaves is a file in the data directory."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

_FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def forget_mail_files(address: str, *, about: str = "") -> int:
    """Delete the files to this address, where `about` is given only those that say it. Returns how many."""
    count = 0
    for path in _files():
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        if str(mail["to"]).casefold() == address.casefold() and about in _text(mail):
            path.unlink(missing_ok=True)
            count += 1
    return count


def forget_old_mail_files(before: float) -> int:
    """Delete the files that were written before this time of the clock. Returns how many."""
    old = [path for path in _files() if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _files() -> Iterator[Path]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if settings.EMAIL_BACKEND != _FILE_BACKEND or not folder or not Path(folder).is_dir():
        return
    yield from sorted(path for path in Path(folder).iterdir() if path.suffix == ".log")


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return body.get_content() if isinstance(body, EmailMessage) else ""
