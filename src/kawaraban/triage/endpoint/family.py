"""Several processes that do the same: one that dies is begun anew, and all end when they are asked to."""

import contextlib
import logging
import os
import signal
import time
from collections.abc import Callable
from typing import Final, NoReturn

logger = logging.getLogger(__name__)

_ENDING: Final = (signal.SIGTERM, signal.SIGINT)


class Family:
    """So many processes over one socket and one model; one that dies is begun anew."""

    def __init__(self, run: Callable[[int], None]) -> None:
        self._run = run
        self._children: set[int] = set()
        self._is_stopping = False

    def live(self, count: int) -> None:
        """Until all have ended after they were asked to."""
        for number in _ENDING:
            signal.signal(number, self._stop)
        for _ in range(count):
            self._begin()
        while self._children:
            ended, status = os.wait()
            self._children.discard(ended)
            if not self._is_stopping:
                logger.error("A process of triage has ended (%d): another one is begun", status)
                time.sleep(0.1)
                self._begin()

    def _stop(self, _number: int, _frame: object) -> None:
        self._is_stopping = True
        for child in tuple(self._children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)

    def _begin(self) -> None:
        # Said before they part: a parent that dies at once is missed all the same.
        parent = os.getpid()
        # Asked to end between being born and knowing how to, a child would take it for its parent's matter.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        child = os.fork()
        if not child:
            _live_and_end(self._run, parent)
        self._children.add(child)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        if self._is_stopping:
            self._stop(signal.SIGTERM, None)  # it was asked while this one was being born


def _live_and_end(run: Callable[[int], None], parent: int) -> NoReturn:
    code = 1
    try:
        for number in _ENDING:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        run(parent)
        code = 0
    except Exception:
        logger.exception("A process of triage failed")
    finally:
        os._exit(code)
