"""What stays the same through a whole request, or a step of much work, is asked for once.

    with read_once():                                   # one request, or one step
        once(("grounds", 2), lambda: rows_of(2))        # asks
        once(("grounds", 2), lambda: rows_of(2))        # has it

Outside it asks each time. What changes such a thing says so (`changed`), or is not done inside.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

Answer = TypeVar("Answer")

# What has been asked for so far; None where nobody said that it may be kept.
_asked: ContextVar[dict[Hashable, Any] | None] = ContextVar("asked once", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Inside, what is asked through `once` is asked for once. Within another one it is that one's."""
    if _asked.get() is not None:
        yield
        return
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def once(name: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer, which is kept under this name."""
    asked = _asked.get()
    if asked is None:
        return ask()
    if name not in asked:
        asked[name] = ask()
    return cast(Answer, asked[name])


def changed(name: Hashable) -> None:
    """What is kept under this name does not hold any more."""
    asked = _asked.get()
    if asked is not None:
        asked.pop(name, None)
