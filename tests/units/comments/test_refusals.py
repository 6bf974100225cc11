"""Every reason has a sentence for the person who is refused."""

import pytest
from django.db import OperationalError

from kawaraban.comments.refusals import refusal_words, storage_refusal
from kawaraban.comments.submission import Reason, Refused


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_a_sentence(reason: Reason) -> None:
    words = refusal_words(Refused(reason))

    assert words.endswith(".")
    assert "%" not in words
    assert reason.value not in words


def test_the_sentence_says_how_many_characters_are_too_many() -> None:
    one = refusal_words(Refused(Reason.TOO_LONG, count=2001, limit=2000, over=1))
    many = refusal_words(Refused(Reason.TOO_LONG, count=2012, limit=2000, over=12))

    assert "1 character too long" in one
    assert "12 characters too long" in many


def test_the_sentence_says_why_a_thread_is_closed_and_how_long_to_wait() -> None:
    assert "The debate is over." in refusal_words(
        Refused(Reason.THREAD_CLOSED, closed_reason="The debate is over.")
    )
    assert "30 seconds" in refusal_words(Refused(Reason.TOO_FAST, seconds=30))
    assert "41 minutes" in refusal_words(Refused(Reason.TOO_FAST, seconds=2401))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("database is locked", Reason.BUSY),
        ("database or disk is full", Reason.DISK_FULL),
        ("disk I/O error", Reason.DISK_FULL),
        ("could not extend file: No space left on device", Reason.DISK_FULL),
    ],
)
def test_a_failure_of_the_database_is_told_apart(words: str, reason: Reason) -> None:
    assert storage_refusal(OperationalError(words)).reason is reason


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("attempt to write a readonly database", Reason.READ_ONLY),
        ("database disk image is malformed", Reason.BROKEN),
        ("file is not a database", Reason.BROKEN),
        ("unable to open database file", Reason.BROKEN),
    ],
)
def test_a_disk_that_can_only_be_read_or_is_broken_is_not_called_full(words: str, reason: Reason) -> None:
    refused = storage_refusal(OperationalError(words))

    assert refused.reason is reason
    assert "no room" not in refusal_words(refused)
    assert "not sent" in refusal_words(refused)
