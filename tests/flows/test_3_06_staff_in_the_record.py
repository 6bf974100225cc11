"""3.6: what is done to the accounts of staff is in the record, in the same transaction, without anybody's data."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from tests.makers.desk import signed_in

from kawaraban.cli.main import main
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.doors.staff.staffing import Details, change_colleague, close_account, take_on
from kawaraban.law.models import OutboxMessage
from kawaraban.law.models.ledger import LedgerEntry, LedgerPayload
from kawaraban.people.invitations import invitation_path
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
Capture = Callable[..., Any]
PASSWORD = "seven herons over the pier"


def entries() -> list[tuple[str, dict[str, Any]]]:
    """(kind, what it says) of every entry, the first first."""
    rows = LedgerPayload.objects.select_related("entry").order_by("entry_id")
    return [(row.entry.kind, json.loads(row.body)) for row in rows]


def with_factor(user: User) -> User:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


FORM = {"display_name": "Mika", "email": "", "role": "moderator", "sections": "", "language": ""}


@pytest.mark.parametrize(
    ("path", "sent", "kind", "facts"),
    [
        (
            "/desk/staff/{pk}/",
            FORM | {"role": "editor"},
            "staff_changed",
            {"role": "editor", "was_role": "moderator", "was_sections": [], "others": []},
        ),
        (
            "/desk/staff/{pk}/",
            FORM | {"sections": "sport, city"},
            "staff_changed",
            {"sections": ["city", "sport"], "was_role": "moderator", "was_sections": [], "others": []},
        ),
        (
            "/desk/staff/{pk}/",
            FORM | {"email": "elsewhere@example.org"},
            "staff_changed",
            {"was_role": "moderator", "was_sections": [], "others": ["email"]},
        ),
        ("/desk/staff/{pk}/disable", {}, "staff_closed", {}),
        ("/desk/staff/{pk}/take-factors", {}, "staff_factors_reset", {"count": 1}),
        ("/desk/staff/{pk}/invite-again", {}, "staff_link_sent", {}),
    ],
)
def test_3_06_every_change_of_a_colleague_is_one_entry(
    path: str, sent: dict[str, str], kind: str, facts: dict[str, Any], publisher: User, moderator: User
) -> None:
    moderator.first_name = "Mika"
    moderator.email = "" if kind == "staff_changed" else "mika@example.org"
    moderator.save()
    with_factor(moderator)

    answer = signed_in(publisher).post(path.format(pk=moderator.pk), sent)

    assert answer.status_code == 303
    about = {"user": moderator.pk, "role": "moderator", "sections": [], "by": publisher.pk}
    assert entries() == [(kind, about | facts)]
    assert LedgerEntry.objects.get().subject == f"staff:{moderator.pk}"


def test_3_06_an_invitation_and_its_first_password_are_two_entries_without_name_or_address(
    publisher: User, client: Client
) -> None:
    invitation = FORM | {"name": "aiko", "display_name": "Aiko Mori", "email": "aiko@example.org"}
    signed_in(publisher).post("/desk/staff/", invitation | {"sections": "city"})
    aiko = User.objects.get(username="aiko")

    link = f"/desk/join/{invitation_path(aiko, now=timezone.now())}"
    client.post(link, {"password1": PASSWORD, "password2": PASSWORD})

    about = {"user": aiko.pk, "role": "moderator", "sections": ["city"]}
    assert entries() == [
        ("staff_added", about | {"by": publisher.pk}),
        ("staff_password_set", about | {"by": aiko.pk}),
    ]
    said = " ".join(LedgerPayload.objects.values_list("body", flat=True))
    assert "aiko" not in said.lower()
    assert PASSWORD not in said


def test_3_06_what_changes_nothing_leaves_no_entry(publisher: User, moderator: User) -> None:
    moderator.first_name = "Mika"
    moderator.save()
    desk = signed_in(publisher)

    desk.post(f"/desk/staff/{moderator.pk}/", FORM)
    desk.post(f"/desk/staff/{moderator.pk}/enable")
    desk.post(f"/desk/staff/{publisher.pk}/disable")

    assert entries() == [], "the last of them was refused: she is the last publisher"


def test_3_06_the_command_line_records_too(publisher: User) -> None:
    def run(*arguments: str, text: str | None = None) -> int:
        return CliRunner().invoke(main, ["staff", *arguments], input=text).exit_code

    codes = [
        run("add", "ada", "--role", "moderator", "--section", "city", text=f"{PASSWORD}\n"),
        run("role", "ada", "editor"),
        run("reset-factors", "ada"),
        run("disable", "ada"),
        run("disable", publisher.username),
    ]

    assert codes == [0, 0, 0, 0, 1]
    assert [(kind, said["by"]) for kind, said in entries()] == [
        ("staff_added", None),
        ("staff_changed", None),
        ("staff_factors_reset", None),
        ("staff_closed", None),
    ]


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/desk/staff/", FORM | {"name": "aiko", "email": "aiko@example.org"}),
        ("/desk/staff/{pk}/", FORM | {"role": "editor"}),
        ("/desk/staff/{pk}/disable", {}),
        ("/desk/staff/{pk}/take-factors", {}),
        ("/desk/staff/{pk}/invite-again", {}),
    ],
)
def test_3_06_what_cannot_be_recorded_is_not_done(
    path: str, sent: dict[str, str], publisher: User, moderator: User
) -> None:
    moderator.email = "mika@example.org"
    moderator.save()
    with_factor(moderator)
    before = list(User.objects.order_by("pk").values())
    desk = signed_in(publisher)

    def full_at_the_record(execute: Any, sql: str, *rest: Any) -> Any:
        if "INSERT INTO" in sql and "law_ledgerentry" in sql:
            raise DatabaseError("the disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(full_at_the_record):
        answer = desk.post(path.format(pk=moderator.pk), sent)

    assert answer.status_code == 503
    assert [row | {"last_login": None} for row in User.objects.order_by("pk").values()] == [
        row | {"last_login": None} for row in before
    ]
    assert Authenticator.objects.count() == 1
    assert not OutboxMessage.objects.exists()
    assert not mail.outbox
    assert entries() == []


def test_3_06_whoever_may_not_manage_staff_changes_and_records_nothing(moderator: User, editor: User) -> None:
    now = timezone.now()
    wanted = Details(role="publisher")

    with pytest.raises(PermissionDenied):
        take_on(wanted, name="aiko", password=None, person=editor, now=now)
    with pytest.raises(PermissionDenied):
        change_colleague(wanted, user_id=editor.pk, person=editor, now=now)
    with pytest.raises(PermissionDenied):
        close_account(user_id=editor.pk, person=moderator, now=now)

    editor.refresh_from_db()
    assert (editor.role, editor.is_active) == ("editor", True)
    assert entries() == []


def test_3_06_the_record_with_staff_in_it_is_whole_and_tampering_is_found(
    publisher: User, moderator: User, django_capture_on_commit_callbacks: Capture
) -> None:
    desk = signed_in(publisher)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"/desk/staff/{moderator.pk}/", FORM | {"role": "editor"})
        desk.post(f"/desk/staff/{moderator.pk}/disable")
    sound = verify().problems

    with connection.cursor() as cursor:
        cursor.execute("UPDATE law_ledgerpayload SET body = replace(body, 'editor', 'moderator')")
        cursor.execute("UPDATE law_ledgerentry SET subject = 'staff:999' WHERE number = 2")

    assert sound == []
    assert verify().problems == [
        "The payload of entry 1 was changed after it was written.",
        "The payload of entry 2 was changed after it was written.",
        "Entry 2 was changed after it was written.",
    ]


def test_3_06_the_publisher_reads_the_changes_in_words(publisher: User, moderator: User) -> None:
    desk = signed_in(publisher)
    desk.post(f"/desk/staff/{moderator.pk}/", FORM | {"role": "editor"})
    desk.post(f"/desk/staff/{moderator.pk}/", FORM | {"sections": "city", "email": "mika@example.org"})
    desk.post(f"/desk/staff/{moderator.pk}/disable")

    page = desk.get("/desk/records/").content.decode()

    assert "Mika is Editor now and was Moderator." in page
    assert "Mika is Moderator now and was Editor. Mika now has city and had the whole paper." in page
    assert "Changed about Mika: the e-mail address." in page
    assert "The account of Mika was closed." in page
    assert page.index("was closed") < page.index("is Editor now"), "the newest comes first"
    assert "mika@example.org" not in page.split('id="staff"')[1].split("</section>")[0]


def test_3_06_long_lists_of_changes_are_paged(publisher: User, moderator: User) -> None:
    desk = signed_in(publisher)
    for _ in range(11):
        desk.post(f"/desk/staff/{moderator.pk}/disable")
        desk.post(f"/desk/staff/{moderator.pk}/enable")

    first = desk.get("/desk/records/").content.decode()
    second = desk.get("/desk/records/?staff_before=3").content.decode()

    assert first.count("The account of") == 20
    assert "?staff_before=3#staff" in first
    assert second.count("The account of") == 2
    assert "Earlier changes" not in second.split('id="staff"')[1].split("</section>")[0]
