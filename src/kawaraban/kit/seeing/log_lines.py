"""Lines of the log: for people, or one JSON object each for programs. Neither holds a secret of a link or a row.

    {"time": "2026-11-23T12:00:00.123Z", "level": "WARNING", "logger": "...", "message": "...", "process": "clerk",
     "node": "one", "request": "5f0c3a9d1e77b204", "exception": "..."}

These fields and no other: what a library hangs on a record (a request with its cookies, a form) is never written.
"""

import json
import logging
import re
import time
from typing import Final, Literal

from kawaraban.kit.secret_paths import masked_text
from kawaraban.kit.seeing.request_id import current

LogFormat = Literal["text", "json"]

# PostgreSQL quotes the row that it refuses: "DETAIL:  Key (email)=(somebody@example.org) already exists."
_ROW: Final = re.compile(r"\b(?:DETAIL|CONTEXT|LINE \d+|PARAMETERS):[^\n]*")
_VALUE: Final = re.compile(r"(invalid input syntax for [a-z ]+): [^\n]*")
_MARK: Final = "…"


class Place:
    """Which process of which machine writes: told once, when it begins."""

    process = ""
    node = ""


def quiet(text: str) -> str:
    """The text without secrets of links, and without what a database quotes of a row."""
    text = masked_text(text, token=_MARK)
    if ":" in text:
        text = _VALUE.sub(rf"\1: {_MARK}", _ROW.sub(_MARK, text))
    return text


class QuietLines(logging.Formatter):
    """For people. The last hand on every line, tracebacks and the words of libraries with it."""

    def format(self, record: logging.LogRecord) -> str:
        request_id = current()
        said = quiet(super().format(record))
        return f"{said} (r={request_id})" if request_id and "\n" not in said else said


class JsonLines(logging.Formatter):
    """For programs: one object a line, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": _moment(record.created),
            "level": record.levelname,
            "logger": record.name,
            "message": quiet(record.getMessage()),
        }
        found = {"process": Place.process, "node": Place.node, "request": current()}
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            found["exception"] = quiet(record.exc_text)
        return json.dumps(told | {name: value for name, value in found.items() if value})


def _moment(created: float) -> str:
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(created))}.{int(created * 1000) % 1000:03d}Z"
