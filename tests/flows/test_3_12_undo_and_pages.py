"""3.12: an answer to a notice can be taken back before its mail leaves; the lists of notices are paged."""

import re
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.makers.desk import shown_comment, signed_in
from tests.makers.law.redress import noticed
from tests.page import Page

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.notices import answer_in_words, undo_answer
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.doors.desk.notices.page import SHOWN_AT_MOST
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Notice, OutboxMessage, Outcome
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.record.following import entries_about
from kawaraban.law.redress.notices import AnswerStands
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def answered(notice: Notice, person: User, *, now: datetime, answer: str = "Gone.") -> Notice:
    return answer_in_words(notice_id=notice.pk, outcome=Outcome.GONE, answer=answer, person=person, now=now)


def recorded(notice: Notice) -> list[tuple[str, dict[str, str]]]:
    return [(entry.kind, dict(entry.payload)) for entry in entries_about(notice.record_name)]


def test_3_12_an_answer_is_taken_back_its_mail_never_leaves_and_the_clock_runs_from_the_receipt(
    desk: Client, elsewhere: Notice
) -> None:
    send_due(now=utc_now())
    mail.outbox.clear()
    told = desk.post(f"/desk/notices/{elsewhere.pk}/answer", {"outcome": "gone", "answer": "Not ours."})
    page = desk.get(told["Location"]).content.decode()

    back = desk.post(f"/desk/notices/{elsewhere.pk}/undo")
    send_due(now=utc_now() + timedelta(minutes=1))

    again = desk.get(back["Location"]).content.decode()
    assert "The notice is answered, and its sender is told." in page
    assert re.fullmatch("10|[1-9]", Page(page).one("[data-undo]")["data-undo"])
    assert mail.outbox == []
    notice = Notice.objects.open().get()
    assert (notice.answer, notice.decided_by, notice.decided_at) == ("", None, None)
    assert notice.received_at == elsewhere.received_at
    assert "Taken back: the notice waits again" in again
    assert "Received 1 h 0 min ago" in again
    assert 'name="answer"' in again


def test_3_12_taking_an_answer_back_is_in_the_record(
    elsewhere: Notice, moderator: User, editor: User, noon: datetime
) -> None:
    answered(elsewhere, moderator, now=noon)

    undo_answer(notice_id=elsewhere.pk, person=editor, now=noon + timedelta(seconds=9))

    kinds = [kind for kind, _said in recorded(elsewhere)]
    assert kinds == ["notice_received", "notice_decided", "notice_reopened"]
    assert recorded(elsewhere)[-1][1] == {"was": "gone", "person": "ines", "decision": ""}
    assert verify().problems == []


def test_3_12_after_the_time_for_undo_an_answer_stands(
    elsewhere: Notice, moderator: User, noon: datetime
) -> None:
    answered(elsewhere, moderator, now=noon)

    with pytest.raises(AnswerStands):
        undo_answer(notice_id=elsewhere.pk, person=moderator, now=noon + timedelta(seconds=10))

    assert not Notice.objects.open().exists()


def test_3_12_whoever_comes_too_late_is_told_so(desk: Client, elsewhere: Notice, moderator: User) -> None:
    answered(elsewhere, moderator, now=utc_now() - timedelta(seconds=11))

    answer = desk.post(f"/desk/notices/{elsewhere.pk}/undo")

    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Too late to undo" in answer.content.decode()
    assert "data-undo" not in answer.content.decode()


def test_3_12_an_answer_whose_mail_is_just_leaving_stands(
    elsewhere: Notice, moderator: User, noon: datetime
) -> None:
    answered(elsewhere, moderator, now=noon)
    OutboxMessage.objects.filter(answered_notice=elsewhere).update(attempts_count=1)

    with pytest.raises(AnswerStands):
        undo_answer(notice_id=elsewhere.pk, person=moderator, now=noon + timedelta(seconds=1))


def test_3_12_answered_again_the_new_words_leave_once(
    elsewhere: Notice, moderator: User, noon: datetime
) -> None:
    answered(elsewhere, moderator, now=noon, answer="Wrong words.")
    undo_answer(notice_id=elsewhere.pk, person=moderator, now=noon + timedelta(seconds=5))
    answered(elsewhere, moderator, now=noon + timedelta(seconds=20), answer="Right words.")

    send_due(now=noon + timedelta(minutes=1))

    bodies = [message.body for message in mail.outbox if message.subject == "Your notice was decided"]
    assert len(bodies) == 1
    assert "Right words." in bodies[0]


