"""What is gone is no news to a printer: it lets go of the page, and nobody has asked for it."""

import logging
from http import HTTPStatus

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class NoWordOfWhatIsGone(logging.Filter):
    """Leaves out what Django says of an address at which there is nothing, when it was rendered to be printed."""

    def filter(self, record: logging.LogRecord) -> bool:
        # The log is set up before the press may be loaded.
        from kawaraban.press.printing.middleware import PRINT_JOB

        meta = getattr(getattr(record, "request", None), "META", {})
        return PRINT_JOB not in meta or getattr(record, "status_code", 0) not in _GONE
