"""Another address for the mails of a comment: a sender who mistyped it sends the form again, with the right one."""

from django.db import connection

from kawaraban.comments.keyed import email_key_of
from kawaraban.comments.lookups import Sending
from kawaraban.comments.models import Comment
from kawaraban.law.models import OutboxMessage
from kawaraban.law.outbox import readdress


def correct_email(sending: Sending) -> None:
    """Keep the address that was sent. What has not left yet leaves for it: the link in it is not for a stranger.

    The caller has asked for proof, and holds a transaction.
    """
    assert connection.in_atomic_block, "mails are readdressed in the transaction that changes the address"
    comment = Comment.objects.select_for_update().get(public_id=sending.public_id)
    subjects = [comment.subject, *(restriction.subject for restriction in comment.restrictions.all())]
    mails = OutboxMessage.objects.to_address(comment.email).filter(subject__in=subjects)
    readdress(mails, to=sending.email)
    comment.email, comment.email_key = sending.email, email_key_of(sending.email)
    comment.save(update_fields=["email", "email_key"])
