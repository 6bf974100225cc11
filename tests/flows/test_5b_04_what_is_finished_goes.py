"""5b.4 What is finished is let go: claims, jobs, mails without words, deliveries. What is under way stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from tests.makers.comments import NOON, approved, rejected, reopened, sent, withheld
from tests.makers.desk import waiting_comment
from tests.makers.law.forgotten_words import after
from tests.makers.law.restrictions import restricted

from kawaraban.comments.actions.restrictions import lift
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Comment, Thread
from kawaraban.doors.desk.models import BulkItem, BulkJob, Claim
from kawaraban.law.models import Decision, OutboxMessage
from kawaraban.law.outbox import send_due
from kawaraban.law.personal.ends import End
from kawaraban.law.personal.letting_go import let_go
from kawaraban.law.personal.table import ends
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def job(person: User, comment: Comment, **times: datetime) -> BulkJob:
    made = BulkJob.objects.create(act="reject", person=person, asked_at=NOON, **times)
    BulkItem.objects.create(job=made, comment=comment, revision_number=1)
    return made


def test_5b_04_a_claim_that_ended_goes_and_one_that_holds_stays(thread: Thread, moderator: User) -> None:
    ended, held = waiting_comment(thread), waiting_comment(thread, text="Another one.")
    for comment, until in ((ended, NOON), (held, after(2))):
        Claim.objects.create(comment=comment, moderator=moderator, taken_at=NOON, expires_at=until)

    assert let_go(now=after(1.1))["claims"] == 1
    assert [claim.comment for claim in Claim.objects.all()] == [held]


def test_5b_04_a_job_goes_with_its_items_a_month_after_its_end(thread: Thread, moderator: User) -> None:
    comment = waiting_comment(thread)
    job(moderator, comment, ended_at=NOON)
    running = job(moderator, comment)
    going_back = job(moderator, comment, ended_at=NOON, undo_asked_at=NOON)
    with_mails = job(moderator, comment, ended_at=NOON, held_until=NOON + timedelta(hours=1))
    job(moderator, comment, ended_at=NOON, undo_asked_at=NOON, undone_at=NOON)

    assert let_go(now=after(29))["jobs"] == 0
    gone = let_go(now=after(31))

    assert (gone["jobs"], gone["items of jobs"]) == (2, 2)
    assert set(BulkJob.objects.all()) == {running, going_back, with_mails}
    assert BulkItem.objects.count() == 3


def test_5b_04_a_mail_goes_when_it_says_nothing_any_more(thread: Thread, moderator: User) -> None:
    comment = sent(thread, "Told of it.", email="ada@example.org")
    rejected(comment, moderator)
    send_due(now=NOON + timedelta(hours=1))
    stays = sent(thread, "Not told yet.", email="bob@example.org")
    rejected(stays, moderator, now=after(60))

    retain(now=after(20))
    assert let_go(now=after(29))["mails"] == 0
    assert let_go(now=after(31))["mails"] == 1

    (left,) = OutboxMessage.objects.all()
    assert left.recipient == "bob@example.org"
    # What was decided is not told by the mail alone.
    assert Decision.objects.filter(subject=comment.subject).exists()


def test_5b_04_an_author_who_was_told_of_a_withholding_is_told_that_it_is_over_after_whatever_time(
    thread: Thread, moderator: User
) -> None:
    comment = sent(thread, "Looked at for long.", email="ada@example.org")
    approved(comment, moderator)
    withheld(comment, moderator, now=after(1))
    send_due(now=after(2))

    retain(now=after(60))
    let_go(now=after(60))
    reopened(comment, moderator, now=after(60))

    assert OutboxMessage.objects.latest("pk").heading == "Your comment is shown again"


def test_5b_04_whoever_was_told_of_a_suspension_is_told_that_it_is_over_after_whatever_time(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = sent(thread, "Withheld, with its sender.", email="ada@example.org")
    approved(comment, moderator)
    withheld(comment, moderator)
    suspension = restricted(comment, editor, days=90)
    send_due(now=after(1))

    retain(now=after(60))
    let_go(now=after(60))
    lift(public_id=suspension.public_id, note="Enough.", moderator=editor, now=after(60))

    told = OutboxMessage.objects.latest("pk")
    assert told.subject == suspension.subject
    assert told.recipient == "ada@example.org"


def test_5b_04_sessions_that_ended_go(db: None) -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=NOON)
    Session.objects.create(session_key="new", session_data="", expire_date=after(9))

    retain(now=after(2))

    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_5b_04_letting_go_twice_changes_nothing(thread: Thread, moderator: User) -> None:
    job(moderator, waiting_comment(thread), ended_at=NOON)
    let_go(now=after(31))

    assert set(let_go(now=after(31)).values()) == {0}


def test_5b_04_what_cannot_go_keeps_nothing_else(
    thread: Thread, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job(moderator, waiting_comment(thread), ended_at=NOON)

    def fails(before: datetime) -> Any:
        raise ValueError("of one table")

    def ends_of_now() -> tuple[End, ...]:
        return (End("something", fails), *known)

    known = tuple(ends())
    monkeypatch.setattr("kawaraban.law.personal.letting_go.ends", ends_of_now)

    with pytest.raises(ValueError, match="of one table"):
        let_go(now=after(31))

    assert not BulkJob.objects.exists()


# Of everything that is written again and again: what ends it, or why it stays.
_ENDS = {
    "desk.claim": "let go",
    "desk.bulkjob": "let go",
    "desk.bulkitem": "let go",
    "law.outboxmessage": "let go",
    "wire.wireitem": "let go",
    "wagtailcore.revision": "let go, by a setting",
    "sessions.session": "retention",
    "people.signintry": "retention",
    "alerts.digest": "retention",
    "alerts.decisionlink": "retention",
    "alerts.delivery": "retention",
    "alerts.attempt": "with its delivery",
    "desk.authornote": "retention",
    "press.reprintorder": "the printer",
    "law.forgottenmail": "with its file",
    "comments.erasure": "when it is done",
    "account.emailconfirmation": "with its address",
}
_STAY = {
    "comments": "what readers wrote, until they or the retention take it",
    "law": "the record and its tables",
    "reads": "the figures of the paper",
    "stories": "what the newsroom publishes",
    "wagtailcore": "what the newsroom publishes",
    "wagtailimages": "what the newsroom publishes",
    "wagtaildocs": "what the newsroom publishes",
    "wagtailsearch": "as much as there are pages",
    "wagtailredirects": "addresses that lead on",
    "wagtailadmin": "a row for each that is open",
    "wagtailembeds": "one for each address",
    "wagtailusers": "one for each of the staff",
    "taggit": "topics",
    "triage": "a row for each decision or day, as decisions stay; versions and suggestions keep to a number",
}
_FEW = {
    *("people.user", "account.emailaddress", "mfa.authenticator", "auth.group", "auth.permission"),
    *("contenttypes.contenttype", "alerts.hook", "alerts.hookcursor", "alerts.digestwish"),
    # One for each machine, or place of copies.
    *("alerts.healthreport", "press.backuptarget", "press.keyfingerprint", "press.lease"),
    *("desk.deskrules", "desk.keychoice", "desk.searchcursor", "desk.searchvolume", "desk.closedday"),
}


def test_5b_04_every_table_has_an_end_or_a_reason() -> None:
    labels = {model._meta.label_lower for model in apps.get_models()}

    unsaid = {label for label in labels - _ENDS.keys() - _FEW if label.partition(".")[0] not in _STAY}

    assert unsaid == set()
