"""What the paper holds under an e-mail address, also after the address itself was forgotten; and what it cannot find.

    traces = traces_of("ada@example.org")     # numbers of rows: whoever locks them looks again
    blind_spots()                             # sentences for who asks, and for who answers

A comment keeps a keyed hash of its author's address as long as it stands; a notice and a mail as long as they know the
address itself. All of them are found along an index.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kawaraban.comments.keyed import email_keys_of
from kawaraban.comments.models import Comment, Restriction, Status
from kawaraban.law.models import Notice, OutboxMessage
from kawaraban.law.personal.lines import Who

# Since then every comment keeps the keyed hash.
_KEYED_SINCE = ("comments", "0008_found_again")


@dataclass(frozen=True, slots=True)
class Traces:
    """The numbers of what was found."""

    comments: tuple[int, ...]
    suspensions: tuple[int, ...]
    notices: tuple[UUID, ...]
    mails: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.comments or self.suspensions or self.notices or self.mails)


def traces_of(email: str) -> Traces:
    """Everything under this address, in the order of its coming."""
    keys = email_keys_of(email)
    # Said once more for the sake of the index, which leaves out those without.
    comments = Comment.objects.filter(email_key__in=keys).exclude(email_key="")
    suspensions = Restriction.objects.filter(email_key__in=keys).exclude(email_key="")
    return Traces(
        comments=tuple(comments.order_by("pk").values_list("pk", flat=True)),
        suspensions=tuple(suspensions.order_by("pk").values_list("pk", flat=True)),
        notices=tuple(
            Notice.objects.from_address(email).order_by("received_at").values_list("pk", flat=True)
        ),
        mails=tuple(OutboxMessage.objects.to_address(email).order_by("pk").values_list("pk", flat=True)),
    )


def who_is(comments: Iterable[Comment], email: str) -> Who:
    """Whom an address or some comments stand for, by all that leads to them. "" is no address."""
    known = list(comments)
    keys = {*email_keys_of(email), *(comment.email_key for comment in known)}
    return Who(
        public_ids=frozenset(comment.public_id for comment in known),
        sender_keys=frozenset(comment.sender_key for comment in known if comment.sender_key),
        email_keys=frozenset(keys - {""}),
        emails=frozenset({email} - {""}),
    )


def blind_spots() -> list[str]:
    """What an address does not find, in the active language."""
    since = _forgotten_before()
    spots = [
        _(
            "Comments that were sent without an address are not found by one: ask for the address of the comment, or "
            "of the page on which its author follows it."
        ),
        _(
            "A notice is found by its sender’s address until that is forgotten: keep_notice_days (%(days)d) after its "
            "answer. A mail is found keep_address_days (%(mail_days)d) after it left. Reports name nobody, and are not "
            "found."
        )
        % {"days": settings.KEEP_NOTICE_DAYS, "mail_days": settings.KEEP_ADDRESS_DAYS},
    ]
    if since is not None:
        older = _(
            "Comments from before %(day)s are not found where their address was forgotten by then "
            "(keep_address_days: %(days)d): no hash of it was kept. Ask for the address of the comment."
        )
        day = date_format(timezone.localtime(since), "DATE_FORMAT")
        spots.insert(0, older % {"day": day, "days": settings.KEEP_ADDRESS_DAYS})
    return spots


def _forgotten_before() -> datetime | None:
    """When hashes began to be kept; None where no comment is older that has none."""
    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        return None
    app, name = _KEYED_SINCE
    applied: datetime | None = (
        recorder.migration_qs.filter(app=app, name=name).values_list("applied", flat=True).first()
    )
    if applied is None:
        return None
    older = Comment.objects.filter(sent_at__lt=applied, email_key="", email="")
    return applied if older.exclude(status=Status.ERASED).exists() else None
