"""What most tests start from: a policy in force, a thread, a moderator."""

import os
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from pytest_django.plugin import blocking_manager_key
from tests.rigs.database import copy_template
from tests.rigs.longest_first import keep_this_order, put_longest_first
from tests.rigs.temporary import lie_in_memory

from kawaraban.comments.models import Thread
from kawaraban.doors.public.form.sending import STORING
from kawaraban.doors.public.trouble.machine_trouble import FAILED
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.law.record import append_only
from kawaraban.law.record.ledger import UNSEALED
from kawaraban.people.models import Role, User
from kawaraban.press.printing.middleware import _UNSTORED
from kawaraban.press.printing.pieces import KEPT
from kawaraban.press.printing.worker import _TROUBLED

IS_NEWSPAPER = "wagtail" in settings.INSTALLED_APPS
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    lie_in_memory()
    keep_this_order(config)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    put_longest_first(config, items)
    if not IS_NEWSPAPER:
        leave_out(config, items, {"file_paper", "file_papers"})


def leave_out(config: pytest.Config, items: list[pytest.Item], fixtures: set[str]) -> None:
    """What works on papers of its own, in processes of its own, is comments-only there whoever asks.

    The newspaper's run has made exactly the same test.
    """
    out = [item for item in items if fixtures & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """The newspaper's tables come from the template; a house test holds it against the migrations."""
    return not IS_NEWSPAPER


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        if IS_NEWSPAPER:
            copy_template()
        append_only.remove(connection)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """After a test that committed, make the database again what a new paper has."""
    yield
    marks = (mark.kwargs.get("transaction", False) for mark in item.iter_markers("django_db"))
    if IS_NEWSPAPER and (
        any(marks) or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    ):
        with django_db_blocker_of(item).unblock():
            copy_template()


def django_db_blocker_of(item: pytest.Item) -> Any:
    """What lets the database be touched outside of a test."""
    return item.config.stash[blocking_manager_key]


@pytest.fixture(autouse=True)
def heads_file(settings: Any, tmp_path: Path) -> Path:
    """Each test has its own file of signed heads: another test's would look like a record that was cut off."""
    settings.LEDGER_HEADS_FILE = tmp_path / "ledger.heads"
    return tmp_path / "ledger.heads"


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


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Each test has a log of its own, whose numbers begin anew: what was kept under another's is not its own."""
    KEPT.forget()


@pytest.fixture(autouse=True)
def nothing_stands() -> Generator[None, None, None]:
    """Each test hears of a trouble for the first time: what one has complained of is over before the next begins."""
    yield
    for complaint in (STORING, FAILED, UNSEALED, _TROUBLED, _UNSTORED):
        complaint.over()


@pytest.fixture(autouse=True)
def own_mask() -> Generator[None, None, None]:
    """A command that a test runs in this process takes rights from what is made after it, and from no other test's."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)
