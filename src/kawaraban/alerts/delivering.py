"""Sending what is on its way to hooks. The worker calls `deliver_due` every few seconds.

    POST /hook HTTP/1.1
    Kawaraban-Event: comment.decided
    Kawaraban-Delivery: 81
    Kawaraban-Signature: t=1764300000,v1=5257a869e7...

v1 is the HMAC-SHA256, in hex, of "t.body" under the hook's secret. As in the outbox a delivery is taken, sent
outside any transaction, and marked: a slow receiver holds no lock, and a crash sends it again.
"""

import contextlib
import hashlib
import hmac
import http.client
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import F

from kawaraban.alerts.hooks import secret_of
from kawaraban.alerts.models import Attempt, Delivery
from kawaraban.kit.public_hosts import NoAddress, PrivateHost, connected
from kawaraban.kit.seeing.families import HOOKS
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.press.turn import one_turn

logger = logging.getLogger(__name__)

SILENCE_SECONDS = 8.0
WHOLE_SECONDS = 15.0
MOST_ATTEMPTS = 12  # about a day and a half
_TAKEN_FOR = timedelta(minutes=5)
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=6)


def signature(body: str, *, secret: str, moment: int) -> str:
    """The value of the header Kawaraban-Signature for a body sent at this second."""
    mark = hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={moment},v1={mark}"


def deliver_due(*, now: datetime, limit: int = 50) -> int:
    """Send what is due, oldest first. A hook that fails is left alone for this round. Returns how many arrived."""
    failed: set[int] = set()
    arrived = 0
    for pk, hook_id in list(Delivery.objects.due(now).values_list("pk", "hook_id")[:limit]):
        if hook_id in failed:
            continue
        if _deliver(pk, now):
            arrived += 1
        else:
            failed.add(hook_id)
    return arrived


def _deliver(pk: int, now: datetime) -> bool:
    """Take, send and mark one. False when it was not ours to take, or did not arrive."""
    with one_turn():
        # In the turn: the hook is another table, and of what a statement reads there PostgreSQL asks only once.
        seen = Delivery.objects.due(now).filter(pk=pk).first()
        if seen is None:
            return False
        taken = Delivery.objects.filter(pk=pk, attempts_count=seen.attempts_count, due_at=seen.due_at)
        if not taken.update(due_at=now + _TAKEN_FOR, attempts_count=F("attempts_count") + 1):
            return False
    delivery = Delivery.objects.select_related("hook").get(pk=pk)
    status, fault = _send(delivery, now)
    with one_turn():
        Attempt.objects.create(delivery=delivery, tried_at=now, status=status, fault=fault)
        if status is not None and 200 <= status < 300:
            Delivery.objects.filter(pk=pk).update(delivered_at=now)
            TALLY.count(HOOKS, "delivered")
            return True
        pause = min(_FIRST_PAUSE * 2 ** (delivery.attempts_count - 1), _LONGEST_PAUSE)
        gives_up = delivery.attempts_count >= MOST_ATTEMPTS
        TALLY.count(HOOKS, "given_up" if gives_up else "failed")
        Delivery.objects.filter(pk=pk).update(due_at=now + pause, dead_at=now if gives_up else None)
    logger.warning("hook %d: delivery %d failed (%s)", delivery.hook_id, pk, status or fault)
    return False


def _send(delivery: Delivery, now: datetime) -> tuple[int | None, str]:
    """The status that came back, or None and the kind of fault. Redirects are not followed: they are faults."""
    try:
        return _posted(delivery, int(now.timestamp())), ""
    except PrivateHost:
        return None, "private address"
    except NoAddress:
        return None, "no address"
    except TimeoutError:
        return None, "too slow"
    except ssl.SSLError:
        return None, "no trusted certificate"
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as broken:
        return None, type(broken).__name__


def _posted(delivery: Delivery, moment: int) -> int:
    parts = urlsplit(delivery.hook.address)
    is_tls = parts.scheme == "https"
    connection = connected(
        parts.hostname or "",
        parts.port or (443 if is_tls else 80),
        is_tls=is_tls,
        timeout=SILENCE_SECONDS,
        allow_private=settings.HOOKS_PRIVATE,
    )
    path = quote(parts.path or "/", safe="%/:=&?~+!$,;'@()*[]") + (f"?{parts.query}" if parts.query else "")
    with _hung_up_after(WHOLE_SECONDS, connection):
        connection.request("POST", path, delivery.body.encode(), _headers(delivery, moment, parts.netloc))
        return connection.getresponse().status


@contextlib.contextmanager
def _hung_up_after(seconds: float, connection: http.client.HTTPConnection) -> Iterator[None]:
    """Close the connection afterwards, and in any case after so long: a receiver that sends a byte now and then
    is never silent. Raises TimeoutError when it came to that."""
    line, is_over = connection.sock, threading.Event()

    def hang_up() -> None:
        is_over.set()
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
        # An answer that was cut off can read like a whole one.
        if is_over.is_set():
            raise TimeoutError
    except (OSError, http.client.HTTPException) as broken:
        if is_over.is_set():
            raise TimeoutError from broken
        raise
    finally:
        timer.cancel()
        connection.close()


def _headers(delivery: Delivery, moment: int, host: str) -> dict[str, str]:
    return {
        "Host": host,
        "Content-Type": "application/json",
        "User-Agent": "Kawaraban hook",
        "Connection": "close",
        "Kawaraban-Event": delivery.event,
        "Kawaraban-Delivery": str(delivery.pk),
        "Kawaraban-Signature": signature(delivery.body, secret=secret_of(delivery.hook), moment=moment),
    }
