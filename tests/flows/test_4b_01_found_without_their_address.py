"""4b.1 Who asks for what is held is found after their address was forgotten, and what cannot be found is said."""

import json
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from tests.makers.comments import NOON, Sender, approved, sent
from tests.makers.desk import signed_in
from tests.makers.law.redress import noticed
from tests.makers.law.restrictions import restricted
from tests.rigs.queries.refused_rows import refusing

from kawaraban.cli.main import main
from kawaraban.comments.actions.erasing.person import NothingFound, erase_person
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.keyed import email_key_of, email_keys_of
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.named import comment_named
from kawaraban.comments.people.finding import blind_spots, traces_of
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.address_keys import address_key
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.outbox import send_due
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
DEE: Sender = {"name": "Dee Example", "email": "dee@example.org", "sender_address": "203.0.113.9"}


def records(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["records", *arguments])


@pytest.fixture
def forgotten(thread: Thread, moderator: User) -> Comment:
    """Published, and its address is gone."""
    comment = sent(thread, "The quay belongs to everybody.", **DEE)
    approved(comment, moderator)
    send_due(now=NOON + timedelta(minutes=1))
    retain(now=NOON + timedelta(days=8))
    comment.refresh_from_db()
    assert comment.email == ""
    return comment


def test_4b_01_the_address_is_gone_and_the_person_is_found(forgotten: Comment, tmp_path: Path) -> None:
    out = tmp_path / "person.json"

    done = records("person", "--email", " Dee@Example.org ", "--out", str(out))

    assert done.exit_code == 0, done.output
    said = json.loads(out.read_text())
    assert [comment["text"] for comment in said["comments"]] == ["The quay belongs to everybody."]
    assert "comments 1" in done.output
    assert said["not_found_by_this_address"]
    assert "sent without an address" in done.output


def test_4b_01_the_address_is_gone_and_the_person_is_erased(forgotten: Comment) -> None:
    done = records("erase", "--email", "dee@example.org", "--reason", "Art. 17")

    forgotten.refresh_from_db()
    assert done.exit_code == 0, done.output
    assert "comments 1" in done.output
    assert (forgotten.status, forgotten.text, forgotten.name) == (Status.ERASED, "", "")
    assert records("erase", "--email", "dee@example.org", "--reason", "Art. 17").exit_code == 1


def test_4b_01_where_nothing_is_found_no_file_is_written_and_it_is_said_why(
    forgotten: Comment, tmp_path: Path, settings: Any
) -> None:
    settings.KEEP_NOTICE_DAYS = 184
    out = tmp_path / "person.json"
    entries = LedgerEntry.objects.count()

    asked = records("person", "--email", "nobody@example.org", "--out", str(out))
    erased = records("erase", "--email", "nobody@example.org", "--reason", "Art. 17")

    assert (asked.exit_code, erased.exit_code) == (1, 1)
    assert not out.exists()
    for done in (asked, erased):
        assert "That does not mean that nothing is held" in done.output
        assert "ask for the address of the comment" in done.output
        assert "keep_notice_days (184)" in done.output
    assert LedgerEntry.objects.count() == entries


def test_4b_01_the_desk_says_the_same_and_hands_out_no_file(forgotten: Comment, publisher: User) -> None:
    desk = signed_in(publisher)
    erase = {"who": "nobody@example.org", "reason": "Asked", "is_sure": "on"}

    asked = desk.post("/desk/records/person/", {"who": "nobody@example.org"})
    erased = desk.post("/desk/records/erase/", erase)
    found = desk.post("/desk/records/person/", {"who": "dee@example.org"})

    for answer in (asked, erased):
        assert answer.status_code == 422
        assert "That does not mean that nothing is held" in answer.content.decode()
    assert "The quay belongs to everybody." in found.getvalue().decode()
    done = desk.post("/desk/records/erase/", erase | {"who": "dee@example.org"}, follow=True)
    assert "Erased: comments 1" in done.content.decode()
    assert "sent without an address" in done.content.decode()


@pytest.mark.parametrize(
    "named",
    [
        "{id}",
        "comment:{id}",
        "https://paper.example/c/{id}/",
        "/c/{id}",
        "https://paper.example/c/{id}/?a=b#top",
        "https://paper.example/city/a-story/?page=2#comment-{id}",
        "https://paper.example/@city/a-story/#comment-{id}",
        "https://paper.example/track/{token}/",
        "https://paper.example/track/{token}/?sent=1",
    ],
)
def test_4b_01_a_comment_is_named_by_any_address_of_it(
    forgotten: Comment, publisher: User, tmp_path: Path, named: str
) -> None:
    name = named.format(id=forgotten.public_id, token=forgotten.tracking_token)
    out = tmp_path / "person.json"

    done = records("person", "--comment", name, "--out", str(out))
    at_the_desk = signed_in(publisher).post("/desk/records/person/", {"who": name})

    assert done.exit_code == 0, done.output
    assert forgotten.tracking_token not in done.output + out.read_text()
    assert "The quay belongs to everybody." in out.read_text()
    assert "The quay belongs to everybody." in at_the_desk.getvalue().decode()