def test_3_12_a_decision_that_answered_a_notice_is_taken_back_with_it_and_not_by_itself(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    shown = shown_comment(thread, moderator, minutes=600)
    notice = noticed(shown, now=noon - timedelta(hours=5))
    kept = decide(KEEP, Judged(shown.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=noon)

    with pytest.raises(AnswerStands):
        undo_answer(notice_id=notice.pk, person=moderator, now=noon)
    undo(decision_id=str(kept.pk), moderator=moderator, now=noon + timedelta(seconds=5))
    send_due(now=noon + timedelta(minutes=1))

    shown.refresh_from_db()
    assert Notice.objects.open().get() == notice
    assert shown.reported_at == notice.received_at
    assert [kind for kind, _said in recorded(notice)][-1] == "notice_reopened"
    assert recorded(notice)[-1][1] == {"was": "no_action", "person": "mika", "decision": str(kept.pk)}
    assert "Your notice was decided" not in [message.subject for message in mail.outbox]


def test_3_12_what_its_author_took_back_waits_again_after_the_undo(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    shown = shown_comment(thread, moderator)
    notice = noticed(shown, now=noon - timedelta(hours=2))
    Comment.objects.filter(pk=shown.pk).update(status=Status.WITHDRAWN)
    answered(notice, moderator, now=noon)

    undo_answer(notice_id=notice.pk, person=moderator, now=noon)

    shown.refresh_from_db()
    assert shown.reported_at == notice.received_at


def test_3_12_only_who_may_undo_in_its_section_takes_it_back(
    elsewhere: Notice, moderator: User, editor: User, noon: datetime
) -> None:
    answered(elsewhere, editor, now=noon)
    moderator.sections = ["city"]
    moderator.save()

    with pytest.raises(PermissionDenied):
        undo_answer(notice_id=elsewhere.pk, person=moderator, now=noon)

    answer = signed_in(moderator).post(f"/desk/notices/{elsewhere.pk}/undo")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not Notice.objects.open().exists()


def many(count: int, *, outcome: str = "", person: User | None = None) -> list[UUID]:
    """Notices of which each three have the same moment, in the order of the list."""
    now = timezone.now()
    moments = [now - timedelta(hours=count - place // 3) for place in range(count)]
    made = Notice.objects.bulk_create(
        Notice(
            address="https://other.example/",
            explanation="Mine.",
            offence="other",
            name="Nora",
            email="nora@example.org",
            is_in_good_faith=True,
            language="en",
            received_at=moment,
            outcome=outcome,
            decided_at=moment if outcome else None,
            decided_by=person,
        )
        for moment in moments
    )
    return [notice.pk for notice in sorted(made, key=lambda notice: (notice.received_at, notice.pk))]


def walked(desk: Client, url: str, words: str) -> tuple[list[UUID], list[int]]:
    """All that the pages list from this one on, and how many each has."""
    found, sizes = [], []
    while url:
        page = Page(desk.get(url).content)
        ids = [
            UUID(one[1])
            for link in page.links
            if (one := re.fullmatch(r"/desk/notices/([0-9a-f-]{36})/", link))
        ]
        found += ids
        sizes.append(len(ids))
        url = page.link(words) if words in page.texts("a[href]") else ""
    return found, sizes


def test_3_12_the_open_ones_are_paged_the_oldest_first_and_none_is_lost_between_pages(desk: Client) -> None:
    notices = many(2 * SHOWN_AT_MOST + 7)

    found, sizes = walked(desk, "/desk/notices/?show=open", "Later ones")

    assert found == notices
    assert sizes == [SHOWN_AT_MOST, SHOWN_AT_MOST, 7]
    page = desk.get("/desk/notices/").content.decode()
    assert "107 notices wait for an answer" in page
    assert "show=open&amp;from=" in page


def test_3_12_of_many_that_were_answered_at_one_moment_none_is_lost_between_pages(
    desk: Client, moderator: User
) -> None:
    notices = many(SHOWN_AT_MOST + 2, outcome="gone", person=moderator)

    found, sizes = walked(desk, "/desk/notices/?show=answered", "Earlier ones")

    assert found == notices[::-1]
    assert sizes == [SHOWN_AT_MOST, 2]


@pytest.mark.parametrize("place", ["nonsense", "2026-11-23T12:00:00~x", "~", "2026-11-23T12:00:00"])
def test_3_12_a_place_that_says_nothing_is_the_beginning(desk: Client, place: str) -> None:
    notices = many(2)

    assert walked(desk, f"/desk/notices/?show=open&from={place}", "Later ones")[0] == notices
