"""4.2: a page says by which methods it can be asked for, and refuses the others with the right status."""

import asyncio
from pathlib import Path

import pytest
from django.test import Client
from tests.makers import stories as made
from tests.makers.press import FrontClient, make_page

from kawaraban.press.store.store import Store


def page() -> str:
    story = made.publish(made.make_story(made.make_section(made.make_paper())))
    return str(story.url)


@pytest.mark.django_db
def test_4_2_options_of_a_page_names_what_a_page_knows() -> None:
    answer = Client(enforce_csrf_checks=True).options(page())

    assert answer.status_code == 200
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_4_2_what_a_page_does_not_know_is_405_and_not_403(method: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, page(), b"x")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/comments/", "/desk/rules/", "/desk/sign-in/", "/notice/"])
def test_4_2_nothing_is_written_by_methods_that_no_form_has(path: str, method: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, path, b"x")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


@pytest.mark.django_db
def test_4_2_a_forged_form_is_still_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/desk/sign-in/", {"login": "mika"}).status_code == 403


@pytest.mark.parametrize(
    ("method", "status"), [("OPTIONS", 200), ("PUT", 405), ("PATCH", 405), ("DELETE", 405)]
)
def test_4_2_of_a_printed_page_the_front_says_it_without_the_app(
    tmp_path: Path, method: str, status: int
) -> None:
    Store(tmp_path / "store").put(make_page("/harbour/"))

    async def run() -> None:
        async with FrontClient(tmp_path) as client:
            printed = await client.ask("/harbour/?utm_source=mail", method=method)
            other = await client.ask("/other/", method=method)

            assert (printed.status, printed.headers["allow"]) == (status, "GET, HEAD, OPTIONS")
            assert other.status == 200
            assert [request.path for request in client.app.asked] == ["/other/"]

    asyncio.run(run())
