"""4.1: one way in. No other door signs in, no session passes without its factor, and strangers lock nobody out."""

import inspect
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from asgiref.sync import async_to_sync
from django.conf import settings as live
from django.contrib.auth import aauthenticate, authenticate, login, user_logged_in
from django.contrib.auth.views import LoginView
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.makers.comments import sent
from tests.makers.staff import PASSWORD, again, code_of, set_up_app, shown_secret, sign_in

from kawaraban.alerts.links import link_path, make_link
from kawaraban.comments.models import Thread
from kawaraban.people.invitations import invitation_path
from kawaraban.people.known_browsers import COOKIE as KNOWN
from kawaraban.people.models import SignInTry, User

pytestmark = pytest.mark.django_db
newspaper_only = pytest.mark.skipif("wagtail" not in live.INSTALLED_APPS, reason="there is no editor here")

# The views that may sign somebody in, by their addresses. A new one is thought about here first.
DOORS = {"desk/sign-in/", "desk/sign-in/code/", "desk/sign-in/passkey/"}
PROFILES = ["kawaraban.config.urls.comments_only"]
if "wagtail" in live.INSTALLED_APPS:
    PROFILES.append("kawaraban.config.urls.newspaper")
# What a call that signs somebody in is called, in Django and in allauth.
SIGNS_IN = {
    "login",
    "django_login",
    "perform_login",
    "resume_login",
    "perform_password_login",
    "perform_passwordless_login",
    "LoginView",
    "login_then_password",
    "auth_login",
    "alogin",
}


def views_of(profile: str) -> Iterator[tuple[str, Any]]:
    """Every view that a profile has, with its address as a pattern."""

    def walk(patterns: list[Any], before: str) -> Iterator[tuple[str, Any]]:
        for pattern in patterns:
            place = before + str(pattern.pattern).lstrip("^")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, place)
            else:
                assert isinstance(pattern, URLPattern)
                yield place, pattern.callback

    yield from walk(get_resolver(profile).url_patterns, "")


def names_called(view: Any) -> set[str]:
    """The names in the code of a view: of a function and what it wraps, of a class and all that it inherits."""
    found: set[str] = set()
    while view is not None:
        of_class = getattr(view, "view_class", None)
        classes = [*of_class.__mro__, of_class] if of_class else []
        form = getattr(of_class, "form_class", None)
        classes += list(form.__mro__) if inspect.isclass(form) else []
        codes = [
            getattr(inspect.unwrap(member), "__code__", None)
            for kind in classes
            for member in vars(kind).values()
            if inspect.isfunction(member)
        ]
        codes.append(getattr(view, "__code__", None))
        for code in filter(None, codes):
            found |= set(code.co_names)
        found |= {kind.__name__ for kind in classes}
        view = getattr(view, "__wrapped__", None)
    return found


@pytest.mark.parametrize("profile", PROFILES)
def test_4_1_only_the_listed_views_sign_somebody_in(profile: str) -> None:
    doors = {place for place, view in views_of(profile) if names_called(view) & SIGNS_IN}

    assert doors == DOORS


@pytest.mark.parametrize("profile", PROFILES)
def test_4_1_a_name_and_its_password_sign_in_at_one_address_alone(
    profile: str, publisher: User, settings: Settings
) -> None:
    settings.ROOT_URLCONF = profile
    if profile.endswith("comments_only"):
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if ".stories." not in name]
    settings.SIGN_IN_TRIES = 100_000
    signed_in: list[str] = []

    def note(request: HttpRequest, **_more: Any) -> None:
        signed_in.append(request.path_info.lstrip("/"))

    user_logged_in.connect(note)
    said = {
        **dict.fromkeys(("login", "username", "name", "user", "email"), "leyla"),
        **dict.fromkeys(("password", "password1", "password2", "oldpassword"), PASSWORD),
    }
    try:
        for place, _view in views_of(profile):
            filled = re.sub(r"\(\?P<[^>]+>[^)]*\)|\([^?][^)]*\)|<[^>]+>", "1", place).replace("\\", "")
            client = Client(raise_request_exception=False)
            client.post(f"/{filled.rstrip('$').removesuffix('Z')}", said)
    finally:
        user_logged_in.disconnect(note)

    assert set(signed_in) == {"desk/sign-in/"}


@newspaper_only
@pytest.mark.parametrize("place", ["/_util/login/", "/_util/authenticate_with_password/1/1/"])
def test_4_1_wagtails_forms_for_readers_have_no_address(client: Client, publisher: User, place: str) -> None:
    answer = client.post(place, {"username": "leyla", "password": PASSWORD})

    # No address, or one of no page that is only read.
    assert answer.status_code in {404, 405}
    assert "_auth_user_id" not in client.session


@newspaper_only
@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_4_1_a_page_that_is_closed_to_readers_asks_for_no_password_of_its_own(
    client: Client, kind: str
) -> None:
    from wagtail.models import PageViewRestriction, Site

    front = Site.objects.get().root_page
    PageViewRestriction.objects.create(page=front, restriction_type=kind, password="secret")

    answer = client.get("/")

    assert answer.status_code == 404
    assert "password" not in answer.content.decode()


