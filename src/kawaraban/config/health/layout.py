"""Whether the styles and scripts of this version are laid out."""

from collections.abc import Iterator

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir
from kawaraban.config.laying_out import is_laid_out


def layout(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence where they are missing or of another version."""
    if not is_laid_out(data):
        yield HealthFinding(
            "layout",
            f"Styles and scripts of this version are not in {data.static}. Run: kawaraban init {data.root}",
        )
