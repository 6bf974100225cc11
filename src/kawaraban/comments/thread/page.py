"""What a page shows of one thread: plain frozen values, ready strings, no queries in the template."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from kawaraban.comments.keys import PAPER_KEY
from kawaraban.comments.models import Thread
from kawaraban.comments.names.house_words import HouseWords, words_of_house
from kawaraban.comments.thread.shown_comments import CommentView, shown_comments
from kawaraban.comments.thread.slices import OWN_PAGE, thread_page_url
from kawaraban.kit.clock import utc_now
from kawaraban.kit.work.one_trip import ask_all
from kawaraban.law.policy.grounds import label_pairs_in_force
from kawaraban.law.policy.versions import PolicyWords, policy_url, words_in_force
from kawaraban.press.printing.pieces import KEPT

__all__ = ["CommentView", "ThreadView", "thread_view"]


class PolicyBox(NamedTuple):
    """What the policy does not let stand, as the form says it: the same under every story in one language."""

    number: int
    effective_at: datetime | None
    introduction: str
    grounds: tuple[tuple[str, str], ...]
    url: str


@dataclass(frozen=True, slots=True)
class ThreadView:
    """The whole section under a story: the thread, and all that the comment form needs."""

    locator: str
    language: str
    is_open: bool
    closed_reason: str
    comments_count: int | None  # None on later pages
    comments: tuple[CommentView, ...]  # of one page: the pinned one, picked ones, then newest first
    characters_limit: int
    policy_number: int
    policy_url: str
    policy_effective_at: datetime | None
    grounds: tuple[tuple[str, str], ...]  # (label, explanation) of each ground
    introduction: str
    responsibility: str
    notice: str  # P7, shown by the script in place after sending
    newer_url: str = ""  # "" on the thread's own page, where the newest are
    older_url: str = ""  # "" on the oldest
    span: tuple[datetime, datetime] | None = None  # of a later page: its oldest and its newest comment

    @property
    def policy(self) -> PolicyBox:
        """What the form says of the policy."""
        return PolicyBox(
            self.policy_number, self.policy_effective_at, self.introduction, self.grounds, self.policy_url
        )

    @property
    def is_empty(self) -> bool:
        """Whether no page of it shows anything."""
        return not (self.comments or self.newer_url or self.older_url)


def thread_view(
    thread: Thread, *, language: str, now: datetime | None = None, number: int = OWN_PAGE
) -> ThreadView:
    """All that page `number` of the section needs, in at most 8 queries whatever the number of comments.

    `language` is that of the words around the comments. A page that is printed says what holds `now`. Raises
    NoSuchPage.
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
        newer_url=_comments_of(thread, shown.newer),
        older_url=_comments_of(thread, shown.older),
        span=shown.span,
    )


def _comments_of(thread: Thread, number: int | None) -> str:
    return f"{thread_page_url(thread, number)}#comments" if number else ""


def _said(language: str, now: datetime) -> tuple[PolicyWords, HouseWords, tuple[tuple[str, str], ...]]:
    """In one way there and back."""
    policy, rules, grounds = ask_all(
        connection,
        words_in_force(language, now=now),
        words_of_house(language),
        label_pairs_in_force(language, now=now),
    )
    return policy, rules, grounds
