"""The rows of the file of a person, in groups: each table is asked once for a group, however many rows of it there are.

for row in comment_rows(numbers, now=now): ...      # dictionaries of what JSON can hold
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from kawaraban.comments.models import Comment, CommentScore, Restriction, Revision, StoredFinding
from kawaraban.law.demands.sources import told_later
from kawaraban.law.models import Appeal, Decision, Hold, Notice, OutboxMessage, Report, Statement
from kawaraban.law.models.holds import Cause
from kawaraban.law.record.following import links_of
from kawaraban.law.record.holds import UNTOLD
from kawaraban.law.record.ledger import ChainLink

_GROUP: Final = 200
# Keys that open something, and what only tells tables apart.
LEFT_OUT: Final = frozenset(
    (
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
        # Pieces of the words, which are here whole.
        "weighed",
        "decided_by",
    )
)
Row = dict[str, Any]
Name = TypeVar("Name", int, UUID)


def comment_rows(numbers: Sequence[int], *, now: datetime) -> Iterator[Row]:
    """Comments with all that is held about each."""
    for group in _groups(numbers):
        comments = list(Comment.objects.filter(pk__in=group).select_related("thread").order_by("pk"))
        yield from _comments(comments, now)


def suspension_rows(numbers: Sequence[int]) -> Iterator[Row]:
    """Suspensions with what was decided about each."""
    for group in _groups(numbers):
        yield from _suspensions(list(Restriction.objects.filter(pk__in=group).order_by("pk")))


def notice_rows(numbers: Sequence[UUID]) -> Iterator[Row]:
    """Notices with their appeals."""
    for group in _groups(numbers):
        notices = list(Notice.objects.filter(pk__in=group).order_by("pk"))
        appeals = _by(Appeal.objects.filter(notice__in=group), lambda each: each.notice_id)
        record = _records([notice.record_name for notice in notices])
        for notice in notices:
            yield _fields(notice) | {
                "appeals": appeals.get(notice.pk, []),
                "record": record.get(notice.record_name, []),
            }


def mail_rows(numbers: Sequence[int]) -> Iterator[Row]:
    """Mails of the outbox."""
    for group in _groups(numbers):
        for mail in OutboxMessage.objects.filter(pk__in=group).order_by("pk"):
            yield _fields(mail)


def _comments(comments: Sequence[Comment], now: datetime) -> Iterator[Row]:
    numbers = [comment.pk for comment in comments]
    about: dict[str, Any] = {"subject__in": [comment.subject for comment in comments]}
    revisions = _by(Revision.objects.filter(comment__in=numbers), _comment_of)
    findings = _by(StoredFinding.objects.filter(comment__in=numbers), _comment_of)
    scores = _by(CommentScore.objects.filter(comment__in=numbers), _comment_of)
    decided = list(Decision.objects.filter(**about).order_by("place"))
    # An order may keep the reasons back until its day, here as on the page of the comment.
    silent = told_later(decided, now=now)
    told = [each for each in decided if each.pk not in silent]
    decisions = _by(told, _subject_of)
    statements = _statements(told)
    appeals = _by(Appeal.objects.filter(**about, party="author"), _subject_of)
    restrictions = list(Restriction.objects.filter(comment__in=numbers).order_by("pk"))
    suspensions = _by_comment(restrictions)
    # Who reported it is somebody else's data.
    reports: dict[str, list[Row]] = {}
    for report in Report.objects.filter(**about).order_by("pk"):
        said = {"ground": report.ground, "reported_at": _value(report.reported_at)}
        reports.setdefault(report.subject, []).append(said)
    holds = Counter(Hold.objects.filter(**about, cause=Cause.LEGAL).values_list("subject", flat=True))
    record = _records(about["subject__in"])
    for comment in comments:
        subject = comment.subject
        yield _fields(comment) | {
            "public_id": comment.public_id,
            "page": comment.thread.url,
            "page_title": comment.thread.title,
            "revisions": revisions.get(comment.pk, []),
            "findings": findings.get(comment.pk, []),
            "triage": scores.get(comment.pk, []),
            "decisions": decisions.get(subject, []),
            "statements": statements.get(subject, []),
            "appeals": appeals.get(subject, []),
            "suspensions": suspensions.get(comment.pk, []),
            "reports": reports.get(subject, []),
            "legal_holds": holds[subject],
            "record": record.get(subject, []),
        }


def _by_comment(restrictions: Sequence[Restriction]) -> dict[int, list[Row]]:
    suspensions: dict[int, list[Row]] = {}
    for restriction, row in zip(restrictions, _suspensions(restrictions), strict=True):
        suspensions.setdefault(restriction.comment_id, []).append(row)
    return suspensions


def _suspensions(restrictions: Sequence[Restriction]) -> Iterator[Row]:
    about = {"subject__in": [each.subject for each in restrictions]}
    decided = list(Decision.objects.filter(**about).order_by("place")) if restrictions else []
    decisions, statements = _by(decided, _subject_of), _statements(decided)
    appeals = _by(Appeal.objects.filter(**about), _subject_of) if restrictions else {}
    record = _records(about["subject__in"]) if restrictions else {}
    for restriction in restrictions:
        subject = restriction.subject
        yield _fields(restriction) | {
            "decisions": decisions.get(subject, []),
            "statements": statements.get(subject, []),
            "appeals": appeals.get(subject, []),
            "record": record.get(subject, []),
        }


def _statements(decided: Sequence[Decision]) -> dict[str, list[Row]]:
    """By what their decisions are about."""
    subjects = {each.pk: each.subject for each in decided}
    found = Statement.objects.filter(decision__in=list(subjects))
    return _by(found, lambda each: subjects[each.decision_id]) if subjects else {}


def _records(subjects: Collection[str]) -> dict[str, list[Row]]:
    return {
        subject: [_entry(link) for link in links] for subject, links in links_of(subjects, but=UNTOLD).items()
    }


def _entry(link: ChainLink) -> Row:
    return {"number": link.number, "kind": link.kind, "at": _value(link.recorded_at)}


def _comment_of(row: Any) -> Any:
    return row.comment_id


def _subject_of(row: Any) -> Any:
    return row.subject


def _by(rows: "QuerySet[Any, Any] | Sequence[Any]", key: Callable[[Any], Any]) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(_fields(row))
    return groups


def _groups(numbers: Sequence[Name]) -> Iterator[Sequence[Name]]:
    return (numbers[at : at + _GROUP] for at in range(0, len(numbers), _GROUP))


def _fields(row: Model) -> Row:
    """Every column of a row, also those that no form shows, but for keys and numbers of tables."""
    columns: Mapping[str, Any] = {
        field.name: getattr(row, field.attname) for field in row._meta.concrete_fields
    }
    return {name: _value(value) for name, value in columns.items() if name not in LEFT_OUT}


def _value(value: Any) -> Any:
    return (
        value
        if isinstance(value, str | int | float | bool | dict | None)
        else (value.isoformat() if isinstance(value, datetime) else str(value))
    )
