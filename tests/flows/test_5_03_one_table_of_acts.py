"""5.3: a new act of a moderator is a row, its sentences and what it asks for: it decides, by itself and of many."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.utils.translation import gettext_lazy
from tests.makers.comments import approved, folded_status, sent, withheld

from kawaraban.alerts.events import event_of
from kawaraban.comments.actions import acts
from kawaraban.comments.actions.acts import Act
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.reasons import WordsNeeded
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.doors.desk.acts.deciding import act_view
from kawaraban.doors.desk.bulk.acts import run
from kawaraban.doors.desk.card import act_words
from kawaraban.doors.desk.card.act_words import ActWords
from kawaraban.doors.desk.card.card import card_view
from kawaraban.doors.desk.card.history import decision_words
from kawaraban.doors.desk.judged import forms
from kawaraban.doors.desk.lane.lanes import ALL
from kawaraban.doors.desk.lane.walk import walk_of
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.doors.desk.screen import dock
from kawaraban.doors.desk.screen.dock import ActSheet, dock_of
from kawaraban.doors.desk.screen.sentences import decided_message
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Decision, Verdict
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Need, Needs, Reasons
from kawaraban.law.record.following import entries_about
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb

pytestmark = pytest.mark.django_db

# What is withheld is given back to its author, instead of being shown again or refused.
GIVE_BACK = Act(
    code="give_back",
    before=Status.WITHHELD,
    verdict=Verdict.RETURNED,
    right=Verb.SEND_BACK,
    kind="comment_returned",
    needs=Needs(note=Need.MUST),
    answers=False,
    label=gettext_lazy("Send back for changes"),
    done=gettext_lazy("sent back"),
)
WORDS = ActWords(
    message=gettext_lazy("Sent back for changes"),
    history=gettext_lazy("%(name)s sent it back for changes."),
    faster=gettext_lazy("%(name)s was faster and sent this comment back. Your decision was not recorded."),
)


@pytest.fixture(autouse=True)
def row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "ACTS", (*acts.ACTS, GIVE_BACK))
    monkeypatch.setitem(act_words.WORDS, GIVE_BACK.code, WORDS)
    asked = gettext_lazy("Say what should be changed: the author reads it.")
    monkeypatch.setitem(forms.WORDS_ASKED, GIVE_BACK.code, asked)


@pytest.fixture
def looked_at(thread: Thread, moderator: User) -> Comment:
    comment = sent(thread, email="ada@example.org", now=utc_now())
    approved(comment, moderator, now=utc_now())
    withheld(comment, moderator, now=utc_now())
    send_due(now=utc_now() + timedelta(minutes=1))
    mail.outbox.clear()
    return Comment.objects.get(pk=comment.pk)


def pressed(comment: Comment, person: User, **fields: str) -> HttpResponseBase:
    request = RequestFactory().post("/desk/", {"revision_number": "1", **fields})
    request.user = person
    return act_view(GIVE_BACK)(request, public_id=comment.public_id)


def test_5_03_a_row_decides_records_tells_and_can_be_undone(looked_at: Comment, moderator: User) -> None:
    judged, why = Judged(looked_at.pk, 1), Reasons(note="Please name your source.")

    with pytest.raises(WordsNeeded):
        decide(GIVE_BACK, judged, moderator=moderator, now=utc_now())
    decision = decide(GIVE_BACK, judged, why, moderator=moderator, now=utc_now())
    stands = Comment.objects.get().status
    sent_at = utc_now() + timedelta(minutes=1)
    undo(decision_id=str(decision.pk), moderator=moderator, now=utc_now())
    decide(GIVE_BACK, judged, why, moderator=moderator, now=utc_now())
    send_due(now=sent_at)

    assert stands == Comment.objects.get().status == Status.RETURNED
    assert decision_words(decision) == "Mika sent it back for changes."
    assert decided_message(decision, looked_at, now=utc_now()).words == "Sent back for changes"
    assert [told.subject for told in mail.outbox] == ["Please change your comment"]
    [*_before, entry] = entries_about(looked_at.subject)
    assert event_of(entry) == "comment.decided"
    assert folded_status(each.kind for each in entries_about(looked_at.subject)) == Status.RETURNED
    assert verify_paper().problems == []


def test_5_03_a_row_is_an_address_of_the_desk_with_a_form_of_its_own(
    looked_at: Comment, moderator: User, thread: Thread
) -> None:
    wordless = pressed(looked_at, moderator, note=" ")
    others = pressed(looked_at, moderator, note="Why?", revision_number="7")
    waiting = pressed(sent(thread, "Another."), moderator, note="Why?")
    before = Decision.objects.filter(verdict=Verdict.RETURNED).count()
    done = pressed(looked_at, moderator, note="Why?")

    assert wordless.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert (others.status_code, waiting.status_code) == (HTTPStatus.CONFLICT, HTTPStatus.CONFLICT)
    assert before == 0
    assert done.status_code == HTTPStatus.SEE_OTHER
    assert Decision.objects.get(verdict=Verdict.RETURNED).note == "Why?"


def test_5_03_a_row_stands_on_the_cards_on_which_it_can_be_done(
    looked_at: Comment, moderator: User, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dock, "SHEETS", (*dock.SHEETS, ActSheet(GIVE_BACK, "send_back", "give-back")))

    def offered(comment: Comment) -> list[str]:
        walk = walk_of({}, lane=ALL, moderator=moderator)
        card = card_view(comment, walk=walk, now=utc_now(), held_by_others={})
        return [sheet.act for sheet in dock_of(card, keys=walk.keys, forms={})]

    assert offered(looked_at) == ["reopen", "reject", "give_back"]
    assert offered(sent(thread, "Another.")) == ["approve", "reject", "send_back"]


def test_5_03_a_row_can_be_done_to_many(looked_at: Comment, moderator: User) -> None:
    now = utc_now()
    job = BulkJob.objects.create(
        act=GIVE_BACK.code, note="Why?", person=moderator, asked_at=now, expected_count=1
    )
    item = BulkItem.objects.create(job=job, comment=looked_at, revision_number=1)

    [decided] = run(GIVE_BACK, job, [item], now)

    assert Decision.objects.get(verdict=Verdict.RETURNED).pk == decided
    assert Comment.objects.get().status == Status.RETURNED


def test_5_03_a_person_without_the_right_of_the_row_is_refused(looked_at: Comment) -> None:
    outsider = User.objects.create_user("otto", password="a long password", role="")

    with pytest.raises(PermissionDenied):
        decide(GIVE_BACK, Judged(looked_at.pk, 1), Reasons(note="Why?"), moderator=outsider, now=utc_now())

    assert Comment.objects.get().status == Status.WITHHELD
