"""4b.4 What the report counts of notices and of time on the page, from the tables themselves."""

from datetime import UTC, timedelta

import pytest
from tests.makers.comments import NOON, approved, kept_off, rejected, removed, sent, withheld
from tests.makers.law.redress import noticed

from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.models import Comment, Thread
from kawaraban.law.dsa.exposure import hours_on_the_page
from kawaraban.law.dsa.year_counts import year_figures
from kawaraban.law.models import Notice
from kawaraban.people.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
LATER = NOON + timedelta(hours=1)


def shown(thread: Thread, moderator: User, text: str) -> Comment:
    comment = sent(thread, text)
    approved(comment, moderator)
    comment.refresh_from_db()
    return comment


def test_4b_04_a_bundle_that_a_person_answered_in_part_is_no_programs(
    thread: Thread, moderator: User
) -> None:
    first, second = (noticed(shown(thread, moderator, f"Words {n}.")) for n in range(2))
    Notice.objects.filter(pk__in=[first.pk, second.pk]).update(bundle=first.pk)
    Notice.objects.filter(pk=first.pk).update(outcome="gone", decided_at=LATER)

    notices = year_figures(2026, zone=UTC, now=LATER).notices

    assert (notices.total, notices.by_program, notices.open) == (1, 0, 1)


def test_4b_04_how_long_what_was_taken_off_had_stood_on_the_page(thread: Thread, moderator: User) -> None:
    rejected(sent(thread, "Refused."), moderator)
    for number, hours in enumerate((1, 5)):
        comment = shown(thread, moderator, f"Shown {number}.")
        removed(comment, moderator, now=NOON + timedelta(hours=hours))
    twice = shown(thread, moderator, "Withheld, then kept off.")
    withheld(twice, moderator, now=NOON + timedelta(hours=3))
    twice.refresh_from_db()
    kept_off(twice, moderator, now=NOON + timedelta(hours=30))

    found = hours_on_the_page(2026, zone=UTC, now=NOON + timedelta(days=3))

    assert sorted(round(each, 1) for each in found) == [1.0, 3.0, 5.0]


def test_4b_04_an_erased_comment_keeps_its_time(thread: Thread, moderator: User) -> None:
    comment = shown(thread, moderator, "Shown.")
    removed(comment, moderator, now=NOON + timedelta(hours=2))
    comment.refresh_from_db()
    erase_own(tracking_token=comment.tracking_token, now=NOON + timedelta(hours=4))

    assert hours_on_the_page(2026, zone=UTC, now=NOON + timedelta(days=3)) == [2.0]
