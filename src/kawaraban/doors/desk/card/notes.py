"""Notes of staff about an author, for staff alone: written, read and removed at the desk.

An author has no account: a note is about everybody who sends from the same address or with the same e-mail, and the
desk says so. It is kept by the keyed hashes of both; from an author who left neither it stands with the comment alone.
It is gone with the hashes, or when its author is erased (`personal.py`).
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from kawaraban.comments.keyed import email_key_of
from kawaraban.comments.models import Comment
from kawaraban.doors.desk.models import AuthorNote
from kawaraban.kit.signing import derived_key, sign
from kawaraban.people.models import User

_SHOWN_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class NoteView:
    """`name` is of the colleague who wrote it."""

    pk: int
    text: str
    name: str
    written_at: datetime


def notes_about(comment: Comment) -> tuple[NoteView, ...]:
    """The newest first. One query."""
    about = Q(comment=comment)
    if comment.sender_key:
        about |= Q(sender_key=comment.sender_key)
    if keys := email_keys(comment):
        about |= Q(email_key__in=keys)
    notes = AuthorNote.objects.filter(about).select_related("written_by")[:_SHOWN_AT_MOST]
    return tuple(
        NoteView(note.pk, note.text, note.written_by.display_name, note.written_at) for note in notes
    )


def add_note(*, comment: Comment, text: str, person: User, now: datetime) -> AuthorNote:
    """Write a note about the author of this comment."""
    return AuthorNote.objects.create(
        comment=comment,
        sender_key=comment.sender_key,
        email_key=email_key_of(comment.email) or comment.email_key,
        text=text,
        written_by=person,
        written_at=now,
    )


def remove_note(*, comment: Comment, note_id: int) -> None:
    """Remove a note that is shown at this comment; one that is gone already is no mistake."""
    if note_id in {note.pk for note in notes_about(comment)}:
        AuthorNote.objects.filter(pk=note_id).delete()


def email_keys(comment: Comment) -> list[str]:
    """The hashes under which notes about its author may stand: also when the address itself is forgotten."""
    found = {email_key_of(comment.email), comment.email_key, older_email_key(comment.email)}
    return sorted(found - {""})


def older_email_key(email: str) -> str:
    """The hash under which notes stood before they stood under the one that the comment keeps; "" for none."""
    if not email:
        return ""
    signed = sign(email.strip().casefold(), derived_key(settings.SECRET_KEY, "author note"))
    return signed.rpartition(".")[2]
