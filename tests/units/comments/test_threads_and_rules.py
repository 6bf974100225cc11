"""Threads follow their pages; the house has one switch. Every change is recorded and printed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from tests.makers.comments import approved, sent

from kawaraban.comments.actions.rules import change_rules
from kawaraban.comments.actions.threads import CommentedPage, close_thread, keep_thread, reopen_thread
from kawaraban.comments.keys import PAPER_KEY, thread_key
from kawaraban.comments.models import Thread
from kawaraban.comments.numbers import approved_counts, staff_names, waiting_count
from kawaraban.kit.work.one_trip import ask
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = pytest.mark.django_db


def keep(noon: datetime, **changes: Any) -> Thread:
    fields: dict[str, Any] = {
        "locator": "story-7",
        "url": "/a/",
        "title": "A",
        "section": "city",
        "language": "en",
        "is_open": True,
        "closed_reason": "",
    }
    return keep_thread(CommentedPage(**{**fields, **changes}), now=noon)


def test_a_thread_is_made_once_and_follows_its_page(noon: datetime) -> None:
    first = keep(noon)
    again = keep(noon)
    assert not ReprintOrder.objects.exists()

    renamed = keep(noon, title="B", url="/b/")

    assert first.pk == again.pk == renamed.pk
    assert Thread.objects.get().title == "B"
    assert ReprintOrder.objects.get().keys == [thread_key(first)]


def test_a_page_closes_and_opens_its_thread(noon: datetime) -> None:
    thread = keep(noon, is_open=False, closed_reason="Enough.")
    assert (thread.closed_at, thread.closed_reason) == (noon, "Enough.")

    keep(noon + timedelta(hours=1), is_open=False, closed_reason="Enough.")
    reopened = keep(noon + timedelta(hours=2))

    assert (reopened.is_open, reopened.closed_reason) == (True, "")
    assert list(LedgerEntry.objects.values_list("kind", flat=True)) == ["thread_closed", "thread_reopened"]


def test_a_person_closes_and_opens_a_thread(thread: Thread, editor: User, noon: datetime) -> None:
    closed = close_thread(thread_id=thread.pk, reason=" Enough. ", person=editor, now=noon)
    close_thread(thread_id=thread.pk, reason="Enough.", person=editor, now=noon)
    opened = reopen_thread(thread_id=thread.pk, person=editor, now=noon)

    assert (closed.is_open, closed.closed_reason, opened.is_open) == (False, "Enough.", True)
    assert ReprintOrder.objects.count() == LedgerEntry.objects.count() == 2


def test_the_house_is_closed_and_the_whole_paper_printed(publisher: User, noon: datetime) -> None:
    rules = change_rules(
        is_open=False, closed_reason="Election day.", notices={"tr": "x"}, person=publisher, now=noon
    )
    change_rules(
        is_open=False, closed_reason="Election day.", notices={"tr": "x"}, person=publisher, now=noon
    )

    assert (rules.is_open, rules.closed_reason) == (False, "Election day.")
    assert rules.notices.get().text == "x"
    assert ReprintOrder.objects.get().keys == [PAPER_KEY]
    assert LedgerEntry.objects.get().kind == "rules_changed"


def test_an_empty_notice_takes_the_default_back(publisher: User, noon: datetime) -> None:
    change_rules(is_open=True, closed_reason="", notices={"en": "Ours."}, person=publisher, now=noon)

    rules = change_rules(
        is_open=True, closed_reason="", notices={"en": " ", "ja": ""}, person=publisher, now=noon
    )

    assert not rules.notices.exists()


def test_numbers(thread: Thread, moderator: User, django_assert_num_queries: Any) -> None:
    approved(sent(thread, "one"), moderator)
    sent(thread, "two")

    with django_assert_num_queries(1):
        counts = approved_counts(["story-1", "story-2"])

    assert counts == {"story-1": 1, "story-2": 0}
    assert waiting_count() == 1
    assert ask(connection, staff_names()) == ["Mika", "mika"]
