"""Earlier decisions about comments like this one: the same words, else those that share most words.

Cheap on purpose: the same text is found by its key, along an index; likeness is looked for among the last decisions
only, by the words that two texts share. The desk says which of the two it was and how much they share.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.comments.models import Comment, CommentQuerySet, Status
from kawaraban.comments.standing import standing_decision_of_each
from kawaraban.doors.desk.asked_together import rows_of_each
from kawaraban.doors.desk.card.history import ground_words
from kawaraban.doors.desk.lane.scope import visible_to
from kawaraban.doors.desk.search.words import words_of
from kawaraban.kit.graphemes import count, cut
from kawaraban.law.models import Decision
from kawaraban.people.models import User

SHOWN_AT_MOST = 3
LOOKED_AT_OF_EACH = 60
LEAST_LIKENESS = 0.3
# Shorter texts share their few words with everybody.
_FEWEST_WORDS = 4
_SHORTEST_WORD = 3
_EXCERPT = 90
_DECIDED = (Status.APPROVED, Status.REJECTED)


@dataclass(frozen=True, slots=True)
class SimilarView:
    """One earlier decision. `why` says how the two are alike; `verdict` what was decided, on which ground, by whom."""

    public_id: str
    excerpt: str
    language: str
    is_approved: bool
    verdict: str
    why: str
    decided_at: datetime


def similar_decisions(comment: Comment, *, moderator: User) -> tuple[SimilarView, ...]:
    """The likest first. At most three queries, whatever the paper's size."""
    decided = visible_to(moderator, Comment.objects.exclude(pk=comment.pk))
    alike = list(_with_same_words(comment, decided)) or list(_with_shared_words(comment, decided))
    standing = standing_decision_of_each([other for other, _why in alike])
    return tuple(
        _similar_one(other, standing[other.subject], why) for other, why in alike if other.subject in standing
    )


def _with_same_words(comment: Comment, decided: CommentQuerySet) -> Iterator[tuple[Comment, str]]:
    if not comment.text_key:
        return
    same = decided.filter(text_key=comment.text_key, status__in=_DECIDED).order_by("-sent_at")
    for other in same[:SHOWN_AT_MOST]:
        yield other, _("the same words")


def _with_shared_words(comment: Comment, decided: CommentQuerySet) -> Iterator[tuple[Comment, str]]:
    own = _words(comment.text)
    if len(own) < _FEWEST_WORDS:
        return
    likes: list[tuple[float, int, Comment]] = []
    newest_first = decided.order_by("-sent_at", "-pk").only("public_id", "text", "language", "status")
    latest = (newest_first.filter(status=status) for status in _DECIDED)
    for other in rows_of_each(*(rows[:LOOKED_AT_OF_EACH] for rows in latest)):
        theirs = _words(other.text)
        shared = len(own & theirs)
        likeness = shared / len(own | theirs)
        if likeness >= LEAST_LIKENESS:
            likes.append((likeness, shared, other))
    likes.sort(key=lambda like: (-like[0], -like[2].pk))
    for _likeness, shared, other in likes[:SHOWN_AT_MOST]:
        yield other, _shares(shared, len(own))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in words_of(text) if len(word) >= _SHORTEST_WORD or not word.isascii())


def _shares(shared: int, of: int) -> str:
    return ngettext("shares %(shared)d of %(of)d word", "shares %(shared)d of %(of)d words", of) % {
        "shared": shared,
        "of": of,
    }


def _similar_one(other: Comment, decision: Decision, why: str) -> SimilarView:
    line = " ".join(other.text.split())
    is_approved = other.status == Status.APPROVED
    verdict = _("approved") if is_approved else ground_words(decision)
    return SimilarView(
        public_id=other.public_id,
        excerpt=cut(line, _EXCERPT).rstrip() + "…" if count(line) > _EXCERPT else line,
        language=other.language,
        is_approved=is_approved,
        verdict=" · ".join((verdict, decision.moderator.display_name)),
        why=why,
        decided_at=decision.decided_at,
    )
