"""Receiving: guards refuse, advisers find, repeats find their first sending, all in one transaction."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import approved, rejected, sent, submission

from kawaraban.comments.actions.author import revise, withdraw
from kawaraban.comments.actions.receive import Receipt, receive
from kawaraban.comments.models import Comment, HouseRules, Revision, Status, StoredFinding, Thread
from kawaraban.comments.submission import Reason, Refused, Submission
from kawaraban.law.grounds import Ground
from kawaraban.law.models import PolicyVersion
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
SENDER = "192.0.2.7"


def reasons(answers: list[Receipt | Refused]) -> list[Reason | None]:
    return [answer.reason if isinstance(answer, Refused) else None for answer in answers]


def test_a_comment_is_stored_as_it_was_sent_and_waits(thread: Thread, noon: datetime) -> None:
    [receipt] = receive([submission(thread, "one\r\ntwo e\u0301 ", sender_address=SENDER)], now=noon)

    assert isinstance(receipt, Receipt)
    comment = Comment.objects.get(public_id=receipt.public_id)
    assert comment.text == Revision.objects.get(comment=comment).text == "one\r\ntwo e\u0301 "
    assert (comment.status, comment.policy_number, comment.revision_number) == (Status.PENDING, 1, 1)
    assert SENDER not in {comment.sender_key, comment.fingerprint}
    assert LedgerEntry.objects.get(subject=comment.subject).kind == "comment_received"


def test_a_comment_names_the_policy_in_force_when_it_was_sent(thread: Thread, noon: datetime) -> None:
    PolicyVersion.objects.create(number=2, effective_at=noon + timedelta(hours=1))

    first, second = sent(thread, "one"), sent(thread, "two", now=noon + timedelta(hours=1))

    assert (first.policy_number, second.policy_number) == (1, 2)


def test_many_are_answered_in_the_order_given(thread: Thread, noon: datetime) -> None:
    answers = receive(
        [
            submission(thread, "one"),
            submission("story-9", "two"),
            submission(thread, "three"),
            submission(thread, "one"),
        ],
        now=noon,
    )

    assert reasons(answers) == [None, Reason.THREAD_UNKNOWN, None, None]
    assert [c.text for c in Comment.objects.order_by("pk")] == ["one", "three"]
    assert isinstance(answers[0], Receipt)
    assert answers[3] == Receipt(answers[0].public_id, answers[0].tracking_token, is_repeat=True)


def test_a_repeat_within_a_day_finds_its_first_sending(thread: Thread, noon: datetime) -> None:
    first = sent(thread, "The same.", sender_address=SENDER)
    same = submission(thread, "The same.", sender_address=SENDER)

    [again] = receive([same], now=noon + timedelta(hours=23))
    [next_day] = receive([same], now=noon + timedelta(hours=25))

    assert again == Receipt(first.public_id, first.tracking_token, is_repeat=True)
    assert isinstance(next_day, Receipt)
    assert not next_day.is_repeat


def test_another_sender_name_or_thread_is_no_repeat(thread: Thread, noon: datetime) -> None:
    other = Thread.objects.create(locator="story-2", url="/b/", title="B", language="en")

    answers = receive(
        [
            submission(thread, "The same."),
            submission(thread, "The same.", name="Bea"),
            submission(thread, "The same.", sender_address=SENDER),
            submission(other, "The same."),
        ],
        now=noon,
    )

    assert [answer.is_repeat for answer in answers if isinstance(answer, Receipt)] == [False] * 4


def test_a_withdrawn_comment_may_be_sent_again(thread: Thread, noon: datetime) -> None:
    withdraw(tracking_token=sent(thread, "The same.").tracking_token, now=noon)

    [again] = receive([submission(thread, "The same.")], now=noon)

    assert isinstance(again, Receipt)
    assert not again.is_repeat


def test_the_house_can_be_closed(thread: Thread, noon: datetime) -> None:
    HouseRules.objects.create(is_open=False, closed_reason="Election day.")

    [refused] = receive([submission(thread)], now=noon)

    assert isinstance(refused, Refused)
    assert (refused.reason, refused.facts) == (Reason.THREAD_CLOSED, {"closed_reason": "Election day."})


def test_a_closed_thread_takes_nothing(thread: Thread, noon: datetime) -> None:
    Thread.objects.filter(pk=thread.pk).update(closed_at=noon, closed_reason="Enough.")

    answers = receive([submission(thread)], now=noon)

    assert reasons(answers) == [Reason.THREAD_CLOSED]
    assert Comment.objects.count() == 0


def test_only_a_shown_comment_of_the_same_page_is_answered(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    other = Thread.objects.create(locator="story-2", url="/b/", title="B", language="en")
    waiting, shown, elsewhere = sent(thread, "waits"), sent(thread, "shown"), sent(other, "elsewhere")
    approved(shown, moderator)
    approved(elsewhere, moderator)

    answers = receive(
        [
            submission(thread, "re 1", parent_public_id=waiting.public_id),
            submission(thread, "re 2", parent_public_id=elsewhere.public_id),
            submission(thread, "re 3", parent_public_id="unknown"),
            submission(thread, "re 4", parent_public_id=shown.public_id),
        ],
        now=noon,
    )

    assert reasons(answers) == [Reason.PARENT_UNKNOWN] * 3 + [None]
    assert Comment.objects.get(text="re 4").parent == shown


@pytest.mark.parametrize("name", ["Mika", "M1KA", "Мika", "Moderator", "The Editor", "編集部", "Yönetici"])
def test_nobody_signs_as_staff(name: str, thread: Thread, moderator: User, noon: datetime) -> None:
    assert reasons(receive([submission(thread, name=name)], now=noon)) == [Reason.NAME_OF_STAFF]


def test_a_sender_waits_after_so_many_comments_also_within_one_batch(
    thread: Thread, noon: datetime, settings: Any
) -> None:
    settings.COMMENTS_PER_MINUTE = 2
    batch = [submission(thread, f"number {n}", sender_address=SENDER) for n in range(3)]

    answers = receive(batch, now=noon)
    reload = receive(batch[:1], now=noon + timedelta(seconds=20))
    later = receive(batch[2:], now=noon + timedelta(seconds=61))

    assert reasons(answers) == [None, None, Reason.TOO_FAST]
    assert isinstance(answers[2], Refused)
    assert answers[2].facts == {"seconds": 61}
    assert reasons(reload) == [None]
    assert reasons(later) == [None]


def test_the_hour_has_its_own_limit_and_zero_is_none(thread: Thread, noon: datetime, settings: Any) -> None:
    settings.COMMENTS_PER_MINUTE, settings.COMMENTS_PER_HOUR = 0, 3
    batch = [submission(thread, f"number {n}", sender_address=SENDER) for n in range(4)]

    assert reasons(receive(batch, now=noon)) == [None, None, None, Reason.TOO_FAST]


def test_neighbours_in_one_network_of_ipv6_are_one_sender(thread: Thread) -> None:
    one = sent(thread, "one", sender_address="2001:db8:1:2::3")
    two = sent(thread, "two", sender_address="2001:db8:1:2:ffff::9")
    mapped = sent(thread, "three", sender_address="::ffff:192.0.2.7")
    plain = sent(thread, "four", sender_address="192.0.2.7")

    assert one.sender_key == two.sender_key != mapped.sender_key == plain.sender_key


def findings_of(comment: Comment) -> dict[str, StoredFinding]:
    return {finding.phase: finding for finding in comment.findings.all()}


def test_the_advisers_find_and_all_is_kept(thread: Thread, moderator: User, noon: datetime) -> None:
    rejected(sent(thread, "An earlier one.", sender_address=SENDER), moderator)
    text = "CALL ME AT +90 212 555 01 01 NOW, OR READ https://a.example/ AND www.b.example"
    sent(thread, text, name="Bea")

    comment = sent(thread, text, sender_address=SENDER)

    found = findings_of(comment)
    assert set(found) >= {"links", "repeated_text", "shouting", "contact_data", "earlier_refusals"}
    assert found["contact_data"].ground == Ground.PERSONALITY_RIGHTS
    assert found["contact_data"].quote == "+90 212 555 01 01"
    assert found["repeated_text"].quote == "1"
    assert comment.status == Status.PENDING


def test_an_ordinary_comment_has_no_findings(thread: Thread) -> None:
    text = "In 2019-2020 the harbour lost $2,900,000,000 and 12.000 jobs. 港は2026年11月23日に再開した。"

    assert findings_of(sent(thread, text)) == {}


def test_a_page_in_an_unknown_language_gives_the_language_of_the_thread(thread: Thread) -> None:
    assert sent(thread, language="xx-unknown-and-much-too-long").language == "en"
    assert sent(thread, "Merhaba", language="tr").language == "tr"


def test_nothing_to_store_is_nothing_stored(policy: PolicyVersion, noon: datetime) -> None:
    assert receive([], now=noon) == []
    assert LedgerEntry.objects.count() == 0


def crowd(thread: Thread, number: int) -> list[Submission]:
    return [
        submission(thread, f"Number {n} of the crowd.", name=f"Ada {n}", sender_address=f"10.0.0.{n}")
        for n in range(number)
    ]


def test_many_cost_as_many_statements_as_one(
    thread: Thread, moderator: User, noon: datetime, django_assert_max_num_queries: Any
) -> None:
    shown = sent(thread, "shown")
    approved(shown, moderator)
    replies = [
        replace(one, parent_public_id=shown.public_id, text="An answer 1.") for one in crowd(thread, 4)
    ]
    with CaptureQueriesContext(connection) as for_one:
        receive(replies[:1], now=noon)

    with django_assert_max_num_queries(len(for_one)):
        answers = receive([*replies[1:], *crowd(thread, 60)], now=noon)

    assert reasons(answers) == [None] * 63


def test_two_equal_submissions_at_once_are_one_comment(thread: Thread, noon: datetime) -> None:
    first, second = receive([submission(thread, "Once."), submission(thread, "Once.")], now=noon)

    assert isinstance(first, Receipt)
    assert not first.is_repeat
    assert second == replace(first, is_repeat=True)
    assert Comment.objects.count() == LedgerEntry.objects.count() == 1


def test_the_fifth_of_one_sender_at_once_is_refused_and_others_are_not(
    thread: Thread, noon: datetime
) -> None:
    flood = [submission(thread, f"number {n}", sender_address=SENDER) for n in range(5)]

    answers = receive([*flood, submission(thread, "calm", sender_address="192.0.2.8")], now=noon)

    assert reasons(answers) == [None, None, None, None, Reason.TOO_FAST, None]


@pytest.mark.parametrize("place", [0, 3, 6])
def test_what_cannot_be_stored_is_refused_alone(thread: Thread, noon: datetime, place: int) -> None:
    batch = crowd(thread, 7)
    # The database has a rule of its own against comments without words.
    batch[place] = replace(batch[place], text="")

    answers = receive(batch, now=noon)

    assert reasons(answers) == [Reason.BUSY if n == place else None for n in range(7)]
    assert Comment.objects.count() == Revision.objects.count() == LedgerEntry.objects.count() == 6
    assert [entry.previous for entry in LedgerEntry.objects.all()][1:] == [
        entry.mac for entry in LedgerEntry.objects.all()
    ][:-1]


def test_half_a_surrogate_pair_is_refused_alone(thread: Thread, noon: datetime) -> None:
    batch = crowd(thread, 3)
    batch[1] = replace(batch[1], text="half \ud83d")

    assert reasons(receive(batch, now=noon)) == [None, Reason.BUSY, None]
    assert Comment.objects.count() == 2


def test_the_same_words_from_many_at_once_are_noticed(thread: Thread, noon: datetime) -> None:
    words = "Buy the same tickets at the same place."
    crowded = [replace(one, text=words) for one in crowd(thread, 3)]

    receive(crowded, now=noon)

    quotes = [findings_of(comment) for comment in Comment.objects.order_by("pk")]
    assert [found["repeated_text"].quote if found else "" for found in quotes] == ["", "1", "2"]


def test_a_revision_is_not_a_repetition_of_itself(thread: Thread, noon: datetime) -> None:
    comment = sent(thread, "These are words of some length.")

    revise(tracking_token=comment.tracking_token, text="These are  words of some length.", now=noon)

    assert not comment.findings.filter(revision_number=2).exists()
