"""4.1: no session passes without its second factor, whatever door made it."""

import time

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings as live
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings
from tests.makers.other_doors import WITH_PASSWORD, urls_with_doors
from tests.makers.staff import PASSWORD, again, code_of, shown_secret, sign_in

from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_doors(settings: Settings) -> None:
    settings.ROOT_URLCONF = urls_with_doors()


EVERYWHERE = ["/desk/", "/desk/records/", "/desk/staff/", "/desk/account/", "/desk/account/app/remove/"]


@pytest.mark.parametrize("door", ["/another/", "/rash/"])
@pytest.mark.parametrize("roles", [(), ("publisher",)])
def test_4_1_a_session_without_its_second_factor_passes_nowhere_whatever_door_made_it(
    other_doors: None, secret: str, settings: Settings, door: str, roles: tuple[str, ...]
) -> None:
    settings.SECOND_FACTOR_ROLES = roles
    places = [*EVERYWHERE, "/editor/"] if "wagtail" in live.INSTALLED_APPS else EVERYWHERE
    for place in places:
        thief = Client()
        thief.post(door, WITH_PASSWORD)

        answer = thief.get(place)

        assert answer.status_code == 302, place
        assert "/sign-in/" in answer["Location"], place
        assert "_auth_user_id" not in thief.session
    assert Authenticator.objects.filter(type="totp").exists()


def test_4_1_such_a_session_posts_nothing_either(other_doors: None, secret: str) -> None:
    thief = Client()
    thief.post("/rash/", WITH_PASSWORD)

    thief.post("/desk/account/again/", {"password": PASSWORD})
    thief.post("/desk/account/app/remove/", {})
    thief.post("/desk/staff/", {"name": "friend", "email": "f@example.org", "role": "publisher"})

    assert Authenticator.objects.filter(type="totp").exists()
    assert not User.objects.filter(username="friend").exists()


def test_4_1_the_factor_of_somebody_else_in_the_session_is_none(
    other_doors: None, secret: str, moderator: User, publisher: User
) -> None:
    thief = Client()
    thief.post("/rash/", WITH_PASSWORD)
    session = thief.session
    request = RequestFactory().get("/")
    request.session = session
    record_authentication(request, moderator, "mfa", id=1, type="totp")
    session.save()

    assert thief.get("/desk/").status_code == 302


def test_4_1_whoever_sets_up_a_factor_goes_on_and_every_other_session_ends(
    client: Client, publisher: User
) -> None:
    other = Client()
    sign_in(other, "leyla")
    sign_in(client, "leyla")
    again(client, path="/desk/account/app/")
    key = shown_secret(client.get("/desk/account/app/").content.decode())

    client.post("/desk/account/app/", {"code": code_of(key, seconds=time.time())})

    assert client.get("/desk/").status_code == 200
    assert client.get("/desk/account/recovery-codes/").status_code == 200
    assert other.get("/desk/").status_code == 302


@pytest.mark.parametrize("place", ["app/remove/", "recovery-codes/new/", "password/"])
def test_4_1_what_is_taken_away_opens_no_session_any_more(client: Client, secret: str, place: str) -> None:
    owner, thief = Client(), Client()
    for number, each in enumerate((owner, thief)):
        sign_in(each, "leyla")
        each.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time() + 30 * number)})
        assert each.get("/desk/").status_code == 200
    again(owner, path=f"/desk/account/{place}")

    new = "a new one that nobody guesses 7"
    owner.post(f"/desk/account/{place}", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert owner.get("/desk/").status_code == 200
    assert thief.get("/desk/").status_code == 302


def test_4_1_a_passkey_that_is_removed_opens_no_session_any_more(client: Client, secret: str) -> None:
    owner, thief = Client(), Client()
    for number, each in enumerate((owner, thief)):
        sign_in(each, "leyla")
        each.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time() + 30 * number)})
    user = User.objects.get(username="leyla")
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Lost", "credential": {}})
    again(owner, path="/desk/account/passkeys/")

    owner.post(f"/desk/account/passkeys/{key.pk}/remove/")

    assert not Authenticator.objects.filter(pk=key.pk).exists()
    assert owner.get("/desk/").status_code == 200
    assert thief.get("/desk/").status_code == 302


def test_4_1_with_the_code_the_session_passes_and_goes_on_passing(
    client: Client, secret: str, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = ("publisher",)
    fresh = Client()
    sign_in(fresh, "leyla")
    fresh.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time())})

    assert [fresh.get("/desk/").status_code for _ in range(2)] == [200, 200]
