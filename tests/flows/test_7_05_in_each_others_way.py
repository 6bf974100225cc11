"""7.5: what the database ended because two were in each other's way is done once more; what may have been stored is
never told to be lost."""

from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.makers.comments import submission

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.submission import Reason, Refused
from kawaraban.doors.public.form.sending import hand_in
from kawaraban.doors.public.trouble.machine_trouble import MachineTroubleMiddleware
from kawaraban.kit.clock import utc_now

pytestmark = pytest.mark.django_db(transaction=True)


def ended(kind: type[psycopg.Error]) -> OperationalError:
    """As Django hands it on."""
    failure = OperationalError("ended by the server")
    failure.__cause__ = kind("ended by the server")
    return failure


def answered(*failures: Exception, commits: bool = False) -> tuple[HttpResponse, int]:
    """The answer to a form whose view fails so often, and how often the view was asked."""
    request = RequestFactory().post("/desk/", {"note": "typed"})
    waiting, asked = list(failures), 0

    def view(request: HttpRequest) -> HttpResponse:
        nonlocal asked
        asked += 1
        if not waiting:
            return HttpResponse(request.POST["note"])
        if commits:
            connection.commits_count += 1  # type: ignore[attr-defined]  # of our engine
        answer = middleware.process_exception(request, waiting.pop(0))
        assert answer is not None
        return answer

    middleware = MachineTroubleMiddleware(view)
    return middleware(request), asked  # type: ignore[return-value]  # it is not asynchronous here


@pytest.mark.parametrize("kind", [psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure])
def test_7_05_a_form_that_was_in_the_way_of_another_is_done_once_more(kind: type[psycopg.Error]) -> None:
    response, asked = answered(ended(kind))

    assert (response.status_code, response.content, asked) == (200, b"typed", 2)


def test_7_05_it_is_not_done_a_third_time() -> None:
    response, asked = answered(*[ended(psycopg.errors.DeadlockDetected)] * 3)

    assert (response.status_code, asked) == (503, 2)


def test_7_05_what_was_committed_in_part_is_not_done_again() -> None:
    response, asked = answered(ended(psycopg.errors.DeadlockDetected), commits=True)

    assert (response.status_code, asked) == (503, 1)
    assert b"in part" in response.content


def test_7_05_a_server_that_is_away_is_not_asked_again() -> None:
    response, asked = answered(ended(psycopg.errors.AdminShutdown))

    assert (response.status_code, asked) == (503, 1)
    assert b"typed" in response.content


def failing_once(failure: OperationalError, *, was_committing: bool = False) -> AbstractContextManager[None]:
    """The database says so to the first statement that writes: SQLite itself never does."""
    failures = [failure]

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if failures and sql.startswith("INSERT"):
            connection.commits_count += was_committing  # type: ignore[attr-defined]  # of our engine
            raise failures.pop()
        return run(sql, params, many, context)

    return connection.execute_wrapper(execute)


def test_7_05_comments_in_each_others_way_are_stored(thread: Thread) -> None:
    now = utc_now()
    with failing_once(ended(psycopg.errors.DeadlockDetected)):
        [receipt] = hand_in([submission(thread.locator, "Twice asked.", now=now)], now=now)

    assert not isinstance(receipt, Refused)
    assert Comment.objects.get().text == "Twice asked."


@pytest.mark.parametrize("was_committing", [True, False])
def test_7_05_what_was_lost_while_it_was_committed_may_be_stored(
    thread: Thread, was_committing: bool
) -> None:
    now = utc_now()
    with failing_once(ended(psycopg.errors.AdminShutdown), was_committing=was_committing):
        [refused] = hand_in([submission(thread.locator, "Perhaps.", now=now)], now=now)

    assert isinstance(refused, Refused)
    assert refused.reason is (Reason.UNKNOWN if was_committing else Reason.BUSY)
