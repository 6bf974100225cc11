"""4.1: one way in. No other view signs in, and a link that was mailed opens what it was made for and nothing else."""

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as live
from django.contrib.auth import user_logged_in
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.makers.comments import sent
from tests.makers.staff import PASSWORD, sign_in

from kawaraban.alerts.links import link_path, make_link
from kawaraban.comments.models import Thread
from kawaraban.people.invitations import invitation_path
from kawaraban.people.models import User

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
