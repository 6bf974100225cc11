"""The page store for commands: looked at first, so that a damaged one is a sentence and not the end of the process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from kawaraban.press.store.store import Store

# A running worker puts a damaged store aside within a second or two of being told.
_PATIENCE_SECONDS: Final = 15.0
_LOOK_SECONDS: Final = 0.5


@contextmanager
def sound_store() -> Iterator["Store"]:
    """The page store of the paper. Raises ClickException with a sentence where it cannot be read."""
    import lmdb
    from django.conf import settings

    from kawaraban.press.store.store import Store

    damage = store_damage(settings.STORE_DIRECTORY)
    if damage:
        raise click.ClickException(damage)
    try:
        yield Store(settings.STORE_DIRECTORY)
    except (lmdb.Error, OSError) as wrong:
        raise click.ClickException(
            f"The page store in {settings.STORE_DIRECTORY} cannot be read: {wrong}. Try once more in a moment."
        ) from wrong


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
