"""4b.1 A suspected crime (DSA Art. 18): kept with whom the paper told, its evidence one file, its author not warned."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.makers.comments import NOON, Sender, approved, returned, sent, withheld
from tests.makers.desk import signed_in
from tests.makers.law.person_file import said_of
from tests.makers.law.redress import noticed, reported
from tests.page import Page

from kawaraban.comments.actions.author import revise
from kawaraban.comments.actions.erasing.comment import erase_comment, erase_due, erase_own
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.people.file import about_comment, about_email
from kawaraban.comments.record_check import verify_paper
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Hold
from kawaraban.law.models.holds import Cause
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.record.holds import OnHold, Told, lift_hold, place_hold, suspect_crime, tell_authority
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
WHO: Sender = {"name": "Quillon Xerxes", "email": "quillon@example.org", "sender_address": "203.0.113.7"}
LATER = NOON + timedelta(hours=1)
POLICE = Told("Police of Izmir, 2026/114", NOON + timedelta(minutes=5))


@pytest.fixture
def threat(thread: Thread, moderator: User) -> Comment:
    """Sent back once, revised, published, reported, noticed and withheld."""
    comment = sent(thread, "I know where she lives.", **WHO)
    returned(comment, moderator)
    revise(tracking_token=comment.tracking_token, text="I know where she lives, 4 Quay Street.", now=NOON)
    comment.refresh_from_db()
    approved(comment, moderator)
    reported(comment, words="Frightening.", sender="198.51.100.1")
    noticed(comment, explanation="He threatens my sister.")
    comment.refresh_from_db()
    withheld(comment, moderator, note="It names a street.")
    return Comment.objects.get(pk=comment.pk)


def suspected(comment: Comment, publisher: User, **changes: Any) -> Hold:
    given: dict[str, Any] = {"reason": "A threat to life", "told": None, "until": None, "now": NOON}
    return suspect_crime(subject=comment.subject, person=publisher, **{**given, **changes})


def test_4b_01_it_is_placed_with_whom_was_told_and_the_record_holds_it(
    threat: Comment, publisher: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        hold = suspected(threat, publisher, told=POLICE, now=LATER)
        tell_authority(hold_id=hold.pk, told=Told("Europol", LATER), person=publisher, now=LATER)

    hold.refresh_from_db()
    assert (hold.cause, hold.told_whom, hold.told_at) == (Cause.CRIME, "Europol", LATER)
    placed, told = LedgerEntry.objects.filter(kind__in=["hold_placed", "authority_told"]).order_by("number")
    assert "Police of Izmir, 2026/114" in placed.payload.body
    assert "Europol" in told.payload.body
    assert verify_paper().problems == []
    for change in ({"cause": "legal"}, {"told_whom": "Nobody"}, {"told_at": NOON}):
        Hold.objects.filter(pk=hold.pk).update(**change)
        assert verify_paper().problems
        hold.save()


def test_4b_01_nobody_erases_it_and_the_author_reads_only_that_it_is_looked_at(
    thread: Thread, moderator: User, publisher: User, client: Client
) -> None:
    comment = sent(thread, "I know where she lives.", **WHO)
    approved(comment, moderator)
    hold = suspected(comment, publisher)

    with pytest.raises(OnHold):
        erase_comment(comment_id=comment.pk, reason="Asked", person=publisher, now=LATER)
    answer = client.post(f"/track/{comment.tracking_token}/erase/", follow=True)

    page = answer.content.decode().casefold()
    assert "is being looked at" in page
    assert [
        word for word in ("crime", "police", "authority that", "hold", "court or an") if word in page
    ] == []
    assert Comment.objects.get().status == Status.WITHDRAWN
    assert erase_due(now=utc_now() + timedelta(days=400)) == 0
    lift_hold(hold_id=hold.pk, person=publisher, now=utc_now())
    assert erase_due(now=utc_now()) == 1


def test_4b_01_neither_the_page_nor_the_file_of_a_person_gives_it_away(
    thread: Thread, moderator: User, publisher: User, client: Client
) -> None:
    """As it was without the suspicion, also after the time at which an address is forgotten."""
    seen = []
    for is_suspected in (False, True):
        comment = sent(thread, f"Words {is_suspected}.", **WHO)
        approved(comment, moderator)
        if is_suspected:
            hold = suspected(comment, publisher, told=Told("Europol", NOON))
            lift_hold(hold_id=hold.pk, person=publisher, now=LATER)
            suspected(comment, publisher)
        Comment.objects.update(status_changed_at=utc_now() - timedelta(days=30))
        page = client.get(f"/track/{comment.tracking_token}/").content.decode()
        files = json.dumps(
            [said_of(about_comment(comment, now=NOON)), said_of(about_email(WHO["email"], now=NOON))]
        )
        said = page + files
        assert "quillon@example.org" not in page
        for word in ("A threat to life", "Europol", "hold_placed", "hold_lifted", "authority_told", "crime"):
            assert word not in said
        seen.append(said_of(about_comment(comment, now=NOON))["comments"][0])

    assert seen[0].keys() == seen[1].keys()
    assert seen[1]["legal_holds"] == 0
    assert [len(each["record"]) for each in seen] == [2, 2]


def test_4b_01_time_takes_nothing_of_it(thread: Thread, moderator: User, publisher: User) -> None:
    comment = sent(thread, "I know where she lives.", **WHO)
    approved(comment, moderator)
    suspected(comment, publisher)

    retain(now=NOON + timedelta(days=400))

    comment.refresh_from_db()
    assert (comment.email, bool(comment.sender_key)) == ("quillon@example.org", True)


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": " "},
        {"told": Told(" ", NOON)},
        {"told": Told("Police", NOON + timedelta(days=1))},
        {"until": NOON},
    ],
)
def test_4b_01_what_is_not_whole_is_refused(threat: Comment, publisher: User, changes: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        suspected(threat, publisher, **changes)
    assert not Hold.objects.exists()


def test_4b_01_only_who_places_holds_may_see_or_do_it(
    threat: Comment, moderator: User, editor: User, publisher: User
) -> None:
    hold = suspected(threat, publisher)
    legal = place_hold(subject=threat.subject, reason="Court", until=None, person=publisher, now=NOON)
    for person in (moderator, editor):
        desk = signed_in(person)
        assert desk.get("/desk/records/crimes/").status_code == 403
        for address in ("", f"{hold.pk}/told/", f"{hold.pk}/evidence/"):
            assert desk.post(f"/desk/records/crimes/{address}").status_code == 403
        assert "A crime is suspected" not in desk.get(f"/desk/card/{threat.public_id}/").content.decode()
        with pytest.raises(PermissionDenied):
            suspected(threat, person)
        with pytest.raises(PermissionDenied):
            tell_authority(hold_id=hold.pk, told=POLICE, person=person, now=LATER)
    desk = signed_in(publisher)
    assert Client().post(f"/desk/records/crimes/{hold.pk}/evidence/").status_code == 302
    # A legal hold is no suspicion: nothing is gathered by its number, and no authority noted.
    for what in ("told", "evidence"):
        assert desk.get(f"/desk/records/crimes/{hold.pk}/{what}/").status_code == 405
        assert desk.post(f"/desk/records/crimes/{legal.pk}/{what}/").status_code == 404
        assert desk.post(f"/desk/records/crimes/999999/{what}/").status_code == 404


def local(moment: datetime) -> str:
    from django.utils import timezone

    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_4b_01_the_publisher_does_it_in_one_form(threat: Comment, publisher: User) -> None:
    desk = signed_in(publisher)
    card = desk.get(f"/desk/card/{threat.public_id}/").content.decode()
    address = f"/desk/records/crimes/?about={threat.public_id}"
    assert address in card
    page = desk.get(address).content.decode()
    assert f'value="{threat.public_id}"' in page
    given = {"about": threat.public_id, "reason": "A threat to life", "told_whom": "", "told_at": ""}

    done = desk.post("/desk/records/crimes/", given, follow=True).content.decode()

    hold = Hold.objects.get()
    assert (hold.subject, hold.cause, hold.told_at) == (threat.subject, "crime", None)
    assert "It is on hold: neither its time nor an erasure" in done
    assert "No authority was told yet" in done
    told = {"told_whom": "Police of Izmir", "told_at": local(utc_now() - timedelta(minutes=2))}
    done = desk.post(f"/desk/records/crimes/{hold.pk}/told/", told, follow=True).content.decode()
    assert "<bdi>Police of Izmir</bdi> was told on" in Page(done).markup
    assert "No authority was told yet" not in done
    assert "A suspected crime" in desk.get("/desk/records/").content.decode()
    desk.post(f"/desk/records/holds/{hold.pk}/lift/")
    assert "Police of Izmir" not in desk.get("/desk/records/crimes/").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"about": "nosuchone1"}, "There is no such comment."),
        ({"reason": ""}, "This field is required."),
        ({"told_whom": "Police"}, "Say both"),
        ({"told_at": "2026-11-23T12:00"}, "Say both"),
        ({"told_whom": "Police", "told_at": "2099-01-01T12:00"}, "This moment is still to come."),
        ({"until": "2020-01-01"}, "This day is over."),
        ({"told_at": "yesterday"}, "valid date/time"),
        ({"reason": "x" * 501}, "at most 500 characters"),
    ],
)
def test_4b_01_the_form_says_what_is_missing(
    threat: Comment, publisher: User, changes: dict[str, str], said: str
) -> None:
    given = {"about": threat.public_id, "reason": "A threat", "told_whom": "", "told_at": "", "until": ""}

    answer = signed_in(publisher).post("/desk/records/crimes/", given | changes)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Hold.objects.exists()


def test_4b_01_who_was_told_is_said_at_its_field(threat: Comment, publisher: User) -> None:
    hold = suspected(threat, publisher)
    desk = signed_in(publisher)
    for given in ({"told_whom": "", "told_at": ""}, {"told_whom": "Police", "told_at": "2099-01-01T12:00"}):
        answer = desk.post(f"/desk/records/crimes/{hold.pk}/told/", given)
        assert answer.status_code == 422
        assert 'class="error"' in answer.content.decode()
    hold.refresh_from_db()
    assert hold.told_at is None


def test_4b_01_the_evidence_is_one_file_that_says_what_it_lacks(threat: Comment, publisher: User) -> None:
    hold = suspected(threat, publisher, told=POLICE, now=LATER)

    answer = signed_in(publisher).post(f"/desk/records/crimes/{hold.pk}/evidence/")

    said = json.loads(answer.content)
    assert f"evidence-{threat.public_id}.json" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert [row["text"] for row in said["revisions"]] == [
        "I know where she lives.",
        "I know where she lives, 4 Quay Street.",
    ]
    assert said["comment"]["keyed_hash_sender"] == threat.sender_key
    assert said["comment"]["keyed_hash_email"] == threat.email_key
    assert said["comment"]["address"].endswith(f"/c/{threat.public_id}/")
    assert [row["verdict"] for row in said["decisions"]] == ["returned", "approved", "withheld"]
    assert said["notices"][0]["explanation"] == "He threatens my sister."
    assert said["reports"][0]["words"] == "Frightening."
    assert said["page"]["title"]
    assert said["record"][0]["kind"] == "comment_received"
    assert said["told"]["whom"] == "Police of Izmir, 2026/114"
    assert "keeps no whole network address" in said["not_kept"][0]
    assert "access log" in said["not_kept"][0], "what there is besides is not denied"
    for secret in (threat.tracking_token, "Nora Vell", "nora@example.org", "203.0.113.7", "198.51.100.1"):
        assert secret not in answer.content.decode()
    entry = LedgerEntry.objects.get(kind="evidence_gathered")
    assert hashlib.sha256(answer.content).hexdigest() in entry.payload.body
    assert verify_paper().problems == []


def test_4b_01_the_evidence_is_there_after_the_author_asked_for_erasure(
    threat: Comment, publisher: User
) -> None:
    hold = suspected(threat, publisher)
    erase_own(tracking_token=threat.tracking_token, now=LATER)

    answer = signed_in(publisher).post(f"/desk/records/crimes/{hold.pk}/evidence/")

    assert "4 Quay Street" in answer.content.decode()
    assert json.loads(answer.content)["comment"]["erasure_asked_at"] == LATER.isoformat()
