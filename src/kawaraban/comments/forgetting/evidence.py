"""What the paper can show an authority about one comment: a file that also says what is not in it.

    evidence(comment, now=now)        # plain values, for json

It is made of the tables as they are. Who sent a notice is left out: that is somebody else's, and the authority asks for
it where it needs it. No moderator is named.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from kawaraban.comments.mails.letters import comment_url
from kawaraban.comments.models import Comment
from kawaraban.law.models import Decision, Notice, Report, Statement
from kawaraban.law.record.following import links_about
from kawaraban.law.record.holds import UNTOLD

NOT_KEPT = (
    (
        "The paper keeps no whole network address: neither of who wrote this nor of anybody else. Its access log has, "
        "for log_days, the time of each request with the network it came from (/24, of IPv6 /48); it is no part of "
        "this file."
    ),
    (
        "What begins with keyed_hash_ is an HMAC-SHA256 under a key of the paper. The same hash is the same network, "
        "e-mail address, form or text. Whoever has that key can try values until one fits; without it nothing can be "
        "read out of it. Hashes of networks and texts are kept keep_hash_days, or while this comment is on hold."
    ),
    (
        "An e-mail address was typed by the sender and proved by nobody. It is kept keep_address_days after the last "
        "decision, or while this comment is on hold: empty means that none was left, or that it was forgotten."
    ),
    "The name is what the sender typed.",
    "Name and address of who sent a notice are not in this file. The paper may know them: ask.",
)
_HASHES = ("sender_key", "wide_key", "widest_key", "fingerprint", "proof", "text_key", "email_key")
_COMMENT = (
    *("public_id", "status", "name", "email", "language", "text", "revision_number", "policy_number"),
    *("sent_at", "status_changed_at", "erasure_asked_at"),
)
_DECISION = (
    *("verdict", "status_before", "revision_number", "policy_number", "visibility", "ground", "own_ground"),
    *("offence", "legal_ground", "passage", "note", "facts", "source", "source_reference", "decided_at"),
)
_NOTICE = (
    *("address", "explanation", "offence", "law", "revision_number", "received_at", "outcome", "answer"),
    "decided_at",
)
_ENTRY = ("number", "kind", "recorded_at", "digest", "previous", "mac")


def evidence(comment: Comment, *, now: datetime) -> dict[str, Any]:
    """Everything about it that an authority may need, with what is not kept. One comment costs seven queries."""
    about = {"subject": comment.subject}
    decisions = Decision.objects.filter(**about).order_by("place")
    statements = Statement.objects.filter(decision__subject=comment.subject).order_by("pk")
    return {
        "paper": settings.SITE_URL,
        "made_at": now.isoformat(),
        "not_kept": list(NOT_KEPT),
        "comment": {
            **_said(comment, _COMMENT),
            "address": comment_url(comment),
            **{f"keyed_hash_{name.removesuffix('_key')}": getattr(comment, name) for name in _HASHES},
        },
        "page": _said(comment.thread, ("locator", "url", "title", "section", "language")),
        "in_reply_to": _said(comment.parent, ("public_id", "name", "text", "sent_at"))
        if comment.parent
        else None,
        "revisions": _all(comment.revisions.order_by("number"), ("number", "text", "sent_at")),
        "decisions": _all(decisions, _DECISION),
        "statements": _all(statements, ("language", "measure", "ground_words", "facts", "stated_at")),
        "notices": _all(Notice.objects.filter(**about).order_by("received_at"), _NOTICE),
        "reports": _all(Report.objects.filter(**about).order_by("pk"), ("ground", "words", "reported_at")),
        "record": _all((link for link in links_about(comment.subject) if link.kind not in UNTOLD), _ENTRY),
    }


def _all(rows: Any, names: Sequence[str]) -> list[dict[str, Any]]:
    return [_said(row, names) for row in rows]


def _said(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)
