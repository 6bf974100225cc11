"""3.15 A person is erased, and the record stays: no table, file or page says their words or address any more."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.makers.comments import NOON, Sender, approved, folded_status, rejected, removed, sent, withheld
from tests.makers.desk import found, signed_in
from tests.makers.law.redress import noticed, reported
from tests.rigs.database import everything
from tests.rigs.file_paper import FilePaper, file_paper

from kawaraban.cli.main import main
from kawaraban.comments.actions.appeal import appeal
from kawaraban.comments.actions.decide import TooLateToUndo, undo
from kawaraban.comments.actions.erasing.comment import erase_comment, erase_due
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.actions.notices import answer_in_words
from kawaraban.comments.models import Comment, Revision, Status, Thread
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.comments.thread.shown_comments import shown_comments
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Appeal, Decision, Hold, Notice, OutboxMessage, Outcome, Report
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.outbox import send_due
from kawaraban.law.record.holds import OnHold, place_hold
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

__all__ = ["file_paper"]

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
WORDS = "Zanzibar marmalade"
WHO: Sender = {"name": "Quillon Xerxes", "email": "quillon@example.org", "sender_address": "203.0.113.7"}


def erased(comment: Comment, publisher: User) -> Comment:
    erase_comment(comment_id=comment.pk, reason="Art. 17 GDPR", person=publisher, now=LATER)
    return Comment.objects.get(pk=comment.pk)


@pytest.fixture
def remembered(thread: Thread, moderator: User) -> Comment:
    """A comment that left traces wherever one can: finding, note, statement, mails, report, notice, appeal."""
    comment = sent(thread, f"{WORDS} for all.", **WHO)
    found(comment, phase="wording", ground="insult", quote=WORDS)
    approved(comment, moderator)
    send_due(now=NOON + timedelta(minutes=1))
    reported(comment, words=f"It says {WORDS}.")
    noticed(comment, explanation=f"{WORDS} by Quillon Xerxes is a lie.")
    comment.refresh_from_db()
    removed(comment, moderator, ground=Ground.OTHER, note=f"“{WORDS}” is not for here, Quillon Xerxes.")
    send_due(now=NOON + timedelta(minutes=2))
    comment.refresh_from_db()
    appeal(tracking_token=comment.tracking_token, words=f"{WORDS} is fine.", now=LATER)
    return Comment.objects.get(pk=comment.pk)


def test_3_15_no_table_says_a_word_or_the_address_any_more(remembered: Comment, publisher: User) -> None:
    traces = (
        WORDS,
        "Quillon",
        "quillon@example.org",
        "Nora Vell",
        remembered.sender_key,
        remembered.text_key,
    )
    assert all(trace in everything() for trace in traces)

    erased(remembered, publisher)

    left = everything()
    assert [trace for trace in traces if trace in left] == []


def test_3_15_the_record_stays_without_the_person_and_is_whole(
    remembered: Comment, publisher: User, django_capture_on_commit_callbacks: Any
) -> None:
    before = list(
        Decision.objects.order_by("place").values("verdict", "ground", "decided_at", "policy_number")
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert verify().problems == []
        comment = erased(remembered, publisher)

    after = list(
        Decision.objects.order_by("place").values("verdict", "ground", "decided_at", "policy_number")
    )
    assert after == before
    assert comment.status == Status.ERASED
    assert verify().problems == []
    kinds = (
        LedgerEntry.objects.filter(subject=comment.subject).order_by("number").values_list("kind", flat=True)
    )
    assert folded_status(kinds) == Status.ERASED
    statement = Decision.objects.get(verdict="rejected").statement
    assert statement.facts == statement.decision.facts
    assert Report.objects.count() == Notice.objects.count() == Appeal.objects.count() == 1
    assert Revision.objects.count() == 0


def test_3_15_nothing_waits_any_more_and_the_senders_of_notices_are_told(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = sent(thread, WORDS, **WHO)
    approved(comment, moderator)
    send_due(now=NOON + timedelta(minutes=1))
    noticed(comment)
    comment.refresh_from_db()
    withheld(comment, moderator)
    comment.refresh_from_db()

    assert erased(comment, publisher).status == Status.WITHDRAWN
    notice = Notice.objects.get()
    answer_in_words(notice_id=notice.pk, outcome=Outcome.GONE, answer="Gone.", person=publisher, now=LATER)
    erase_due(now=LATER + timedelta(minutes=1))
    comment.refresh_from_db()

    assert comment.status == Status.ERASED
    assert comment.reported_at is None
    assert comment.appealed_at is None
    waiting = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None)
    assert set(waiting.values_list("recipient", flat=True)) == {"nora@example.org"}
    assert not Appeal.objects.open().exists()


def test_3_15_a_mail_that_waits_never_leaves(thread: Thread, moderator: User, publisher: User) -> None:
    comment = sent(thread, WORDS, **WHO)
    rejected(comment, moderator)
    assert OutboxMessage.objects.due(LATER).count() == 1

    erased(comment, publisher)

    assert OutboxMessage.objects.due(LATER).count() == 0


def test_3_15_a_line_stands_where_others_had_answered(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = sent(thread, WORDS, **WHO)
    approved(comment, moderator)
    answer = sent(thread, "I agree with that.", parent_public_id=comment.public_id)
    approved(answer, moderator)
    orders = ReprintOrder.objects.count()

    erased(comment, publisher)

    [stub] = shown_comments(thread, language="en").comments
    assert (stub.stub, stub.name, stub.html) == ("Erased", "", "")
    assert [reply.name for reply in stub.replies] == ["Ada"]
    assert ReprintOrder.objects.count() > orders


def test_3_15_an_erasure_cannot_be_undone_and_is_done_once(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = sent(thread, WORDS, **WHO)
    decision = rejected(comment, moderator, now=LATER)
    erased(comment, publisher)
    entries = LedgerEntry.objects.count()

    with pytest.raises(TooLateToUndo):
        undo(decision_id=str(decision.pk), moderator=moderator, now=LATER)
    erased(comment, publisher)

    assert LedgerEntry.objects.count() == entries


def test_3_15_only_the_publisher_erases_and_says_why(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = sent(thread)
    with pytest.raises(PermissionDenied):
        erase_comment(comment_id=comment.pk, reason="Why not", person=moderator, now=LATER)
    with pytest.raises(ValueError, match="why"):
        erase_comment(comment_id=comment.pk, reason=" ", person=publisher, now=LATER)


def test_3_15_a_legal_hold_stops_an_erasure(thread: Thread, publisher: User, client: Client) -> None:
    comment = sent(thread, WORDS, **WHO)
    place_hold(subject=comment.subject, reason="Court", until=None, person=publisher, now=NOON)

    with pytest.raises(OnHold):
        erased(comment, publisher)
    done = erase_person(email=WHO["email"], reason="Asked", person=publisher, now=LATER)
    answer = client.post(f"/track/{comment.tracking_token}/erase/", follow=True)

    assert done.held == (comment.subject,)
    assert "Still kept, and not public" in answer.content.decode()
    assert Comment.objects.get().text == WORDS


def test_3_15_the_author_erases_everything_from_the_tracking_page(
    thread: Thread, moderator: User, client: Client
) -> None:
    comment = sent(thread, WORDS, **WHO)
    approved(comment, moderator)
    address = f"/track/{comment.tracking_token}/"
    assert "Erase everything about this comment" in client.get(address).content.decode()

    answer = client.post(f"{address}erase/")

    assert answer.status_code == 303
    page = client.get(address).content.decode()
    assert "Your comment is erased" in page
    assert WORDS not in everything() + page
    assert "/erase/" not in page


def test_3_15_an_address_stands_for_all_comments_notices_and_mails_whatever_its_case(
    thread: Thread, moderator: User, publisher: User
) -> None:
    one = sent(thread, "First words.", **WHO)
    sent(thread, "Second words.", **WHO | {"email": "Quillon@Example.org"})
    other = sent(thread, "Somebody else.", email="leyla@example.org")
    approved(one, moderator)
    approved(other, moderator)
    notice = noticed(other, email="quillon@example.org", name="Quillon Xerxes")

    done = erase_person(email="QUILLON@example.org", reason="Asked", person=publisher, now=LATER)

    assert (done.comments, done.notices) == (2, 1)
    notice.refresh_from_db()
    assert notice.outcome == "withdrawn"
    left = everything()
    assert "quillon" not in left.casefold()
    assert "Somebody else." in left
    assert Comment.objects.get(pk=other.pk).reported_at is None


def test_3_15_the_commands_export_and_erase(remembered: Comment, tmp_path: Path) -> None:
    out = tmp_path / "person.json"
    result = CliRunner().invoke(
        main, ["records", "person", "--email", "quillon@example.org", "--out", str(out)]
    )
    assert result.exit_code == 0, result.output
    said = json.loads(out.read_text())
    [comment] = said["comments"]
    assert comment["revisions"][0]["text"] == f"{WORDS} for all."
    assert comment["findings"][0]["quote"] == WORDS
    assert WORDS in comment["decisions"][1]["note"]
    assert comment["appeals"][0]["words"] == f"{WORDS} is fine."
    assert [entry["kind"] for entry in comment["record"]][:2] == ["comment_received", "comment_approved"]
    assert said["mails"]
    assert "Nora" not in out.read_text()
    assert out.stat().st_mode & 0o077 == 0

    result = CliRunner().invoke(
        main, ["records", "erase", "--comment", remembered.public_id, "--reason", "Asked by letter"]
    )

    assert result.exit_code == 0, result.output
    assert WORDS not in everything()
    result = CliRunner().invoke(main, ["records", "erase", "--comment", "nosuchone1", "--reason", "x"])
    assert result.exit_code == 1
    assert "no comment nosuchone1" in result.output


def test_3_15_the_publisher_does_all_of_it_at_the_desk(remembered: Comment, publisher: User) -> None:
    desk = signed_in(publisher)
    page = desk.get("/desk/records/").content.decode()
    assert "keep_hash_days" in page
    hold = {"subject": f"https://paper.example/c/{remembered.public_id}/", "reason": "Court, 114"}
    assert desk.post("/desk/records/holds/", hold).status_code == 302
    assert "Court, 114" in desk.get("/desk/records/").content.decode()
    erase = {"who": remembered.public_id, "reason": "Asked", "is_sure": "on"}
    assert desk.post("/desk/records/erase/", erase).status_code == 422

    desk.post(f"/desk/records/holds/{Hold.objects.get().pk}/lift/")
    file = desk.post("/desk/records/person/", {"who": "quillon@example.org"})
    assert WORDS in file.getvalue().decode()
    assert desk.post("/desk/records/erase/", erase | {"is_sure": ""}).status_code == 422
    assert desk.post("/desk/records/erase/", erase).status_code == 302
    assert WORDS not in everything()
    assert desk.get(f"/desk/card/{remembered.public_id}/").status_code == 200
    assert desk.post("/desk/records/erase/", erase | {"who": "nobody@"}).status_code == 422


PROGRAM = """
from kawaraban.law.outbox import send_due
from kawaraban.law.grounds import Ground
thread = Thread.objects.get()
words = [f"Zanzibar marmalade {number} " + "pebble " * 250 for number in range(40)]
sent = [submission(thread, text, name="Quillon Xerxes", email="quillon@example.org") for text in words]
receive(sent, now=NOON)
for number in range(3):  # so that rows and pages are rewritten
    Comment.objects.update(name=f"Quillon Xerxes {number}")
