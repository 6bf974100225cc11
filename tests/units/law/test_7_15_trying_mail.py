"""7.15 The mail server is asked what it says: as far as the sender, or with one mail; its answer is told in words."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kawaraban.law.trying_mail import refusal, send_test_mail

pytestmark = pytest.mark.django_db
TAKES = {"EHLO": "250 here", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go", ".": "250 queued as 7"}


@contextmanager
def mail_server(settings: Any, **answers: str) -> Iterator[list[str]]:
    """A server that answers each verb with one line. Yields what it was told."""
    told: list[str] = []
    says = {**TAKES, **{verb.upper(): line for verb, line in answers.items()}}
    if "END" in says:
        says["."] = says.pop("END")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        peer, _ = listener.accept()
        with peer, peer.makefile("rwb") as line:
            line.write(b"220 mail.example\r\n")
            line.flush()
            is_mail = False
            for raw in line:
                text = raw.decode().rstrip("\r\n")
                told.append(text)
                if is_mail and text != ".":
                    continue
                verb = text.partition(" ")[0].upper()
                is_mail = verb == "DATA" and says["DATA"].startswith("354")
                line.write(says.get(verb, "250 ok").encode() + b"\r\n")
                line.flush()
                if verb == "QUIT":
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.MAIL_FROM = "desk@paper.example"
    try:
        yield told
    finally:
        listener.close()
        thread.join()


def test_7_15_a_mail_that_is_taken_is_told_with_the_servers_answer(settings: Any) -> None:
    with mail_server(settings) as told:
        tried = send_test_mail("leyla@paper.example")

    assert tried.is_taken
    assert "250 queued as 7" in tried.words
    assert "RCPT TO:<LEYLA@PAPER.EXAMPLE>" in [line.upper() for line in told]
    assert "Auto-Submitted: auto-generated" in told


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"mail": "550 not from there"}, "does not take mail from the paper’s address"),
        ({"rcpt": "550 nobody of that name"}, "does not take mail for this address"),
        ({"end": "554 looks like spam"}, "does not take this mail"),
    ],
)
def test_7_15_a_refusal_is_told_in_words_and_in_the_servers_own(
    settings: Any, answers: dict[str, str], words: str
) -> None:
    with mail_server(settings, **answers):
        tried = send_test_mail("leyla@paper.example")

    assert not tried.is_taken
    assert words in tried.words
    assert next(iter(answers.values()))[4:] in tried.words


def test_7_15_the_look_at_the_server_sends_no_mail(settings: Any) -> None:
    with mail_server(settings) as told:
        found = refusal()

    assert found == ""
    assert [line for line in told if line.upper().startswith("MAIL")]
    assert not [line for line in told if line.upper().startswith(("RCPT", "DATA"))]


def test_7_15_a_server_that_refuses_the_papers_address_is_found_and_its_words_are_not_kept(
    settings: Any,
) -> None:
    with mail_server(settings, mail="550 desk@paper.example may not"):
        found = refusal()

    assert "does not take mail from the paper’s address" in found
    assert "@" not in found


def test_7_15_a_server_that_is_not_there_is_found(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER = "127.0.0.1", port, ""

    assert "There is no mail server at the address that is set." in refusal()
