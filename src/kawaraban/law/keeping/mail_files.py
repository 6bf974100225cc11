"""Mails as files: where no mail server is set, each mail that leaves is a file in the data directory.

    with one_turn():
        ...forget the mails in the outbox...
        note_forgotten([comment.email], about=comment.tracking_token)
    sweep_mail_files()

A folder of a hundred thousand mails is not read while others wait for the lock, nor once for each comment. What is to
go from it is noted in the transaction, and goes in one walk after it; the worker makes good what a crash kept there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from kawaraban.kit.email_addresses import folded_address
from kawaraban.law.models import ForgottenMail
from kawaraban.press.turn import one_turn

# What Django writes after each mail.
_LINE = b"-" * 79 + b"\n"
_FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def note_forgotten(addresses: Iterable[str], *, about: str = "") -> None:
    """The mails to these addresses are to go, where `about` is given only those that say it. Nothing without files.

    Call it in the transaction that forgets them; `sweep_mail_files` follows.
    """
    note_all_forgotten({about: addresses})


def note_all_forgotten(addresses: Mapping[str, Iterable[str]]) -> None:
    """The same of several: by what the mails say, to whom they are. In one statement."""
    if _folder() is not None:
        ForgottenMail.objects.bulk_create(
            ForgottenMail(address=address, about=about)
            for about, those in addresses.items()
            for address in sorted(set(those) - {""})
        )


def sweep_mail_files() -> int:
    """Delete every mail that is noted, in one walk through the folder. Returns how many. Call it outside a transaction.

    A file may hold several mails: those that left within one second.
    """
    noted = list(ForgottenMail.objects.order_by("pk"))
    if not noted:
        return 0
    meant = _Meant.of(noted)
    count = sum(_sweep(path, meant) for path in _files())
    with one_turn():
        ForgottenMail.objects.filter(pk__in=[each.pk for each in noted]).delete()
    return count


def forget_old_mail_files(before: float) -> int:
    """Delete the files that were written before this time of the clock. Returns how many."""
    old = [path for path in _files() if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


@dataclass(frozen=True, slots=True)
class _Meant:
    """What is to go: of each address what its mails say; "" is in all of them."""

    words: dict[str, set[str]]

    @classmethod
    def of(cls, noted: Iterable[ForgottenMail]) -> "_Meant":
        words: dict[str, set[str]] = {}
        for each in noted:
            words.setdefault(folded_address(each.address), set()).add(each.about)
        return cls(words)

    def has(self, part: bytes) -> bool:
        mail = message_from_bytes(part.lstrip(), policy=policy.default)
        about = self.words.get(folded_address(str(mail["to"])))
        if not about:
            return False
        body = mail.get_body(("plain",)) if isinstance(mail, EmailMessage) else None
        text = body.get_content() if isinstance(body, EmailMessage) else ""
        return any(words in text for words in about)


def _sweep(path: Path, meant: _Meant) -> int:
    try:
        mails = [part for part in path.read_bytes().split(_LINE) if part.strip()]
    except FileNotFoundError:
        return 0  # another process was faster
    kept = [part for part in mails if not meant.has(part)]
    if not kept:
        path.unlink(missing_ok=True)
    elif len(kept) < len(mails):
        path.write_bytes(b"".join(part + _LINE for part in kept))
    return len(mails) - len(kept)


def _folder() -> Path | None:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(folder) if folder and settings.EMAIL_BACKEND == _FILE_BACKEND else None


def _files() -> Iterator[Path]:
    folder = _folder()
    if folder is not None and folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix == ".log")
