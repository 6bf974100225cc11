"""Suspensions: what the row lets in, what the guard asks, and who may suspend whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import NOON, approved, returned, sent
from tests.makers.law.redress import noticed, reported
from tests.makers.law.restrictions import ELSEWHERE, HOME, restricted
from tests.makers.law.suspended_author import TOLD, answer, is_taken, occasion

from kawaraban.comments import lookups
from kawaraban.comments.actions import author, receive
from kawaraban.comments.actions.restrictions import AlreadyRestricted, NothingKnown, lift
from kawaraban.comments.keyed import email_key_of
from kawaraban.comments.models import Restriction, Thread
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.comments.submission import Reason, Refused
from kawaraban.kit.work.one_trip import ask
from kawaraban.law.basis import Source
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, OutboxMessage, Statement, Verdict
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def test_a_suspension_is_a_decision_with_a_statement_an_entry_and_a_mail(
    thread: Thread, moderator: User
) -> None:
    comment = occasion(thread)

    restriction = restricted(comment, moderator, days=7, note="Calm down.")

    decision = restriction.decision
    assert decision.subject == f"restriction:{restriction.public_id}"
    assert (decision.verdict, decision.provision) == (Verdict.SUSPENDED, "partial_suspension")
    assert decision.ends_at == restriction.ends_at == NOON + timedelta(days=7)
    statement = Statement.objects.get(decision=decision)
    assert "30 November 2026, 12:00" in statement.measure
    assert "Insult" in statement.ground_words
    assert "Calm down." in statement.facts
    assert "No machine decided" in statement.automation
    assert "appeal within six months" in statement.redress
    entry = LedgerEntry.objects.last()
    assert entry is not None
    assert entry.kind == "commenter_restricted"
    assert OutboxMessage.objects.get().recipient == "ada@example.org"
    assert verify().problems == []


def test_the_row_keeps_hashes_and_no_address(thread: Thread, moderator: User) -> None:
    restriction = restricted(occasion(thread), moderator)

    assert len(restriction.sender_key) == len(restriction.email_key) == 64
    assert restriction.email_key == email_key_of(" ADA@Example.org")
    assert "ada" not in str(Restriction.objects.values().get())


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": F("starts_at")},
        {"ends_at": None, "sender_key": "", "email_key": ""},
        {"lifted_at": NOON},
    ],
    ids=["no time", "nobody", "lifted by nobody"],
)
def test_the_database_refuses_a_row_that_means_nothing(
    thread: Thread, moderator: User, change: dict[str, Any]
) -> None:
    restricted(occasion(thread), moderator)

    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.update(**change)


@pytest.mark.parametrize(
    "change", [{"ground": ""}, {"provision": ""}, {"verdict": "lifted"}, {"ends_at": NOON}]
)
def test_the_database_refuses_a_suspension_that_says_too_little(
    thread: Thread, moderator: User, change: dict[str, Any]
) -> None:
    restricted(occasion(thread), moderator)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(**change)


def test_the_household_and_the_address_are_refused_and_nobody_else(thread: Thread, moderator: User) -> None:
    restricted(occasion(thread), moderator)

    assert not is_taken(thread, "From home.", sender_address=HOME)
    assert not is_taken(thread, "By mail.", sender_address=ELSEWHERE, email="Ada@example.org")
    assert is_taken(thread, "Neither.", sender_address=ELSEWHERE, email="bo@example.org")
    assert is_taken(thread, "Nothing said.")


def test_a_refusal_says_until_when_and_on_which_ground(thread: Thread, moderator: User) -> None:
    restricted(occasion(thread), moderator, days=1)

    refused = answer(thread, "By mail.", sender_address=ELSEWHERE, email="ada@example.org")

    assert isinstance(refused, Refused)
    assert refused.reason is Reason.SUSPENDED
    assert refused.facts == {"until": "2026-11-24T12:00:00+00:00", "ground": "insult", "policy": 1}


def test_4b_08_whoever_is_known_by_the_network_alone_is_told_no_ground(
    thread: Thread, moderator: User
) -> None:
    restricted(occasion(thread), moderator, days=1)

    refused = answer(thread, "From home.", sender_address=HOME)

    assert isinstance(refused, Refused)
    assert refused.facts == {"until": "2026-11-24T12:00:00+00:00", "ground": "", "policy": 1}


def test_of_two_suspensions_the_longer_one_is_told(thread: Thread, moderator: User, editor: User) -> None:
    one, two = occasion(thread, "One."), occasion(thread, "Two.")
    restricted(one, moderator, days=30)
    restricted(two, editor, days=1)
    short = lookups.Suspension(NOON, "insult", 1)
    endless = lookups.Suspension(None, "insult", 1)

    refused = answer(thread, "Three.", sender_address=HOME)

    assert isinstance(refused, Refused)
    assert str(refused.facts["until"]).startswith("2026-12-23")
    found = {"connection": short, "address": endless}

    assert lookups.suspension_of(found, "connection", "address") == endless
    assert lookups.suspension_of(found, "address", "connection") == endless._replace(ground="")
    assert lookups.suspension_of(found, "", "connection") == short
    assert lookups.suspension_of(found, "another", "") is None


def test_it_ends_by_itself(thread: Thread, moderator: User) -> None:
    restricted(occasion(thread), moderator, days=1)

    assert not is_taken(thread, "Too early.", sender_address=HOME, now=NOON + timedelta(hours=23))
    assert is_taken(thread, "In time.", sender_address=HOME, now=NOON + timedelta(days=1))


def test_a_suspension_that_comes_between_look_and_storing_holds(
    thread: Thread, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = occasion(thread)
    store = receive._store_together

    def meanwhile(*arguments: Any) -> Any:
        restricted(comment, moderator)
        return store(*arguments)

    monkeypatch.setattr(receive, "_store_together", meanwhile)

    refused = answer(thread, "From home.", sender_address=HOME)

    assert isinstance(refused, Refused)
    assert refused.reason is Reason.SUSPENDED


def test_one_question_for_a_batch_whatever_its_size_and_along_an_index(
    thread: Thread, moderator: User
) -> None:
    restricted(occasion(thread), moderator)
    senders, emails = [f"s{number}" for number in range(200)], [f"e{number}" for number in range(90)]

    with CaptureQueriesContext(connection) as asked:
        ask(connection, lookups.suspensions(senders, emails, now=NOON))

    [query] = asked.captured_queries
    assert ask(connection, lookups.suspensions(["", ""], [""], now=NOON)) == {}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "restriction_sender" in plan
        assert "restriction_email" in plan
        assert "SCAN" not in plan


def test_whoever_is_suspended_changes_no_words_and_may_withdraw(thread: Thread, moderator: User) -> None:
    waiting, back = occasion(thread, "One."), occasion(thread, "Two.")
    returned(back, moderator)
    restricted(waiting, moderator)

    for comment in (waiting, back):
        with pytest.raises(Refused) as refused:
            author.revise(tracking_token=comment.tracking_token, text="Other words.", now=TOLD)
        assert refused.value.reason is Reason.SUSPENDED

    author.withdraw(tracking_token=waiting.tracking_token, now=TOLD)
    waiting.refresh_from_db()
    assert waiting.status == "withdrawn"


def test_it_rests_on_what_the_decision_about_its_occasion_rests_on(thread: Thread, moderator: User) -> None:
    found: list[str] = []
    for words, raise_it in (("One.", None), ("Two.", reported), ("Three.", noticed)):
        comment = occasion(thread, words, email="", sender_address=f"203.0.{len(found)}.7")
        approved(comment, moderator)
        if raise_it:
            raise_it(comment)
        comment.refresh_from_db()
        found.append(restricted(comment, moderator).decision.source)

    assert found == [Source.OWN_INITIATIVE, Source.REPORT, Source.NOTICE]


def test_who_may(thread: Thread, moderator: User, editor: User) -> None:
    comment = occasion(thread)
    of_city = User.objects.create_user("cem", password="x" * 12, role="moderator", sections=["city"])

    with pytest.raises(PermissionDenied):
        restricted(comment, of_city)
    with pytest.raises(PermissionDenied):
        restricted(comment, moderator, days=None)
    endless = restricted(comment, editor, days=None)
    with pytest.raises(PermissionDenied):
        lift(public_id=endless.public_id, note="Enough.", moderator=moderator, now=TOLD)

    assert LedgerEntry.objects.filter(kind="commenter_restricted").count() == 1
    assert endless.ends_at is None


def test_what_cannot_be(thread: Thread, moderator: User) -> None:
    unknown, comment = sent(thread, "From nowhere."), occasion(thread)

    with pytest.raises(NothingKnown):
        restricted(unknown, moderator)
    with pytest.raises(ValueError, match="days"):
        restricted(comment, moderator, days=2)
    with pytest.raises(ValueError, match="needs words"):
        restricted(comment, moderator, ground=Ground.OTHER)
    restricted(comment, moderator)
    with pytest.raises(AlreadyRestricted):
        restricted(comment, moderator, days=30)
