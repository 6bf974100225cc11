"""The role "worker": prints, and does what must be done beside it. Called when Django is loaded."""

import logging
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from kawaraban.config.env import BadConfiguration, DataDir, data_dir, read_knobs
from kawaraban.config.processes.clock_watch import ClockWatch
from kawaraban.config.processes.duty import UNWRITTEN_WORKER, Duty, heartbeat_file
from kawaraban.config.processes.lock_report import LockReport
from kawaraban.config.processes.memory import GIVE_BACK_SECONDS, give_back
from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import said_plainly
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.kit.work.lock_meter import METER

if TYPE_CHECKING:
    from kawaraban.kit.board import Board
    from kawaraban.press.printing.printer import Printer
    from kawaraban.press.printing.worker import Task
    from kawaraban.press.store.published_files import PublishedFiles

logger = logging.getLogger(__name__)

_FOLD_SECONDS: Final = 2.0
_FULL_SECONDS: Final = 30.0
_JOBS_SECONDS: Final = 1.0
_MAIL_SECONDS: Final = 2.0
_HOOKS_SECONDS: Final = 2.0
_DIGEST_SECONDS: Final = 30.0
_REASONS_SECONDS: Final = 60.0
_PUBLISH_SECONDS: Final = 15.0
_READERS_SECONDS: Final = 60.0
# The tracking page promises minutes after the answer. One look along an index of what was asked for.
_ERASURES_SECONDS: Final = 60.0
# Of people: what a crash left, or what is too much for a request at the desk. One look at a table that is empty.
_PEOPLE_SECONDS: Final = 2.0
# Days are counted; often enough that a server which starts anew every day misses none.
_RETENTION_SECONDS: Final = 3600.0
# One look at two small tables: only a paper that was brought up has anything to do, and that soon.
_REPORTS_SECONDS: Final = 20.0
_FIGURES_SECONDS: Final = 6 * 3600.0
# A day that is over is counted once.
_DAYS_SECONDS: Final = 3600.0
# One look at the end of each table: only one that grew, or was looked at yesterday, has more to it.
_STATISTICS_SECONDS: Final = 60.0
_HEADS_SECONDS: Final = 1.0
_MISSING_HEADS_SECONDS: Final = 3.0
# A look at one row.
_BACKUP_SECONDS: Final = 20.0
# A list of the whole bucket: a thousand names in each answer.
_MEDIA_SECONDS: Final = 3600.0
_MACHINE_CLOCK_SECONDS: Final = 10.0
_FILES_SECONDS: Final = 1.0
_WORDS_SECONDS: Final = 2.0
# Two short looks; each hundred decisions it learns for some seconds.
_LEARNING_SECONDS: Final = 30.0
# A look at two numbers and one row, where there is nothing to do.
_ORDERS_SECONDS: Final = 600.0
# A task may take so many times as long as a process may be silent.
_TASK_HANGS: Final = 10
# A thread that holds the lock of the database gives the interpreter away with each statement. It has it back after this
# long, however busy the thread that prints is; Python's own 5 ms, twenty times in a step, would be a tenth of a second.
_SWITCH_SECONDS: Final = 0.001
# What shares a thread.
_NEWS: Final = "news for the newsroom"
_ROUND: Final = "round"
_CLOCK: Final = "clock"
_KEEPING: Final = "what is kept"


def run_worker(duty: Duty) -> None:
    """Print, and do what must be done beside it."""
    from kawaraban.press.bell import Bell, bell_path
    from kawaraban.press.printing.worker import TaskThread, work

    sys.setswitchinterval(_SWITCH_SECONDS)
    data = data_dir()
    files = published_files(data)
    printer = _printer(data, files)
    bell = Bell(bell_path(data.store))
    stop = threading.Event()

    def leave(*_: object) -> None:
        stop.set()
        bell.ring()

    signal.signal(signal.SIGTERM, leave)
    look_at_heads()
    hang_seconds = read_knobs(data, os.environ)["hang_seconds"]
    work(
        step=printer.step,
        beat=_Heart(duty, data).beat,
        beside=(
            TaskThread("heavy pages", printer.heavy_step),
            TaskThread("compression", printer.improve_step),
            *worker_tasks(data, files, duty.board()),
        ),
        hung_after=_TASK_HANGS * hang_seconds or float("inf"),
        stop=stop,
        wait=bell.wait,
    )
    _let_go_of_leases()


