from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from kawaraban.press.orders import latest_order_number, order_reprint
from kawaraban.press.printing.middleware import PRINTED_CACHE_CONTROL
from kawaraban.press.store.store import Store
from kawaraban.press.wire_request import STAFF_COOKIE
from kawaraban.reads.models import HourTally

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.makers.press_urls")]


@pytest.fixture(autouse=True)
def store(store: Store, settings: Any) -> Store:
    """Of a paper that a test's browser reaches."""
    settings.SITE_URL = "http://testserver"
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    return store


def test_a_marked_page_is_stored_with_its_keys_its_headers_and_the_number_of_its_start(
    client: Client, store: Store, noon: datetime
) -> None:
    with transaction.atomic():
        order_reprint(keys=["story-9"], reason="test", now=noon)

    response = client.get("/test/story/1/", headers={"accept-language": "tr"})

    page = store.page("/test/story/1/")
    assert page is not None
    assert page.bodies["identity"] == response.content
    assert page.keys == {"story-1", "list", "paper"}
    assert page.order_number == latest_order_number() > 0
    headers = dict(page.headers)
    assert headers["Cache-Control"] == PRINTED_CACHE_CONTROL
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in headers
    assert "Content-Language" not in headers
    assert "Set-Cookie" not in headers


def test_the_reader_who_was_first_gets_the_same_headers(client: Client, store: Store) -> None:
    response = client.get("/test/story/1/")

    page = store.page("/test/story/1/")
    assert page is not None
    assert response["ETag"] == page.etags["identity"]
    assert response["Vary"] == "Accept-Encoding"
    assert response["Surrogate-Key"] == "list story-1"


@pytest.mark.parametrize(
    "address",
    ["/test/echo/?order=oldest", "/test/private/", "/test/counting/", "/test/nothing/", "/healthz"],
)
def test_what_is_not_for_everybody_is_not_stored(client: Client, store: Store, address: str) -> None:
    client.get(address)

    assert store.pages_count() == 0


@pytest.mark.parametrize("query", ["order=oldest", "utm_source=mail", "x=1&y=2&fbclid=3"])
def test_a_name_that_no_printed_page_reads_is_not_part_of_the_address(
    client: Client, store: Store, query: str
) -> None:
    response = client.get(f"/test/story/1/?{query}")

    assert response.status_code == 200
    assert set(store.etags()) == {"/test/story/1/"}


@pytest.mark.parametrize(
    "address",
    ["/test/story/01/", "/test/story/1/?page=2", "/test/story/1/?page=1", "/test/story/1/?page=2&page=3"],
)
def test_an_address_that_is_written_in_another_way_leads_to_the_papers_own_and_is_not_stored(
    client: Client, store: Store, address: str
) -> None:
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (301, "/test/story/1/")
    assert response["Cache-Control"] == "private, no-store"
    assert store.pages_count() == 0


def test_what_is_not_found_under_marks_and_letters_apart_is_looked_for_under_whole_letters(
    client: Client, store: Store
) -> None:
    response = client.get("/e\u0301cole/?x=1")

    assert (response.status_code, response["Location"]) == (301, "/%C3%A9cole/?x=1")


def test_a_head_request_is_not_stored(client: Client, store: Store) -> None:
    client.head("/test/story/1/")

    assert store.pages_count() == 0


def test_a_head_request_is_told_the_length_of_the_page_that_another_request_gets(client: Client) -> None:
    asked = client.head("/test/apart/")

    sent = client.get("/test/apart/")

    assert sent.content == b"<p>one</p>\n<p>two</p>"
    assert asked["Content-Length"] == sent["Content-Length"] == str(len(sent.content))


@pytest.mark.parametrize("cookie", [STAFF_COOKIE, "kawaraban_session"])
def test_nothing_is_stored_for_somebody_who_is_signed_in(client: Client, store: Store, cookie: str) -> None:
    client.cookies[cookie] = "anything"

    client.get("/test/story/1/")

    assert store.pages_count() == 0


def test_a_page_that_is_not_marked_may_be_kept_by_nobody(client: Client) -> None:
    assert client.get("/test/private/")["Cache-Control"] == "private, no-store"


def test_a_page_that_repeats_another_host_is_not_stored(client: Client, store: Store) -> None:
    client.get("/test/host/", headers={"host": "localhost"})
    assert store.pages_count() == 0

    client.get("/test/host/")
    assert store.pages_count() == 1


def test_1_15_a_rendering_that_an_order_overtook_is_not_stored_and_no_cache_may_keep_it(
    client: Client, store: Store
) -> None:
    HourTally.objects.create(story_key="story-1", hour_at=datetime.fromisoformat("2026-11-23T12:00Z"))
    store.mark({"story-1": latest_order_number() + 1})

    response = client.get("/test/story/1/")

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert store.pages_count() == 0


def test_a_store_that_cannot_be_written_does_not_take_the_page_from_the_reader(
    client: Client, tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "a file").write_text("not a folder")
    settings.STORE_DIRECTORY = tmp_path / "a file" / "store"

    response = client.get("/test/story/1/")

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
