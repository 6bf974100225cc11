"""3.5 Picked comments stand first, one is pinned on top, and a thread is closed and opened again with a reason."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.makers.comments import approved, sent, withheld
from tests.page import Page

from kawaraban.comments.actions.marks import NotShown, pick, pin, unpick, unpin
from kawaraban.comments.actions.threads import CommentedPage, close_thread, keep_thread, reopen_thread
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.thread.page import thread_view
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
LATER = timedelta(minutes=1)


@pytest.fixture
def shown(thread: Thread, moderator: User, noon: datetime) -> list[Comment]:
    """Three approved comments, the oldest first."""
    comments = [
        sent(thread, f"Words {number}.", now=noon - timedelta(hours=3 - number)) for number in range(3)
    ]
    for comment in comments:
        approved(comment, moderator, now=noon)
    return comments


def order(thread: Thread) -> list[str]:
    shown = thread_view(thread, language="en").comments
    return [Page(comment.html).text.strip(" .") for comment in shown]


def test_3_05_pinned_stands_before_picked_and_picked_before_new(
    thread: Thread, shown: list[Comment], moderator: User, noon: datetime
) -> None:
    assert order(thread) == ["Words 2", "Words 1", "Words 0"]

    pick(comment_id=shown[1].pk, person=moderator, now=noon)
    pin(comment_id=shown[0].pk, person=moderator, now=noon)

    assert order(thread) == ["Words 0", "Words 1", "Words 2"]
    first, second, third = thread_view(thread, language="en").comments
    assert (first.is_pinned, second.is_picked, third.is_picked) == (True, True, False)


def test_3_05_marks_are_recorded_printed_and_taken_away_by_their_opposite(
    thread: Thread, shown: list[Comment], moderator: User, noon: datetime
) -> None:
    before = ReprintOrder.objects.count()

    for verb in (pick, pick, unpick, unpick, pin, pin, unpin, unpin):
        verb(comment_id=shown[0].pk, person=moderator, now=noon)

    kinds = list(LedgerEntry.objects.filter(subject=shown[0].subject).values_list("kind", flat=True))
    assert kinds[2:] == ["comment_picked", "comment_unpicked", "comment_pinned", "comment_unpinned"]
    assert ReprintOrder.objects.count() == before + 4


def test_3_05_one_comment_of_a_thread_is_pinned(
    thread: Thread, shown: list[Comment], moderator: User, noon: datetime
) -> None:
    for comment in shown:
        pin(comment_id=comment.pk, person=moderator, now=noon)

    assert list(thread.comments.filter(is_pinned=True)) == [shown[2]]


def test_3_05_what_nobody_sees_is_not_marked_and_loses_its_place(
    thread: Thread, shown: list[Comment], moderator: User, noon: datetime
) -> None:
    waits = sent(thread, "Waits.")
    pin(comment_id=shown[0].pk, person=moderator, now=noon)

    withheld(shown[0], moderator, now=noon + LATER)

    assert [comment.is_pinned for comment in thread_view(thread, language="en").comments] == [False] * 3
    for verb in (pick, pin):
        with pytest.raises(NotShown):
            verb(comment_id=waits.pk, person=moderator, now=noon)


def test_3_05_who_may_not_moderate_marks_and_closes_nothing(
    thread: Thread, shown: list[Comment], noon: datetime
) -> None:
    outsider = User.objects.create_user("otto", password="a long password", role="")

    for verb in (pick, unpick, pin, unpin):
        with pytest.raises(PermissionDenied):
            verb(comment_id=shown[0].pk, person=outsider, now=noon)
    with pytest.raises(PermissionDenied):
        close_thread(thread_id=thread.pk, reason="Enough.", person=outsider, now=noon)

    assert thread_view(thread, language="en").is_open


def kept(
    thread: Thread, noon: datetime, *, is_open: bool = True, reason: str = "", title: str = ""
) -> Thread:
    """The story is published with its panel as it stands."""
    page = CommentedPage(
        locator=thread.locator,
        url=thread.url,
        title=title or thread.title,
        section=thread.section,
        language=thread.language,
        is_open=is_open,
        closed_reason=reason,
    )
    return keep_thread(page, now=noon)


def test_3_05_what_the_desk_closed_stays_closed_when_the_story_is_published_again(
    thread: Thread, editor: User, noon: datetime
) -> None:
    close_thread(thread_id=thread.pk, reason="We slept little.", person=editor, now=noon)

    after = kept(thread, noon + LATER, title="The harbour, corrected")

    assert (after.is_open, after.closed_reason) == (False, "We slept little.")
    view = thread_view(after, language="en")
    assert (view.is_open, view.closed_reason) == (False, "We slept little.")


def test_3_05_the_panel_of_the_story_speaks_again_when_it_is_changed(
    thread: Thread, editor: User, noon: datetime
) -> None:
    close_thread(thread_id=thread.pk, reason="We slept little.", person=editor, now=noon)

    closed = kept(thread, noon, is_open=False, reason="The trial begins.")
    opened = kept(thread, noon + LATER)

    assert closed.closed_reason == "The trial begins."
    assert opened.is_open


def test_3_05_what_the_desk_opened_stays_open_though_the_panel_says_closed(
    thread: Thread, editor: User, noon: datetime
) -> None:
    kept(thread, noon, is_open=False, reason="The trial begins.")
    reopen_thread(thread_id=thread.pk, person=editor, now=noon)

    after = kept(thread, noon + LATER, is_open=False, reason="The trial begins.")

    assert after.is_open
    kinds = list(LedgerEntry.objects.filter(subject=f"thread:{thread.pk}").values_list("kind", flat=True))
    assert kinds == ["thread_closed", "thread_reopened"]
