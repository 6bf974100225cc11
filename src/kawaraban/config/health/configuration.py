"""Whether the configuration holds together: Django's own checks, and ours among them."""

from collections.abc import Iterator

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir


def configuration(_data: DataDir) -> Iterator[HealthFinding]:
    """What Django's checks say, where they refuse."""
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check", deploy=False, verbosity=0)
    except SystemCheckError as broken:
        yield HealthFinding("configuration", str(broken))
