"""5b.2 Mails, notices and comments of a person are found along indexes; an erasure never walks through a table.

Every statement that the code really asks is explained by the database, as in `test_5b_02_plans.py`.
"""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from tests.makers.comments import NOON, Sender, approved, rejected, removed, sent
from tests.makers.law.redress import noticed
from tests.makers.law.restrictions import restricted
from tests.rigs.queries.plans import asked, walks

from kawaraban.comments.actions.correct import correct_email
from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.lookups import Sending
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.people.finding import traces_of
from kawaraban.law.address_keys import address_key
from kawaraban.law.models import Notice, OutboxMessage
from kawaraban.law.outbox import send_due
from kawaraban.people.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite("plans are written as SQLite writes them"),
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
LATER = NOON + timedelta(hours=1)
DEE: Sender = {"name": "Dee Example", "email": "dee@example.org", "sender_address": "203.0.113.9"}


@pytest.fixture
def traces(thread: Thread, moderator: User) -> Comment:
    """A comment that left traces wherever one can, beside somebody else's."""
    comment = sent(thread, "The quay belongs to everybody.", **DEE)
    rejected(comment, moderator, note="No, Dee.")
    restricted(comment, moderator, note="Enough, Dee.")
    other = sent(thread, "Somebody else’s.", email="leyla@example.org")
    approved(other, moderator)
    noticed(other, email="DEE@example.org")
    noticed(other, email="nora@example.org")
    return Comment.objects.get(pk=comment.pk)


def test_5b_02_an_erasure_of_a_person_goes_along_indexes(traces: Comment) -> None:
    with asked() as statements:
        erased = erase_person(email="Dee@Example.org", reason="Asked", person=None, now=LATER)

    assert (erased.comments, erased.notices) == (1, 1)
    assert len(statements) > 30
    assert walks(statements) == []


def test_5b_02_so_does_one_of_a_comment_by_its_author(traces: Comment) -> None:
    with asked() as statements:
        erase_own(tracking_token=traces.tracking_token, now=LATER)

    assert len(statements) > 20
    assert walks(statements) == []


def test_5b_02_so_does_looking_for_a_person(traces: Comment) -> None:
    with asked() as statements:
        found = traces_of("DEE@example.org")

    assert (len(found.comments), len(found.suspensions), len(found.notices)) == (1, 1, 1)
    # The refusal, the suspension, and the receipt of the notice.
    assert len(found.mails) == 3
    assert walks(statements) == []


def test_5b_02_so_does_correcting_an_address(thread: Thread) -> None:
    comment = sent(thread, "The quay.", **DEE)
    sending = Sending(comment.public_id, comment.tracking_token, "pending", "en", "ida@example.org", "")

    with asked() as statements:
        correct_email(sending)

    assert walks(statements) == []


def test_5b_02_a_corrected_address_gets_the_mails_that_wait_and_no_others(
    thread: Thread, moderator: User
) -> None:
    comment = sent(thread, "The quay.", **DEE)
    approved(comment, moderator)
    other = sent(thread, "Another.", **DEE)
    approved(other, moderator)
    sending = Sending(comment.public_id, comment.tracking_token, "approved", "en", "ida@example.org", "")

    correct_email(sending)

    assert traces_of("ida@example.org").mails == tuple(
        OutboxMessage.objects.filter(subject=comment.subject).values_list("pk", flat=True)
    )
    assert len(traces_of("dee@example.org").mails) == 1


@pytest.mark.parametrize(
    "written", ["ÖZGE@bücher.example", "özge@xn--bcher-kva.example", " Özge@BÜCHER.example"]
)
def test_5b_02_mails_and_notices_are_found_however_the_address_was_written(
    thread: Thread, moderator: User, written: str
) -> None:
    comment = sent(thread, "The quay.", **DEE | {"email": "özge@bücher.example"})
    approved(comment, moderator)
    notice = noticed(comment, email="Özge@xn--bcher-kva.example")

    found = traces_of(written)

    assert len(found.mails) == 2
    assert found.notices == (notice.pk,)


def test_5b_02_what_a_mail_is_about_says_to_whom_it_goes(thread: Thread, moderator: User) -> None:
    comment = sent(thread, "The quay.", **DEE)
    approved(comment, moderator)
    notice = noticed(comment)
    restriction = restricted(comment, moderator)

    said = set(OutboxMessage.objects.values_list("recipient", "subject"))

    assert said == {
        ("dee@example.org", comment.subject),
        ("dee@example.org", restriction.subject),
        ("nora@example.org", notice.record_name),
    }


def test_5b_02_the_keys_go_with_the_addresses(traces: Comment) -> None:
    send_due(now=LATER)
    Notice.objects.update(outcome="no_action", decided_at=NOON)

    retain(now=NOON + timedelta(days=4000))

    assert set(OutboxMessage.objects.values_list("recipient", "recipient_key")) == {("", "")}
    assert set(Notice.objects.values_list("email", "email_key")) == {("", "")}


def test_5b_02_mails_of_before_are_found_after_the_upgrade(traces: Comment, moderator: User) -> None:
    upgrade = import_module("kawaraban.law.migrations.0015_found_by_an_index")
    other = Comment.objects.exclude(pk=traces.pk).get()
    removed(other, moderator, note="Settled with the notices.")
    mails = list(OutboxMessage.objects.order_by("pk").values_list("pk", "subject", "recipient_key"))
    notices = list(Notice.objects.order_by("pk").values_list("pk", "email_key"))
    assert {subject.partition(":")[0] for _pk, subject, _key in mails} == {"comment", "restriction", "notice"}
    OutboxMessage.objects.update(subject="", recipient_key="")
    Notice.objects.update(email_key="")

    editor = SimpleNamespace(connection=connection)
    upgrade.find_mails(apps, editor)
    upgrade.find_notices(apps, editor)

    assert list(OutboxMessage.objects.order_by("pk").values_list("pk", "subject", "recipient_key")) == mails
    assert list(Notice.objects.order_by("pk").values_list("pk", "email_key")) == notices
    assert address_key("nora@example.org") in {key for _pk, key in notices}
