"""The shape of what a reader sends: plain Python, no Django, no database.

    submission = shape(raw, limits=Limits())      # -> Submission, or raises Refused

`Refused.reason` is a frozen code; the sentence for the sender is in `comments/refusals.py`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import regex

from kawaraban.kit.graphemes import count
from kawaraban.kit.names import clean_name

_VISIBLE = regex.compile(r"[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]")
_LONE_SURROGATE = regex.compile(r"[\ud800-\udfff]")
# Enough to catch a slip of the finger. That an address is somebody's is proved by a mail, not by a pattern.
_EMAIL = regex.compile(
    r"[^\s\p{C}@<>()\[\],;:\\\"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,}"
)
_EMAIL_LENGTH = 254
_NAME_CODE_POINTS = 80


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
    SUSPENDED = "suspended"
    TOO_FAST = "too_fast"
    ROBOT = "robot"
    BUSY = "busy"
    UNKNOWN = "unknown"
    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    BROKEN = "storage_broken"
    FOREIGN_SITE = "foreign_site"
    # No refusal for good: the writer is asked once whether the words shall go out so.
    ASKED = "asked"


class NudgeAnswer(StrEnum):
    """Whether the writer was asked before sending, and what became of the words."""

    NOT = "not"
    KEPT = "kept"
    CHANGED = "changed"


class Refused(Exception):
    """The submission is not taken, for this reason. Nothing was stored; the sender keeps the text.

    `facts` are what its sentence needs: `count`, `limit`, `over`, `seconds`, `closed_reason`, `kilobytes`, and of a
    suspension `until` (ISO 8601), `ground`, `policy`; of a question `token`, which the form carries from then on.
    """

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
    nonce: str = ""
    asked: NudgeAnswer = NudgeAnswer.NOT


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission whose shape is right. The name is cleaned; the text is as it was sent.

    `nonce`: what the script of the form has made; who sends it again is who sent it first. "" without a script.
    """

    thread_locator: str
    parent_public_id: str
    name: str
    text: str
    email: str
    language: str
    sender_address: str
    sent_at: datetime
    nonce: str = ""
    asked: NudgeAnswer = NudgeAnswer.NOT


def shape(raw: RawSubmission, *, limits: Limits) -> Submission:
    """Check and clean the shape.

    Raises Refused with NOT_UTF8, ROBOT, EMPTY, TOO_MANY_BYTES, TOO_LONG, NAME_MISSING, NAME_TOO_LONG or
    EMAIL_INVALID, the first that is true. Facts: `limit`, `count` and `over` with TOO_LONG and NAME_TOO_LONG,
    `limit` with TOO_MANY_BYTES.
    """
    for value in (raw.text, raw.name, raw.email, raw.thread_locator, raw.parent_public_id, raw.language):
        check_encoding(value)
    if raw.honeypot.strip():
        raise Refused(Reason.ROBOT)
    check_text(raw.text, limits=limits)
    return Submission(
        thread_locator=raw.thread_locator,
        parent_public_id=raw.parent_public_id.strip(),
        name=_checked_name(raw.name, limits),
        text=raw.text,
        email=_checked_email(raw.email),
        language=raw.language,
        sender_address=raw.sender_address,
        sent_at=raw.sent_at,
        nonce=raw.nonce,
        asked=raw.asked,
    )


def check_encoding(value: str) -> None:
    """Raises Refused NOT_UTF8 for NUL and for halves of surrogate pairs, which no UTF-8 text holds."""
    if "\x00" in value or (not value.isascii() and _LONE_SURROGATE.search(value)):
        raise Refused(Reason.NOT_UTF8)


def check_text(text: str, *, limits: Limits) -> None:
    """Raises Refused with EMPTY, TOO_MANY_BYTES or TOO_LONG. The text itself is never changed."""
    check_encoding(text)
    if not _VISIBLE.search(text):
        raise Refused(Reason.EMPTY)
    # Far beyond the ceiling nothing is counted: the answer is the same and the work would be the sender's to choose.
    is_huge = len(text) > 4 * limits.text_bytes
    characters = 0 if is_huge else count(text)
    if characters > limits.text_graphemes:
        raise _too_long(Reason.TOO_LONG, characters, limits.text_graphemes)
    if is_huge or len(text.encode()) > limits.text_bytes:
        raise Refused(Reason.TOO_MANY_BYTES, limit=limits.text_bytes)


def _too_long(reason: Reason, characters: int, limit: int) -> Refused:
    return Refused(reason, count=characters, limit=limit, over=characters - limit)


def _checked_name(typed: str, limits: Limits) -> str:
    if len(typed) > 4 * limits.name_bytes:
        raise Refused(Reason.NAME_TOO_LONG, limit=limits.name_graphemes)
    name = clean_name(typed)
    if not name:
        raise Refused(Reason.NAME_MISSING)
    characters = count(name)
    if characters > limits.name_graphemes:
        raise _too_long(Reason.NAME_TOO_LONG, characters, limits.name_graphemes)
    # The database keeps 80 code points; a name of many joined emoji may be within 40 characters and beyond that.
    if len(name.encode()) > limits.name_bytes or len(name) > _NAME_CODE_POINTS:
        raise Refused(Reason.NAME_TOO_LONG, limit=limits.name_graphemes)
    return name


def _checked_email(typed: str) -> str:
    email = typed.strip()
    if email and (len(email) > _EMAIL_LENGTH or not _EMAIL.fullmatch(email)):
        raise Refused(Reason.EMAIL_INVALID)
    return email