def test_4b_01_no_answer_repeats_a_tracking_link(
    forgotten: Comment, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "A" * 22
    address = f"https://paper.example/track/{secret}/"

    done = records("person", "--comment", address, "--out", str(tmp_path / "x.json"))

    assert done.exit_code == 1
    assert secret not in done.output + caplog.text
    assert comment_named(f"/track/{forgotten.public_id}/") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ADA@Example.ORG", "ada@example.org"),
        (" ada@example.org\n", "ada@example.org"),
        ("ÖZGE@bücher.example", "özge@xn--bcher-kva.example"),
        ("jose\u0301@example.org", "josé@example.org"),
        ("ada@XN--BCHER-KVA.example", "ada@BÜCHER.example"),
    ],
)
def test_4b_01_one_address_is_found_however_it_was_written(thread: Thread, one: str, other: str) -> None:
    for turn, (typed, asked) in enumerate(((one, other), (other, one))):
        # The first and the second are one sender's: as the same words, the second would be a repeat.
        comment = sent(thread, f"Words of {typed!r}, in turn {turn}.", **DEE | {"email": typed.strip()})

        assert address_key(typed) == address_key(asked)
        assert email_key_of(typed) in email_keys_of(asked)
        assert comment.pk in traces_of(asked).comments


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.da@example.org", "ada@example.org"), ("ada+x@example.org", "ada@example.org"), ("", "")],
)
def test_4b_01_nobody_is_taken_for_somebody_else(one: str, other: str) -> None:
    assert not one or address_key(one) != address_key(other)
    assert email_key_of(one) not in email_keys_of(other)


def test_4b_01_a_suspension_and_a_notice_are_found_by_the_same_address(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = sent(thread, "Rude.", **DEE)
    restriction = restricted(comment, moderator, note="Enough, Dee.")
    other = sent(thread, "Somebody else’s.", email="leyla@example.org")
    approved(other, moderator)
    notice = noticed(other, email="DEE@example.org")

    found = traces_of("dee@EXAMPLE.org")

    assert (found.comments, found.suspensions, found.notices) == (
        (comment.pk,),
        (restriction.pk,),
        (notice.pk,),
    )
    assert found.mails


def test_4b_01_comments_of_before_whose_address_was_gone_are_told_of(
    forgotten: Comment, publisher: User
) -> None:
    assert not any("Comments from before" in spot for spot in blind_spots())
    Comment.objects.update(email_key="")
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    app, name = "comments", "0008_found_again"
    recorder.migration_qs.filter(app=app, name=name).delete()
    recorder.migration_qs.create(app=app, name=name, applied=NOON + timedelta(days=9))

    with pytest.raises(NothingFound):
        erase_person(email="dee@example.org", reason="Asked", person=publisher, now=NOON)

    [older] = [spot for spot in blind_spots() if "Comments from before" in spot]
    assert "2, 2026" in older
    assert "Ask for the address of the comment" in older


def test_4b_01_the_search_goes_along_the_index(thread: Thread) -> None:
    sent(thread, "One.", **DEE)
    keys = email_keys_of("dee@example.org")
    rows = Comment.objects.filter(email_key__in=keys).exclude(email_key="")

    assert "comment_email_key" in rows.explain()


@pytest.mark.django_db(transaction=True)
def test_4b_01_an_erasure_that_is_broken_off_keeps_what_went_and_is_finished_by_asking_again(
    thread: Thread, moderator: User
) -> None:
    first, second = (sent(thread, f"The quay, part {number}.", **DEE) for number in (1, 2))
    for comment in (first, second):
        approved(comment, moderator)
    erase = partial(erase_person, email="dee@example.org", reason="Art. 17", person=None, now=NOON)
    with (
        refusing("comments_comment", f"NEW.id = {second.pk} AND NEW.name = ''"),
        pytest.raises(DatabaseError),
    ):
        erase()
    stands = dict(Comment.objects.values_list("pk", "status"))
    assert stands == {first.pk: Status.ERASED, second.pk: Status.APPROVED}

    erased = erase()

    # With the one that went before.
    assert erased.comments == 2
    assert not Comment.objects.exclude(status=Status.ERASED).exists()
    assert verify_paper().problems == []