def _let_go_of_leases() -> None:
    """Another node goes on at once."""
    from django.db import DatabaseError

    from kawaraban.press.lease import let_go

    try:
        let_go()
    except DatabaseError as refused:
        logger.warning("The leases of this node end by themselves: %s", said_plainly(refused))


def _printer(data: DataDir, files: "PublishedFiles | None") -> "Printer":
    """Of this paper's store; what it prints goes into the published files, too, where there are any."""
    from kawaraban.config.processes.public_pages import public_pages
    from kawaraban.press.front.sorry import SENT_ADDRESSES, SORRY_ADDRESSES
    from kawaraban.press.printing.anew import PrintingAnew
    from kawaraban.press.printing.printer import Printer
    from kawaraban.press.printing.rendering import SiteRenderer
    from kawaraban.press.store.store import Store

    store = Store(data.store)
    return Printer(
        store,
        SiteRenderer(),
        standing=sorted({*SORRY_ADDRESSES.values(), *SENT_ADDRESSES.values()}),
        anew=PrintingAnew(store, public_pages()),
        on_change=files.publish if files else lambda address: None,
    )


def look_at_heads() -> None:
    """A crash between a commit and its head line is made good before anything new is written, if that can be.

    Neither heads nor a database that cannot be read keep pages from being printed.
    """
    from django.db import DatabaseError

    from kawaraban.law.record.ledger import heal_heads
    from kawaraban.law.record.restoring import warn_of_lost_entries

    try:
        heal_heads()
        warn_of_lost_entries()
    except (OSError, DatabaseError) as refused:
        logger.warning("The heads of the record wait to be looked at: %s", said_plainly(refused))


class _Heart:
    """The worker's signs of life: its file, for everybody who can read it, and the board, which needs no disk."""

    def __init__(self, duty: Duty, data: DataDir) -> None:
        self._board = duty.board()
        self._lock_report = LockReport(self._board, data)
        self._file = heartbeat_file(data)
        self._unwritten = Complaint(logger, "the worker's file cannot be written")

    def beat(self) -> None:
        from kawaraban.law.record.ledger import UNSEALED
        from kawaraban.press.heartbeat import beat
        from kawaraban.press.printing.worker import troubles

        found = troubles() | ({"record"} if UNSEALED.stands else set())
        self._board.beat("worker", troubles=found, figure=_MAILS_GIVEN_UP.count, lock=METER.figures())
        TALLY.hand_over(self._board, "worker")
        self._lock_report.write_if_due()
        try:
            beat(self._file)
            self._unwritten.over()
        except OSError as refused:
            self._unwritten.hear(said_plainly(refused))
            self._board.beat(UNWRITTEN_WORKER)


class _Counted:
    """How many mails are given up, counted by a task and told by the heart."""

    count = 0

    def look(self) -> None:
        from kawaraban.law.outbox_standing import given_up

        self.count = given_up().count()


_MAILS_GIVEN_UP: Final = _Counted()


def published_files(data: DataDir) -> "PublishedFiles | None":
    """The folder that a web server may read, as the knob names it. Raises BadConfiguration when it cannot be used."""
    from kawaraban.press.store.published_files import NotOurFolder, PublishedFiles
    from kawaraban.press.store.store import Store

    folder = read_knobs(data, os.environ)["published_files"]
    if not folder:
        return None
    files = PublishedFiles(data.root / folder, Store(data.store))
    try:
        files.open()
    except NotOurFolder as taken:
        raise BadConfiguration(
            f"published_files: there are other files in {taken}. Name an empty folder."
        ) from taken
    except OSError as refused:
        raise BadConfiguration(f"published_files: {refused.filename}: {refused.strerror}") from refused
    return files


