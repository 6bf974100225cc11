"""All that the paper holds about one person, for that person: the right of access, as a file that people can read.

about_email("ada@example.org", now=now)      # every comment, suspension, notice and mail under an address
about_comment(comment, now=now)
holds_nothing(file)                          # such a file is not handed to anybody

That a crime is suspected is not in it, nor any hold by its kind and time: it would warn whom the police looks for.
"""

from datetime import datetime
from typing import Any

from django.conf import settings

from kawaraban.comments.finding_people import blind_spots, traces_of, who_is
from kawaraban.comments.models import Comment, Restriction
from kawaraban.law.demands.sources import told_later
from kawaraban.law.models import Appeal, Decision, Hold, Notice, OutboxMessage, Report, Statement
from kawaraban.law.models.holds import Cause
from kawaraban.law.personal.table import held_besides
from kawaraban.law.record.following import entries_about
from kawaraban.law.record.holds import UNTOLD

_ABOUT_NETWORKS = (
    "The paper stores no whole network address. Its access log has the network of each request (/24, of IPv6 /48) for"
    " log_days and names nobody; it is not in this file. What stands under sender_key, wide_key and widest_key are"
    " keyed hashes of the network from which a comment came. Whoever has the paper's key can trace them back, so they"
    " are treated as personal data."
)
# Under this the file of an address says what is not in it.
NOT_FOUND_BY_IT = "not_found_by_this_address"
# Keys that open something, and what only tells tables apart.
_LEFT_OUT = (
    "id",
    "tracking_token",
    "token",
    "sender_salt",
    "thread",
    "parent",
    "comment",
    "lifting",
    "decision",
    "reverses",
    "moderator",
    "decided_by",
)


def about_email(email: str, *, now: datetime) -> dict[str, Any]:
    """Everything under this address, however it is written, also where it was forgotten (`finding_people.py`)."""
    found = traces_of(email)
    comments = Comment.objects.filter(pk__in=found.comments).select_related("thread").order_by("pk")
    notices = Notice.objects.filter(pk__in=found.notices).order_by("pk")
    mails = OutboxMessage.objects.filter(pk__in=found.mails).order_by("pk")
    return _file(now) | {
        "email": email,
        NOT_FOUND_BY_IT: blind_spots(),
        "comments": [_comment(comment, now) for comment in comments],
        # Also those whose occasion does not hold the address any more.
        "suspensions": [
            _restriction(each) for each in Restriction.objects.filter(pk__in=found.suspensions).order_by("pk")
        ],
        "notices": [_notice(notice) for notice in notices],
        "mails": [_fields(mail) for mail in mails],
        **held_besides(who_is(comments, email)),
    }


def about_comment(comment: Comment, *, now: datetime) -> dict[str, Any]:
    """Everything about one comment, with the mails about it."""
    mails = OutboxMessage.objects.filter(decision__subject=comment.subject, recipient=comment.email)
    return _file(now) | {
        "comments": [_comment(comment, now)],
        "mails": [_fields(mail) for mail in mails.order_by("pk")] if comment.email else [],
        **held_besides(who_is([comment], comment.email)),
    }


def holds_nothing(said: dict[str, Any]) -> bool:
    """Whether the file of an address says that nothing was found."""
    return not any(
        value for name, value in said.items() if isinstance(value, list) and name != NOT_FOUND_BY_IT
    )


def _file(now: datetime) -> dict[str, Any]:
    return {
        "paper": settings.SITE_URL,
        "made_at": now.isoformat(),
        "network_addresses": _ABOUT_NETWORKS,
    }


def _comment(comment: Comment, now: datetime) -> dict[str, Any]:
    subject = comment.subject
    decisions = Decision.objects.filter(subject=subject).order_by("place")
    # An order may keep the reasons back until its day, here as on the page of the comment.
    decisions = decisions.exclude(pk__in=told_later(decisions, now=now))
    return _fields(comment) | {
        "public_id": comment.public_id,
        "page": comment.thread.url,
        "page_title": comment.thread.title,
        "revisions": [_fields(revision) for revision in comment.revisions.all()],
        "findings": [_fields(finding) for finding in comment.findings.all()],
        "decisions": [_fields(decision) for decision in decisions],
        "statements": [_fields(each) for each in Statement.objects.filter(decision__in=decisions)],
        "appeals": [_fields(appeal) for appeal in Appeal.objects.filter(subject=subject, party="author")],
        "suspensions": [_restriction(each) for each in comment.restrictions.order_by("pk")],
        # Who reported it is somebody else's data.
        "reports": [
            {"ground": report.ground, "reported_at": _value(report.reported_at)}
            for report in Report.objects.filter(subject=subject).order_by("pk")
        ],
        "legal_holds": Hold.objects.filter(subject=subject, cause=Cause.LEGAL).count(),
        "record": _record(subject),
    }


def _restriction(restriction: Restriction) -> dict[str, Any]:
    subject = restriction.subject
    return _fields(restriction) | {
        "decisions": [_fields(each) for each in Decision.objects.filter(subject=subject).order_by("place")],
        "statements": [_fields(each) for each in Statement.objects.filter(decision__subject=subject)],
        "appeals": [_fields(appeal) for appeal in Appeal.objects.filter(subject=subject)],
        "record": _record(subject),
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return _fields(notice) | {
        "appeals": [_fields(appeal) for appeal in Appeal.objects.filter(notice=notice)],
        "record": _record(notice.record_name),
    }


def _record(subject: str) -> list[dict[str, Any]]:
    return [
        {"number": entry.number, "kind": entry.kind, "at": _value(entry.recorded_at)}
        for entry in entries_about(subject)
        if entry.kind not in UNTOLD
    ]


def _fields(row: Any) -> dict[str, Any]:
    """Every column of a row, also those that no form shows, but for keys and numbers of tables."""
    columns = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: _value(value) for name, value in columns.items() if name not in _LEFT_OUT}


def _value(value: Any) -> Any:
    return (
        value
        if isinstance(value, str | int | float | bool | None)
        else (value.isoformat() if isinstance(value, datetime) else str(value))
    )
