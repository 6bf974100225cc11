"""The one place that asks what time it is. Everything below takes `now` as an argument."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def moment_written(moment: datetime | None) -> str:
    """A moment as the entries of the record write it, whatever zone it came in; "" for none."""
    return moment.astimezone(UTC).isoformat() if moment else ""
