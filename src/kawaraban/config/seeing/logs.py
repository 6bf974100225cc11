"""How every process of a paper writes its log, as the knob `log_format` says: also those without Django."""

import logging
import sys
import threading
from collections.abc import Mapping
from socket import gethostname
from types import TracebackType
from typing import Any, Final

from kawaraban.kit.seeing.log_lines import JsonLines, Place, QuietLines

_TEXT: Final = "{asctime} {levelname} {name}: {message}"
_FORMATS: Final[Mapping[str, type[logging.Formatter]]] = {"text": QuietLines, "json": JsonLines}


def formatter_settings(log_format: str) -> dict[str, Any]:
    """The formatter, as Django's LOGGING names it."""
    return {"()": _FORMATS.get(log_format, QuietLines), "format": _TEXT, "style": "{"}


def set_up_logs(knobs: Mapping[str, Any]) -> None:
    """The log of a process that has not loaded Django, or not yet. What was set up already stays."""
    Place.node = knobs["node"] or gethostname()
    handler = logging.StreamHandler()
    handler.setFormatter(_FORMATS.get(knobs["log_format"], QuietLines)(_TEXT, style="{"))
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    if knobs["log_format"] == "json":
        # What nobody caught, and what a library warns of, is a line like any other.
        logging.captureWarnings(capture=True)
        sys.excepthook = _told
        threading.excepthook = lambda failed: _told(failed.exc_type, failed.exc_value, failed.exc_traceback)


def _told(kind: type[BaseException], failure: BaseException | None, traceback: TracebackType | None) -> None:
    if failure is not None and not issubclass(kind, KeyboardInterrupt):
        logging.getLogger("kawaraban").critical("Nobody caught it", exc_info=(kind, failure, traceback))
