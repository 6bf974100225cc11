"""The names under which pages that show comments are printed again."""

from urllib.parse import unquote

from kawaraban.comments.models import Thread
from kawaraban.press.keys import COUNT_PREFIX, PAPER_KEY

__all__ = ["PAPER_KEY", "count_key", "thread_addresses", "thread_key"]


def thread_key(thread: Thread) -> str:
    """Every page that shows this thread carries this key: the story's own, and no list."""
    return f"thread-{thread.pk}"


def count_key(thread: Thread) -> str:
    """Every other page that tells how many comments the thread has carries this key."""
    return f"{COUNT_PREFIX}{thread.pk}"


def thread_addresses(thread: Thread) -> tuple[str, ...]:
    """The page whose thread it is, which is printed before the lists that count its comments; none elsewhere."""
    return (unquote(thread.url),) if thread.url.startswith("/") and "#" not in thread.url else ()
