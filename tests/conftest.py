"""What most tests start from: a policy in force, a thread, a moderator."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kawaraban.comments.models import Thread
from kawaraban.law import append_only
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.people.models import Role, User

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests that commit empty every table afterwards, and the record's triggers would refuse it.

    A test of the triggers installs them itself; that the migration does is tested on a paper of its own.
    """
    with django_db_blocker.unblock():
        append_only.remove(connection)


@pytest.fixture(autouse=True)
def heads_file(settings: Any, tmp_path: Path) -> Path:
    """Each test has its own file of signed heads: another test's would look like a record that was cut off."""
    settings.LEDGER_HEADS_FILE = tmp_path / "ledger.heads"
    return tmp_path / "ledger.heads"


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
