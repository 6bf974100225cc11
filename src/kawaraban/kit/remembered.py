"""Texts that were made once, kept by what they were made of, up to a number of characters in all.

    kept = Remembered(limit=500_000)
    html = kept.of((view, "en"), lambda: render(view))

The name holds everything that the text depends on, by value. So nothing here can be out of date: what has changed
has another name, and the old text is the first to go when room is wanted.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Remembered:
    """May be asked by several threads at once; two that ask for the same new text may both make it."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, str] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size(self) -> int:
        """How many characters are kept."""
        return self._size

    def of(self, name: Hashable, make: Callable[[], str]) -> str:
        """The text of this name, made now when it is not kept."""
        with self._lock:
            text = self._kept.get(name)
            if text is not None:
                self._kept.move_to_end(name)
                return text
        text = make()
        with self._lock:
            self._size += len(text) - len(self._kept.pop(name, ""))
            self._kept[name] = text
            while self._size > self._limit:
                _oldest, gone = self._kept.popitem(last=False)
                self._size -= len(gone)
        return text
