"""Keeps the secrets of links out of the log. A person who reads one there could take a comment back, appeal, or decide.

Named in the settings: a filter for what is an argument of a line, and one that keeps it short. The last hand on every
line is `kit/seeing/log_lines.py`.
"""

import logging
from http import HTTPStatus

from kawaraban.kit.secret_paths import masked, masked_text

_MARK = "…"


def without_tokens(text: str) -> str:
    """ "/track/Xk3v.../revise/" -> "/track/…/revise/"."""
    return masked_text(text, token=_MARK)


class MaskTrackingLinks(logging.Filter):
    """Lets every record through. Paths that are its arguments lose their tokens whole, whatever stands in them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_tokens(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


class OneLineForRefusals(logging.Filter):
    """A request that was refused is told in one line: where in the code it was refused is nobody's news."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if isinstance(status, int) and HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True


def _masked(arg: str) -> str:
    return masked(arg, token=_MARK) if arg.startswith("/") else without_tokens(arg)
