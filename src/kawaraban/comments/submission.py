"""The shape of what a reader sends: plain Python, no Django, no database.

    submission = shape(raw, limits=Limits())      # -> Submission, or raises Refused

`Refused.reason` is a frozen code; the sentence for the sender is in `comments/refusals.py`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why something sent was not taken. Codes are frozen: they are in the API and in tests."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_MANY_BYTES = "too_many_bytes"
    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    NAME_OF_STAFF = "name_of_staff"
    EMAIL_INVALID = "email_invalid"
    NOT_UTF8 = "not_utf8"
    BODY_TOO_LARGE = "body_too_large"
    THREAD_UNKNOWN = "thread_unknown"
    THREAD_CLOSED = "thread_closed"
    PARENT_UNKNOWN = "parent_unknown"
    TOO_FAST = "too_fast"
    ROBOT = "robot"
    BUSY = "busy"
    DISK_FULL = "disk_full"
    FOREIGN_SITE = "foreign_site"


class Refused(Exception):
    """The submission is not taken, for this reason. Nothing was stored; the sender keeps the text."""

    def __init__(self, reason: Reason, **facts: int | str) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Limits:
    """Counted as people count: extended grapheme clusters after NFC, CRLF as one. Bytes are UTF-8."""

    text_graphemes: int = 2000
    text_bytes: int = 16000
    name_graphemes: int = 40
    name_bytes: int = 200


@dataclass(frozen=True, slots=True)
class RawSubmission:
    """The fields as they came through a door, parsed and nothing else."""

    thread_locator: str
    parent_public_id: str
    name: str
    text: str
    email: str
    language: str
    sender_address: str
    honeypot: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission whose shape is right. The name is cleaned; the text is as it was sent."""

    thread_locator: str
    parent_public_id: str
    name: str
    text: str
    email: str
    language: str
    sender_address: str
    sent_at: datetime


def shape(raw: RawSubmission, *, limits: Limits) -> Submission:
    """Check and clean the shape. Raises Refused with EMPTY, TOO_LONG, TOO_MANY_BYTES, NAME_*, EMAIL_INVALID, ROBOT."""
    raise NotImplementedError
