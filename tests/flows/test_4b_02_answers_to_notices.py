"""4b.2 (F2) What the sender of a notice is told holds on the page as in the mail, and after what happens next."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from tests.makers.comments import approved, removed, sent, withheld
from tests.makers.desk import signed_in
from tests.makers.law.redress import closed_by_program, noticed
from tests.makers.public import words

from kawaraban.comments.actions.acts import KEEP, REINSTATE, REOPEN
from kawaraban.comments.actions.appeal import appeal, appeal_notice
from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.kit.clock import utc_now
from kawaraban.law.dsa.year_counts import year_figures
from kawaraban.law.models import Notice, Outcome
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.redress.appeals import APPEAL_DAYS, NotAppealable
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
PROMISE = "you can appeal on the page of your notice"


@pytest.fixture
def start() -> datetime:
    return utc_now() - timedelta(hours=3)


@pytest.fixture
def shown(thread: Thread, moderator: User, start: datetime) -> Comment:
    comment = sent(thread, "The mayor took the money.", now=start, email="ada@example.org")
    approved(comment, moderator, now=start)
    return Comment.objects.get(pk=comment.pk)


@pytest.fixture
def kept(shown: Comment, moderator: User, start: datetime) -> Notice:
    """A notice about a comment that a moderator let stay, an hour ago."""
    notice = noticed(shown, now=start)
    decide(
        KEEP,
        Judged(shown.pk, 1),
        Reasons(note="An opinion."),
        moderator=moderator,
        now=start + timedelta(hours=2),
    )
    return Notice.objects.get(pk=notice.pk)


def page_of(notice: Notice) -> str:
    return words(Client().get(f"/notice/follow/{notice.token}/"))


def has_form(page: str) -> bool:
    return 'name="words"' in page


def test_4b_02_the_form_is_there_as_long_as_an_appeal_is_taken(kept: Notice) -> None:
    page = page_of(kept)

    assert has_form(page)
    assert PROMISE in page


def _withhold(comment: Comment, moderator: User) -> None:
    withheld(comment, moderator, now=utc_now())


def _remove(comment: Comment, moderator: User) -> None:
    removed(comment, moderator, now=utc_now())


def _take_back(comment: Comment, _moderator: User) -> None:
    withdraw(tracking_token=comment.tracking_token, now=utc_now())


def _let_time_pass(comment: Comment, _moderator: User) -> None:
    past = utc_now() - timedelta(days=APPEAL_DAYS, hours=1)
    Notice.objects.filter(subject=comment.subject).update(decided_at=past, received_at=past)


@pytest.mark.parametrize("act", [_withhold, _remove, _take_back, _let_time_pass])
def test_4b_02_where_no_appeal_is_taken_there_is_no_form_and_no_promise(
    kept: Notice, shown: Comment, moderator: User, act: Callable[[Comment, User], None]
) -> None:
    act(shown, moderator)

    page = page_of(kept)
    assert not has_form(page)
    assert PROMISE not in page
    with pytest.raises(NotAppealable):
        appeal_notice(token=kept.token, words="It is a claim.", now=utc_now())


def test_4b_02_what_was_withheld_meanwhile_and_is_shown_again_is_no_appeal_that_was_granted(
    kept: Notice, shown: Comment, moderator: User, editor: User
) -> None:
    now = utc_now() - timedelta(minutes=30)
    appeal_notice(token=kept.token, words="It is a claim.", now=now)
    withheld(shown, editor, now=now)
    decide(REOPEN, Judged(shown.pk, 1), Reasons(note="It stays."), moderator=editor, now=now)

    page = page_of(kept)

    assert "another person looked again, and the decision holds" in page
    assert "It stays." in page


def test_4b_02_a_notice_about_a_comment_that_its_author_takes_back_waits_for_a_person(
    shown: Comment, moderator: User, start: datetime
) -> None:
    notice = noticed(shown, now=start)
    withdraw(tracking_token=shown.tracking_token, now=start)

    assert "Its author has taken the comment back" in page_of(notice)
    desk = signed_in(moderator)
    told = desk.post(f"/desk/notices/{notice.pk}/answer", {"outcome": "gone", "answer": "It is gone."})
    notice.refresh_from_db()
    assert told.status_code == 303
    assert (notice.outcome, notice.decided_by) == (Outcome.GONE, moderator)


def test_4b_02_an_appeal_whose_comment_is_gone_lapses_and_its_sender_is_told(
    kept: Notice, shown: Comment
) -> None:
    appealed_at = utc_now() - timedelta(minutes=30)
    appeal_notice(token=kept.token, words="It is a claim.", now=appealed_at)
    send_due(now=utc_now())
    mail.outbox.clear()

    withdraw(tracking_token=shown.tracking_token, now=utc_now())
    send_due(now=utc_now() + timedelta(minutes=1))

    assert [message.subject for message in mail.outbox] == ["Your appeal has ended"]
    assert "nobody decides about the appeal" in page_of(kept)
    shown.refresh_from_db()
    assert shown.appealed_at is None, "the desk waits for nothing"
    assert verify_paper().problems == []


def test_4b_02_what_an_appeal_of_the_author_undid_is_said_on_the_page_of_the_notice(
    shown: Comment, moderator: User, editor: User, start: datetime
) -> None:
    notice = noticed(shown, now=start)
    removed(shown, moderator, now=start)
    assert "The content was taken off the page." in page_of(notice)
    then = start + timedelta(minutes=1)
    appeal(tracking_token=shown.tracking_token, words="It is true.", now=then)
    decide(REINSTATE, Judged(shown.pk, 1), Reasons(note="Right."), moderator=editor, now=then)

    assert "the content is shown again" in page_of(notice)


def test_4b_02_an_answer_by_program_is_counted_as_one(
    shown: Comment, moderator: User, start: datetime
) -> None:
    noticed(shown, now=start)
    closed_by_program(shown, now=start)
    other = sent(shown.thread, "Another.", now=start)
    approved(other, moderator, now=start)
    noticed(other, now=start, email="otto@example.org")
    removed(other, moderator, now=start)
    erase_person(email="otto@example.org", reason="Asked.", person=None, now=start)

    assert start.tzinfo is not None
    figures = year_figures(start.year, zone=start.tzinfo, now=utc_now()).notices
    assert (figures.total, figures.by_program) == (2, 1)


def test_4b_02_a_notice_that_a_program_answered_before_says_so(
    shown: Comment, moderator: User, start: datetime
) -> None:
    notice = noticed(shown, now=start)
    closed_by_program(shown, now=start)

    assert "A program answered by itself" in page_of(notice)
    assert "by a program" in words(signed_in(moderator).get("/desk/notices/"))


def test_4b_02_whoever_answers_what_its_sender_took_back_reads_so(
    shown: Comment, moderator: User, start: datetime
) -> None:
    notice = noticed(shown, now=start)
    erase_person(email=notice.email, reason="Asked.", person=None, now=start)

    answer = signed_in(moderator).post(
        f"/desk/notices/{notice.pk}/answer", {"outcome": "gone", "answer": "Gone."}
    )

    assert answer.status_code == 409
    assert "Its sender took the notice back meanwhile" in words(answer)


def test_4b_02_the_page_about_moderation_promises_an_appeal_where_there_is_one(thread: Thread) -> None:
    page = words(Client().get("/moderation/"))

    assert "not followed" not in page
    assert "if you sent a notice of illegal content and a moderator decided that the comment stays" in page


def test_4b_02_an_appeal_from_another_site_is_not_taken(kept: Notice) -> None:
    answer = Client().post(
        f"/notice/follow/{kept.token}/", {"words": "x"}, headers={"sec-fetch-site": "cross-site"}
    )

    assert answer.status_code == 403
    assert not kept.appeals.exists()
