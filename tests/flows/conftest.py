"""What many flows start from: a served paper, a front by itself, the desk, a comment that readers see.

A file that needs another one defines it under the same name.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.makers.comments import NOON, approved, fresh, sent
from tests.makers.desk import signed_in
from tests.makers.law.published_reports import SITE, year_that_is_over
from tests.makers.law.redress import notice_words
from tests.makers.press import make_page
from tests.makers.staff import again, set_up_app, sign_in
from tests.rigs.raw_http import Front
from tests.rigs.serve_factory import Served, make_paper

from kawaraban.comments.actions.report import give_notice
from kawaraban.comments.models import Comment, Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Notice
from kawaraban.people.models import User
from kawaraban.press.store.store import Store


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A paper of the test's own that is served, one for each file."""
    with Served.started(make_paper(tmp_path_factory.mktemp("served") / "paper")) as running:
        yield running


@pytest.fixture
def healthy(served: Served) -> Served:
    """The same when nothing is the matter with it."""
    served.wait_until_healthy()
    return served


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """A front by itself that holds one page, one for each file."""
    folder = tmp_path_factory.mktemp("front")
    Store(folder / "store").put(make_page("/harbour/", text="printed"))
    with Front(folder) as front:
        yield front


@pytest.fixture
def desk(moderator: User) -> Client:
    """A browser in which a moderator is signed in."""
    return signed_in(moderator)


@pytest.fixture
def shown(thread: Thread, moderator: User) -> Comment:
    """A comment that readers see."""
    comment = sent(thread)
    approved(comment, moderator)
    comment.refresh_from_db()
    return comment


@pytest.fixture
def seen(thread: Thread, moderator: User) -> Comment:
    """A comment that readers have seen for two days, of an author with an address."""
    comment = sent(thread, email="ada@example.org")
    approved(comment, moderator, now=NOON - timedelta(days=2))
    return fresh(comment)


@pytest.fixture
def elsewhere(policy: object) -> Notice:
    """A notice about no comment of ours, received an hour ago."""
    words = notice_words("https://other.example/page", explanation="The picture is mine.")
    return give_notice(words, sender_address="", now=utc_now() - timedelta(hours=1))


@pytest.fixture
def notice(thread: Thread, moderator: User) -> Notice:
    """Still open, although the year is over in which it came: the report of that year can be published."""
    return year_that_is_over(thread, moderator)


@pytest.fixture
def secret(client: Client, publisher: User) -> str:
    """Leyla has set up an app, and is signed out again."""
    sign_in(client, "leyla")
    again(client, path="/desk/account/app/")
    key = set_up_app(client)
    assert Authenticator.objects.filter(type="totp").exists()
    return key


@pytest.fixture
def site(settings: Any) -> None:
    """The paper has an address of its own."""
    settings.SITE_URL = SITE
