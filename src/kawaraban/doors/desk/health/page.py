"""What the page of health shows: what the nodes found, and what does not leave. A set number of queries, no network."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.alerts.health.reports import NodeFinding, standing
from kawaraban.alerts.health.undelivered import UndeliveredCounts, counts, undelivered
from kawaraban.alerts.health.words import words_of
from kawaraban.alerts.models import Delivery
from kawaraban.law.models import OutboxMessage
from kawaraban.law.outbox_standing import OutboxStanding, failure_words, outbox_standing, stuck

# More have one cause, and one button tries all of them again.
SHOWN_AT_MOST: Final = 50
# By what its subject begins with, as the record calls it.
_ABOUT: Final[dict[str, Promise]] = {
    "comment": _("to the author of a comment"),
    "restriction": _("to a suspended commenter"),
    "notice": _("to the sender of a notice"),
    "": _("to the staff"),
}
_FAULTS: Final[dict[str, Promise]] = {
    "private address": _("Its address leads into a private network."),
    "no address": _("Its host name is not known."),
    "too slow": _("It did not answer in time."),
    "no trusted certificate": _("Its certificate is not valid."),
    "ConnectionRefusedError": _("Nothing answers at its address."),
}
_ANSWERED: Final = _("It answered with status %(status)s.")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One finding in words. `nodes`: where, of several; the same finding is told once."""

    what: str
    do: str
    lines: tuple[str, ...]
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StuckMail:
    """Never more of an address than its host: a mail server is found by it, a person is not."""

    pk: int
    about: Promise
    host: str
    why: str
    attempts_count: int
    next_at: datetime | None
    is_given_up: bool
    was_tried: bool


@dataclass(frozen=True, slots=True)
class StuckDelivery:
    """One event that did not reach a hook."""

    pk: int
    hook_pk: int
    event: str
    host: str
    why: str
    attempts_count: int
    next_at: datetime | None
    is_given_up: bool


@dataclass(frozen=True, slots=True)
class HealthPage:
    """All of it. `looked_at` is None where no worker has looked yet."""

    faults: tuple[Trouble, ...]
    advice: tuple[Trouble, ...]
    nodes: tuple[str, ...]
    looked_at: datetime | None
    is_asked: bool
    mail: OutboxStanding
    mails: tuple[StuckMail, ...]
    hook_counts: UndeliveredCounts
    deliveries: tuple[StuckDelivery, ...]


def health_page(*, now: datetime) -> HealthPage:
    """As it stands now."""
    found = standing(now=now)
    many = len(found.nodes) > 1
    return HealthPage(
        faults=_troubles(found.faults, many=many),
        advice=_troubles(found.advice, many=many),
        nodes=found.nodes,
        looked_at=found.looked_at,
        is_asked=found.is_asked,
        mail=outbox_standing(now=now),
        mails=tuple(_mail(row, now) for row in stuck(now=now)[:SHOWN_AT_MOST]),
        hook_counts=counts(now=now),
        deliveries=tuple(_delivery(row, now) for row in undelivered(now=now)[:SHOWN_AT_MOST]),
    )


def _troubles(found: Iterable[NodeFinding], *, many: bool) -> tuple[Trouble, ...]:
    """One for each code, with every line of it once and the nodes that found it."""
    by_code: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for each in found:
        lines, nodes = by_code.setdefault(each.finding.code, ({}, {}))
        lines[each.finding.line] = None
        nodes[each.node] = None
    return tuple(
        Trouble(str(words_of(code).what), str(words_of(code).do), tuple(lines), tuple(nodes) if many else ())
        for code, (lines, nodes) in by_code.items()
    )


def _mail(row: OutboxMessage, now: datetime) -> StuckMail:
    is_given_up = row.cancelled_at is not None
    return StuckMail(
        pk=row.pk,
        about=_ABOUT.get(row.subject.partition(":")[0], _ABOUT[""]),
        host=row.recipient.rpartition("@")[2],
        why=failure_words(row.last_error) if row.last_error else "",
        attempts_count=row.attempts_count,
        next_at=None if is_given_up or row.due_at <= now else row.due_at,
        is_given_up=is_given_up,
        was_tried=bool(row.last_error),
    )


def _delivery(row: Delivery, now: datetime) -> StuckDelivery:
    last = next(iter(row.attempts.all()), None)
    fault = "" if last is None else last.fault
    answered = "" if last is None or last.status is None else str(_ANSWERED) % {"status": last.status}
    return StuckDelivery(
        pk=row.pk,
        hook_pk=row.hook_id,
        event=row.event,
        host=urlsplit(row.hook.address).hostname or "",
        why=answered or str(_FAULTS.get(fault, fault)),
        attempts_count=row.attempts_count,
        next_at=None if row.dead_at is not None or row.due_at <= now else row.due_at,
        is_given_up=row.dead_at is not None,
    )
