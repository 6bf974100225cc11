"""Signing in and out, and the cookie by which the front knows staff."""

import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from importlib import import_module

import pytest
from django.conf import settings as live_settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from pytest_django.fixtures import Settings
from tests.answer import Answer

from kawaraban.kit.signing import derived_key, unsign
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, staff_only
from kawaraban.people.staff_cookie import COOKIE
from kawaraban.people.views import SignInView, sign_out

pytestmark = pytest.mark.django_db


@staff_only(Verb.EDIT_STORIES)
def _room(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.LANGUAGE_CODE)


@staff_only(Verb.OPEN_DESK)
def _desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.LANGUAGE_CODE)


def _public(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.LANGUAGE_CODE)


desk = (
    [
        path("", _desk, name="queue"),
        path("room/", _room, name="room"),
        path("sign-in/", SignInView.as_view(), name="sign_in"),
        path("sign-out/", sign_out, name="sign_out"),
    ],
    "desk",
)
urlpatterns = [
    path("desk/", include(desk)),
    path("plain/", _public),
    *import_module(live_settings.ROOT_URLCONF).urlpatterns,
]
handler403 = "kawaraban.doors.public.trouble.views.forbidden"


@pytest.fixture(autouse=True)
def desk_of_this_file() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def sign_in(client: Client, password: str = "a long password", **more: str) -> Answer:
    return client.post("/desk/sign-in/", {"login": "mika", "password": password, **more})


def staff_cookie(cookies: SimpleCookie) -> str | None:
    value = cookies[COOKIE].value if COOKIE in cookies else ""
    return unsign(value, derived_key(live_settings.SECRET_KEY, "staff-cookie"))


def test_the_right_password_leads_to_the_queue(client: Client, moderator: User) -> None:
    answer = sign_in(client)

    assert answer.status_code == 302
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/desk/room/", "/desk/room/"),
        ("/editor/pages/3/?a=b", "/editor/pages/3/?a=b"),
        ("https://elsewhere.example/", "/desk/"),
        ("//elsewhere.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("/\\elsewhere.example", "/desk/"),
    ],
)
def test_signing_in_goes_on_to_our_own_addresses_only(
    client: Client, moderator: User, wanted: str, leads_to: str
) -> None:
    assert sign_in(client, next=wanted)["Location"] == leads_to


@pytest.mark.parametrize("active", [True, False])
def test_a_wrong_password_and_a_closed_account_read_the_same(
    client: Client, moderator: User, active: bool
) -> None:
    moderator.is_active = active
    moderator.save()

    answer = sign_in(client, "a long password" if not active else "not this one")

    assert answer.status_code == 422
    assert "do not belong together" in answer.content.decode()
    assert 'value="mika"' in answer.content.decode()
    assert COOKIE not in answer.cookies


def test_after_too_many_wrong_passwords_the_right_one_waits_too(
    client: Client, moderator: User, settings: Settings
) -> None:
    settings.SIGN_IN_TRIES = 3
    for _ in range(3):
        sign_in(client, "not this one")

    answer = sign_in(client)

    assert answer.status_code == 429
    assert "Please wait 10 minutes" in answer.content.decode()


def test_signing_in_sets_a_cookie_that_the_front_can_check_alone(client: Client, moderator: User) -> None:
    answer = sign_in(client)

    morsel = answer.cookies[COOKIE]
    owner, expiry = str(staff_cookie(answer.cookies)).split(".")
    assert owner == str(moderator.pk)
    assert expiry.isdigit()
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert not morsel["secure"]


def test_the_cookie_is_secure_on_https(client: Client, moderator: User, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True

    assert sign_in(client).cookies[COOKIE]["secure"]


def test_the_cookie_is_not_set_again_while_it_lasts_and_renewed_when_it_is_lost(
    client: Client, moderator: User
) -> None:
    sign_in(client)

    assert COOKIE not in client.get("/desk/").cookies
    del client.cookies[COOKIE]
    assert COOKIE in client.get("/desk/").cookies


def test_signing_out_removes_the_cookie_and_the_session(client: Client, moderator: User) -> None:
    sign_in(client)

    answer = client.post("/desk/sign-out/")

    assert answer.status_code == 302
    assert answer.cookies[COOKIE].value == ""
    assert not Session.objects.exists()
    assert client.get("/desk/").status_code == 302


def test_a_link_cannot_sign_anybody_out(client: Client, moderator: User) -> None:
    sign_in(client)

    answer = client.get("/desk/sign-out/")

    assert answer.status_code == 200
    assert client.get("/desk/").status_code == 200


def test_a_stale_staff_cookie_without_a_session_is_taken_away(client: Client) -> None:
    client.cookies[COOKIE] = "7.1.forged"

    answer = client.get("/plain/")

    assert answer.cookies[COOKIE].value == ""
    assert "Cookie" not in answer.get("Vary", "")


def test_a_visitor_without_a_session_is_asked_for_nothing(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/plain/", headers={"accept-language": "ja"})

    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer.content == b"en"
    assert not [query for query in queries if "session" in query["sql"] or "people" in query["sql"]]


def test_the_desk_speaks_the_language_of_the_person_and_the_paper_its_own(
    client: Client, moderator: User
) -> None:
    moderator.language = "tr"
    moderator.save()
    client.force_login(moderator)

    assert client.get("/desk/", headers={"accept-language": "ja"}).content == b"tr"
    assert client.get("/plain/", headers={"accept-language": "ja"}).content == b"en"


def test_without_a_language_of_their_own_the_desk_speaks_the_browsers(
    client: Client, moderator: User
) -> None:
    client.force_login(moderator)

    assert client.get("/desk/", headers={"accept-language": "ja,en;q=0.5"}).content == b"ja"


def test_who_is_not_signed_in_is_sent_to_the_sign_in_and_back(client: Client) -> None:
    assert client.get("/desk/room/?a=b")["Location"] == "/desk/sign-in/?next=/desk/room/%3Fa%3Db"


def test_a_moderator_may_not_enter_the_room_of_the_editors(client: Client, moderator: User) -> None:
    client.force_login(moderator)

    answer = client.get("/desk/room/")

    assert answer.status_code == 403
    assert "This page is not for you" in answer.content.decode()


def test_no_name_no_password_and_no_address_is_logged(
    client: Client, moderator: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        sign_in(client, "a secret that was mistyped")

    assert "a secret that was mistyped" not in caplog.text.replace("%20", " ")
    assert "127.0.0.1" not in caplog.text
