"""7.13: what the worker asks the database for moves with what happens, and fails part by part; on both databases."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as live
from django.db import connection, transaction
from tests.makers.comments import approved, rejected
from tests.makers.desk import waiting_comment
from tests.makers.law.demands import ordered
from tests.makers.law.redress import noticed, reported

from kawaraban.alerts.models import Delivery, Hook
from kawaraban.comments.actions.appeal import appeal
from kawaraban.comments.models import Thread
from kawaraban.config.env import DataDir
from kawaraban.config.seeing.gathering import FIGURES_FILE, GaugeGathering
from kawaraban.kit.clock import utc_now
from kawaraban.kit.seeing.gauges import GAUGES, read_gathered
from kawaraban.kit.work.turn import TURN
from kawaraban.law.models import OutboxMessage
from kawaraban.law.outbox import post
from kawaraban.people.models import User
from kawaraban.press.backup_targets import take_target, tell_finished
from kawaraban.press.orders import order_reprint
from kawaraban.press.store.store import Store

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Told = dict[tuple[str, ...], float]


@pytest.fixture
def gathering(tmp_path: Path) -> GaugeGathering:
    paper = DataDir(tmp_path)
    paper.run.mkdir(parents=True)
    paper.beacons.mkdir(parents=True)
    paper.database_file.write_bytes(bytes(4_096))
    return GaugeGathering(paper, Store(tmp_path / "store"))


def looked(gathering: GaugeGathering) -> Told:
    """What is told after one look: of each name and label."""
    gathering.look(now=utc_now())
    found = read_gathered(gathering.data.run / FIGURES_FILE).values
    return {(name, *labels): value for name, rows in found.items() for labels, value in rows}


def test_7_13_what_waits_for_the_desk_is_told_by_lane_with_the_age_of_the_oldest(
    gathering: GaugeGathering, thread: Thread, moderator: User, publisher: User
) -> None:
    before, now = looked(gathering), utc_now()
    for minutes in (30, 90):
        waiting_comment(thread, minutes=minutes, name="Ada")
    public = waiting_comment(thread, minutes=60 * 30, name="Ada")
    approved(public, moderator, now=now - DAY)
    reported(public, now=now - HOUR)
    noticed(public, now=now - 2 * HOUR)
    ordered(public, person=publisher, now=now - 3 * HOUR)
    refused = waiting_comment(thread, minutes=60 * 30, name="Ada")
    rejected(refused, moderator, now=now - DAY)
    appeal(tracking_token=refused.tracking_token, words="It is a quotation.", now=now - 4 * HOUR)

    after = looked(gathering)

    lanes = {
        "queue": (2, 1.5),
        "reported": (1, 3),  # the order as well is about it
        "notices": (1, 2),
        "demands": (1, 3),
        "appeals": (1, 4),
    }
    for lane, (count, hours) in lanes.items():
        assert before["kawaraban_queue_comments", lane] == 0, lane
        assert after["kawaraban_queue_comments", lane] == count, lane
        assert before["kawaraban_queue_oldest_seconds", lane] == 0, lane
        assert after["kawaraban_queue_oldest_seconds", lane] == pytest.approx(hours * 3_600, abs=600), lane


def test_7_13_orders_mails_hooks_and_copies_are_told_with_their_age(gathering: GaugeGathering) -> None:
    before, now = looked(gathering), utc_now()
    with transaction.atomic():
        order_reprint(keys=["story-1"], reason="test", now=now - HOUR)
    for given_up in (None, now):
        message = post(recipient="a@b.example", heading="T", body="T", language="en", decision=None, now=now)
        OutboxMessage.objects.filter(pk=message.pk).update(
            due_at=now - 2 * HOUR, attempts_count=3, last_error="X", cancelled_at=given_up
        )
    hook = Hook.objects.create(address="https://h.example", events=["ping"], secret="x", made_at=now)
    Delivery.objects.create(
        hook=hook, event="ping", body="{}", made_at=now, due_at=now - 3 * HOUR, attempts_count=2
    )
    take_target("/copies", node="one", now=now)
    tell_finished("/copies", name="a", files_count=1, size=1, now=now - DAY)
    (gathering.data.beacons / "1.beacons").write_bytes(b"12345")

    after = looked(gathering)

    moved = {
        ("kawaraban_orders_waiting",): 1,
        ("kawaraban_orders_oldest_seconds",): 3_600,
        ("kawaraban_mails_waiting", "waiting"): 1,
        ("kawaraban_mails_waiting", "failing"): 1,
        ("kawaraban_mails_waiting", "late"): 1,
        ("kawaraban_mails_waiting", "given_up"): 1,
        ("kawaraban_mails_oldest_seconds",): 7_200,
        ("kawaraban_hooks_waiting", "waiting"): 1,
        ("kawaraban_hooks_waiting", "failing"): 1,
        ("kawaraban_hooks_oldest_seconds",): 10_800,
        ("kawaraban_backup_seconds",): 86_400,
        ("kawaraban_reads_unfolded_bytes",): 5,
    }
    for name, value in moved.items():
        assert before.get(name, 0) == 0, name
        assert after[name] == pytest.approx(value, abs=120 if value > 1_000 else 0), name


def test_7_13_every_gauge_of_the_table_is_told(gathering: GaugeGathering) -> None:
    take_target("/copies", node="one", now=utc_now())
    tell_finished("/copies", name="a", files_count=1, size=1, now=utc_now())
    far = {"kawaraban_database_connections", "kawaraban_database_waiting_for_turn"}

    told = {name for name, *_labels in looked(gathering)}

    asked = {gauge.name for gauge in GAUGES} - (far if connection.vendor == "sqlite" else set())
    assert asked - told == set()
    assert told <= {gauge.name for gauge in GAUGES}


@pytest.mark.skipif(
    live.DATABASES["default"]["ENGINE"] != "kawaraban.config.postgresql", reason="SQLite has no server to ask"
)
def test_7_13_who_waits_for_the_turn_is_told(gathering: GaugeGathering) -> None:
    address: Any = connection.get_connection_params()
    address = {name: value for name, value in address.items() if name not in {"cursor_factory", "context"}}
    before = looked(gathering)
    with psycopg.connect(**address) as holder, psycopg.connect(**address) as waiter:
        holder.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        waiter.pgconn.send_query(b"BEGIN; SELECT pg_advisory_xact_lock(%d)" % TURN)
        waiter.pgconn.flush()
        number = waiter.info.backend_pid
        asked = "SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted"
        while not holder.execute(asked, [number]).fetchall():
            pass  # it is on its way to the server

        with connection.cursor() as cursor:
            # Inside one transaction, as a test is, the server shows who is there as it was at the first look.
            cursor.execute("SELECT pg_stat_clear_snapshot()")

        after = looked(gathering)
        holder.rollback()
        while waiter.pgconn.get_result():
            pass

    assert before["kawaraban_database_waiting_for_turn",] == 0
    assert after["kawaraban_database_waiting_for_turn",] == 1
    assert after["kawaraban_database_connections", "waits for a lock"] == 1
    assert after["kawaraban_database_bytes",] > 1_000_000


def test_7_13_what_cannot_be_asked_is_left_out_and_the_rest_is_told(
    gathering: GaugeGathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_now: datetime) -> list[Any]:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("kawaraban.config.seeing.gathering._mails", refused)

    told = {name for name, *_labels in looked(gathering)}

    assert "kawaraban_queue_comments" in told
    assert "kawaraban_mails_waiting" not in told
