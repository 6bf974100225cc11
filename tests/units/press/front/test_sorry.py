from pathlib import Path

import pytest
from django.test import Client
from tests.makers.press import make_page
from tests.page import Page

from kawaraban.press.front.sorry import SORRY_ADDRESSES, SorryDesk, sorry_page
from kawaraban.press.printing.rendering import SiteRenderer
from kawaraban.press.store.store import Store


@pytest.mark.django_db
@pytest.mark.parametrize("status", sorted(SORRY_ADDRESSES))
def test_2_05_the_apology_is_printed_in_the_papers_dress_and_needs_no_other_file(
    store: Store, status: int
) -> None:
    assert SiteRenderer()(SORRY_ADDRESSES[status]).stored

    page = SorryDesk(store)(status)

    html, headers = page.body.decode(), dict(page.headers)
    assert page.status == status
    assert Page(html).has("header.mast.page")
    assert "stylesheet" not in html
    assert "<script" not in html
    assert 'rel="icon"' not in html
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert ("Retry-After" in headers) == (status >= 500)
    assert "Surrogate-Key" not in headers


@pytest.mark.django_db
def test_2_05_each_fault_has_a_sentence_of_its_own(store: Store) -> None:
    for address in SORRY_ADDRESSES.values():
        SiteRenderer()(address)

    headings = {status: Page(SorryDesk(store)(status).body).one("h1").text for status in SORRY_ADDRESSES}

    assert len(set(headings.values())) == len(set(SORRY_ADDRESSES.values())) == 4


def test_without_a_printed_one_the_plain_one_is_shown(store: Store) -> None:
    assert SorryDesk(store)(503) == sorry_page(503)
    assert SorryDesk(store)(400) == sorry_page(400)


def test_a_store_that_cannot_be_read_changes_nothing(store: Store, tmp_path: Path) -> None:
    store.put(make_page(SORRY_ADDRESSES[503]))
    store.close()
    for path in (tmp_path / "store").iterdir():
        path.write_bytes(b"broken" * 4096)

    assert SorryDesk(store)(503) == sorry_page(503)


@pytest.mark.django_db
def test_there_is_no_apology_for_anything_else(client: Client) -> None:
    assert client.get("/sorry/nothing/").status_code == 404
