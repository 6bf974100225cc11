"""How writing goes, as the clerk sees it, and what of it stands on the board for /healthz.

While comments are stored they are the proof. While none comes, a transaction is begun and left every ten seconds. Once
something was refused, one is really committed every few seconds, until that works: then all is well again by itself.
"""

import contextlib
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kawaraban.config.sqlite.trying import is_whole, trouble_with_writing
from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import HEALTH_NAMES, FaultCause, cause_of, disk_trouble, said_plainly

logger = logging.getLogger(__name__)

_LOOK_SECONDS: Final = 10.0
_TRY_SECONDS: Final = 3.0
# A damaged file is read as a whole to see whether it is mended: not often, and not a large one.
_WHOLE_SECONDS: Final = 30.0
_LARGE_BYTES: Final = 64 * 1024 * 1024
# A lock that is held for this long is no transaction of ours.
_LOCKED_SECONDS: Final = 5.0


class WritingWatch:
    """Asked once a second, in the clerk's own thread."""

    def __init__(
        self,
        database: Path | None,
        storing: Complaint,
        *,
        let_go: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database  # None for one that is no file
        self._storing = storing
        self._let_go = let_go
        self._looked = Complaint(logger, "the database cannot be written")
        self._clock = clock
        self._due_at = 0.0
        self._locked_since: float | None = None
        self._is_disk_at_fault = False

    def troubles(self) -> set[str]:
        """What /healthz names: "disk", "database"."""
        if self._database is not None and self._clock() >= self._due_at:
            self._look(self._database)
        causes = {one.cause for one in (self._storing, self._looked) if one.stands}
        found = {
            HEALTH_NAMES[FaultCause(cause)] if cause in set(FaultCause) else "database" for cause in causes
        }
        return found | {"disk"} if found and self._is_disk_at_fault else found

    def _look(self, database: Path) -> None:
        is_failing = self._storing.stands or self._looked.stands
        if is_failing:
            # A connection that was opened while the file could only be read stays so, and all that are beside it.
            self._let_go()
        refused = trouble_with_writing(database, really=is_failing)
        cause = cause_of(refused, folder=database.parent) if refused else None
        if refused is not None and cause is FaultCause.LOCKED and not self._is_locked_for_long():
            self._due_at = self._clock() + 1.0
            return
        if refused is not None:
            self._looked.hear(said_plainly(refused), cause=cause or "other")
            self._is_disk_at_fault = disk_trouble(database.parent) in {FaultCause.FULL, FaultCause.READ_ONLY}
        else:
            self._locked_since = None
            self._looked.over()
            self._forgive(database)
        pause = _TRY_SECONDS if is_failing or refused else _LOOK_SECONDS
        if self._storing.cause == FaultCause.DAMAGED:
            pause = _WHOLE_SECONDS
        self._due_at = self._clock() + pause

    def _is_locked_for_long(self) -> bool:
        if self._locked_since is None:
            self._locked_since = self._clock()
        return self._clock() - self._locked_since >= _LOCKED_SECONDS

    def _forgive(self, database: Path) -> None:
        """Comments can be stored again, as far as one page shows it. Of damage it shows nothing."""
        if not self._storing.stands:
            return
        with contextlib.suppress(OSError):
            if self._storing.cause == FaultCause.DAMAGED and not (
                database.stat().st_size < _LARGE_BYTES and is_whole(database)
            ):
                return
            self._storing.over()
