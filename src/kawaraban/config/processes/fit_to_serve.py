"""What must be so before a paper is served: a database of this version, and its styles.

A database of before is refused with the command that brings it up; one that a newer version made is served, as long as
the older code can read it: that is how an upgrade is taken back. Styles that are missing, or of another version, are
laid out. Without Django, and in a few milliseconds where all is well.
"""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable

from kawaraban.config.databases import database_url
from kawaraban.config.env import BadConfiguration, DataDir, read_knobs
from kawaraban.config.laying_out import has_styles, is_laid_out, older_database
from kawaraban.config.processes.starting import refuse_unfit_database
from kawaraban.config.schema import NoTables, schema_gap

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0


def make_fit(data: DataDir, *, say: Callable[[str], None]) -> None:
    """See to it. Raises BadConfiguration with a sentence where somebody must do something first."""
    refuse_unfit_database(data)
    _refuse_older_database(data)
    # Whoever serves with settings of their own lays out what those say.
    if not is_laid_out(data) and "DJANGO_SETTINGS_MODULE" not in os.environ:
        say("Laying out styles and scripts of this version.")
        done = subprocess.run(
            [sys.executable, "-m", "kawaraban.config.laying_out"],
            check=False,
            env={**os.environ, "KAWARABAN_DATA": str(data.root)},
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            last = done.stderr.strip().rpartition("\n")[2]
            raise BadConfiguration(last or "Styles and scripts could not be laid out.")


def _refuse_older_database(data: DataDir) -> None:
    try:
        gap = schema_gap(
            database_url(data) or data.database_file, profile=read_knobs(data, os.environ)["profile"]
        )
    except NoTables as unread:
        # It is a paper's, and somebody holds it: whoever needs it waits, and /healthz looks again.
        logger.warning("Whether the database is of this version cannot be told now: %s", unread)
        return
    if gap.missing:
        raise BadConfiguration(older_database(data))
    if gap.unknown:
        logger.warning(
            "The database was brought up by a newer version (%s). It is served all the same.",
            ", ".join(f"{app} {name}" for app, name in gap.unknown[:3]),
        )


class Fitness:
    """The same while the paper is served, for `/healthz`: what may have been replaced or removed under it."""

    def __init__(self, data: DataDir) -> None:
        self._data = data
        # Nobody who answers readers waits for a server: what it lacks is seen at each start.
        self._is_elsewhere = bool(database_url(data))
        self._profile = read_knobs(data, os.environ)["profile"]
        self._has_styles = has_styles(data)
        self._found: list[str] = []
        self._next_look_at = 0.0

    def failing(self) -> list[str]:
        """Names of what is missing. It looks once a second, for some milliseconds, however often anybody asks."""
        now = time.monotonic()
        if now >= self._next_look_at:
            self._next_look_at = now + _LOOK_SECONDS
            self._found = self._look()
        return self._found

    def _look(self) -> list[str]:
        failing: list[str] = []
        if self._is_elsewhere:
            return failing
        try:
            gap = schema_gap(self._data.database_file, profile=self._profile)
            if gap.missing:
                failing.append("schema")
        except (NoTables, OSError):
            failing.append("database")
        if self._has_styles and not has_styles(self._data):
            failing.append("static")
        return failing
