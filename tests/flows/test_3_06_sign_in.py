"""3.6: staff signs in with a password and a second factor, gets a new password by mail, and is let in nowhere else."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.makers.desk import signed_in
from tests.makers.staff import PASSWORD, again, code_of, recovery_codes, set_up_app, sign_in

from kawaraban.cli.main import main
from kawaraban.law.models import OutboxMessage
from kawaraban.law.outbox import send_due
from kawaraban.people.models import SignInTry, User
from kawaraban.people.second_factor import has_second_factor

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "seven herons over the pier"


@pytest.fixture
def secret(client: Client, moderator: User) -> str:
    """Mika has set up an app; the client is signed out again."""
    moderator.email = "mika@example.org"
    moderator.save()
    sign_in(client)
    again(client, path="/desk/account/app/")
    key = set_up_app(client)
    client.post("/desk/sign-out/")
    return key


def test_3_06_a_code_of_the_app_is_asked_after_the_password(client: Client, secret: str) -> None:
    answer = sign_in(client, next="/desk/approved/")

    assert answer["Location"].startswith("/desk/sign-in/code/")
    assert client.get("/desk/").status_code == 302, "the password alone must not open the desk"
    wrong = client.post("/desk/sign-in/code/", {"code": "000000"})
    assert wrong.status_code == 200
    right = client.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time())})
    assert right["Location"] == "/desk/approved/"
    assert client.get("/desk/").status_code == 200


def test_3_06_a_code_works_once(client: Client, secret: str) -> None:
    code = code_of(secret, seconds=time.time())
    sign_in(client)
    client.post("/desk/sign-in/code/", {"code": code})

    thief = Client()
    sign_in(thief)
    thief.post("/desk/sign-in/code/", {"code": code})

    assert client.get("/desk/").status_code == 200
    assert thief.get("/desk/").status_code == 302


def test_3_06_a_recovery_code_works_once(client: Client, secret: str) -> None:
    sign_in(client)
    client.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time())})
    again(client, path="/desk/account/recovery-codes/")
    code = recovery_codes(client.get("/desk/account/recovery-codes/").content.decode())[0]

    lost = Client()
    sign_in(lost)
    lost.post("/desk/sign-in/code/", {"code": code})
    thief = Client()
    sign_in(thief)
    thief.post("/desk/sign-in/code/", {"code": code})

    assert lost.get("/desk/").status_code == 200
    assert thief.get("/desk/").status_code == 302


def test_3_06_codes_are_counted_like_passwords(client: Client, secret: str, settings: Settings) -> None:
    settings.SIGN_IN_TRIES = 3
    sign_in(client)
    for number in range(3):
        client.post("/desk/sign-in/code/", {"code": f"00000{number}"})

    answer = client.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time())})

    assert "Please wait 10 minutes" in answer.content.decode()
    assert client.get("/desk/").status_code == 302


def test_3_06_the_secret_of_the_app_is_not_in_the_database_in_clear(secret: str) -> None:
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in kept


@pytest.mark.parametrize(
    "path",
    ["app/", "app/remove/", "recovery-codes/new/", "passkeys/add/"],
)
def test_3_06_factors_change_only_after_the_password_once_more(
    client: Client, secret: str, path: str
) -> None:
    sign_in(client)
    client.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time())})

    answer = client.get(f"/desk/account/{path}", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/desk/account/again/") or path == "app/"
    client.post(f"/desk/account/{path}", {})
    assert Authenticator.objects.filter(type="totp").exists()


def test_3_06_the_app_is_taken_away_and_the_person_is_told(client: Client, secret: str) -> None:
    sign_in(client)
    client.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time())})
    again(client, path="/desk/account/app/remove/")

    client.post("/desk/account/app/remove/", {})

    assert not Authenticator.objects.exists()
    assert set(OutboxMessage.objects.values_list("recipient", flat=True)) == {"mika@example.org"}
    assert "If that was not you" in OutboxMessage.objects.order_by("-pk")[0].body


def test_3_06_a_lost_phone_is_forgotten_from_the_command_line(
    client: Client, secret: str, moderator: User
) -> None:
    sign_in(client)
    client.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time())})

    done = CliRunner().invoke(main, ["staff", "reset-factors", "mika"])

    assert done.exit_code == 0
    assert not has_second_factor(moderator)
    assert client.get("/desk/").status_code == 302, "sessions of the lost phone must end"
    assert sign_in(client)["Location"] == "/desk/"


def reset_link(client: Client, moderator: User) -> str:
    moderator.email = "mika@example.org"
    moderator.save()
    client.post("/desk/sign-in/forgotten/", {"email": "mika@example.org"})
    send_due(now=timezone.now() + timedelta(minutes=1))
    found = re.search(r"http://[^/]+(/desk/sign-in/forgotten/key/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_3_06_a_forgotten_password_is_replaced_by_mail_and_signs_out_everywhere(
    client: Client, moderator: User
) -> None:
    other = signed_in(moderator)
    link = reset_link(client, moderator)
    form = client.get(link, follow=True)
    words = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    client.post(form.redirect_chain[-1][0], words)

    assert other.get("/desk/").status_code == 302
    assert sign_in(client).status_code == 422
    assert sign_in(client, password=NEW_PASSWORD)["Location"] == "/desk/"
    assert "has been used" in Client().get(link, follow=True).content.decode()


def test_3_06_an_easy_new_password_is_refused(client: Client, moderator: User) -> None:
    form = client.get(reset_link(client, moderator), follow=True)

    client.post(form.redirect_chain[-1][0], {"password1": "password123", "password2": "password123"})

    moderator.refresh_from_db()
    assert moderator.check_password(PASSWORD)


def test_3_06_asking_for_an_unknown_address_reads_the_same_and_sends_nothing(
    client: Client, moderator: User
) -> None:
    known = reset_link(client, moderator) and client.get("/desk/sign-in/forgotten/sent/").content
    mail.outbox.clear()

    answer = client.post("/desk/sign-in/forgotten/", {"email": "nobody@example.org"}, follow=True)
    send_due(now=timezone.now() + timedelta(minutes=1))

    assert answer.redirect_chain == [("/desk/sign-in/forgotten/sent/", 302)]
    assert len(answer.content) == len(known)
    assert mail.outbox == []


def test_3_06_nobody_fills_a_mailbox_with_links(client: Client, moderator: User, settings: Settings) -> None:
    settings.SIGN_IN_TRIES = 2
    for _ in range(4):
        reset = client.post("/desk/sign-in/forgotten/", {"email": "mika@example.org"})

    assert "Please wait" in reset.content.decode()
    assert SignInTry.objects.count() == 2


def test_3_06_a_changed_password_signs_out_everywhere_else(client: Client, moderator: User) -> None:
    other = signed_in(moderator)
    sign_in(client)
    words = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    client.post("/desk/account/password/", words)

    assert client.get("/desk/").status_code == 200
    assert other.get("/desk/").status_code == 302


def test_3_06_a_role_that_needs_a_second_factor_gets_no_further_without(
    client: Client, moderator: User, editor: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = ("moderator",)
    sign_in(client)

    desk = client.get("/desk/")

    assert desk["Location"] == "/desk/account/"
    assert "needs a second factor" in client.get("/desk/account/").content.decode()
    assert client.get("/desk/digest/")["Location"] == "/desk/account/"
    assert signed_in(editor).get("/desk/").status_code == 200


@pytest.mark.parametrize("path", ["signup/", "sign-up/", "account/email/", "social/", "login/"])
def test_3_06_nobody_signs_up(client: Client, path: str) -> None:
    assert client.get(f"/desk/{path}").status_code == 404


def test_3_06_a_colleague_is_invited_by_mail_and_sets_a_password(client: Client, publisher: User) -> None:
    words = {
        "name": "aiko",
        "email": "aiko@example.org",
        "role": "moderator",
        "sections": "city, sport",
        "language": "en",
    }
    signed_in(publisher).post("/desk/staff/", words)
    send_due(now=timezone.now() + timedelta(minutes=1))
    found = re.search(r"http://[^/]+(/desk/join/\S+)", str(mail.outbox[-1].body))
    assert found
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    forged = client.post(found[1][:-3] + "AA/", passwords)
    joined = client.post(found[1], passwords)
    second = client.post(
        found[1], {"password1": "another long password", "password2": "another long password"}
    )

    assert forged.status_code == 410
    assert joined["Location"] == "/desk/sign-in/"
    assert second.status_code == 410
    assert sign_in(client, "aiko", NEW_PASSWORD)["Location"] == "/desk/"
    assert User.objects.get(username="aiko").sections == ["city", "sport"]


def test_3_06_an_invitation_ends_and_dies_with_the_account(client: Client, publisher: User) -> None:
    words = {"name": "aiko", "email": "aiko@example.org", "role": "editor", "language": "tr"}
    signed_in(publisher).post("/desk/staff/", words)
    message = OutboxMessage.objects.get()
    link = re.search(r"http://[^/]+(/desk/join/\S+)", message.body)
    assert link
    assert client.get(link[1]).status_code == 200
    old = re.sub(r"-(\d+)/", "-1700000000/", link[1])

    assert client.get(old).status_code == 410
    signed_in(publisher).post(f"/desk/staff/{User.objects.get(username='aiko').pk}/disable")
    assert client.get(link[1]).status_code == 410
    assert message.language == "tr"
