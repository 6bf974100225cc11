"""Rows without objects: what is not named gets the model's default, as if an object had been saved."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from kawaraban.comments.models import Comment, Revision, Thread
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.law.record.rows import insert_rows

pytestmark = pytest.mark.django_db
NAMES = (
    "thread_id",
    "name",
    "text",
    "policy_number",
    "sent_at",
    "status_changed_at",
    "language",
    "fingerprint",
)


def test_columns_that_are_not_named_have_the_defaults_of_the_model(thread: Thread, noon: datetime) -> None:
    insert_rows(Comment, NAMES, [(thread.pk, f"Ada {n}", "Words", 1, noon, noon, "en", "") for n in range(2)])
    saved = Comment.objects.create(
        thread=thread,
        name="Bea",
        text="Words",
        policy_number=1,
        sent_at=noon,
        status_changed_at=noon,
        language="en",
    )

    first, second = Comment.objects.filter(name__startswith="Ada").order_by("pk")
    alike = (
        "parent_id",
        "status",
        "email",
        "is_picked",
        "revision_number",
        "sender_key",
        "sent_at",
        "text_key",
    )
    assert [getattr(first, name) for name in alike] == [getattr(saved, name) for name in alike]
    assert len({first.public_id, second.public_id}) == len({first.tracking_token, second.tracking_token}) == 2
    assert len(first.public_id) == len(saved.public_id)


def test_no_rows_are_no_statement(django_assert_num_queries: DjangoAssertNumQueries, thread: Thread) -> None:
    with django_assert_num_queries(0):
        insert_rows(Revision, ("comment_id",), [])


def test_the_rules_of_the_database_hold(policy: PolicyVersion) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(
            PolicyText,
            ("version_id", "language", "introduction", "responsibility"),
            [(policy.pk, "tr", "a", "b"), (policy.pk, "tr", "c", "d")],
        )
