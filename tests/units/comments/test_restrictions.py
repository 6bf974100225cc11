"""Suspensions: what the row lets in, what the verbs do, what the guard asks, and what is kept for how long."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import NOON, approved, rejected, returned, sent, submission
from tests.makers.redress import noticed, reported
from tests.makers.restrictions import ELSEWHERE, HOME, restricted

from kawaraban.comments import lookups
from kawaraban.comments.actions import author, receive
from kawaraban.comments.actions.appeal import appeal_restriction
from kawaraban.comments.actions.decide import TooLateToUndo
from kawaraban.comments.actions.erase import erase_comment, erase_own
from kawaraban.comments.actions.erase_person import erase_person
from kawaraban.comments.actions.reasons import WordsNeeded
from kawaraban.comments.actions.receive import Receipt
from kawaraban.comments.actions.restrictions import (
    AlreadyRestricted,
    NothingKnown,
    NotInForce,
    lift,
    undo_restricting,
    uphold,
)
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.keyed import email_key_of
from kawaraban.comments.models import Comment, Restriction, Thread
from kawaraban.comments.person import about_comment, about_email
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.comments.submission import Reason, Refused
from kawaraban.law.basis import Source
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Appeal, Decision, OutboxMessage, Statement, Verdict
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.outbox import send_due
from kawaraban.law.record.holds import place_hold
from kawaraban.law.redress.appeals import NotAppealable, SamePerson
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
ADA = {"email": "ada@example.org", "sender_address": HOME}
TOLD = NOON + timedelta(seconds=11)


def occasion(thread: Thread, text: str = "You idiots.", **changes: Any) -> Comment:
    return sent(thread, text, **{**ADA, **changes})


def answer(thread: Thread, text: str, *, now: Any = TOLD, **changes: Any) -> Receipt | Refused:
    [one] = receive.receive([submission(thread, text, now=now, **changes)], now=now)
    return one


def is_taken(thread: Thread, text: str, **changes: Any) -> bool:
    return isinstance(answer(thread, text, **changes), Receipt)


def appealed(comment: Comment, restriction: Restriction) -> Appeal:
    return appeal_restriction(
        tracking_token=comment.tracking_token,
        public_id=restriction.public_id,
        words="My brother did.",
        now=TOLD,
    )


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
        lookups.suspensions(senders, emails, now=NOON)

    [query] = asked.captured_queries
    assert lookups.suspensions(["", ""], [""], now=NOON) == {}
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


def test_lifting_needs_words_lets_in_again_and_tells_who_was_told(thread: Thread, moderator: User) -> None:
    restriction = restricted(occasion(thread), moderator)
    send_due(now=TOLD)

    with pytest.raises(WordsNeeded):
        lift(public_id=restriction.public_id, note=" ", moderator=moderator, now=TOLD)
    lift(public_id=restriction.public_id, note="It was a library.", moderator=moderator, now=TOLD)

    assert is_taken(thread, "From home.", sender_address=HOME)
    assert "It was a library." in OutboxMessage.objects.get(sent_at=None).body
    with pytest.raises(NotInForce):
        lift(public_id=restriction.public_id, note="Again.", moderator=moderator, now=TOLD)
    assert verify().problems == []


def test_who_was_never_told_is_not_told_of_the_lifting(thread: Thread, moderator: User) -> None:
    restriction = restricted(occasion(thread), moderator)

    lift(public_id=restriction.public_id, note="The wrong one.", moderator=moderator, now=NOON)

    assert not OutboxMessage.objects.filter(cancelled_at=None).exists()


def test_undo_takes_back_and_takes_back_the_taking_back(thread: Thread, moderator: User) -> None:
    restriction = restricted(occasion(thread), moderator)
    undo = partial(undo_restricting, moderator=moderator, now=NOON + timedelta(seconds=5))

    lifting = lift(public_id=restriction.public_id, note="No.", moderator=moderator, now=NOON)
    undo(decision_id=str(lifting.pk))
    is_back = not is_taken(thread, "One.", sender_address=HOME, now=NOON + timedelta(seconds=6))
    waiting = OutboxMessage.objects.filter(cancelled_at=None).count()
    undo(decision_id=str(restriction.decision_id))

    assert is_back
    assert waiting == 1
    assert is_taken(thread, "Two.", sender_address=HOME, now=NOON + timedelta(seconds=6))
    assert not OutboxMessage.objects.filter(cancelled_at=None).exists()
    with pytest.raises(TooLateToUndo):
        undo(decision_id=str(restriction.decision_id))
    assert verify().problems == []


def test_undo_has_its_time(thread: Thread, moderator: User) -> None:
    restriction = restricted(occasion(thread), moderator)

    with pytest.raises(TooLateToUndo):
        undo_restricting(
            decision_id=str(restriction.decision_id), moderator=moderator, now=NOON + timedelta(seconds=10)
        )


def test_an_appeal_is_decided_by_another_person_and_once(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = occasion(thread)
    restriction = restricted(comment, moderator)
    hold_to = partial(uphold, public_id=restriction.public_id, note="It was you.", now=TOLD)

    with pytest.raises(NotInForce):
        hold_to(moderator=editor)
    appealed(comment, restriction)
    with pytest.raises(SamePerson):
        hold_to(moderator=moderator)
    decision = hold_to(moderator=editor)

    assert Appeal.objects.get().outcome == decision
    assert not is_taken(thread, "Still.", sender_address=HOME)
    with pytest.raises(NotAppealable):
        appealed(comment, restriction)
    undo_restricting(decision_id=str(decision.pk), moderator=editor, now=TOLD)
    assert Appeal.objects.open().count() == 1
    assert verify().problems == []


def test_a_granted_appeal_lifts_it_even_when_it_is_over(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = occasion(thread)
    restriction = restricted(comment, moderator, days=1)
    appealed(comment, restriction)

    decision = lift(
        public_id=restriction.public_id, note="Right.", moderator=editor, now=NOON + timedelta(days=3)
    )

    restriction.refresh_from_db()
    assert restriction.lifting == Appeal.objects.get().outcome == decision
    assert decision.source == Source.APPEAL
    assert OutboxMessage.objects.filter(heading="You can send comments again").count() == 1


def test_no_appeal_before_anybody_was_told_nor_against_what_was_lifted(
    thread: Thread, moderator: User
) -> None:
    comment = occasion(thread)
    restriction = restricted(comment, moderator)
    words = {"tracking_token": comment.tracking_token, "public_id": restriction.public_id, "words": "No."}

    with pytest.raises(NotAppealable):
        appeal_restriction(**words, now=NOON)
    lift(public_id=restriction.public_id, note="No.", moderator=moderator, now=TOLD)
    with pytest.raises(NotAppealable):
        appeal_restriction(**words, now=TOLD)
    with pytest.raises(Restriction.DoesNotExist):
        appeal_restriction(**{**words, "public_id": "nothing"}, now=TOLD)


def test_hashes_go_90_days_after_its_end_and_stay_on_hold(
    thread: Thread, moderator: User, editor: User, publisher: User
) -> None:
    held, over, endless = (occasion(thread, f"Words {n}.", sender_address=f"203.0.{n}.7") for n in range(3))
    restricted(held, moderator, days=1)
    restricted(over, moderator, days=1)
    restricted(endless, editor, days=None)
    place_hold(subject=held.subject, reason="Court", until=None, person=publisher, now=NOON)
    keys = Restriction.objects.order_by("pk").values_list("sender_key", flat=True)

    retain(now=NOON + timedelta(days=90, hours=23))
    before = [bool(key) for key in keys]
    counts = retain(now=NOON + timedelta(days=91, minutes=1))

    assert before == [True, True, True]
    assert counts["restriction_hashes"] == 1
    assert [bool(key) for key in keys.all()] == [True, False, True]


def test_an_erasure_takes_every_word_and_a_suspension_in_force_holds_on(
    thread: Thread, moderator: User
) -> None:
    comment = occasion(thread)
    restriction = restricted(comment, moderator, note="You know Bob.")
    appealed(comment, restriction)

    erase_own(tracking_token=comment.tracking_token, now=TOLD)

    kept = str(list(Decision.objects.values())) + str(list(Statement.objects.values()))
    assert "Bob" not in kept + str(list(OutboxMessage.objects.values()))
    assert Appeal.objects.get().words == ""
    assert Appeal.objects.get().lapsed_at == TOLD
    assert not is_taken(thread, "Nothing is new.", sender_address=HOME)
    assert verify().problems == []


def test_an_erasure_of_one_that_is_over_takes_its_hashes(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = occasion(thread)
    restricted(comment, moderator, days=1)

    erase_comment(comment_id=comment.pk, reason="asked", person=publisher, now=NOON + timedelta(days=2))

    assert Restriction.objects.get().sender_key == Restriction.objects.get().email_key == ""


def test_a_person_is_found_by_the_hash_when_the_address_of_the_occasion_is_gone(
    thread: Thread, moderator: User
) -> None:
    comment = occasion(thread)
    restricted(comment, moderator, note="You know Bob.")
    Comment.objects.update(email="")

    told = about_email("Ada@example.org", now=TOLD)
    erase_person(email="Ada@example.org", reason="asked", person=None, now=TOLD)

    [suspension] = told["suspensions"]
    assert suspension["statements"][0]["measure"].startswith("New comments")
    assert "mika" not in str(told)
    assert "Bob" not in str(list(Decision.objects.values()))


def test_the_file_about_a_comment_names_its_suspensions(thread: Thread, moderator: User) -> None:
    comment = occasion(thread)
    rejected(comment, moderator)
    restricted(comment, moderator)

    [said] = about_comment(comment, now=TOLD)["comments"]

    assert [each["decisions"][0]["verdict"] for each in said["suspensions"]] == ["suspended"]