# Another door: as a library brings it, or somebody adds it without a thought.


def rash(request: HttpRequest) -> HttpResponse:
    """Signs in by name and password, and asks for nothing more."""
    user = authenticate(request, username=request.POST["username"], password=request.POST["password"])
    if user is None:
        return HttpResponse("no")
    login(request, user)
    return HttpResponse("yes")


def urls_with_doors() -> list[Any]:
    return [
        path("another/", LoginView.as_view(template_name="people/sign_out.html")),
        path("rash/", rash),
        path("", include(live.ROOT_URLCONF)),
    ]


@pytest.fixture
def other_doors(settings: Settings) -> None:
    class WithDoors:
        urlpatterns = urls_with_doors()

    settings.ROOT_URLCONF = WithDoors


@pytest.fixture
def secret(client: Client, publisher: User) -> str:
    """Leyla has set up an app, and is signed out again."""
    sign_in(client, "leyla")
    again(client, path="/desk/account/app/")
    key = set_up_app(client)
    assert Authenticator.objects.filter(type="totp").exists()
    return key


WITH_PASSWORD = {"username": "leyla", "password": PASSWORD}
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


@pytest.mark.parametrize("door", ["/another/", "/rash/"])
def test_4_1_wrong_passwords_are_counted_at_a_door_that_nobody_thought_of(
    other_doors: None, publisher: User, settings: Settings, door: str
) -> None:
    settings.SIGN_IN_TRIES = 3
    for _ in range(3):
        Client().post(door, {"username": "leyla", "password": "wrong"})
    late = Client()

    late.post(door, WITH_PASSWORD)

    assert "_auth_user_id" not in late.session
    assert sign_in(late, "leyla").status_code == 429


def test_4_1_a_password_is_counted_without_a_request_too(publisher: User, settings: Settings) -> None:
    settings.SIGN_IN_TRIES = 1
    for _ in range(5):
        assert authenticate(username="leyla", password="wrong") is None

    assert authenticate(username="leyla", password=PASSWORD) is None


@pytest.mark.django_db(transaction=True)
def test_4_1_a_door_that_does_not_block_counts_as_well(publisher: User, settings: Settings) -> None:
    settings.SIGN_IN_TRIES = 1
    ask = async_to_sync(aauthenticate)
    for _ in range(5):
        assert ask(username="leyla", password="wrong") is None

    assert ask(username="leyla", password=PASSWORD) is None


# By household, and the networks around it.

WRONG = "not this one"


@pytest.mark.parametrize(
    ("pattern", "most"),
    [
        ("2001:db8:1:2:{:x}::1", 3),  # a /64
        ("2001:db8:1:2{:02x}::1", 5),  # a /56
        ("2001:db8:1:{:x}00::1", 6),  # a /48
        ("::ffff:203.0.113.7", 3),
    ],
)
def test_4_1_a_network_has_so_many_tries_however_many_addresses_it_has(
    moderator: User, settings: Settings, pattern: str, most: int
) -> None:
    settings.SIGN_IN_TRIES = 3
    addresses = [pattern.format(number) for number in range(1, 12)]

    answers = [
        Client(REMOTE_ADDR=address).post("/desk/sign-in/", {"login": f"x{place}", "password": WRONG})
        for place, address in enumerate(addresses)
    ]

    assert [answer.status_code for answer in answers].count(422) == most


@pytest.mark.parametrize("pattern", ["2001:db8:1:2:{:x}::1", "2001:db8:1:{:x}::1"])
def test_4_1_a_stranger_with_a_whole_network_locks_no_account(moderator: User, pattern: str) -> None:
    for number in range(60):
        sign_in(Client(REMOTE_ADDR=pattern.format(number + 1)), password=WRONG)

    assert sign_in(Client(REMOTE_ADDR="198.51.100.9"))["Location"] == "/desk/"


def locked(account: str = "mika") -> None:
    """Strangers from everywhere have tried this account."""
    for number in range(60):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{number}"), account, password=WRONG)


def test_4_1_a_browser_that_signed_in_before_is_not_locked_out_by_strangers(moderator: User) -> None:
    known = Client()
    sign_in(known)
    known.post("/desk/sign-out/")
    locked()

    assert sign_in(Client()).status_code == 429
    assert sign_in(known)["Location"] == "/desk/"
    assert sign_in(Client()).status_code == 429, "its owner frees it for nobody else"


def test_4_1_not_even_from_the_strangers_own_network(moderator: User) -> None:
    known = Client()
    sign_in(known)
    known.post("/desk/sign-out/")
    for _ in range(12):
        sign_in(Client(), password=WRONG)

    assert sign_in(known)["Location"] == "/desk/"


def test_4_1_a_known_browser_has_a_limit_of_its_own(moderator: User, settings: Settings) -> None:
    settings.SIGN_IN_TRIES = 3
    known = Client()
    sign_in(known)
    known.post("/desk/sign-out/")

    answers = [sign_in(known, password=WRONG).status_code for _ in range(5)]

    assert answers == [422, 422, 422, 429, 429]
    assert sign_in(known).status_code == 429


