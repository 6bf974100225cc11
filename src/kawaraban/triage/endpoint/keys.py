"""The file of keys while the endpoint runs: looked at once a second, and read again when it is another."""

import logging
from pathlib import Path

from kawaraban.triage.endpoint.callers import BadKeyFile, Callers, read_callers

logger = logging.getLogger(__name__)


class KeyFile:
    """Who may ask by now. `path` None: everybody may. Raises BadKeyFile where there is no file to begin with.

    A file that cannot be read later leaves those of before: nobody is to be locked out by an editor that is in the
    middle of saving it.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        # Before it is read: what is written in between is then seen to be another.
        self._seen = self._state()
        self.callers = Callers(is_open=True) if path is None else read_callers(path)
        if path is not None and self.callers.by_secret and path.stat().st_mode & 0o077:
            logger.warning("%s holds what Coral signs with, and others can read it: chmod 600 %s", path, path)

    def newest(self) -> Callers:
        """Look, and read again where there is need."""
        if self._path is None or (state := self._state()) == self._seen:
            return self.callers
        self._seen = state
        try:
            self.callers = read_callers(self._path)
        except BadKeyFile as wrong:
            logger.error("The keys of before hold: %s", wrong)
        return self.callers

    def _state(self) -> tuple[int, int, int] | None:
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