mika = User.objects.get(username="mika")
for comment in Comment.objects.all():
    reasons = Reasons(ground=Ground.OTHER, note="Zanzibar marmalade?")
    decide(REJECT, Judged(comment.pk, 1), reasons, moderator=mika, now=NOON)
send_due(now=NOON + timedelta(minutes=1))
print(Comment.objects.count())
"""


@pytest.mark.django_db(transaction=False)
def test_3_15_no_file_of_the_paper_holds_a_word_afterwards(file_paper: FilePaper) -> None:
    def files_with(*traces: bytes) -> set[str]:
        return {
            path.relative_to(file_paper.root).as_posix()
            for path in file_paper.root.rglob("*")
            if path.is_file() and any(trace in path.read_bytes() for trace in traces)
        }

    traces = (b"Zanzibar", b"Quillon", b"quillon@example.org", b"pebble")
    assert file_paper.run(PROGRAM) == "40"
    assert "paper.sqlite3" in files_with(*traces)
    assert any(name.startswith("mail/") for name in files_with(b"quillon@example.org"))

    done = file_paper.command("erase", "--email", "quillon@example.org", "--reason", "Asked")

    assert done.returncode == 0, done.stderr
    assert files_with(*traces) == set()
    assert file_paper.command("verify").returncode == 0


def test_3_15_the_page_of_a_notice_says_that_it_was_taken_back(
    thread: Thread, moderator: User, publisher: User, client: Client
) -> None:
    comment = sent(thread)
    approved(comment, moderator)
    notice = noticed(comment)

    erase_person(email="nora@example.org", reason="Asked", person=publisher, now=LATER)

    page = client.get(f"/notice/follow/{notice.token}/").content.decode()
    assert "your notice counts as taken back" in page
    assert "bribes" not in page
