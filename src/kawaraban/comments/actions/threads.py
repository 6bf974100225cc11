"""Opening, renaming and closing threads."""

from datetime import datetime

from kawaraban.comments.models import Thread


def keep_thread(
    *,
    locator: str,
    url: str,
    title: str,
    section: str,
    language: str,
    is_open: bool,
    closed_reason: str,
    now: datetime,
) -> Thread:
    """Make or update the thread of a page to what the page says now. Idempotent; orders the reprint when it changed."""
    raise NotImplementedError
