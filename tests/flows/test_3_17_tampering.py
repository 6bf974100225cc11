"""3.17 What is done to the record, or to the decisions that it tells of, is found and named."""

import hmac
import json
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.makers.comments import approved, rejected, removed, returned, sent, withheld

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.kit.signing import derived_key
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Statement
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.record.ledger import digest_of, erase_payloads
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
Capture = Callable[..., Any]


@pytest.fixture
def busy(thread: Thread, moderator: User, django_capture_on_commit_callbacks: Capture) -> list[LedgerEntry]:
    """Nine entries: 1 to 3 came in, 4 approved, 5 withheld, 6 refused, 7 sent back, 8 came in, 9 approved."""
    with django_capture_on_commit_callbacks(execute=True):
        one, two, three = (sent(thread, f"Words {number}.") for number in range(3))
        approved(one, moderator)
        withheld(one, moderator)
        rejected(two, moderator, ground=Ground.INSULT, note="The last word.")
        returned(three, moderator)
        approved(sent(thread, "Words 4."), moderator)
    return list(LedgerEntry.objects.all())


def tamper(*statements: str) -> None:
    """What somebody with the database in hand may do."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_3_17_a_paper_that_nobody_touched_is_sound(busy: list[LedgerEntry]) -> None:
    report = verify()

    assert report.problems == []
    assert report.entries_count == len(busy) == 9


@pytest.mark.parametrize(
    "change",
    [
        {"ground": "spam"},
        {"note": "Something else."},
        {"verdict": "rejected", "visibility": "removed"},
        {"status_before": "approved"},
        {"revision_number": 7},
        {"policy_number": 7},
        {"source": "notice"},
        {"automation": "full"},
        {"was_machine_detected": True},
        {"facts": "It fell off by itself."},
        {"content_language": "tr"},
        {"own_ground": "shouting"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_3_17_a_changed_decision_is_named(busy: list[LedgerEntry], change: dict[str, Any]) -> None:
    Decision.objects.filter(ground="insult").update(**change)

    assert verify().problems == ["The decision of entry 6 was changed after it was recorded."]


def test_3_17_a_decision_put_on_a_colleague_is_named(busy: list[LedgerEntry], editor: User) -> None:
    Decision.objects.filter(ground="insult").update(moderator=editor)

    assert verify().problems == ["The decision of entry 6 was changed after it was recorded."]


def test_3_17_a_deleted_decision_is_named(busy: list[LedgerEntry]) -> None:
    Statement.objects.filter(decision__ground="insult").delete()
    Decision.objects.filter(ground="insult").delete()

    assert verify().problems == ["The decision of entry 6 is missing: it was deleted."]


def test_3_17_a_decision_that_was_slipped_in_is_named(busy: list[LedgerEntry], moderator: User) -> None:
    comment = Comment.objects.latest("pk")
    slipped = Decision.objects.create(
        subject=comment.subject,
        place=9,
        revision_number=1,
        verdict="approved",
        policy_number=1,
        moderator=moderator,
        decided_at=comment.sent_at,
    )

    assert verify().problems == [f"The decision {slipped.pk} about {comment.subject} is not in the record."]


def test_3_17_an_erasure_on_the_record_is_no_tampering(busy: list[LedgerEntry], thread: Thread) -> None:
    for comment in thread.comments.all():
        erase_payloads(subject=comment.subject, reason="asked by its author", now=comment.sent_at)

    assert verify().problems == []


def test_3_17_exchanged_payloads_are_named(busy: list[LedgerEntry]) -> None:
    tamper(
        "UPDATE law_ledgerpayload SET entry_id = 99 WHERE entry_id = 4",
        "UPDATE law_ledgerpayload SET entry_id = 4 WHERE entry_id = 6",
        "UPDATE law_ledgerpayload SET entry_id = 6 WHERE entry_id = 99",
    )

    problems = verify().problems

    assert problems[:2] == [
        f"The payload of entry {number} was changed after it was written." for number in (4, 6)
    ]


def test_3_17_a_chain_that_was_computed_anew_without_the_key_is_named_from_its_first_link(
    busy: list[LedgerEntry], heads_file: Path
) -> None:
    """All that can be done without the key: change a payload, and make digests and macs anew with another one."""
    key, previous = derived_key("a guess", "ledger entry"), busy[4].mac
    for entry in busy[5:]:
        body = entry.payload.body.replace("insult", "vulgar")
        digest = digest_of(entry.payload.salt, body)
        moment = entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
        fields = [entry.number, previous, entry.kind, entry.subject, moment, digest]
        mac = hmac.new(key, json.dumps(fields).encode(), "sha256").hexdigest()
        LedgerEntry.objects.filter(pk=entry.pk).update(previous=previous, digest=digest, mac=mac)
        type(entry.payload).objects.filter(pk=entry.pk).update(body=body)
        previous = mac
    heads_file.unlink()

    problems = verify().problems

    assert problems[:4] == [f"Entry {number} was changed after it was written." for number in (6, 7, 8, 9)]
    assert "The decision of entry 6 was changed after it was recorded." in problems


def test_3_17_a_truncated_record_names_what_is_missing_and_the_decisions_that_nobody_recorded(
    busy: list[LedgerEntry],
) -> None:
    tamper(
        "DELETE FROM law_ledgerpayload WHERE entry_id > 6",
        "DELETE FROM law_ledgerentry WHERE number > 6",
    )

    problems = verify().problems

    assert "The record was cut off: entries 7 to 9 were signed and are missing." in problems
    assert sum("is not in the record" in problem for problem in problems) == 2


def test_3_17_removing_is_told_apart_from_refusing(thread: Thread, moderator: User) -> None:
    comment = sent(thread)
    approved(comment, moderator)
    removed(comment, moderator)

    Decision.objects.filter(visibility="removed").update(visibility="refused")

    assert verify().problems == ["The decision of entry 3 was changed after it was recorded."]
