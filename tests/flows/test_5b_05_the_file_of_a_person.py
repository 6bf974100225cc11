"""5b.5 All that is held about a person is written in a bounded number of queries, and never held as a whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import NOON, Sender, approved, rejected, sent
from tests.makers.law.person_file import said_of
from tests.makers.law.redress import noticed, reported
from tests.makers.law.restrictions import restricted

from kawaraban.comments.actions.erasing.comment import erase_comment
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.people.file import about_email
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
DEE: Sender = {"name": "Dee Example", "email": "dee@example.org"}
# Of 200 comments, with all that can be held about each.
MOST_QUERIES = 40


def write(thread: Thread, moderator: User, numbers: range) -> None:
    """Comments about which everything is held that can be."""
    # All before the first suspension: then no comments are taken from them any more.
    comments = [
        sent(thread, f"The quay, part {number}.", sender_address=f"203.0.{number}.9", **DEE)
        for number in numbers
    ]
    for number, comment in zip(numbers, comments, strict=True):
        if number % 2:
            approved(comment, moderator)
            reported(comment, words="Look at this.")
            noticed(comment, email="dee@example.org")
        else:
            rejected(comment, moderator, note="No.")
            restricted(comment, moderator, note="Enough.")


def queries_of_the_file() -> int:
    with CaptureQueriesContext(connection) as asked:
        said_of(about_email("dee@example.org", now=NOON))
    return len(asked)


def test_5b_05_more_comments_are_no_more_queries(thread: Thread, moderator: User) -> None:
    write(thread, moderator, range(24))
    of_all = queries_of_the_file()
    for comment in Comment.objects.order_by("pk")[4:]:
        erase_comment(comment_id=comment.pk, reason="Asked", person=None, now=NOON)

    of_four = queries_of_the_file()

    assert of_all == of_four <= MOST_QUERIES


def test_5b_05_the_file_says_of_each_what_is_about_it(thread: Thread, moderator: User) -> None:
    write(thread, moderator, range(6))

    said = said_of(about_email("dee@example.org", now=NOON))

    assert [each["text"] for each in said["comments"]] == [f"The quay, part {number}." for number in range(6)]
    for number, each in enumerate(said["comments"]):
        is_shown = bool(number % 2)
        assert [one["text"] for one in each["revisions"]] == [f"The quay, part {number}."]
        assert len(each["reports"]) == (1 if is_shown else 0)
        assert [one["verdict"] for one in each["decisions"]] == ["approved" if is_shown else "rejected"]
        assert len(each["statements"]) == len(each["suspensions"]) == (0 if is_shown else 1)
        assert each["record"][0]["kind"] == "comment_received"
    assert len(said["notices"]) == 3
    assert [len(each["record"]) for each in said["notices"]] == [1, 1, 1]


def test_5b_05_the_file_is_handed_on_while_it_is_read(thread: Thread, moderator: User) -> None:
    write(thread, moderator, range(6))
    file = about_email("dee@example.org", now=NOON)

    pieces = [piece for piece in file.pieces() if "The quay, part" in piece]

    assert len(pieces) >= 6
    assert file.counts["comments"] == 6
    assert max(len(piece) for piece in pieces) < 10_000