def test_4_1_whoever_has_got_hold_of_a_session_is_not_a_new_browser_at_each_password(
    moderator: User, settings: Settings
) -> None:
    settings.SIGN_IN_TRIES = 2
    thief = Client()
    sign_in(thief)

    for _ in range(14):
        thief.cookies.pop(KNOWN, None)
        thief.get("/desk/account/")
        assert thief.cookies[KNOWN].value
        thief.post("/desk/account/again/", {"password": WRONG})

    assert SignInTry.objects.count() == 10


@pytest.mark.parametrize("value", ["", "x", "x.9999999999.1.00", "mark.1.1.", "a.b.c.d"])
def test_4_1_a_forged_mark_is_no_known_browser(moderator: User, value: str) -> None:
    locked()
    forger = Client()
    forger.cookies[KNOWN] = value

    assert sign_in(forger).status_code == 429


def test_4_1_the_mark_of_one_account_opens_no_other(moderator: User, editor: User) -> None:
    known = Client()
    sign_in(known, "ines")
    known.post("/desk/sign-out/")
    locked("mika")

    assert sign_in(known, "mika").status_code == 429


def test_4_1_a_password_without_its_code_makes_no_known_browser(client: Client, secret: str) -> None:
    thief = Client()
    sign_in(thief, "leyla")

    assert KNOWN not in thief.cookies


def test_4_1_strangers_lock_the_codes_of_a_known_browser_no_more_than_its_password(
    client: Client, secret: str, settings: Settings
) -> None:
    settings.SIGN_IN_TRIES = 2
    known = Client()
    sign_in(known, "leyla")
    known.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time())})
    known.post("/desk/sign-out/")
    SignInTry.objects.all().delete()
    for number in range(12):
        thief = Client(REMOTE_ADDR=f"198.51.100.{number}")
        sign_in(thief, "leyla")
        thief.post("/desk/sign-in/code/", {"code": "000000"})

    sign_in(known, "leyla")
    answer = known.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time() + 30)})

    assert answer["Location"] == "/desk/"


def test_4_1_strangers_do_not_keep_a_known_browser_from_a_new_password(
    moderator: User, settings: Settings
) -> None:
    moderator.email = "mika@example.org"
    moderator.save()
    settings.SIGN_IN_TRIES = 2
    known = Client()
    sign_in(known)
    known.post("/desk/sign-out/")
    ask = {"email": "Mika@example.org"}
    answers = [
        Client(REMOTE_ADDR=f"198.51.100.{number}").post("/desk/sign-in/forgotten/", ask).status_code
        for number in range(12)
    ]

    assert answers.count(302) == 10
    assert known.post("/desk/sign-in/forgotten/", ask).status_code == 302


def test_4_1_sessions_that_were_kept_under_their_cookies_are_over(client: Client, moderator: User) -> None:
    sign_in(client)

    assert not Session.objects.filter(session_key=client.session.session_key).exists()
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://paper.example", "__Host-kawaraban_session"),
        ("http://127.0.0.1:8000", "kawaraban_session"),
    ],
)
def test_4_1_on_https_no_neighbour_under_the_same_domain_sets_the_session(address: str, name: str) -> None:
    settings_of = os.environ["DJANGO_SETTINGS_MODULE"]
    ask = f"import {settings_of} as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"

    said = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, "KAWARABAN_SITE_URL": address},
        check=True,
        capture_output=True,
        text=True,
    )

    assert said.stdout.split() == [name, str(address.startswith("https"))]
    assert getattr(live, "SESSION_COOKIE_PATH", "/") == "/"
    assert live.SESSION_COOKIE_DOMAIN is None


# Links that were mailed.


def test_4_1_a_link_that_went_to_a_wrong_address_sets_no_password_once_that_is_corrected(
    moderator: User,
) -> None:
    moderator.email = "wrong@example.org"
    moderator.save()
    link = f"/desk/join/{invitation_path(moderator, now=timezone.now())}"
    assert Client().get(link).status_code == 200

    moderator.email = "right@example.org"
    moderator.save()

    assert Client().get(link).status_code == 410
    new = {"password1": "a new one that nobody guesses 7", "password2": "a new one that nobody guesses 7"}
    assert Client().post(link, new).status_code == 410


@pytest.mark.parametrize("change", ["user", "comment", "revision", "address"])
def test_4_1_the_link_to_a_decision_is_of_this_row_and_not_of_its_number(
    thread: Thread, moderator: User, editor: User, change: str
) -> None:
    """After a restore numbers are given again: the links that were mailed before must open nothing."""
    row = make_link(moderator, sent(thread, "One."), now=timezone.now())
    link = link_path(row)
    assert Client().get(link).status_code == 200

    row.user = editor if change == "user" else moderator
    row.public_id = sent(thread, "Two.").public_id if change == "comment" else row.public_id
    row.revision_number += change == "revision"
    row.save()
    if change == "address":
        User.objects.filter(pk=moderator.pk).update(email="another@example.org")

    assert Client().get(link).status_code == 404
    assert Client().post(link, {"verdict": "approve"}).status_code == 404
