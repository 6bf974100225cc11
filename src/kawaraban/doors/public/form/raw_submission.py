"""From the fields of the public form to the form that the comment room takes."""

from datetime import datetime

from kawaraban.comments.nudge import asked_before
from kawaraban.comments.submission import RawSubmission
from kawaraban.doors.public.form.sent_form import SentForm


def raw_submission(sent: SentForm, *, address: str, now: datetime) -> RawSubmission:
    """The fields as they came."""
    return RawSubmission(
        thread_locator=sent["thread"],
        parent_public_id=sent["parent"],
        name=sent["name"],
        text=sent["text"],
        email=sent["email"],
        language=sent["language"],
        sender_address=address,
        honeypot=sent["website"],
        sent_at=now,
        nonce=sent["nonce"],
        asked=asked_before(sent["asked"], sent["text"]),
    )
