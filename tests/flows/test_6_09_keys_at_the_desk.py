"""6.9 Keys of other comment systems, made at the desk: shown once, changed, revoked, and the publisher's alone."""

from http import HTTPStatus

import pytest
from django.test import Client
from tests.makers.desk import signed_in
from tests.page import Page

from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.triage.models import ApiClient
from kawaraban.triage.taught.clients import ClientTerms, client_of, new_client, revoke, signing_secret_of

pytestmark = pytest.mark.django_db
SECRET = "ssec_" + "5f" * 32
PATH = "/desk/triage/clients/"


def made(client: Client, **fields: str) -> str:
    """The key that the page shows."""
    answer = client.post(PATH, {"name": "Talk of the town", "per_second": "10", **fields})
    assert answer.status_code == HTTPStatus.OK
    return Page(answer.content.decode()).one("code.secret").text


def test_6_09_a_key_is_shown_once_and_opens(publisher: User) -> None:
    browser = signed_in(publisher)

    key = made(browser, is_trusted="on", signing_secret=SECRET)

    client = client_of(key)
    assert client is not None
    assert (client.name, client.per_second, client.is_trusted) == ("Talk of the town", 10, True)
    assert signing_secret_of(client) == SECRET
    later = browser.get(PATH).content.decode()
    assert key not in later
    assert SECRET not in later
    assert key[:8] in later


def test_6_09_a_change_without_a_secret_keeps_it_and_one_can_be_forgotten(publisher: User) -> None:
    browser = signed_in(publisher)
    client = client_of(made(browser, signing_secret=SECRET))
    assert client is not None
    change = f"{PATH}{client.pk}/change"
    fields = {f"c{client.pk}-name": "Talk", f"c{client.pk}-per_second": "25"}

    answer = browser.post(change, fields)

    client.refresh_from_db()
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert (client.name, client.per_second, signing_secret_of(client)) == ("Talk", 25, SECRET)
    browser.post(change, {**fields, f"c{client.pk}-forgets_secret": "on"})
    client.refresh_from_db()
    assert signing_secret_of(client) == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("per_second", "0"), ("per_second", "9" * 40), ("signing_secret", "é" * 79)],
    ids=["no name", "no rate", "a large rate", "a long secret"],
)
def test_6_09_what_is_wrong_is_told_beside_its_field(publisher: User, field: str, value: str) -> None:
    fields = {"name": "Talk", "per_second": "10", field: value}

    answer = signed_in(publisher).post(PATH, fields)

    page = Page(answer.content.decode())
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert page.all(".new-client [role=alert]")
    assert page.one(".new-client").get("open") is not None
    assert not ApiClient.objects.exists()


def test_6_09_a_wrong_change_opens_its_own_form(publisher: User) -> None:
    browser = signed_in(publisher)
    client = client_of(made(browser))
    assert client is not None

    answer = browser.post(
        f"{PATH}{client.pk}/change", {f"c{client.pk}-name": "", f"c{client.pk}-per_second": "1"}
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Page(answer.content.decode()).all(".client-rows details[open] [role=alert]")


def test_6_09_a_revoked_key_opens_nothing_from_the_next_question_on(publisher: User) -> None:
    browser = signed_in(publisher)
    key = made(browser)
    client = client_of(key)
    assert client is not None

    for _time in range(2):
        answer = browser.post(f"{PATH}{client.pk}/revoke")
        assert answer.status_code == HTTPStatus.SEE_OTHER

    assert client_of(key) is None
    assert browser.post(f"{PATH}{client.pk}/change").status_code == HTTPStatus.NOT_FOUND
    assert "Revoked keys" in browser.get(PATH).content.decode()


@pytest.mark.parametrize("number", [0, 999, 10**30])
def test_6_09_a_key_that_is_not_there_is_not_found(publisher: User, number: int) -> None:
    browser = signed_in(publisher)

    assert browser.post(f"{PATH}{number}/change").status_code == HTTPStatus.NOT_FOUND
    assert browser.post(f"{PATH}{number}/revoke").status_code == HTTPStatus.NOT_FOUND


def test_6_09_nobody_but_the_publisher_sees_or_makes_keys(publisher: User, editor: User) -> None:
    client, key = new_client(ClientTerms("Talk"), person=publisher, now=utc_now())
    browser = signed_in(editor)

    assert browser.get(PATH).status_code == HTTPStatus.FORBIDDEN
    assert browser.post(PATH, {"name": "Mine", "per_second": "1"}).status_code == HTTPStatus.FORBIDDEN
    assert browser.post(f"{PATH}{client.pk}/revoke").status_code == HTTPStatus.FORBIDDEN
    assert Client().get(PATH).status_code == HTTPStatus.FOUND
    assert client_of(key) == client
    assert ApiClient.objects.count() == 1


def test_6_09_the_page_says_that_nobody_is_answered_while_the_switch_is_off(publisher: User) -> None:
    browser = signed_in(publisher)

    off = browser.get(PATH).content.decode()
    browser.post("/desk/triage/settings", {"is_on": "on", "answers_clients": "on", "blind_percent": "0"})
    on = browser.get(PATH).content.decode()

    assert "Nobody is answered now" in off
    assert "Nobody is answered now" not in on


def test_6_09_a_name_is_text_and_no_markup(publisher: User) -> None:
    client, _key = new_client(ClientTerms("<script>x</script>"), person=publisher, now=utc_now())

    html = signed_in(publisher).get(PATH).content.decode()

    assert "<script>x" not in html
    revoke(client_id=client.pk, person=publisher, now=utc_now())
    assert "<script>x" not in signed_in(publisher).get(PATH).content.decode()
