import os
import signal
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from kawaraban.press.bell import Bell, bell_path, ring
from kawaraban.press.orders import order_reprint


def test_a_ring_wakes_the_one_who_waits(tmp_path: Path) -> None:
    bell = Bell(tmp_path / "press" / "bell")
    woken: list[bool] = []
    sleeper = threading.Thread(target=lambda: woken.append(bell.wait(60)))
    sleeper.start()

    ring(tmp_path / "press" / "bell")
    sleeper.join(60)

    assert woken == [True]
    assert not bell.wait(0)
    bell.close()


def test_many_rings_are_one(tmp_path: Path) -> None:
    bell = Bell(tmp_path / "bell")
    for _ in range(1_000):
        ring(tmp_path / "bell")

    assert bell.wait(0)
    assert not bell.wait(0)
    bell.close()


def test_ringing_never_waits_and_never_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no pipe")
    ring(tmp_path / "none")
    ring(tmp_path / "file")
    bell = Bell(tmp_path / "bell")
    for _ in range(70_000):  # more than a pipe holds
        ring(tmp_path / "bell")
    bell.close()
    ring(tmp_path / "bell")

    assert (tmp_path / "file").read_text() == "no pipe"


def test_a_bell_hangs_where_something_else_was_left_lying(tmp_path: Path) -> None:
    (tmp_path / "bell").write_text("left over")
    bell = Bell(tmp_path / "bell")
    ring(tmp_path / "bell")

    assert bell.wait(0)
    bell.close()


def test_a_folder_with_a_very_long_name_has_a_bell_too(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 120)
    bell = Bell(bell_path(folder / "store"))
    ring(bell_path(folder / "store"))

    assert bell.wait(0)
    bell.close()


def test_a_signal_handler_can_ring(tmp_path: Path) -> None:
    bell = Bell(tmp_path / "bell")
    before = signal.signal(signal.SIGUSR1, lambda *_: bell.ring())
    try:
        os.kill(os.getpid(), signal.SIGUSR1)
        assert bell.wait(60)
    finally:
        signal.signal(signal.SIGUSR1, before)
        bell.close()


@pytest.mark.django_db(transaction=True)
def test_2_06_who_commits_an_order_rings_and_who_rolls_back_does_not(
    tmp_path: Path, settings: Any, noon: datetime
) -> None:
    settings.STORE_DIRECTORY = tmp_path / "store"
    bell = Bell(bell_path(settings.STORE_DIRECTORY))

    with transaction.atomic():
        order_reprint(keys=["story-1"], reason="test", now=noon)
        transaction.set_rollback(True)
    assert not bell.wait(0)

    with transaction.atomic():
        order_reprint(keys=["story-1"], reason="test", now=noon)
        assert not bell.wait(0)
    assert bell.wait(0)
    bell.close()
