"""Opening, renaming and closing threads."""

from dataclasses import dataclass
from datetime import datetime

from kawaraban.comments.actions.permission import may_act
from kawaraban.comments.keys import thread_key
from kawaraban.comments.models import Thread
from kawaraban.law.record.ledger import Record, record_many
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb
from kawaraban.press.orders import order_reprint
from kawaraban.press.turn import one_turn


@dataclass(frozen=True, slots=True)
class CommentedPage:
    """What a page with comments says of itself. `closed_reason` is for its readers, and counts while it is closed."""

    locator: str
    url: str
    title: str
    section: str
    language: str
    is_open: bool
    closed_reason: str


def keep_thread(page: CommentedPage, *, now: datetime) -> Thread:
    """Make or update the thread of a page to what the page says now. Idempotent; orders the reprint when it changed.

    The page opens or closes the thread only when it says something else than before: who said it last is obeyed,
    so that what the desk closed stays closed when the story is printed again. Closing and opening again are
    recorded. A new thread orders nothing: no page shows it yet.
    """
    with one_turn():
        thread, is_new = Thread.objects.select_for_update().get_or_create(
            locator=page.locator, defaults=_said_of(page)
        )
        changed, records = follow_page(thread, page, now=now)
        record_many(records, now=now)
        if changed:
            thread.save(update_fields=changed)
            if not is_new:
                order_reprint(keys=[thread_key(thread)], reason="thread_changed", now=now)
    return thread


def follow_page(thread: Thread, page: CommentedPage, *, now: datetime) -> tuple[list[str], list[Record]]:
    """Set what the page says now. Returns the fields that changed, and what is to be recorded; writes nothing."""
    said = _said_of(page)
    changed = [name for name, value in said.items() if getattr(thread, name) != value]
    for name in changed:
        setattr(thread, name, said[name])
    is_open, closed_reason = page.is_open, "" if page.is_open else page.closed_reason
    if (thread.page_is_open, thread.page_closed_reason) == (is_open, closed_reason):
        return changed, []
    thread.page_is_open, thread.page_closed_reason = is_open, closed_reason
    fields, records = _set_open(thread, is_open=is_open, reason=closed_reason, person=None, now=now)
    return [*changed, "page_is_open", "page_closed_reason", *fields], records


def close_thread(*, thread_id: int, reason: str, person: User, now: datetime) -> Thread:
    """Close a thread with words for its readers. Comments that wait are still decided."""
    return _open_or_close(thread_id, is_open=False, reason=reason.strip(), person=person, now=now)


def reopen_thread(*, thread_id: int, person: User, now: datetime) -> Thread:
    """Let readers comment again."""
    return _open_or_close(thread_id, is_open=True, reason="", person=person, now=now)


def _open_or_close(thread_id: int, *, is_open: bool, reason: str, person: User, now: datetime) -> Thread:
    with one_turn():
        thread = Thread.objects.select_for_update().get(pk=thread_id)
        may_act(person, Verb.CLOSE_THREAD, thread)
        changed, records = _set_open(thread, is_open=is_open, reason=reason, person=person, now=now)
        record_many(records, now=now)
        if changed:
            thread.save(update_fields=changed)
            order_reprint(keys=[thread_key(thread)], reason="thread_changed", now=now)
    return thread


def _said_of(page: CommentedPage) -> dict[str, str]:
    return {"url": page.url, "title": page.title, "section": page.section, "language": page.language}


def _set_open(
    thread: Thread, *, is_open: bool, reason: str, person: User | None, now: datetime
) -> tuple[list[str], list[Record]]:
    """Set; returns the fields that changed, with their record. `person` is None where the page itself says it."""
    reason = "" if is_open else reason
    if thread.is_open == is_open and thread.closed_reason == reason:
        return [], []
    if thread.is_open != is_open:
        thread.closed_at = None if is_open else now
    thread.closed_reason = reason
    entry = Record(
        kind="thread_reopened" if is_open else "thread_closed",
        subject=f"thread:{thread.pk}",
        payload={
            "locator": thread.locator,
            "reason": reason,
            "person": person.get_username() if person else "",
        },
    )
    return ["closed_at", "closed_reason"], [entry]