def worker_tasks(
    data: DataDir, files: "PublishedFiles | None" = None, board: "Board | None" = None
) -> list["Task"]:
    """What the worker does besides printing, and how often. On the board the front is told what no disk is to have."""
    from django.apps import apps
    from django.conf import settings

    from kawaraban.alerts.delivering import deliver_due
    from kawaraban.alerts.digests import send_digests
    from kawaraban.alerts.hooks import follow_record
    from kawaraban.alerts.urgent import tell_of_urgent
    from kawaraban.comments.actions.erasing.comment import erase_due
    from kawaraban.comments.actions.erasing.person import go_on_erasing
    from kawaraban.comments.forgetting.retention import retain
    from kawaraban.comments.mails.reasons_told_later import tell_reasons
    from kawaraban.config.copies.keeping import scheduled_backup
    from kawaraban.config.health.watch import LOOK_SECONDS, HealthWatch
    from kawaraban.config.processes.nodes_watch import FILES_BACKEND, NODE_SECONDS, NodesWatch
    from kawaraban.config.seeing.gathering import GATHER_SECONDS, GaugeGathering
    from kawaraban.config.sqlite.folding import FOLD_SECONDS, fold_back
    from kawaraban.config.sqlite.statistics import Statistics
    from kawaraban.doors.desk.bulk import jobs as bulk_jobs
    from kawaraban.doors.desk.figures.day_counts import close_days
    from kawaraban.doors.desk.rules import closing as rules_closing
    from kawaraban.doors.desk.search.index import read_all
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.dsa.duties import order_figures
    from kawaraban.law.dsa.publishing import freeze_published
    from kawaraban.law.outbox import send_due
    from kawaraban.law.personal.letting_go import let_go
    from kawaraban.law.record.heads import keep_heads
    from kawaraban.law.record.ledger import HeadsKeeper
    from kawaraban.press.printing.finished_orders import let_go_of_finished
    from kawaraban.press.printing.worker import Task, Where
    from kawaraban.press.store.store import Store
    from kawaraban.reads.folding import ReadsFolder
    from kawaraban.reads.shared_days import SharedDays
    from kawaraban.triage.taught.due import Retraining

    everywhere, once = Where.EVERYWHERE, Where.ONCE
    store = Store(data.store)
    shared = SharedDays(data.beacons, put_up=board.put_secret) if board else None
    folder = ReadsFolder(data.beacons, store, zone=paper_zone, shared=shared)
    retraining, gathering = Retraining(), GaugeGathering(data, store)
    nodes = NodesWatch(writes_mail_files=settings.EMAIL_BACKEND == FILES_BACKEND)
    health = HealthWatch(data, node=settings.NODE)
    tasks = [
        # Each mail, delivery, erasure and comment of a job is taken by one node as its row.
        Task("mail", _MAIL_SECONDS, lambda: nodes.may_write_mails() and send_due(now=utc_now()), everywhere),
        Task("hooks", _HOOKS_SECONDS, lambda: deliver_due(now=utc_now()), everywhere),
        Task(
            "erasures of people",
            _PEOPLE_SECONDS,
            lambda: go_on_erasing(clock=utc_now),
            everywhere,
            may_take_long=True,
        ),
        Task(
            "jobs of the desk",
            _JOBS_SECONDS,
            lambda: bulk_jobs.work(now=utc_now),
            everywhere,
            may_take_long=True,
        ),
        # Of this machine: its files, its memory, its clock, its page store.
        Task("reads", _FOLD_SECONDS, lambda: folder.fold(now=utc_now()), everywhere),
        *(
            Task(name, seconds, run, everywhere, beside=_ROUND)
            for name, seconds, run in (
                ("dead readers", _READERS_SECONDS, store.clear_dead_readers),
                ("memory", GIVE_BACK_SECONDS, give_back),
                ("log of the database", FOLD_SECONDS, fold_back),
                ("heads of the record", _HEADS_SECONDS, keep_heads),
                ("missing heads", _MISSING_HEADS_SECONDS, HeadsKeeper().look),
                ("mails given up", _FULL_SECONDS, _MAILS_GIVEN_UP.look),
                ("clock of the machine", _MACHINE_CLOCK_SECONDS, ClockWatch().look),
                ("other nodes", NODE_SECONDS, nodes.look),
                ("figures for metrics", GATHER_SECONDS, lambda: gathering.look(now=utc_now())),
            )
        ),
        Task(
            "statistics of the database",
            _STATISTICS_SECONDS,
            Statistics(),
            everywhere,
            beside=_KEEPING,
            may_take_long=True,
        ),
        Task("health", LOOK_SECONDS, lambda: health.look(now=utc_now()), everywhere, may_take_long=True),
        # Of the paper.
        *(
            Task(name, seconds, run, once, beside=beside)
            for name, seconds, run, beside in (
                ("digests", _DIGEST_SECONDS, lambda: send_digests(now=utc_now(), zone=paper_zone()), _NEWS),
                ("urgent orders", _HOOKS_SECONDS, lambda: tell_of_urgent(now=utc_now()), _NEWS),
                ("record", _HOOKS_SECONDS, lambda: follow_record(now=utc_now()), _NEWS),
                ("reasons told later", _REASONS_SECONDS, lambda: tell_reasons(now=utc_now()), _ROUND),
                ("figures", _FIGURES_SECONDS, lambda: order_figures(now=utc_now()), _ROUND),
                ("full queue", _FULL_SECONDS, lambda: rules_closing.apply(now=utc_now()), _ROUND),
            )
        ),
        Task("erasures", _ERASURES_SECONDS, lambda: erase_due(now=utc_now()), once, may_take_long=True),
        Task("words of comments", _WORDS_SECONDS, read_all, once, may_take_long=True),
        Task(
            "what the desk teaches",
            _LEARNING_SECONDS,
            lambda: retraining.look(now=utc_now()),
            once,
            may_take_long=True,
        ),
        Task(
            "copy of the paper", _BACKUP_SECONDS, scheduled_backup(data).look, everywhere, may_take_long=True
        ),
        *_media_tasks(data),
        *(
            Task(name, seconds, run, once, beside=_KEEPING, may_take_long=True)
            for name, seconds, run in (
                (
                    "published reports",
                    _REPORTS_SECONDS,
                    lambda: freeze_published(zone=paper_zone(), now=utc_now()),
                ),
                ("retention", _RETENTION_SECONDS, lambda: retain(now=utc_now())),
                ("what is finished", _RETENTION_SECONDS, lambda: let_go(now=utc_now())),
                ("days of the desk", _DAYS_SECONDS, lambda: close_days(zone=paper_zone(), now=utc_now())),
                ("finished orders", _ORDERS_SECONDS, lambda: let_go_of_finished(store, now=utc_now())),
            )
        ),
    ]
    if files is not None:
        # What the app prints for the first reader of a page; what the worker prints is there at once.
        tasks.append(Task("published files", _FILES_SECONDS, files.sync_if_changed, everywhere))
    if apps.is_installed("wagtail"):
        from kawaraban.stories.clock import Clock
        from kawaraban.stories.schedule import publish_due

        clock = Clock(utc_now())
        tasks += [
            Task("publishing", _PUBLISH_SECONDS, lambda: publish_due(now=utc_now()), once, beside=_CLOCK),
            Task("clock", _PUBLISH_SECONDS, lambda: clock.tick(now=utc_now()), once, beside=_CLOCK),
        ]
    return tasks


def _media_tasks(data: DataDir) -> "list[Task]":
    """Where media lie in a bucket: every machine lets go of what was removed there."""
    from kawaraban.config.object_store.media_here import forget_removed, media_bucket
    from kawaraban.press.printing.worker import Task, Where

    bucket = media_bucket(data)
    if bucket is None:
        return []
    return [
        Task(
            "removed media",
            _MEDIA_SECONDS,
            lambda: forget_removed(data, bucket),
            Where.EVERYWHERE,
            may_take_long=True,
        )
    ]


def paper_zone() -> ZoneInfo:
    """Whose midnights part the paper's days: the publisher's setting, in the comment layer alone the knob."""
    from django.apps import apps
    from django.conf import settings

    if apps.is_installed("wagtail"):
        from kawaraban.stories.models import PaperSettings

        return PaperSettings.objects.current().zone
    return ZoneInfo(settings.TIME_ZONE)
