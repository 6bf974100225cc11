"""The one place that asks what time it is. Everything below takes `now` as an argument."""

from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def machine_moment(moment: datetime) -> str:
    """An aware moment as every machine reads it, in its own zone: "2026-11-28T23:58:03+01:00".

    It is a date of W3C's note, of RFC 3339, of HTML and of schema.org: whole seconds, and an offset of hours and
    minutes. Before standard time a zone's offset had seconds, which none of them knows: such a moment is told in UTC.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("A moment without a zone says nothing to a machine.")
    told = moment.astimezone(UTC) if offset % timedelta(minutes=1) else moment
    return told.isoformat(timespec="seconds")


def moment_written(moment: datetime | None) -> str:
    """A moment as the entries of the record write it, whatever zone it came in; "" for none."""
    return moment.astimezone(UTC).isoformat() if moment else ""
