"""Whether mails leave."""

from collections.abc import Iterator

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir


def mails(_data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for those that nobody tries to send any more, and for those that wait for too long."""
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.outbox_standing import failure_words, outbox_standing

    standing = outbox_standing(now=utc_now())
    why = f" {failure_words(standing.last_error)}" if standing.last_error else ""
    if standing.given_up_count:
        yield HealthFinding(
            "mails_given_up",
            f"Mails given up: {standing.given_up_count}.{why} kawaraban mail retry tries them again.",
        )
    if standing.late_count:
        yield HealthFinding(
            "mails_late",
            f"Mails that wait for more than an hour: {standing.late_count}.{why} See kawaraban mail status.",
        )
