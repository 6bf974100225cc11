"""What a page shows of one thread: plain frozen values, ready strings, no queries in the template."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings

from kawaraban.comments.keys import PAPER_KEY
from kawaraban.comments.models import Thread
from kawaraban.comments.names.house_words import HouseWords, house_words
from kawaraban.comments.thread.shown_comments import CommentView, shown_comments
from kawaraban.kit.clock import utc_now
from kawaraban.law.policy.grounds import label_pairs
from kawaraban.law.policy.versions import PolicyWords, policy_url, policy_words
from kawaraban.press.printing.pieces import KEPT

__all__ = ["CommentView", "ThreadView", "thread_view"]


@dataclass(frozen=True, slots=True)
class ThreadView:
    """The whole section under a story: the thread, and all that the comment form needs."""

    locator: str
    language: str
    is_open: bool
    closed_reason: str
    comments_count: int
    comments: tuple[CommentView, ...]  # of one page: the pinned one, picked ones, then newest first
    characters_limit: int
    policy_number: int
    policy_url: str
    policy_effective_at: datetime | None
    grounds: tuple[tuple[str, str], ...]  # (label, explanation) of each ground
    introduction: str
    responsibility: str
    notice: str  # P7, shown by the script in place after sending
    page_number: int = 1
    pages_count: int = 1
    newer_url: str = ""  # "" on the first page
    older_url: str = ""  # "" on the last


def thread_view(thread: Thread, *, language: str, now: datetime | None = None, number: int = 1) -> ThreadView:
    """All that page `number` of the section needs, in at most 7 queries whatever the number of comments.

    `language` is that of the words around the comments. A page that is printed says what holds `now`. Beyond
    the last page there are no comments: the caller compares `pages_count`.
    """
    keep = partial(_said, language, now or utc_now())
    # A change of the policy or of the rules prints the whole paper.
    policy, rules, grounds = KEPT.of(("words around comments", language), keep, keys=[PAPER_KEY])
    shown = shown_comments(thread, language=language, number=number)
    return ThreadView(
        locator=thread.locator,
        language=thread.language,
        is_open=rules.is_open and thread.is_open,
        closed_reason=thread.closed_reason if rules.is_open else rules.closed_reason,
        comments_count=shown.approved_count,
        comments=shown.comments,
        characters_limit=settings.COMMENT_CHARACTERS,
        policy_number=policy.number,
        policy_url=policy_url(policy.number),
        policy_effective_at=policy.effective_at,
        grounds=grounds,
        introduction=policy.introduction,
        responsibility=policy.responsibility,
        notice=rules.notice,
        page_number=number,
        pages_count=shown.pages_count,
        newer_url=f"{thread_page_url(thread, number - 1)}#comments" if number > 1 else "",
        older_url=f"{thread_page_url(thread, number + 1)}#comments" if number < shown.pages_count else "",
    )


def _said(language: str, now: datetime) -> tuple[PolicyWords, HouseWords, tuple[tuple[str, str], ...]]:
    policy = policy_words(language, now=now)
    return policy, house_words(language), label_pairs(policy.number, language)


def thread_page_url(thread: Thread, number: int) -> str:
    """The address of the page that shows these comments; the first is the story's own."""
    return thread.url if number <= 1 else f"{thread.url}?page={number}"
