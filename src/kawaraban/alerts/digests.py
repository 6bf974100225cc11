"""Digests: who is due one now, and the one transaction that writes it.

    send_digests(now=now, zone=zone)     # the worker, every half minute

At a set time of day: what waits, and what is reported, noticed and appealed. As an alarm: more of all that than so
many, or something of it waits too long; then there is rest for three hours. A row of `Digest` stands for each person
and time, written together with the mail, so that a crash before it sends it later and a crash after it never sends it
twice.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError

from kawaraban.alerts.digest_words import digest_mail
from kawaraban.alerts.models import Digest, DigestWish
from kawaraban.alerts.waiting import matters_for, waiting_count, waiting_for, waiting_since
from kawaraban.law.outbox import post
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, may
from kawaraban.press.turn import one_turn

# A set time that the worker slept through is made good for so long, and then let go.
_LATE_BY = timedelta(hours=3)
_REST = timedelta(hours=3)
SHOWN = 5


def send_digests(*, now: datetime, zone: ZoneInfo) -> int:
    """Write every digest that is due. Returns how many mails went into the outbox."""
    wishes = DigestWish.objects.select_related("user").exclude(user__email="")
    return sum(_send(wish, now, zone) for wish in wishes if may(wish.user, Verb.OPEN_DESK))


def last_set_time(times: list[str], *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The latest of these times of day that has come; None without any. A time that a clock change skips or
    repeats comes once."""
    here = now.astimezone(zone)
    moments = [
        datetime.combine(day, datetime.strptime(time, "%H:%M").time(), tzinfo=zone)  # noqa: DTZ007  the zone is given
        for day in (here.date(), here.date() - timedelta(days=1))
        for time in times
    ]
    return max((moment for moment in moments if moment.astimezone(now.tzinfo) <= now), default=None)


def _send(wish: DigestWish, now: datetime, zone: ZoneInfo) -> bool:
    due_at = last_set_time(wish.times, now=now, zone=zone)
    if due_at and max(now - _LATE_BY, wish.wished_at) <= due_at and _write(wish, due_at, now, is_alarm=False):
        return True
    return _is_alarming(wish, now) and _write(wish, now, now, is_alarm=True)


def _is_alarming(wish: DigestWish, now: datetime) -> bool:
    if wish.more_than is None and wish.longer_than_hours is None:
        return False
    if Digest.objects.filter(user=wish.user, waiting_count__gt=0, due_at__gt=now - _REST).exists():
        return False
    if wish.more_than is not None and waiting_count(wish.user) > wish.more_than:
        return True
    if wish.longer_than_hours is None:
        return False
    since = waiting_since(wish.user)
    return since is not None and since < now - timedelta(hours=wish.longer_than_hours)


def _write(wish: DigestWish, due_at: datetime, now: datetime, *, is_alarm: bool) -> bool:
    """Row and mail together. False when this time was written already, or nothing waits."""
    if Digest.objects.filter(user=wish.user, due_at=due_at).exists():
        return False
    try:
        with one_turn():
            user = User.objects.select_for_update().get(pk=wish.user_id)
            if is_alarm and not _is_alarming(wish, now):
                return False
            rows = waiting_for(user)
            count = rows.order_by().count()
            matters = matters_for(user)
            Digest.objects.create(
                user=user, due_at=due_at, is_alarm=is_alarm, waiting_count=waiting_count(user)
            )
            if not count and not matters:
                return False
            oldest = list(rows.select_related("thread")[:SHOWN])
            mail = digest_mail(user, oldest, count=count, matters=matters, now=now)
            post(
                recipient=user.email,
                heading=mail.heading,
                body=mail.body,
                language=mail.language,
                decision=None,
                now=now,
            )
    except IntegrityError:
        return False  # another worker wrote it at the same moment
    return True
