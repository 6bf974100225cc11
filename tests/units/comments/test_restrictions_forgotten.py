"""Suspensions: what is kept of them for how long, and what an erasure takes."""

from datetime import timedelta

import pytest
from tests.makers.comments import NOON, rejected
from tests.makers.law.person_file import said_of
from tests.makers.law.restrictions import HOME, restricted
from tests.makers.law.suspended_author import TOLD, appealed, is_taken, occasion

from kawaraban.comments.actions.erasing.comment import erase_comment, erase_own
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Comment, Restriction, Thread
from kawaraban.comments.people.file import about_comment, about_email
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.law.models import Appeal, Decision, OutboxMessage, Statement
from kawaraban.law.record.holds import place_hold
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def test_hashes_go_90_days_after_its_end_and_stay_on_hold(
    thread: Thread, moderator: User, editor: User, publisher: User
) -> None:
    held, over, endless = (occasion(thread, f"Words {n}.", sender_address=f"203.0.{n}.7") for n in range(3))
    restricted(held, moderator, days=1)
    restricted(over, moderator, days=1)
    restricted(endless, editor, days=None)
    place_hold(subject=held.subject, reason="Court", until=None, person=publisher, now=NOON)
    keys = Restriction.objects.order_by("pk").values_list("sender_key", flat=True)

    retain(now=NOON + timedelta(days=90, hours=23))
    before = [bool(key) for key in keys]
    counts = retain(now=NOON + timedelta(days=91, minutes=1))

    assert before == [True, True, True]
    assert counts["restriction_hashes"] == 1
    assert [bool(key) for key in keys.all()] == [True, False, True]


def test_an_erasure_takes_every_word_and_a_suspension_in_force_holds_on(
    thread: Thread, moderator: User
) -> None:
    comment = occasion(thread)
    restriction = restricted(comment, moderator, note="You know Bob.")
    appealed(comment, restriction)

    erase_own(tracking_token=comment.tracking_token, now=TOLD)

    kept = str(list(Decision.objects.values())) + str(list(Statement.objects.values()))
    assert "Bob" not in kept + str(list(OutboxMessage.objects.values()))
    assert Appeal.objects.get().words == ""
    assert Appeal.objects.get().lapsed_at == TOLD
    assert not is_taken(thread, "Nothing is new.", sender_address=HOME)
    assert verify().problems == []


def test_an_erasure_of_one_that_is_over_takes_its_hashes(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = occasion(thread)
    restricted(comment, moderator, days=1)

    erase_comment(comment_id=comment.pk, reason="asked", person=publisher, now=NOON + timedelta(days=2))

    assert Restriction.objects.get().sender_key == Restriction.objects.get().email_key == ""


def test_a_person_is_found_by_the_hash_when_the_address_of_the_occasion_is_gone(
    thread: Thread, moderator: User
) -> None:
    comment = occasion(thread)
    restricted(comment, moderator, note="You know Bob.")
    Comment.objects.update(email="")

    told = said_of(about_email("Ada@example.org", now=TOLD))
    erase_person(email="Ada@example.org", reason="asked", person=None, now=TOLD)

    [suspension] = told["suspensions"]
    assert suspension["statements"][0]["measure"].startswith("New comments")
    assert "mika" not in str(told)
    assert "Bob" not in str(list(Decision.objects.values()))


def test_the_file_about_a_comment_names_its_suspensions(thread: Thread, moderator: User) -> None:
    comment = occasion(thread)
    rejected(comment, moderator)
    restricted(comment, moderator)

    [said] = said_of(about_comment(comment, now=TOLD))["comments"]

    assert [each["decisions"][0]["verdict"] for each in said["suspensions"]] == ["suspended"]
