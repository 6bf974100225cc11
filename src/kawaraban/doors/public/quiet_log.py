"""Keeps the secret of a link out of the log: whoever reads it there could take the comment back, or decide it.

Named in the settings as a filter of Django's request log.
"""

import logging
import re

_TOKEN = re.compile(r"(/track/|/forgotten/key/|/decide/\d+/|/join/[\d-]+/)[^/\s]+")


def without_tokens(text: str) -> str:
    """ "/track/Xk3v.../revise/" -> "/track/…/revise/"."""
    return _TOKEN.sub(r"\1…", text)


class MaskTrackingLinks(logging.Filter):
    """Lets every record through, with the tokens taken out."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_tokens(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(without_tokens(arg) if isinstance(arg, str) else arg for arg in record.args)
        return True
