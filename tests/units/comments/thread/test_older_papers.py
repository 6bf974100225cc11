"""A paper that stood before its threads had places and pages gets them once."""

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import approved, rejected, removed, sent, shown_in_bulk

from kawaraban.comments.actions.decide import undo
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.standing import standing_decision
from kawaraban.comments.thread.page import thread_view
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

migration = import_module("kawaraban.comments.migrations.0011_thread_places")
EDITOR = SimpleNamespace(connection=connection)


def as_before(*threads: Thread) -> None:
    """No places, no pages."""
    Comment.objects.update(place=None)
    for thread in threads:
        thread.pages.all().delete()
    Thread.objects.update(newest_from=None)


def places() -> dict[int, str | None]:
    return dict(Comment.objects.values_list("pk", "place"))


def migrated() -> None:
    migration.give_places(apps, EDITOR)
    migration.cut_pages(apps, EDITOR)


def test_every_comment_that_a_page_showed_gets_the_place_that_it_would_have(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    root = sent(thread, "Root.")
    approved(root, moderator)
    reply = sent(thread, "Reply.", parent_public_id=root.public_id)
    approved(reply, moderator)
    deep = sent(thread, "Deep.", parent_public_id=reply.public_id)
    approved(deep, moderator)
    removed(Comment.objects.get(pk=reply.pk), moderator, now=noon + timedelta(hours=1))
    sent(thread, "Waits.")
    rejected(sent(thread, "Refused."), moderator)
    taken_back = sent(thread, "Answered and taken back.")
    approved(taken_back, moderator)
    approved(sent(thread, "Answer.", parent_public_id=taken_back.public_id), moderator)
    decision = standing_decision(taken_back)
    assert decision
    undo(decision_id=str(decision.pk), moderator=moderator, now=noon)
    given, shown = places(), thread_view(thread, language="en")
    as_before(thread)

    migrated()

    assert places() == given
    assert list(given.values()).count(None) == 2
    assert thread_view(Thread.objects.get(), language="en") == shown


def test_a_long_thread_is_cut_as_its_acts_would_have_cut_it(thread: Thread, noon: datetime) -> None:
    roots = shown_in_bulk(
        thread, [(f"R{number}", "Words.", noon + timedelta(seconds=number)) for number in range(700)]
    )
    shown_in_bulk(thread, [(f"L{number}", "Long.", noon) for number in range(260)], parent=roots[3])
    as_before(thread)

    migrated()
    thread.refresh_from_db()

    views = [thread_view(thread, language="en")]
    while views[-1].older_url:
        number = int(views[-1].older_url.partition("page=")[2].partition("#")[0])
        views.append(thread_view(thread, language="en", number=number))
    lengths = [sum(1 + len(comment.replies) for comment in view.comments) for view in views]
    assert max(lengths) <= 201
    # Each piece of the long one stands under its first comment.
    assert sum(lengths) == 960 + sum("R3" in {c.name for c in view.comments} for view in views) - 1


def test_a_paper_without_comments_is_asked_twice(thread: Thread) -> None:
    with CaptureQueriesContext(connection) as queries:
        migrated()

    assert len(queries) == 2
