"""What a page shows of one thread: plain frozen values, ready strings, no queries in the template."""

from dataclasses import dataclass
from datetime import datetime

from kawaraban.comments.models import Thread
from kawaraban.people.avatars import Avatar


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment as readers see it. `stub` is the line that stands for a removed one; then it has no text."""

    public_id: str
    anchor: str  # "comment-k7fq2m..."
    name: str
    avatar: Avatar
    html: str  # safe: escaped paragraphs with safe links
    language: str
    sent_at: datetime
    is_picked: bool
    is_staff: bool
    parent_name: str  # "" on the first level
    parent_anchor: str
    stub: str
    replies: tuple["CommentView", ...]  # one visual level: replies to replies are here too, with parent_name


@dataclass(frozen=True, slots=True)
class ThreadView:
    """The whole section under a story: the thread, and all that the comment form needs."""

    locator: str
    language: str
    is_open: bool
    closed_reason: str
    comments_count: int
    comments: tuple[CommentView, ...]  # picked first, then newest first
    characters_limit: int
    policy_number: int
    policy_url: str
    policy_effective_at: datetime | None
    grounds: tuple[tuple[str, str], ...]  # (label, explanation) of each ground
    introduction: str
    responsibility: str
    notice: str  # P7, shown by the script in place after sending


def thread_view(thread: Thread, *, language: str) -> ThreadView:
    """All that the section needs, in at most 5 queries whatever the number of comments."""
    raise NotImplementedError
