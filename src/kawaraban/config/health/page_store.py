"""Whether the page store can be read to its end."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir

# A running worker puts a damaged store aside within a second or two of being told.
_PATIENCE_SECONDS: Final = 15.0
_LOOK_SECONDS: Final = 0.5


def page_store(data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for one that is damaged. Where the paper is served, its worker is told and has time to begin anew."""
    damage = store_damage(data.store)
    if damage:
        yield HealthFinding("page_store", damage)


def store_damage(folder: Path) -> str:
    """A sentence for a store that is damaged and stays so; empty for one that is sound, and where there is none."""
    damage = _damage_left(folder)
    if not damage:
        return ""
    return (
        f"The page store in {folder} is damaged: {damage}. Nothing is lost with it: "
        "kawaraban serve puts it aside and begins a new one."
    )


def _damage_left(folder: Path) -> str:
    """What is wrong with it, after whoever keeps it was told and had the time to begin anew."""
    from django.conf import settings

    from kawaraban.config.processes.duty import heartbeat_file, seal_file
    from kawaraban.press.heartbeat import is_alive
    from kawaraban.press.store.files import damage_of
    from kawaraban.press.store.seal import Guard

    damage = damage_of(folder)
    if damage and is_alive(heartbeat_file(settings.DATA)):
        Guard(seal_file(settings.DATA)).doubt()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while damage and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)
            damage = damage_of(folder)
    return damage
