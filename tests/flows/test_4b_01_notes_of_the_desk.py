"""4b.1 A note of the desk about an author is forgotten, erased and handed over like all else about them."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from tests.makers.comments import NOON, sent
from tests.makers.desk import signed_in
from tests.makers.law.person_file import said_of

from kawaraban.cli.main import main
from kawaraban.comments.actions.erasing.comment import erase_comment, erase_own
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.people.file import about_comment, about_email
from kawaraban.comments.record_check import verify_paper
from kawaraban.doors.desk.card.notes import add_note, notes_about
from kawaraban.doors.desk.models import AuthorNote, BulkJob
from kawaraban.law.record.holds import place_hold
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

HOME = "203.0.113.7"
SAID = "lives at 4 Quay Street, said to be a drunkard; watch him"


def by_ada(thread: Thread, text: str = "The harbour is open.", **changes: Any) -> Comment:
    said = {"name": "Ada H14", "email": "ada@h14.example", "sender_address": HOME}
    return sent(thread, text, **(said | changes))


def noted(comment: Comment, person: User, *, text: str = SAID, now: datetime = NOON) -> AuthorNote:
    return add_note(comment=comment, text=text, person=person, now=now)


def card(person: User, comment: Comment) -> str:
    return signed_in(person).get(f"/desk/card/{comment.public_id}/").content.decode()


def test_4b_01_a_person_is_erased_with_every_note_and_nobody_else_gets_it(
    thread: Thread, moderator: User
) -> None:
    comment = by_ada(thread)
    desk = signed_in(moderator)
    desk.post(reverse("desk:add_note", args=[comment.public_id]), {"text": SAID})
    neighbour = sent(thread, "Dee writes, too.", name="Dee Example", sender_address=HOME)
    assert SAID in card(moderator, neighbour)

    done = CliRunner().invoke(main, ["records", "erase", "--email", "ada@h14.example", "--reason", "Art. 17"])

    assert done.exit_code == 0, done.output
    assert not AuthorNote.objects.exists()
    assert SAID not in card(moderator, neighbour)
    assert verify_paper().problems == []


@pytest.mark.parametrize("door", ["desk", "author"])
def test_4b_01_so_is_the_note_at_a_comment_that_is_erased(
    thread: Thread, moderator: User, publisher: User, door: str
) -> None:
    comment, other = by_ada(thread), by_ada(thread, "Another.", email="", sender_address="198.51.100.7")
    noted(comment, moderator)
    kept = noted(other, moderator, text="Another author.")

    if door == "desk":
        erase_comment(comment_id=comment.pk, reason="Art. 17", person=publisher, now=NOON)
    else:
        erase_own(tracking_token=comment.tracking_token, now=NOON)

    assert list(AuthorNote.objects.all()) == [kept]


def test_4b_01_a_note_at_another_comment_of_the_same_network_goes_with_the_person(
    thread: Thread, moderator: User, publisher: User
) -> None:
    by_ada(thread)
    nameless = by_ada(thread, "Without an address.", email="")
    noted(nameless, moderator)

    erase_person(email="ADA@h14.example", reason="Art. 17", person=publisher, now=NOON)

    assert not AuthorNote.objects.exists()


def test_4b_01_a_note_of_before_is_found_by_its_older_hash(
    thread: Thread, moderator: User, publisher: User
) -> None:
    elsewhere = sent(thread, "Somebody.", sender_address="198.51.100.7")
    from kawaraban.doors.desk.card.notes import older_email_key

    noted(elsewhere, moderator)
    AuthorNote.objects.update(email_key=older_email_key("ada@h14.example"), sender_key="")
    comment = by_ada(thread)
    assert [note.text for note in notes_about(comment)] == [SAID]

    erase_person(email="ada@h14.example", reason="Art. 17", person=publisher, now=NOON)

    assert not AuthorNote.objects.exists()


def test_4b_01_what_is_on_hold_keeps_its_note(thread: Thread, moderator: User, publisher: User) -> None:
    comment = by_ada(thread)
    noted(comment, moderator)
    place_hold(subject=comment.subject, reason="Court", until=None, person=publisher, now=NOON)

    erased = erase_person(email="ada@h14.example", reason="Art. 17", person=publisher, now=NOON)
    retain(now=NOON + timedelta(days=400))

    assert erased.held == (comment.subject,)
    assert AuthorNote.objects.count() == 1


def test_4b_01_notes_go_with_the_hashes_and_take_their_text_along(
    thread: Thread, moderator: User, settings: Any
) -> None:
    noted(by_ada(thread), moderator)
    nameless = sent(thread, "No address, no network.")
    noted(nameless, moderator, text="stands with the comment alone")

    retain(now=NOON + timedelta(days=89))
    assert AuthorNote.objects.count() == 2
    counts = retain(now=NOON + timedelta(days=90, minutes=1))

    assert counts["desk_notes"] == 2
    assert not AuthorNote.objects.exists()
    settings.KEEP_HASH_DAYS = 5
    noted(nameless, moderator, now=NOON)
    retain(now=NOON + timedelta(days=5, minutes=1))
    assert not AuthorNote.objects.exists()


def test_4b_01_after_the_address_is_forgotten_a_note_still_finds_its_author(
    thread: Thread, moderator: User
) -> None:
    comment = by_ada(thread, sender_address="")
    Comment.objects.update(email="")
    comment.refresh_from_db()

    noted(comment, moderator)

    later = by_ada(thread, "Again.", sender_address="")
    assert [note.text for note in notes_about(later)] == [SAID]


def test_4b_01_the_file_of_a_person_has_the_notes_without_who_wrote_them(
    thread: Thread, moderator: User, tmp_path: Path
) -> None:
    comment = by_ada(thread)
    noted(comment, moderator)
    stranger = sent(thread, "Dee writes, too.", name="Dee", email="dee@h14.example", sender_address=HOME)
    noted(stranger, moderator, text="somebody else of that house")

    for file in (about_email("ada@h14.example", now=NOON), about_comment(comment, now=NOON)):
        said = said_of(file)
        assert said["desk_notes"] == [{"text": SAID, "written_at": NOON.isoformat()}]
        assert said["desk_notes_about_others_of_the_same_network"] == 1
        written = json.dumps(said)
        assert "Mika" not in written
        assert "mika" not in written
        assert "somebody else of that house" not in written


def test_4b_01_the_file_says_what_a_keyed_hash_is(thread: Thread) -> None:
    said = said_of(about_email("ada@h14.example", now=NOON))["network_addresses"]
    assert "stores no whole network address" in said
    assert "access log" in said
    assert "keyed hash" in said
    assert "treated as personal data" in said


def test_4b_01_a_job_on_many_comments_forgets_its_words_when_it_is_over(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = by_ada(thread)
    ended, erased, running = (
        BulkJob.objects.create(
            act="reject",
            note="Ada H14 again.",
            law="Law",
            selection={"q": "Ada"},
            person=moderator,
            asked_at=NOON,
        )
        for _number in range(3)
    )
    BulkJob.objects.exclude(pk=running.pk).update(ended_at=NOON)
    for job in (erased, running):
        job.items.create(comment=comment, revision_number=1)

    erase_comment(comment_id=comment.pk, reason="Art. 17", person=publisher, now=NOON)
    assert [job.note for job in BulkJob.objects.order_by("pk")] == ["Ada H14 again.", "", "Ada H14 again."]
    counts = retain(now=NOON + timedelta(days=1, minutes=1))

    assert counts["desk_jobs"] == 1
    ended.refresh_from_db()
    assert (ended.note, ended.law, ended.selection) == ("", "", {})
    running.refresh_from_db()
    assert running.note


def test_4b_01_the_page_on_moderation_names_the_notes(client: Client, thread: Thread) -> None:
    assert "Notes of the newsroom about a commenter" in client.get("/moderation/").content.decode()
