"""The pages for what went wrong: in the paper's dress, stored by nobody, even when much is broken."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.conf import settings as live_settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from pytest_django.fixtures import Settings
from tests.page import Page

from kawaraban.doors.public.trouble import views as trouble_views


def _breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the words of a secret")


def _forbids(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def _is_suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("strange")


urlpatterns = [
    path("breaks/", _breaks),
    path("forbids/", _forbids),
    path("strange/", _is_suspicious),
    *import_module(live_settings.ROOT_URLCONF).urlpatterns,
]
handler400 = "kawaraban.doors.public.trouble.views.bad_request"
handler403 = "kawaraban.doors.public.trouble.views.forbidden"
handler404 = "kawaraban.doors.public.trouble.views.not_found"
handler500 = "kawaraban.doors.public.trouble.views.server_error"


@pytest.fixture(autouse=True)
def addresses_that_fail() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/no/such/page/", 404, "This page is not in the paper"),
        ("/forbids/", 403, "This page is not for you"),
        ("/strange/", 400, "This request cannot be read"),
        ("/breaks/", 500, "Something of ours is broken"),
    ],
)
def test_what_went_wrong_is_said_in_the_dress_of_the_paper_and_stored_by_nobody(
    client: Client, address: str, status: int, heading: str
) -> None:
    answer = client.get(address)

    assert answer.status_code == status
    assert Page(answer.content).texts("h1") == [heading]
    assert 'class="skip"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "Surrogate-Key" not in answer
    assert not answer.cookies
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_a_script_is_told_in_json(client: Client) -> None:
    answer = client.get("/no/such/page/", headers={"accept": "application/json"})

    assert answer.status_code == 404
    assert answer.json()["error"].startswith("It may have moved")


def test_the_page_of_a_fault_needs_no_database_and_no_context() -> None:
    answer = trouble_views.server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "Something of ours is broken" in answer.content.decode()


def test_when_even_the_templates_are_broken_three_lines_are_left(settings: Settings) -> None:
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": []}]

    answer = trouble_views.server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert Page(answer.content).texts("h1") == ["Something of ours is broken"]


def test_a_missing_page_is_missing_also_while_the_database_is(settings: Settings) -> None:
    engine = settings.TEMPLATES[0]
    options = {**engine["OPTIONS"], "context_processors": [f"{__name__}.no_database"]}
    settings.TEMPLATES = [{**engine, "OPTIONS": options}]

    answer = trouble_views.not_found(RequestFactory().get("/"), Exception())

    assert answer.status_code == 404
    assert "This page is not in the paper" in answer.content.decode()


def no_database(request: HttpRequest) -> dict[str, object]:
    """A context processor that meets a broken database."""
    raise OperationalError("no such table")


@pytest.mark.django_db
def test_a_form_of_the_desk_without_its_token_says_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/desk/sign-in/", {"username": "mika", "password": "x"})

    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()
