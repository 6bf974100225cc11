"""How the outbox stands: what waits, what fails, what nobody tries to send any more. And trying that again.

standing = outbox_standing(now=now)
standing.given_up_count, standing.last_error      -> 2, "SMTPRecipientsRefused 550"
failure_words(standing.last_error)                -> "The mail server does not take mail for this address."
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.law.models import OutboxMessage
from kawaraban.press.turn import one_turn

# A mail that is due for longer than this does not wait for its turn any more.
LATE: Final = timedelta(hours=1)
# The worker looks every two seconds: what is due for longer than this and was not tried waits for something.
OVERDUE: Final = timedelta(minutes=5)
# After 1, 2, 4, 8, 16 and 32 minutes.
_TRIES_OF_AN_HOUR: Final = 6

# By what the error's kind begins with; the first that fits.
_WORDS: Final[tuple[tuple[str, Promise], ...]] = (
    ("mail folder", _("The folder for mails cannot be written.")),
    ("SMTPRecipientsRefused", _("The mail server does not take mail for this address.")),
    ("SMTPSenderRefused", _("The mail server does not take mail from the paper’s address.")),
    ("SMTPAuthenticationError", _("The mail server does not accept the paper’s user and password.")),
    ("SMTPDataError", _("The mail server does not take this mail.")),
    ("SMTPServerDisconnected", _("The mail server hangs up, or does not answer in time.")),
    ("TimeoutError", _("The mail server hangs up, or does not answer in time.")),
    ("ConnectionRefusedError", _("There is no mail server at the address that is set.")),
    ("gaierror", _("The name of the mail server is not known.")),
    ("SSL", _("No safe connection with the mail server can be made.")),
)


@dataclass(frozen=True, slots=True)
class OutboxStanding:
    """`failing_count` of those that wait were tried in vain at least once. `last_error` is the latest failure's."""

    waiting_count: int
    failing_count: int
    late_count: int
    given_up_count: int
    last_error: str

    @property
    def needs_somebody(self) -> bool:
        """Whether a person should look."""
        return bool(self.given_up_count or self.late_count)


def outbox_standing(*, now: datetime) -> OutboxStanding:
    """The figures of this moment."""
    waiting = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None)
    failing = waiting.filter(attempts_count__gt=0).exclude(last_error="")
    # Who was given up last was tried last; of those that wait the one with the most tries.
    latest = (
        given_up().order_by("-cancelled_at").first() or failing.order_by("-attempts_count", "-pk").first()
    )
    tried_long = waiting.filter(Q(due_at__lt=now - LATE) | Q(attempts_count__gte=_TRIES_OF_AN_HOUR))
    return OutboxStanding(
        waiting_count=waiting.count(),
        failing_count=failing.count(),
        late_count=tried_long.count(),
        given_up_count=given_up().count(),
        last_error=latest.last_error if latest else "",
    )


def given_up() -> QuerySet[OutboxMessage]:
    """Tried to the end, and never sent. Those whose words were forgotten since are not among them."""
    tried = OutboxMessage.objects.filter(sent_at=None, attempts_count__gt=0).exclude(cancelled_at=None)
    return tried.exclude(last_error="").exclude(recipient="")


def retry(*, now: datetime) -> int:
    """Let everything that failed be tried again now, with all its tries before it. Returns how many."""
    failed = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None).exclude(last_error="")
    again = {"cancelled_at": None, "due_at": now, "attempts_count": 1}
    with one_turn():
        # A mail that was tried once counts as told: it is not called back any more.
        return failed.update(**again) + given_up().update(**again)


def dismiss(*, now: datetime) -> int:
    """What was given up is not to be told of any more. Returns how many."""
    with one_turn():
        return given_up().update(last_error="", cancelled_at=now)


def failure_words(kind: str) -> str:
    """The kind of a failure in a sentence; itself where there is none for it."""
    for sign, words in _WORDS:
        if kind.startswith(sign):
            return str(words)
    return kind


def stuck(*, now: datetime) -> QuerySet[OutboxMessage]:
    """What was given up, was tried in vain, or should have left a while ago: the given-up first, then the oldest."""
    waits = Q(sent_at=None, cancelled_at=None)
    failing = waits & Q(attempts_count__gt=0) & ~Q(last_error="")
    overdue = waits & Q(due_at__lt=now - OVERDUE)
    rows = OutboxMessage.objects.filter(failing | overdue | Q(pk__in=given_up().values("pk")))
    return rows.order_by(F("cancelled_at").asc(nulls_last=True), "due_at", "pk")


def retry_one(pk: int, *, now: datetime) -> bool:
    """The same as `retry` for one mail. False where there is nothing to do: it left, never failed, or is due already.

    One UPDATE on the row's own columns: asked for twice, it leaves once.
    """
    failed = OutboxMessage.objects.filter(pk=pk, sent_at=None).exclude(last_error="").exclude(recipient="")
    resting = failed.filter(Q(cancelled_at__isnull=False) | Q(due_at__gt=now))
    with one_turn():
        return bool(resting.update(cancelled_at=None, due_at=now, attempts_count=1))
