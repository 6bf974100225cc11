"""A moment as an address or a hidden field of the desk names it."""

from datetime import datetime

from django.utils.dateparse import parse_datetime


def moment_in(words: str) -> datetime | None:
    """The moment, aware; None for anything else."""
    try:
        moment = parse_datetime(words)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
