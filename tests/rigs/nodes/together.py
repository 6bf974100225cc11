"""Two who do something at the same moment: threads of one process, each with a connection of its own.

    failures = at_once(lambda number: receive([form], now=now), times=1000)

A barrier lets them go together each time. Their failures are gathered, and end nothing.
"""

import threading
from collections.abc import Callable

from django.db import connection, connections


def at_once(act: Callable[[int, int], object], *, times: int, threads_count: int = 2) -> list[Exception]:
    """`act(thread, number)` of every thread at the same moment, again and again. What failed."""
    start = threading.Barrier(threads_count, timeout=60)
    failures: list[Exception] = []

    def work(thread: int) -> None:
        try:
            for number in range(times):
                start.wait()
                try:
                    act(thread, number)
                except Exception as failure:  # what fails is what is asked for
                    failures.append(failure)
                    connection.close()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(threads_count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures
