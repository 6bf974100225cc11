"""What most tests start from: a policy in force, a thread, a moderator."""

import gzip
import os
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key
from tests.profiles import leave_out_own_processes, runs_without_stories
from tests.rigs.database import KEPT_TABLES, leave_emptying_to_us
from tests.rigs.longest_first import keep_this_order, put_longest_first
from tests.rigs.postgres.begun_store import begun
from tests.rigs.postgres.kept_rows import KEPT_ROWS
from tests.rigs.postgres.marks import (
    is_served_there,
    leave_out_what_cannot_differ,
    name_what_is_skipped,
    uses_the_database,
)
from tests.rigs.tables import VARIABLE as PAPERS
from tests.rigs.temporary import lie_in_memory

from kawaraban.comments.models import Thread
from kawaraban.config.template_database import TEMPLATE
from kawaraban.doors.analyses.views import QUESTIONS_FAIL
from kawaraban.doors.desk.list.finished import FINISHED
from kawaraban.doors.public.form.sending import STORING
from kawaraban.doors.public.trouble.machine_trouble import FAILED
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.law.record import append_only
from kawaraban.law.record.ledger import UNSEALED
from kawaraban.people.models import Role, User
from kawaraban.press.printing.middleware import _UNSTORED
from kawaraban.press.printing.pieces import KEPT
from kawaraban.press.printing.worker import _TROUBLED
from kawaraban.press.store.environment import shared_environment
from kawaraban.press.store.store import Store

# A machine that others share is slow for a moment: what a test asks is the answer, not the time.
hypothesis_settings.register_profile("shared", deadline=None)
hypothesis_settings.load_profile("shared")

IS_NEWSPAPER = "wagtail" in settings.INSTALLED_APPS
# What needs its tables is imported only where they are.
pytest_plugins = ["tests.newspaper_fixtures"] if IS_NEWSPAPER else []
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    lie_in_memory()
    keep_this_order(config)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    put_longest_first(config, items)
    name_what_is_skipped(items, vendor=connection.vendor)
    if connection.vendor == "postgresql":
        leave_out_what_cannot_differ(config, items)
    if not IS_NEWSPAPER:
        leave_out_own_processes(config, items)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """In the comments-only run: leave a file out before it is imported."""
    return None if IS_NEWSPAPER or runs_without_stories(collection_path) else True


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """The newspaper's tables come from the template; a house test holds it against the migrations."""
    return not IS_NEWSPAPER and settings.DATABASES["default"]["ENGINE"] != "kawaraban.config.postgresql"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Generator[None, None, None]:
    with pytest.MonkeyPatch.context() as patch:
        leave_emptying_to_us(patch)
        with django_db_blocker.unblock():
            if connection.vendor == "postgresql":
                KEPT_ROWS.keep()
            elif IS_NEWSPAPER:
                KEPT_TABLES.start_from(gzip.decompress(TEMPLATE.read_bytes()))
            else:
                KEPT_TABLES.keep()
            append_only.remove(connection)
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The papers that this test serves lie where its own tables do, in the files that are tested over both."""
    if connection.vendor == "postgresql":
        os.environ[PAPERS] = "postgresql" if is_served_there(item) else "sqlite"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """After a test that committed, make the database again what a new paper has."""
    try:
        yield
    finally:
        if may_have_committed(item):
            with django_db_blocker_of(item).unblock():
                (KEPT_ROWS if connection.vendor == "postgresql" else KEPT_TABLES).put_back()


def may_have_committed(item: pytest.Item) -> bool:
    """Whether the test is not undone by the end of its transaction."""
    marks = (mark.kwargs.get("transaction", False) for mark in item.iter_markers("django_db"))
    return any(marks) or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


def django_db_blocker_of(item: pytest.Item) -> Any:
    """What lets the database be touched outside of a test."""
    return item.config.stash[blocking_manager_key]


@pytest.fixture(autouse=True)
def heads_file(settings: Any, tmp_path: Path) -> Path:
    """Each test has its own file of signed heads: another test's would look like a record that was cut off."""
    settings.LEDGER_HEADS_FILE = tmp_path / "ledger.heads"
    return tmp_path / "ledger.heads"


@pytest.fixture(autouse=True)
def store_directory(settings: Any, tmp_path: Path) -> Generator[Path, None, None]:
    """Each test prints into a page store of its own: another test's pages are of orders that its log never had."""
    settings.STORE_DIRECTORY = tmp_path / "store"
    yield tmp_path / "store"
    # Whoever printed left it open: a thousand tests later the process could open no more.
    shared_environment(tmp_path / "store").close()


@pytest.fixture(autouse=True)
def kept_connection(request: pytest.FixtureRequest) -> Generator[None, None, None]:
    """A test that renders through the whole site does so in its own transaction, which the site must not close.

    Django's test client does the same. A live server has threads, and connections of their own.
    """
    if "live_server" in request.fixturenames:
        yield
        return
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def run_directory(settings: Any, tmp_path: Path) -> None:
    """Where processes keep what they count together: rates of others' keys among it."""
    settings.RUN_DIRECTORY = tmp_path


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def policy(db: None) -> PolicyVersion:
    version = PolicyVersion.objects.create(number=1, effective_at=NOON - timedelta(days=100))
    PolicyText.objects.create(
        version=version,
        language="en",
        introduction="Be kind.",
        responsibility="You answer for what you send.",
    )
    return version


@pytest.fixture
def thread(db: None, policy: PolicyVersion) -> Thread:
    return Thread.objects.create(
        locator="story-1", url="/city/harbour/", title="The harbour", section="city", language="en"
    )


@pytest.fixture
def moderator(db: None) -> User:
    return User.objects.create_user(
        "mika", password="a long password", role=Role.MODERATOR, first_name="Mika"
    )


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("ines", password="a long password", role=Role.EDITOR, first_name="Ines")


@pytest.fixture
def publisher(db: None) -> User:
    return User.objects.create_superuser(
        "leyla", password="a long password", role=Role.PUBLISHER, first_name="Leyla"
    )


@pytest.fixture
def store(request: pytest.FixtureRequest, store_directory: Path) -> Generator[Store, None, None]:
    """An empty page store; the settings name it."""
    made = Store(store_directory)
    if connection.vendor == "postgresql" and uses_the_database(request.node):
        request.getfixturevalue("db")
        begun(made)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Each test has a log and comments of its own: what was kept of another's is not its own."""
    KEPT.forget()
    FINISHED.forget()


@pytest.fixture(autouse=True)
def nothing_stands() -> Generator[None, None, None]:
    """Each test hears of a trouble for the first time: what one has complained of is over before the next begins."""
    yield
    for complaint in (STORING, FAILED, QUESTIONS_FAIL, UNSEALED, _TROUBLED, _UNSTORED):
        complaint.over()


@pytest.fixture(autouse=True)
def own_mask() -> Generator[None, None, None]:
    """A command that a test runs in this process takes rights from what is made after it, and from no other test's."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)
