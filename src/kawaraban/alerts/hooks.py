"""Hooks: made, turned off, tested; the record followed into deliveries; a delivery sent again by hand.

    follow_record(now=now)     # the worker, every few seconds: entries after the cursor become deliveries

Nothing else writes a delivery, and no action knows of hooks: what is recorded is told. Cursor and deliveries move
in one transaction, so that a crash loses nothing and repeats nothing.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kawaraban.alerts.events import EVENTS, PING, body_of, event_of
from kawaraban.alerts.models import Delivery, Hook, HookCursor
from kawaraban.kit.enciphering import decipher, encipher
from kawaraban.kit.signing import derived_key
from kawaraban.law.record.following import entries_after, newest_number
from kawaraban.press.turn import one_turn

_BATCH = 200


def make_hook(*, address: str, events: Sequence[str], now: datetime) -> tuple[Hook, str]:
    """A new hook, on, and its secret, which is not shown again. Raises ValidationError with sentences."""
    secret = f"kwb_{secrets.token_urlsafe(32)}"
    hook = Hook(
        address=_checked_address(address),
        events=_checked_events(events),
        secret=encipher(secret, _key()),
        made_at=now,
    )
    hook.full_clean()
    with one_turn():
        _begin_at_the_present()
        hook.save()
    return hook, secret


def change_hook(*, hook: Hook, address: str, events: Sequence[str], is_on: bool) -> Hook:
    """Another address, other events, on or off. What happens while it is off is not told later."""
    hook.address, hook.events = _checked_address(address), _checked_events(events)
    hook.full_clean()
    with one_turn():
        if is_on and not hook.is_on:
            _begin_at_the_present()
        hook.is_on = is_on
        hook.save(update_fields=["address", "events", "is_on"])
    return hook


def remove_hook(hook: Hook) -> None:
    """The hook, what is on its way to it, and its log."""
    hook.delete()


def secret_of(hook: Hook) -> str:
    """What its deliveries are signed with."""
    return decipher(hook.secret, _key())


def ping(hook: Hook, *, now: datetime) -> Delivery:
    """Put a test on its way."""
    body = json.dumps(
        {
            "id": f"ping-{secrets.token_hex(8)}",
            "event": PING,
            "at": now.isoformat(),
            "site": settings.SITE_URL,
        }
    )
    return Delivery.objects.create(hook=hook, event=PING, body=body, made_at=now, due_at=now)


def deliver_again(delivery: Delivery, *, now: datetime) -> Delivery:
    """Send it once more now, whatever became of it, with a full number of tries before it."""
    delivery.delivered_at = delivery.dead_at = None
    delivery.due_at, delivery.attempts_count = now, 0
    delivery.save(update_fields=["delivered_at", "dead_at", "due_at", "attempts_count"])
    return delivery


def follow_record(*, now: datetime) -> int:
    """Make deliveries of what was recorded since the last time; they leave when the time for undo is over.

    Returns how many were made.
    """
    # Without a hook nothing is written, however much is recorded.
    if not Hook.objects.filter(is_on=True).exists():
        return 0
    made = 0
    while (batch := _follow_one_batch(now)) is not None:
        made += batch
    return made


def _follow_one_batch(now: datetime) -> int | None:
    """How many deliveries one batch of entries made; None when there was no entry."""
    cursor = HookCursor.objects.first()
    if cursor is not None and not entries_after(cursor.number, limit=1):
        return None
    with one_turn():
        cursor = _cursor()
        entries = entries_after(cursor.number, limit=_BATCH)
        if not entries:
            return None
        hooks = list(Hook.objects.filter(is_on=True))
        deliveries = [
            Delivery(
                hook=hook,
                entry_number=entry.number,
                event=event,
                body=body_of(entry, event),
                made_at=now,
                due_at=entry.recorded_at + timedelta(seconds=settings.UNDO_SECONDS),
            )
            for entry in entries
            if (event := event_of(entry))
            for hook in hooks
            if event in hook.events and hook.made_at <= entry.recorded_at
        ]
        Delivery.objects.bulk_create(deliveries)
        cursor.number = entries[-1].number
        cursor.save(update_fields=["number"])
    return len(deliveries)


def _cursor() -> HookCursor:
    """The one row, locked. A paper that never had a hook starts at its present."""
    cursor = HookCursor.objects.select_for_update().first()
    return cursor or HookCursor.objects.create(number=newest_number())


def _begin_at_the_present() -> None:
    """Leave behind what was recorded while no hook was on."""
    cursor = _cursor()
    if not Hook.objects.filter(is_on=True).exists():
        cursor.number = newest_number()
        cursor.save(update_fields=["number"])


def _checked_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise ValidationError(_("The address must begin with https:// or http:// and hold no password."))
    return address


def _checked_events(events: Sequence[str]) -> list[str]:
    chosen = [event for event in EVENTS if event in events]
    if not chosen or len(chosen) != len(set(events)):
        raise ValidationError(_("Choose at least one event."))
    return chosen


def _key() -> bytes:
    return derived_key(settings.SECRET_KEY, "hook-secret")
