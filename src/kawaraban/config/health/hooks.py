"""Whether hooks arrive."""

from collections.abc import Iterator

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir


def hooks(_data: DataDir) -> Iterator[HealthFinding]:
    """A sentence where deliveries were given up, or were tried for an hour and more."""
    from kawaraban.alerts.health.undelivered import counts
    from kawaraban.kit.clock import utc_now

    found = counts(now=utc_now())
    if found.given_up_count or found.late_count:
        yield HealthFinding(
            "hooks",
            f"Hooks given up: {found.given_up_count}; tried for more than an hour: {found.late_count}. The page Health"
            " at the desk names them and tries them again.",
        )
