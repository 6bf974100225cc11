"""A crew of helpers: many pages printed by processes of their own, as many as the machine has processors for.

    crew = Crew(3, prepare)                          `prepare()` gives a process what it renders by
    for progress in crew.print_all(addresses):
        tell(progress)
    crew.left                                        what they could not print: the worker does

Each helper asks for a few addresses, renders them and stores them as the app does for a first reader: the store takes
no rendering that an order has overtaken. So the helpers and the worker need not know of each other: each passes over
what the other has printed. A helper that ends in the middle leaves its few addresses; one that loses who sent it ends.
"""

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Final

from kawaraban.press.printing.rendering import Render

# Few enough that little is left when a helper ends, and that all end at the same time.
PORTION: Final = 8
_LOOK_SECONDS: Final = 0.5
_FAREWELL_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class CrewProgress:
    """How many addresses were handed out and came back, printed or not."""

    done_count: int
    printed_count: int
    helpers_count: int


@dataclass(slots=True)
class _Helper:
    process: BaseProcess
    connection: Connection
    portion: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Crew:
    """`prepare` is called in each helper, and must be a function of a module: where none can be forked it is sent."""

    count: int
    prepare: Callable[[], Render]
    left: list[str] = field(default_factory=list)
    _helpers: list[_Helper] = field(default_factory=list)
    _done_count: int = 0
    _printed_count: int = 0

    def print_all(self, addresses: Iterable[str]) -> Generator[CrewProgress, None, None]:
        """Print them; yields now and then. However it ends, no helper is left behind.

        The addresses are taken as they are needed. Where every helper has ended, what was not handed out is `left`.
        """
        waiting = iter(addresses)
        try:
            for _ in range(self.count):
                # One after the other: each lets go of what was made for those before it.
                self._helpers.append(self._started())
            # A copy: those for whom nothing is left are dismissed at once.
            for helper in list(self._helpers):
                self._hand_out(helper, waiting)
            while self._helpers:
                yield self._progress()
                self._hear(waiting, until=time.monotonic() + _LOOK_SECONDS)
            self.left.extend(waiting)
            yield self._progress()
        finally:
            self._end()

    def _started(self) -> _Helper:
        can_fork = sys.platform == "linux"
        context = multiprocessing.get_context("fork") if can_fork else multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        others = [helper.connection for helper in self._helpers]
        process = context.Process(target=_help, args=(theirs, self.prepare, [ours, *others]), daemon=True)
        process.start()
        theirs.close()
        return _Helper(process, ours)

    def _hand_out(self, helper: _Helper, waiting: Iterator[str]) -> None:
        helper.portion = list(islice(waiting, PORTION))
        if helper.portion:
            try:
                helper.connection.send(helper.portion)
            except OSError:  # it has ended: that is heard next
                return
        else:
            self._dismiss(helper)

    def _hear(self, waiting: Iterator[str], *, until: float) -> None:
        while self._helpers and (left := until - time.monotonic()) > 0:
            ready = wait([helper.connection for helper in self._helpers], left)
            for helper in [each for each in self._helpers if each.connection in ready]:
                try:
                    printed = set(helper.connection.recv())
                except (EOFError, OSError):
                    self._done_count += len(helper.portion)
                    self.left.extend(helper.portion)
                    self._dismiss(helper)
                    continue
                self._done_count += len(helper.portion)
                self._printed_count += len(printed)
                self.left.extend(address for address in helper.portion if address not in printed)
                self._hand_out(helper, waiting)

    def _dismiss(self, helper: _Helper) -> None:
        helper.connection.close()
        self._helpers.remove(helper)
        helper.process.join(_FAREWELL_SECONDS)
        if helper.process.is_alive():
            helper.process.kill()

    def _end(self) -> None:
        for helper in self._helpers:
            helper.process.terminate()
        for helper in list(self._helpers):
            self.left.extend(helper.portion)
            self._dismiss(helper)

    def _progress(self) -> CrewProgress:
        return CrewProgress(self._done_count, self._printed_count, len(self._helpers))


def _help(connection: Connection, prepare: Callable[[], Render], of_others: list[Connection]) -> None:
    """Print what is sent, until nobody sends any more."""
    # Ctrl-C is for the command, which then ends us; what it holds open in us would keep others from noticing its end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in of_others:
        other.close()
    render = prepare()
    try:
        while True:
            connection.send([address for address in connection.recv() if _is_printed(render, address)])
    except (EOFError, OSError):
        return


def _is_printed(render: Render, address: str) -> bool:
    """Whether a page stands there now. What fails is told by the worker, who tries it again."""
    try:
        return render(address).stored
    except Exception:  # one page must not end the others
        return False
