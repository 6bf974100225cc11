"""Which entries of the record are told to hooks, under which name, and what of them.

The names and the fields are a promise to programs of others: they are frozen, and described in docs/hooks.md.
What is not in FIELDS is not told: no name of an author or a moderator, no note, no text.
"""

import json
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.law.record.following import Entry

EVENTS: dict[str, tuple[Promise, frozenset[str]]] = {
    "comment.received": (
        _("A comment came in, or its author changed it"),
        frozenset({"comment_received", "comment_revised"}),
    ),
    "comment.decided": (
        _("A comment was decided, or a decision was taken back"),
        frozenset(
            {
                "comment_approved",
                "comment_rejected",
                "comment_returned",
                "comment_withheld",
                "comment_reopened",
                "comment_removed",
                "comment_kept",
                "comment_reinstated",
                "decision_upheld",
                "decision_reversed",
                "decision_reversed_to_approved",
                "decision_reversed_to_withheld",
                "decision_reversed_to_rejected",
            }
        ),
    ),
    "comment.withdrawn": (_("The author took a comment back"), frozenset({"comment_withdrawn"})),
    "comment.erased": (_("A comment was erased"), frozenset({"comment_erased"})),
    "comment.reported": (
        _("A reader reported a comment, or the author or the sender of a notice appealed"),
        frozenset({"comment_reported", "appeal_received"}),
    ),
    "commenter.restricted": (
        _("A commenter was suspended, or a suspension was lifted, upheld on appeal or taken back"),
        frozenset(
            {"commenter_restricted", "restriction_lifted", "restriction_upheld", "restriction_reversed"}
        ),
    ),
    "notice.changed": (
        _("A notice of illegal content came in, or was answered"),
        frozenset({"notice_received", "notice_decided", "notice_reopened"}),
    ),
    "demand.changed": (
        _("An order, a letter or a call was entered, changed or settled"),
        frozenset(
            {
                "demand_entered",
                "demand_corrected",
                "demand_entry_taken_back",
                "demand_confirmed",
                "demand_settled",
                "demand_reopened",
            }
        ),
    ),
    "thread.changed": (
        _("A thread was closed or opened again"),
        frozenset({"thread_closed", "thread_reopened"}),
    ),
}
PING = "ping"
FIELDS = ("revision", "policy", "thread", "locator", "decision", "reverses", "ground", "comment", "until")
_EVENT_OF = {kind: event for event, (_label, kinds) in EVENTS.items() for kind in kinds}


def event_of(entry: Entry) -> str | None:
    """The event that this entry is; None for what no hook is told."""
    return _EVENT_OF.get(entry.kind)


def body_of(entry: Entry, event: str) -> str:
    """What is sent, as JSON. The id stays the same however often it is sent."""
    subject, _colon, name = entry.subject.partition(":")
    said: dict[str, Any] = {
        "id": f"entry-{entry.number}",
        "event": event,
        "kind": entry.kind,
        "at": entry.recorded_at.isoformat(),
        "site": settings.SITE_URL,
        subject: name,
    }
    fields = {field: entry.payload[field] for field in FIELDS if field in entry.payload}
    return json.dumps(said | {key: value for key, value in fields.items() if key not in said})
