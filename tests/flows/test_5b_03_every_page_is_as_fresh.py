"""5b.3 Only pages that changed are printed; after whatever is done each printed page is as if it were made just now.

The pages are kept short here, so that a thread has many of them soon. What is printed is what the template is given.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.makers.comments import NOON, approved, fresh, rejected, removed, sent, shown_in_bulk, withheld
from tests.makers.random_acts import Newsroom
from tests.makers.short_pages import PER_PAGE, shorten_pages

from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.decide import TooLateToUndo, undo
from kawaraban.comments.actions.erasing.comment import erase_comment
from kawaraban.comments.actions.marks import pick
from kawaraban.comments.actions.threads import close_thread
from kawaraban.comments.keys import PAPER_KEY, thread_key, thread_page_key
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.standing import standing_decisions
from kawaraban.comments.thread.page import CommentView, ThreadView, thread_view
from kawaraban.comments.thread.slices import NoSuchPage, page_of
from kawaraban.people.models import User
from kawaraban.press.orders import latest_order_number, orders_after
from kawaraban.press.printing.pieces import rendering_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten_pages(monkeypatch)


@dataclass
class Shelf:
    """The printed pages of a thread: each is made again when an order names one of its keys, as the printer does it."""

    thread: Thread
    printed: dict[int, ThreadView] = field(default_factory=dict)
    seen: int = 0

    def fresh(self, number: int) -> ThreadView | None:
        """None where the thread has no page of this number."""
        with rendering_at(latest_order_number()), suppress(NoSuchPage):
            return thread_view(Thread.objects.get(pk=self.thread.pk), language="en", now=NOON, number=number)
        return None

    def follow(self) -> int:
        """Returns how many pages were made again. The others are as they were, and must be right so."""
        batch = orders_after(self.seen)
        self.seen = latest_order_number()
        named = set(batch.newest_of) if batch else set()
        wanted = [number for number in self.printed if self.keys(number) & named]
        for number, before in list(self.printed.items()):
            now = self.fresh(number)
            assert number in wanted or now == before, (number, named)
            if now is None:
                del self.printed[number]
            else:
                self.printed[number] = now
        return len(wanted)

    def keys(self, number: int) -> set[str]:
        return {PAPER_KEY, thread_key(self.thread), thread_page_key(self.thread, number)}

    def ask_for_all(self) -> None:
        for number in self.numbers():
            page = self.fresh(number) if number not in self.printed else None
            if page is not None:
                self.printed[number] = page

    def numbers(self) -> list[int]:
        return [1, *self.thread.pages.values_list("number", flat=True)]


def all_of(comments: tuple[CommentView, ...]) -> Iterator[CommentView]:
    for comment in comments:
        yield comment
        yield from all_of(comment.replies)


def newsroom(thread: Thread, people: tuple[User, User, User], noon: datetime, seed: int) -> Newsroom:
    moderator, editor, publisher = people
    later = noon + timedelta(hours=1)
    return Newsroom(thread, moderator, editor, publisher, later, random.Random(seed))


@pytest.mark.parametrize("seed", range(3))
def test_5b_03_after_whatever_is_done_each_printed_page_is_as_if_it_were_made_now(
    thread: Thread,
    moderator: User,
    editor: User,
    publisher: User,
    noon: datetime,
    settings: Any,
    seed: int,
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = settings.REPORTS_PER_HOUR = 0
    settings.NOTICES_PER_HOUR = 0
    room = newsroom(thread, (moderator, editor, publisher), noon, seed)
    talk = shown_in_bulk(thread, [(f"R{n}", f"Older {n}.", noon + timedelta(seconds=n)) for n in range(20)])
    long = shown_in_bulk(
        thread, [(f"L{n}", f"Long {n}.", noon + timedelta(minutes=n)) for n in range(20)], parent=talk[9]
    )
    Comment.objects.filter(pk__in=[each.pk for each in long[3::5]]).update(parent=long[0])
    shelf = Shelf(thread, seen=latest_order_number())
    shelf.ask_for_all()

    for _step in range(120):
        room.run(1)
        shelf.follow()
        shelf.ask_for_all()

    assert len(shelf.printed) > 6
    assert len(room.done) > 12
    check_whole(thread, shelf)


def check_whole(thread: Thread, shelf: Shelf) -> None:
    """Every comment that is shown stands on the page where it is looked for, and no page is too long."""
    standing: dict[str, set[int]] = {}
    for number, page in shelf.printed.items():
        found = [comment.public_id for comment in all_of(page.comments)]
        assert len(found) <= PER_PAGE + 1  # a piece of a conversation, under its first comment
        for public_id in found:
            standing.setdefault(public_id, set()).add(number)
    for comment in Comment.objects.select_related("thread").exclude(place=None):
        if comment.public_id in standing or comment.status == "approved":
            assert page_of(comment) in standing[comment.public_id]
    ways = [page.older_url for page in shelf.printed.values()]
    assert len(set(ways)) == len(ways)
    assert all(page.comments for number, page in shelf.printed.items() if len(ways) > 1), ways


def test_5b_03_a_new_comment_changes_the_own_page_alone(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    shown_in_bulk(thread, [(f"R{n}", f"Older {n}.", noon + timedelta(seconds=n)) for n in range(40)])
    shelf = Shelf(thread, seen=latest_order_number())
    shelf.ask_for_all()

    made_again = []
    for minute in range(1, 20):
        comment = sent(thread, f"New {minute}.", now=noon + timedelta(minutes=minute))
        approved(comment, moderator, now=noon + timedelta(minutes=minute))
        made_again.append(shelf.follow())
        shelf.ask_for_all()

    assert len(shelf.printed) > 10
    # Its own page; the newest of the older ones, too, when another comes between them.
    assert set(made_again) == {1, 2}
    assert made_again.count(2) <= 5


def test_5b_03_an_act_on_an_old_comment_changes_its_page_and_the_own(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    old = shown_in_bulk(thread, [(f"R{n}", f"Older {n}.", noon + timedelta(seconds=n)) for n in range(80)])
    shelf = Shelf(thread, seen=latest_order_number())
    shelf.ask_for_all()

    withdraw(tracking_token=old[10].tracking_token, now=noon + timedelta(hours=1))
    withdrawn = shelf.follow()
    pick(comment_id=old[30].pk, person=moderator, now=noon + timedelta(hours=1))
    picked = shelf.follow()
    reply = sent(thread, "Late.", now=noon + timedelta(hours=2), parent_public_id=old[50].public_id)
    approved(reply, moderator, now=noon + timedelta(hours=2))
    answered = shelf.follow()

    assert len(shelf.printed) > 15
    assert (withdrawn, picked, answered) == (2, 2, 2)


def test_5b_03_closing_a_thread_prints_all_its_pages(thread: Thread, editor: User, noon: datetime) -> None:
    shown_in_bulk(thread, [(f"R{n}", f"Older {n}.", noon + timedelta(seconds=n)) for n in range(40)])
    shelf = Shelf(thread, seen=latest_order_number())
    shelf.ask_for_all()

    close_thread(thread_id=thread.pk, reason="Enough.", person=editor, now=noon)

    assert shelf.follow() == len(shelf.printed)
    assert not any(page.is_open for page in shelf.printed.values())


def test_5b_03_a_page_keeps_its_number_when_it_is_cut_and_when_others_come(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    old = shown_in_bulk(thread, [(f"R{n}", f"Older {n}.", noon + timedelta(seconds=n)) for n in range(40)])
    where = {comment.pk: page_of(Comment.objects.get(pk=comment.pk)) for comment in old}
    shelf = Shelf(thread, seen=latest_order_number())
    shelf.ask_for_all()
    pages_before = len(shelf.printed)

    for minute in range(6):
        reply = sent(
            thread, f"Late {minute}.", now=noon + timedelta(hours=1), parent_public_id=old[2].public_id
        )
        approved(reply, moderator, now=noon + timedelta(hours=1))
        assert shelf.follow() <= 4
        shelf.ask_for_all()

    moved = [pk for pk, number in where.items() if page_of(Comment.objects.get(pk=pk)) != number]
    assert len(shelf.printed) == pages_before + 1
    # The newer half of the page that was cut, and nothing else.
    assert moved == [comment.pk for comment in old[2:4]]
    check_whole(thread, shelf)


def crowd(thread: Thread, moderator: User, count: int) -> list[Comment]:
    """So many comments, one a minute, each approved by the moderator; some answer others."""
    comments: list[Comment] = []
    for minute in range(count):
        at = NOON + timedelta(minutes=minute)
        under = comments[minute - 3].public_id if minute % 5 == 4 else ""
        comments.append(sent(thread, f"Of the crowd, {minute}.", now=at, parent_public_id=under))
        approved(comments[-1], moderator, now=at)
    return comments


ORDERS: dict[str, Callable[[list[Comment]], list[Comment]]] = {
    "the newest first": lambda comments: comments[::-1],
    "the oldest first": lambda comments: comments,
    "in any order": lambda comments: random.Random(5).sample(comments, len(comments)),
}


@pytest.mark.parametrize("order", ORDERS)
def test_5b_03_no_page_is_left_empty_when_many_approvals_are_taken_back(
    thread: Thread, moderator: User, settings: Any, order: str
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = 0
    comments = crowd(thread, moderator, 40)
    shelf = Shelf(thread, seen=latest_order_number())
    shelf.ask_for_all()
    most = len(shelf.printed)

    for comment in ORDERS[order](comments[3:]):
        taken_back(comment, moderator)
        shelf.follow()
        shelf.ask_for_all()
        check_whole(thread, shelf)

    assert most > 6
    assert list(shelf.printed) == [1]
    assert {view.public_id for view in all_of(shelf.printed[1].comments)} == {
        comment.public_id for comment in comments[:3]
    }


def test_5b_03_what_is_approved_again_stands_where_it_stood(
    thread: Thread, moderator: User, settings: Any
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = 0
    comments = crowd(thread, moderator, 30)
    before = dict(Comment.objects.values_list("pk", "place"))
    numbers = set(Thread.objects.get(pk=thread.pk).pages.values_list("number", flat=True))
    shelf = Shelf(thread, seen=latest_order_number())
    shelf.ask_for_all()

    for comment in comments[::-1]:
        taken_back(comment, moderator)
        shelf.follow()
    emptied = Comment.objects.exclude(place=None).count()
    for comment in random.Random(3).sample(comments, len(comments)):
        approved(fresh(comment), moderator, now=comments[-1].sent_at)
        shelf.follow()
        shelf.ask_for_all()

    assert emptied == 0
    assert dict(Comment.objects.values_list("pk", "place")) == before
    check_whole(thread, shelf)
    # The number of a page that is gone is never another's.
    assert not numbers & (set(shelf.printed) - {1})


def test_5b_03_what_is_taken_off_after_it_was_shown_leaves_its_line_and_no_page_empty(
    thread: Thread, moderator: User, publisher: User, settings: Any
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = 0
    comments = crowd(thread, moderator, 40)
    shelf = Shelf(thread, seen=latest_order_number())
    shelf.ask_for_all()
    numbers, later = set(shelf.printed), NOON + timedelta(days=1)

    for at, comment in enumerate(comments[::-1]):
        if at % 4 == 0:
            removed(fresh(comment), moderator, now=later)
        elif at % 4 == 1:
            withheld(fresh(comment), moderator, now=later)
        elif at % 4 == 2:
            withdraw(tracking_token=comment.tracking_token, now=later)
        else:
            erase_comment(comment_id=comment.pk, reason="Asked.", person=publisher, now=later)
        shelf.follow()

    assert set(shelf.printed) == numbers
    check_whole(thread, shelf)


@pytest.mark.parametrize("seed", range(2))
def test_5b_03_among_all_other_acts_no_page_is_left_empty_by_approvals_that_are_taken_back(
    thread: Thread, moderator: User, editor: User, publisher: User, settings: Any, seed: int
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = settings.REPORTS_PER_HOUR = 0
    settings.NOTICES_PER_HOUR = 0
    comments = crowd(thread, moderator, 40)
    room = newsroom(thread, (moderator, editor, publisher), comments[-1].sent_at, seed)
    shelf = Shelf(thread, seen=latest_order_number())
    shelf.ask_for_all()

    for comment in room.random.sample(comments, len(comments)):
        with suppress(TooLateToUndo, IndexError):
            taken_back(comment, moderator)
        shelf.follow()
        room.run(1)
        shelf.follow()
        shelf.ask_for_all()
        check_whole(thread, shelf)

    assert len(room.done) > 6


def test_5b_03_what_was_refused_after_its_approval_was_taken_back_leaves_nothing(
    thread: Thread, moderator: User, settings: Any
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = 0
    comments = crowd(thread, moderator, 20)
    shelf = Shelf(thread, seen=latest_order_number())
    shelf.ask_for_all()

    for comment in comments[:0:-1]:
        taken_back(comment, moderator)
        shelf.follow()
        rejected(fresh(comment), moderator, now=comments[-1].sent_at)
        shelf.follow()

    assert list(shelf.printed) == [1]
    assert [view.public_id for view in shelf.printed[1].comments] == [comments[0].public_id]


def taken_back(comment: Comment, moderator: User) -> None:
    """Its approval, while there is time for that."""
    decision = standing_decisions(comment)[0]
    undo(decision_id=str(decision.pk), moderator=moderator, now=decision.decided_at)
