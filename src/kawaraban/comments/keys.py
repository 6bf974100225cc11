"""The names under which pages that show comments are printed again."""

from urllib.parse import unquote

from kawaraban.comments.models import Thread
from kawaraban.press.keys import COUNT_PREFIX, PAPER_KEY

__all__ = [
    "PAPER_KEY",
    "count_key",
    "numbered_count_key",
    "numbered_thread_key",
    "thread_addresses",
    "thread_key",
    "thread_page_key",
]


def thread_key(thread: Thread) -> str:
    """Every page that shows this thread carries this key: the story's own with its later ones, and no list.

    For what all of them show. What an act on comments changes is named by `comments/actions/touched.py`.
    """
    return numbered_thread_key(thread.pk)


def numbered_thread_key(pk: int) -> str:
    """The same of a thread of which only the number is at hand."""
    return f"thread-{pk}"


def thread_page_key(thread: Thread, number: int) -> str:
    """One page of the thread carries this key; 1 is the story's own."""
    return f"{thread_key(thread)}-p{number}"


def count_key(thread: Thread) -> str:
    """Every other page that tells how many comments the thread has carries this key."""
    return numbered_count_key(thread.pk)


def numbered_count_key(pk: int) -> str:
    """The same of a thread of which only the number is at hand."""
    return f"{COUNT_PREFIX}{pk}"


def thread_addresses(thread: Thread, number: int = 1) -> tuple[str, ...]:
    """The page whose thread it is, which is printed before the lists that count its comments; none elsewhere.

    `number` is that of a later page of it.
    """
    if not thread.url.startswith("/") or "#" in thread.url:
        return ()
    url = unquote(thread.url)
    return (url,) if number == 1 else (f"{url}?page={number}",)
