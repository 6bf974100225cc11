"""Talking with the mail server to learn what it says: up to the sender's address, or with one mail to somebody.

    refusal()                                 # "", or a sentence
    send_test_mail("leyla@paper.example")     # MailTry(True, "The mail server took the mail: 250 queued")

No mail of the outbox is touched. A server's words may quote an address: they are shown to whoever runs the command,
and are not kept.
"""

import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _

from kawaraban.law.outbox_standing import failure_words
from kawaraban.law.sender import sender

_SECONDS: Final = 10
_OK: Final = 250
_OK_ANSWERS: Final = (250, 251)


@dataclass(frozen=True, slots=True)
class MailTry:
    """What came of it."""

    is_taken: bool
    words: str


def refusal() -> str:
    """Why the server would take no mail from the paper; "" where it would, and where no server is set."""
    backend = _backend()
    if backend is None:
        return ""
    try:
        server = _opened(backend)
        code, answer = server.mail(parseaddr(sender().address)[1])
        server.rset()
        if code != _OK:
            raise smtplib.SMTPSenderRefused(code, answer, "")
    except (OSError, smtplib.SMTPException, UnicodeError) as refused:
        kind = _kind(refused)
        words = failure_words(kind)
        return words if words == kind else f"{words} ({kind})"
    finally:
        _hang_up(backend)
    return ""


def send_test_mail(address: str) -> MailTry:
    """Send one mail now, and say what the server answered."""
    own = sender()
    mail = EmailMessage(
        _("Test mail"),
        _("If you can read this, mails from the paper arrive.") + f"\n\n{settings.SITE_URL}\n",
        from_email=own.address,
        to=[address],
        reply_to=own.reply_to,
        headers={"Auto-Submitted": "auto-generated"},
    )
    backend = _backend()
    try:
        if backend is None:
            mail.send()
            folder = getattr(settings, "EMAIL_FILE_PATH", "")
            return MailTry(
                True, _("No mail server is set. The mail is a file in %(folder)s.") % {"folder": folder}
            )
        return MailTry(True, _handed_over(_opened(backend), mail, from_address=own.address, to=address))
    except (OSError, smtplib.SMTPException, UnicodeError) as refused:
        kind = _kind(refused)
        said = _said(refused)
        return MailTry(False, f"{failure_words(kind)} ({kind}{': ' if said else ''}{said})")
    finally:
        _hang_up(backend)


def _handed_over(server: smtplib.SMTP, mail: EmailMessage, *, from_address: str, to: str) -> str:
    code, answer = server.mail(parseaddr(from_address)[1])
    if code != _OK:
        raise smtplib.SMTPSenderRefused(code, answer, from_address)
    code, answer = server.rcpt(to)
    if code not in _OK_ANSWERS:
        raise smtplib.SMTPRecipientsRefused({to: (code, answer)})
    code, answer = server.data(mail.message().as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    if code != _OK:
        raise smtplib.SMTPDataError(code, answer)
    told = f"{code} {_text(answer)}".strip()
    return _("The mail server took the mail: %(answer)s") % {"answer": told}


def _backend() -> EmailBackend | None:
    """Ours, with less patience than the worker's; None where mails are not sent by SMTP."""
    backend = get_connection(timeout=_SECONDS) if "smtp" in settings.EMAIL_BACKEND else None
    return backend if isinstance(backend, EmailBackend) else None


def _opened(backend: EmailBackend) -> smtplib.SMTP:
    """Raises OSError and SMTPException."""
    backend.open()
    server = backend.connection
    if not isinstance(server, smtplib.SMTP):
        raise smtplib.SMTPServerDisconnected
    # Where nobody signs in, nobody has said hello yet.
    server.ehlo_or_helo_if_needed()
    return server


def _hang_up(backend: EmailBackend | None) -> None:
    if backend is not None:
        backend.fail_silently = True
        backend.close()


def _kind(refused: Exception) -> str:
    """As the outbox keeps it: the failure without its words."""
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        [(code, _answer)] = refused.recipients.values()
        return f"{type(refused).__name__} {code}"
    numbered = f" {refused.smtp_code}" if isinstance(refused, smtplib.SMTPResponseException) else ""
    return f"{type(refused).__name__}{numbered}"


def _said(refused: Exception) -> str:
    """The server's own words, on one line."""
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        [(_code, answer)] = refused.recipients.values()
        return _text(answer)
    if isinstance(refused, smtplib.SMTPResponseException):
        return _text(refused.smtp_error)
    return ""


def _text(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:300]
