"""Rows that are on legal hold, left out of what is forgotten."""

from django.db.models import QuerySet

from kawaraban.comments.models import Comment, subject_of
from kawaraban.law.models import Notice
from kawaraban.law.personal.periods import Held

_COMMENT, _NOTICE = subject_of(""), "notice:"


def comments_not_held(rows: QuerySet[Comment], held: Held) -> QuerySet[Comment]:
    """Without the comments on hold."""
    names = held_ids(held)
    return rows.exclude(public_id__in=names) if names else rows


def notices_not_held(rows: QuerySet[Notice], held: Held) -> QuerySet[Notice]:
    """Without the notices on hold, and those about a comment that is."""
    names = [name.removeprefix(_NOTICE) for name in held if name.startswith(_NOTICE)]
    return rows.exclude(subject__in=held).exclude(pk__in=names)


def held_ids(held: Held) -> list[str]:
    """The public ids of the comments on hold."""
    return [name.removeprefix(_COMMENT) for name in held if name.startswith(_COMMENT)]
