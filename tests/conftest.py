"""What most tests start from: a policy in force, a thread, a moderator."""

from datetime import UTC, datetime, timedelta

import pytest

from kawaraban.comments.models import Thread
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.people.models import Role, User

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


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
