"""The section under a story: order, replies, stubs, words; and never more than seven queries."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import approved, rejected, sent, shown_in_bulk

from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.decide import undo
from kawaraban.comments.models import Comment, HouseRules, NoticeText, Status, Thread
from kawaraban.comments.standing import standing_decision
from kawaraban.comments.thread.page import CommentView, ThreadView, thread_view
from kawaraban.law.grounds import Ground
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.people.avatars import avatar_for
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def view(thread: Thread, language: str = "en", **changes: Any) -> ThreadView:
    thread.refresh_from_db()
    return thread_view(thread, language=language, **changes)


def shown(
    thread: Thread, moderator: User, text: str, *, minute: int = 0, parent: Comment | None = None
) -> Comment:
    moment = datetime.fromisoformat("2026-11-23T12:00:00+00:00") + timedelta(minutes=minute)
    name = text.split()[0]
    comment = sent(thread, text, name=name, now=moment, parent_public_id=parent.public_id if parent else "")
    approved(comment, moderator, now=moment)
    return comment


def texts(comments: tuple[CommentView, ...]) -> list[str]:
    return [comment.html or comment.stub for comment in comments]


def paragraph(text: str) -> str:
    return f'<p dir="auto">{text}</p>'


def test_only_approved_comments_are_shown_and_counted(thread: Thread, moderator: User) -> None:
    shown(thread, moderator, "shown")
    sent(thread, "waits")
    rejected(sent(thread, "refused"), moderator)

    section = view(thread)

    assert texts(section.comments) == [paragraph("shown")]
    assert section.comments_count == 1


def test_a_comment_is_shown_whole(thread: Thread, moderator: User) -> None:
    comment = shown(thread, moderator, "Ada <b>\n\nhttps://example.org/")

    [seen] = view(thread).comments

    assert seen.name == "Ada"
    assert seen.avatar == avatar_for("Ada")
    assert seen.anchor == f"comment-{comment.public_id}"
    assert paragraph("Ada &lt;b&gt;") in seen.html
    assert 'rel="ugc nofollow noopener"' in seen.html
    assert (seen.language, seen.stub, seen.is_staff, seen.parent_name) == ("en", "", False, "")


def test_picked_comments_come_first_then_the_newest(thread: Thread, moderator: User) -> None:
    for minute, text in enumerate(["oldest", "picked", "newest"]):
        shown(thread, moderator, text, minute=minute)
    Comment.objects.filter(text="picked").update(is_picked=True)

    assert [comment.name for comment in view(thread).comments] == ["picked", "newest", "oldest"]


def test_replies_stand_on_one_level_and_name_whom_they_answer(thread: Thread, moderator: User) -> None:
    root = shown(thread, moderator, "root")
    first = shown(thread, moderator, "first", minute=1, parent=root)
    shown(thread, moderator, "second", minute=2, parent=first)
    shown(thread, moderator, "third", minute=3, parent=root)

    [seen] = view(thread).comments

    assert [(reply.name, reply.parent_name) for reply in seen.replies] == [
        ("first", "root"),
        ("second", "first"),
        ("third", "root"),
    ]
    assert seen.replies[1].parent_anchor == f"comment-{first.public_id}"
    assert all(reply.replies == () for reply in seen.replies)


def test_a_withdrawn_comment_that_was_published_leaves_a_stub(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    published, waiting = shown(thread, moderator, "published"), sent(thread, "waiting")
    for comment in (published, waiting):
        withdraw(tracking_token=comment.tracking_token, now=noon)

    [stub] = view(thread).comments

    assert stub.stub == "Withdrawn by its author"
    assert (stub.html, stub.name) == ("", "")
    assert view(thread).comments_count == 0


def test_a_removed_comment_with_replies_leaves_a_stub_with_its_ground(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    root = shown(thread, moderator, "root")
    shown(thread, moderator, "reply", parent=root)
    decision = root_decision(root)
    undo(decision_id=decision, moderator=moderator, now=noon)
    [waiting] = view(thread).comments
    root.refresh_from_db()
    rejected(root, moderator, ground=Ground.INSULT)

    [removed] = view(thread).comments

    assert waiting.stub == "This comment is being looked at again"
    assert removed.stub == "Removed: Insult or swearing (policy 1)"
    assert [(reply.name, reply.parent_name) for reply in removed.replies] == [("reply", "a removed comment")]


def root_decision(comment: Comment) -> str:
    decision = standing_decision(comment)
    assert decision
    return str(decision.pk)


def test_an_approval_that_was_taken_back_leaves_no_trace(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = shown(thread, moderator, "short glory")
    undo(decision_id=root_decision(comment), moderator=moderator, now=noon)
    rejected(comment, moderator)

    assert view(thread).comments == ()


def test_a_reply_whose_parents_are_not_shown_stands_by_itself(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    root = shown(thread, moderator, "root")
    middle = shown(thread, moderator, "middle", parent=root)
    shown(thread, moderator, "leaf", parent=middle)
    Comment.objects.filter(pk=root.pk).update(status=Status.PENDING)
    Comment.objects.filter(pk=middle.pk).update(status=Status.REJECTED)

    [seen] = view(thread).comments

    assert seen.stub
    assert [reply.name for reply in seen.replies] == ["leaf"]


def test_two_hundred_comments_take_at_most_seven_queries(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    root = shown(thread, moderator, "root")
    for parent, numbers in ((root, range(0, 200, 3)), (None, [n for n in range(200) if n % 3])):
        shown_in_bulk(
            thread, [(f"c{n}", f"c{n}", noon + timedelta(minutes=n)) for n in numbers], parent=parent
        )
    for number in (201, 202, 203):
        withdraw(tracking_token=shown(thread, moderator, f"c{number}").tracking_token, now=noon)
    thread.refresh_from_db()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        section = thread_view(thread, language="en")

    assert section.comments_count == 201
    assert len(queries) <= 7


def test_the_words_of_the_policy_are_those_of_the_language(thread: Thread, policy: PolicyVersion) -> None:
    PolicyText.objects.create(
        version=policy, language="tr", introduction="Nazik olun.", responsibility="Siz."
    )

    english, turkish, japanese = view(thread), view(thread, "tr"), view(thread, "ja")

    assert (english.introduction, turkish.introduction, japanese.introduction) == (
        "Be kind.",
        "Nazik olun.",
        "Be kind.",
    )
    assert english.policy_number == 1
    assert english.policy_url == "/policy/1/"
    assert len(english.grounds) == len(Ground)


def test_without_a_policy_the_sentence_of_law_still_stands(db: None) -> None:
    thread = Thread.objects.create(locator="x", url="/x/", title="X", language="en")

    section = view(thread)

    assert (section.policy_number, section.policy_effective_at) == (0, None)
    assert section.responsibility == "You answer for what you send."


def test_the_notice_is_the_sites_own_or_ours(thread: Thread) -> None:
    rules = HouseRules.objects.create()
    NoticeText.objects.create(rules=rules, language="tr", text="Onay bekliyor.")

    assert view(thread, "tr").notice == "Onay bekliyor."
    assert view(thread).notice.startswith("Your comment was forwarded to the administrator for approval.")


def test_a_closed_house_closes_every_thread_with_its_reason(thread: Thread, noon: datetime) -> None:
    Thread.objects.filter(pk=thread.pk).update(closed_at=noon, closed_reason="Enough.")
    alone = view(thread)
    HouseRules.objects.create(is_open=False, closed_reason="Election day.")

    together = view(thread)

    assert (alone.is_open, alone.closed_reason) == (False, "Enough.")
    assert (together.is_open, together.closed_reason) == (False, "Election day.")
