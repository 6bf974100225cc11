"""The demo paper loaded once for a file of tests, into a data directory of its own, and gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils.timezone import now

from kawaraban.cli.demo import demo
from kawaraban.config.env import DATA_VARIABLE, DataDir
from kawaraban.stories.founding.founding import found_paper


def run_demo(*words: str) -> Result:
    """`kawaraban demo`, with the data directory that the environment names."""
    return CliRunner().invoke(demo, list(words))


@contextmanager
def data_directory(root: Path) -> Iterator[Path]:
    """The settings' paper, its media and its marks, moved to `root`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(root))
        with override_settings(DATA=DataDir(root), MEDIA_ROOT=root / "media"):
            yield root


@contextmanager
def undone(django_db_blocker: Any) -> Iterator[None]:
    """A transaction around a whole file of tests, as Django's TestCase has one around a class."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        # Django's own mark: what must be durable may nevertheless be called inside.
        whole._from_testcase = True  # type: ignore[attr-defined]  # which the stubs do not name
        whole.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)


def found() -> None:
    """What `kawaraban init` leaves."""
    found_paper(name="Kawaraban", language="en", time_zone="UTC", site_url=settings.SITE_URL, now=now())
