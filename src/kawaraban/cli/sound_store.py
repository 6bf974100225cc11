"""The page store for commands: looked at first, so that a damaged one is a sentence and not the end of the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kawaraban.config.health.page_store import store_damage

if TYPE_CHECKING:
    from kawaraban.press.store.store import Store


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
