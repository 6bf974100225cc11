"""Mails as files: where no mail server is set, each mail that leaves is a file in the data directory."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

# What Django writes after each mail.
_LINE = b"-" * 79 + b"\n"
_FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def forget_mail_files(address: str, *, about: str = "") -> int:
    """Delete the mails to this address, where `about` is given only those that say it. Returns how many.

    A file may hold several mails: those that left within one second.
    """
    count = 0
    for path in _files():
        mails = [part for part in path.read_bytes().split(_LINE) if part.strip()]
        kept = [part for part in mails if not _is_meant(part, address, about)]
        count += len(mails) - len(kept)
        if not kept:
            path.unlink(missing_ok=True)
        elif len(kept) < len(mails):
            path.write_bytes(b"".join(part + _LINE for part in kept))
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


def _is_meant(part: bytes, address: str, about: str) -> bool:
    mail = message_from_bytes(part.lstrip(), policy=policy.default)
    body = mail.get_body(("plain",)) if isinstance(mail, EmailMessage) else None
    text = body.get_content() if isinstance(body, EmailMessage) else ""
    return str(mail["to"]).casefold() == address.casefold() and about in text
