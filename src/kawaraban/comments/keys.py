"""The names under which pages that show comments are printed again."""

from kawaraban.comments.models import Thread


def thread_key(thread: Thread) -> str:
    """Every page that shows this thread, or its count, carries this key."""
    return f"thread-{thread.pk}"


# Every page of the paper carries it: a change of the paper's name, rules or policy prints all again.
PAPER_KEY = "paper"
