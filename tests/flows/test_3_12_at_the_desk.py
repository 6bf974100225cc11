"""3.12 Notices of illegal content at the desk: on the card with their clock, in a list of their own, answered once."""

import re
from datetime import timedelta
from functools import partial
from http import HTTPStatus

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.answer import Answer
from tests.makers.desk import shown_comment, signed_in
from tests.makers.law.redress import noticed, reported
from tests.page import Page

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.notices import answer_in_words
from kawaraban.comments.actions.reasons import needs_now
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.judged import forms
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Decision, Notice, Outcome, Verdict
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Needs
from kawaraban.law.redress.notices import AlreadyAnswered
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(thread: Thread, moderator: User) -> Comment:
    return shown_comment(thread, moderator, name="Ada", minutes=6000)


def answered(desk: Client, notice: Notice, **changes: str) -> Answer:
    fields = {"outcome": "gone", "answer": "That page is not ours.", **changes}
    return desk.post(f"/desk/notices/{notice.pk}/answer", fields)


def test_3_12_the_card_shows_the_whole_notice_and_its_clock(desk: Client, shown: Comment) -> None:
    noticed(shown, now=timezone.now() - timedelta(hours=26))

    page = desk.get("/desk/reported/").content.decode()

    assert "Defamation or insult under the law" in page
    assert "Penal Code, section 187" in page
    assert "It names my employer" in page
    assert "Nora Vell" in page
    assert "nora@example.org" in page
    assert "1 d 2 h ago" in page


def test_3_12_keeping_it_needs_words_and_they_go_to_the_sender(desk: Client, shown: Comment) -> None:
    noticed(shown, now=utc_now())
    url = f"/desk/card/{shown.public_id}/keep?lane=reported"
    fields = {"revision_number": 1, "lane": "reported", "matter": "1"}

    without = desk.post(url, {**fields, "note": " "})
    desk.post(url, {**fields, "note": "It is an opinion."})
    send_due(now=utc_now() + timedelta(seconds=11))

    assert without.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say why it stays" in without.content.decode()
    assert Decision.objects.exclude(verdict=Verdict.APPROVED).count() == 1
    assert Notice.objects.get().outcome == Outcome.NO_ACTION
    assert "It is an opinion." in mail.outbox[-1].body


def test_3_12_a_notice_that_comes_while_a_reported_comment_is_kept_asks_for_words(
    desk: Client, shown: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported(shown, now=utc_now())

    def asked_and_then_noticed(comment: Comment, needs: Needs) -> Needs:
        answer = needs_now(comment, needs)
        noticed(comment, now=utc_now())
        return answer

    monkeypatch.setattr(forms, "needs_now", asked_and_then_noticed)
    fields = {"revision_number": 1, "lane": "reported", "matter": "1", "note": ""}
    answer = desk.post(f"/desk/card/{shown.public_id}/keep?lane=reported", fields)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say why it stays" in answer.content.decode()
    assert not Decision.objects.exclude(verdict=Verdict.APPROVED).exists()


def test_3_12_no_way_in_keeps_it_without_words(shown: Comment, moderator: User) -> None:
    noticed(shown)

    with pytest.raises(ValueError, match="why"):
        decide(KEEP, Judged(shown.pk, 1), moderator=moderator, now=utc_now())


def test_3_12_the_list_has_the_open_ones_first_the_oldest_first_then_the_answered(
    desk: Client, shown: Comment, moderator: User, elsewhere: Notice
) -> None:
    first = noticed(shown, now=timezone.now() - timedelta(days=2), law="First Act")
    second = noticed(shown, now=timezone.now() - timedelta(days=1), law="Second Act")
    answer_in_words(
        notice_id=elsewhere.pk, outcome=Outcome.GONE, answer="No.", person=moderator, now=utc_now()
    )

    def listed(query: str = "") -> list[str]:
        links = Page(desk.get(f"/desk/notices/{query}").content).links
        return [
            found[1] for link in links if (found := re.fullmatch(r"/desk/notices/([0-9a-f-]{36})/", link))
        ]

    assert listed() == [str(first.pk), str(second.pk), str(elsewhere.pk)]
    assert listed("?show=open") == [str(first.pk), str(second.pk)]
    assert listed("?show=answered") == [str(elsewhere.pk)]
    page = desk.get("/desk/notices/").content.decode()
    assert "waiting: 2 d 0 h" in page
    assert "answered within 1 h 0 min" in page
    assert 'Notices <b class="num">2</b>' in Page(desk.get("/desk/").content).markup


def test_3_12_a_notice_about_a_comment_is_decided_on_its_card(desk: Client, shown: Comment) -> None:
    notice = noticed(shown)

    page = desk.get(f"/desk/notices/{notice.pk}/").content.decode()
    refused = answered(desk, notice)

    assert f'href="/desk/card/{shown.public_id}/"' in page
    assert 'name="answer"' not in page
    assert refused.status_code == HTTPStatus.CONFLICT
    assert Notice.objects.open().count() == 1


def test_3_12_a_notice_about_nothing_of_ours_is_answered_in_words(desk: Client, elsewhere: Notice) -> None:
    without = answered(desk, elsewhere, answer="")
    answer = answered(desk, elsewhere)
    send_due(now=utc_now() + timedelta(seconds=11))

    assert without.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert "its sender is told" in desk.get(answer["Location"]).content.decode()
    assert Notice.objects.get().outcome == Outcome.GONE
    assert "That page is not ours." in mail.outbox[-1].body


def test_3_12_who_answers_second_is_told_who_did_what_and_keeps_the_words(
    desk: Client, elsewhere: Notice, editor: User
) -> None:
    answered(signed_in(editor), elsewhere, answer="Gone since May.")

    answer = answered(desk, elsewhere, answer="My own words.")

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Ines was faster: The content was not there any more." in page
    assert "My own words." in page
    assert Notice.objects.get().answer == "Gone since May."


def test_3_12_what_its_author_took_back_can_be_answered_and_leaves_nothing_open(
    desk: Client, shown: Comment
) -> None:
    notice = noticed(shown)
    Comment.objects.filter(pk=shown.pk).update(status=Status.WITHDRAWN)

    answered(desk, notice)

    shown.refresh_from_db()
    assert shown.reported_at is None
    assert Notice.objects.open().count() == 0


def test_3_12_a_moderator_of_some_sections_sees_and_answers_theirs_alone(
    shown: Comment, elsewhere: Notice, moderator: User
) -> None:
    notice = noticed(shown)
    moderator.sections = ["sport"]
    moderator.save()
    desk = signed_in(moderator)

    assert "Every notice is answered." in desk.get("/desk/notices/").content.decode()
    for each in (notice, elsewhere):
        assert desk.get(f"/desk/notices/{each.pk}/").status_code == HTTPStatus.FORBIDDEN
        assert answered(desk, each).status_code == HTTPStatus.FORBIDDEN
    moderator.sections = ["city"]
    moderator.save()
    assert str(notice.pk) in desk.get("/desk/notices/").content.decode()


def test_3_12_the_action_asks_once_more(elsewhere: Notice, moderator: User, editor: User) -> None:
    say_gone = partial(
        answer_in_words, notice_id=elsewhere.pk, outcome=Outcome.GONE, answer="Gone.", now=utc_now()
    )
    say_gone(person=editor)

    with pytest.raises(AlreadyAnswered):
        say_gone(person=moderator)
