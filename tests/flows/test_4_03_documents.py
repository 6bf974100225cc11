"""4.3: a document is answered as any other file is: in parts, under conditions, and never under a coding of its own."""

import pytest
from django.conf import settings as live
from django.core.files.base import ContentFile
from django.test import Client
from tests.makers import stories as made

if "wagtail" not in live.INSTALLED_APPS:
    pytest.skip("there are no documents here", allow_module_level=True)

from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

pytestmark = pytest.mark.django_db
BYTES = b"0123456789" * 10


def make_document(name: str = "report.pdf", content: bytes = BYTES) -> Document:
    made.make_paper()
    document = Document(title="Report")
    document.file.save(name, ContentFile(content))
    document.save()
    return document


def test_4_03_a_part_of_a_document_can_be_asked_for(client: Client) -> None:
    link = make_document().url

    part = client.get(link, headers={"range": "bytes=10-14"})
    beyond = client.get(link, headers={"range": "bytes=100-"})

    assert (part.status_code, part.getvalue()) == (206, b"01234")
    assert part.headers["Content-Range"] == "bytes 10-14/100"
    assert part.headers["Content-Length"] == "5"
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, "bytes */100")


def test_4_03_head_of_a_document_is_get_without_the_body(client: Client) -> None:
    document = make_document()

    full, head = client.get(document.url), client.head(document.url)

    assert full.getvalue() == BYTES
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == full.headers
    assert full.headers["Content-Length"] == "100"
    assert full.headers["Content-Type"] == "application/pdf"
    assert full.headers["Content-Disposition"] == f'inline; filename="{document.filename}"'
    assert "Content-Encoding" not in full.headers


def test_4_03_a_document_that_is_known_is_not_sent_again_and_one_that_was_replaced_is(client: Client) -> None:
    document = make_document()
    etag = client.get(document.url).headers["ETag"]

    known = client.get(document.url, headers={"if-none-match": etag})
    document.file.storage.delete(document.file.name)
    document.file.storage.save(document.file.name, ContentFile(b"other words"))
    other = client.get(document.url, headers={"if-none-match": etag})

    assert (known.status_code, known.content) == (304, b"")
    assert etag.strip('"')
    assert (other.status_code, other.getvalue()) == (200, b"other words")
    assert client.get(document.url, headers={"if-match": etag}).status_code == 412


def test_4_03_what_is_compressed_itself_stays_so_on_its_way(client: Client) -> None:
    answer = client.get(make_document("rows.csv.gz").url)

    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.getvalue() == BYTES


def test_4_03_options_of_a_document_says_that_it_is_only_read(client: Client) -> None:
    answer = client.options(make_document().url)

    assert (answer.status_code, answer.headers["Allow"]) == (200, "GET, HEAD, OPTIONS")


def test_4_03_no_way_of_asking_shows_a_document_that_is_kept_from_readers(client: Client) -> None:
    document = make_document()
    etag = client.get(document.url).headers["ETag"]
    collection = Collection.get_first_root_node().add_child(name="Kept")
    document.collection = collection
    document.save()
    kept = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="open"
    )

    for headers in ({}, {"range": "bytes=0-9"}, {"if-none-match": etag}, {"if-none-match": "*"}):
        assert client.get(document.url, headers=headers).status_code == 404
    assert client.head(document.url).status_code == 404
    door = client.post(f"/documents/authenticate_with_password/{kept.pk}/", {"password": "open"})
    assert door.status_code in {404, 405}


def test_4_03_a_browser_asks_each_time_whether_a_document_may_be_shown(client: Client) -> None:
    document = make_document()
    (found, other) = client.get(document.url), client.get(document.url + "x")

    assert found.headers["Cache-Control"] == "private, no-cache"
    assert (other.status_code, "no-store" in other.headers["Cache-Control"]) == (404, True)
    document.file.storage.delete(document.file.name)
    assert client.get(document.url).status_code == 404
