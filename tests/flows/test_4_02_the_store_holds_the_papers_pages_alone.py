"""4.2: whatever strangers ask for, the page store holds the paper's own pages under the paper's own addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from tests.conftest import IS_NEWSPAPER
from tests.makers.comments import approved, sent
from tests.page import Page

from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.dsa.year_counts import years_recorded
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.people.models import User
from kawaraban.press.store.store import Store

pytestmark = pytest.mark.django_db

NEVER_PRINTED = (
    "healthz",
    "v1alpha1/",
    "coral/",
    "desk/",
    "editor/",
    "^documents/",
    "^media/",
    "^editor/",
    "comments/",
    "c/<slug:public_id>/",
    "notice/",
    "track/",
    "policy/$",
    "robots.txt",
    ".well-known/",
    "favicon.ico",
    "news-sitemap.xml",
    "transparency/<int:year>/report.zip",
    "transparency/<int:year>/report-<int:number>.zip",
    "_util/",
)


@dataclass(frozen=True)
class Printed:
    """A pattern that prints, with a page under it, whether that has later pages, and pages that do not exist."""

    pattern: str
    link: str
    has_numbers: bool = False
    strange: tuple[str, ...] = ()


@pytest.fixture
def store(store: Store, settings: Any) -> Store:
    """Of a paper that a test's browser reaches."""
    settings.SITE_URL = "http://testserver"
    settings.ALLOWED_HOSTS = ["testserver"]
    return store


@pytest.fixture
def printed(policy: PolicyVersion, noon: datetime) -> list[Printed]:
    second = PolicyVersion.objects.create(number=2, effective_at=noon - timedelta(days=10))
    PolicyText.objects.create(
        version=second, language="en", introduction="Be kinder.", responsibility="You do."
    )
    return [*common_pages(), *(stories_pages(noon) if IS_NEWSPAPER else [])]


def common_pages() -> list[Printed]:
    plain = ("contact-points", "moderation", "how-we-count-reads", "transparency")
    year = _year()
    numbers = (
        "/policy/02/",
        "/policy/0000000002/",
        "/policy/3/",
        "/policy/0/",
        "/policy/٢/",
        "/policy/9" + "9" * 40 + "/",
    )
    languages = ("xx", "TR", "en", "tr-TR", "t-r", "２")
    return [
        Printed(
            "policy/<int:number>/",
            "/policy/2/",
            strange=(*numbers, "/POLICY/2/", "//policy/2/", "/policy//2/"),
        ),
        Printed(
            "policy/<int:number>/<slug:language>/",
            "/policy/2/tr/",
            strange=(*(f"{number}tr/" for number in numbers), *(f"/policy/2/{code}/" for code in languages)),
        ),
        *(Printed(f"{name}/", f"/{name}/") for name in plain),
        *(
            Printed(
                f"{name}/<slug:language>/",
                f"/{name}/tr/",
                strange=tuple(f"/{name}/{code}/" for code in languages),
            )
            for name in plain
        ),
        Printed(
            "transparency/<int:year>/",
            f"/transparency/{year}/",
            strange=(f"/transparency/0{year}/", "/transparency/1999/", "/transparency/" + "9" * 40 + "/"),
        ),
        Printed(
            "transparency/<int:year>/<slug:language>/",
            f"/transparency/{year}/ja/",
            strange=(f"/transparency/0{year}/ja/", f"/transparency/{year}/xx/", f"/transparency/{year}/en/"),
        ),
        Printed(
            "sorry/<slug:kind>/", "/sorry/soon/", strange=("/sorry/SOON/", "/sorry/never/", "/sorry/soon//")
        ),
    ]


def _year() -> int:
    return years_recorded(zone=timezone.get_current_timezone(), now=utc_now())[0]


def stories_pages(noon: datetime) -> list[Printed]:
    from tests.makers.stories import make_author, make_page, make_paper, make_section, make_story

    front = make_paper()
    city = make_section(front, "École 港", slug="école-港")
    for number in range(22):
        make_story(city, f"Gulls {number}", published_at=noon, authors=("Ayşe Kaya",), topics=("harbour",))
    make_page(front, "About", slug="about")
    author = make_author("Ayşe Kaya").get_absolute_url()
    tree = (
        Printed(
            "^((?:[\\w\\-]+/)*)$",
            link,
            has_numbers=has_numbers,
            strange=(
                f"/{link}",
                link.upper(),
                link + "/",
                link + "x/",
                link[:-1],
                link + "index.html",
                link + ".",
                link + "%20/",
            ),
        )
        for link, has_numbers in (
            ("/", False),
            ("/about/", False),
            ("/%C3%A9cole-%E6%B8%AF/", True),
            ("/%C3%A9cole-%E6%B8%AF/gulls-3/", True),
        )
    )
    return [
        *tree,
        Printed("feed.xml", "/feed.xml", strange=("/feed.xml/", "/Feed.xml")),
        Printed(
            "feeds/<str:slug>.xml",
            "/feeds/%C3%A9cole-%E6%B8%AF.xml",
            strange=("/feeds/e%CC%81cole-%E6%B8%AF.xml", "/feeds/x.xml", "/feeds/%C3%89COLE-%E6%B8%AF.xml"),
        ),
        Printed("sitemap.xml", "/sitemap.xml"),
        Printed(
            "sitemap-<str:part>.xml",
            "/sitemap-stories-0.xml",
            strange=(
                *("/sitemap-Stories-0.xml", "/sitemap-stories-00.xml", "/sitemap-stories-9.xml"),
                *(
                    "/sitemap-stories-\u0660.xml",
                    "/sitemap-topics-99999999999999999999.xml",
                    "/sitemap-x.xml",
                ),
            ),
        ),
        Printed(
            "topics/<str:slug>/",
            "/topics/harbour/",
            True,
            ("/topics/HARBOUR/", "/topics/none/", "/topics/harbour//"),
        ),
        Printed("authors/<str:slug>/", author, True, (author.upper(), "/authors/nobody/")),
    ]


def patterns(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every address of the paper as the code writes it."""
    for entry in (resolver or get_resolver()).url_patterns:
        text = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, text)
        elif isinstance(entry, URLPattern):
            yield text


def inventions(page: Printed) -> Iterator[str]:
    """What a stranger may make of an address without knowing another page."""
    yield from page.strange
    for query in (
        "page=1",
        "page=01",
        "page=002",
        "page=0",
        "page=-1",
        "page=9999",
        "page=٢",
        "page=%D9%A2",
        "page=2.0",
        "page=",
        "page",
        "page=2&page=9999",
        "page=9999&page=9998",
        "PAGE=2",
        "p%61ge=9998",
        "page=%39999",
        "page=9997&x=1",
        "page=99999",
        "page=9999;page=2",
        "&&page=9996",
        "page=9995#2",
        "page=1e3",
        "page=0x10",
        "page=+3",
        "page=%203",
    ):
        yield f"{page.link}?{query}"
    for number in range(8000, 8064):
        yield f"{page.link}?page={number}"
    for count in range(4):
        yield f"{page.link}?x={count}"
        yield f"{page.link}?utm_source={count}&fbclid=a{count}&order=y"
    yield page.link.replace("/", "//")
    yield page.link.swapcase()
    yield page.link + "%00"
    yield page.link + "\\"
    yield page.link + ";x=1"
    yield page.link + "?" + "x" * 3000


def test_4_2_every_pattern_that_can_print_is_in_this_table(printed: list[Printed]) -> None:
    known = {page.pattern for page in printed}

    strangers = [
        text
        for text in patterns()
        if text not in known and not any(text.startswith(name.rstrip("$")) for name in NEVER_PRINTED)
    ]

    assert strangers == []


def test_4_2_what_a_stranger_invents_adds_nothing_to_the_store(
    client: Client, store: Store, printed: list[Printed]
) -> None:
    client.raise_request_exception = True
    for page in printed:
        response = client.get(page.link)
        assert (response.status_code, page.link) == (200, page.link)
        assert response.headers["Cache-Control"].startswith("public"), page.link
    pages, bytes_used = set(store.etags()), store.used_bytes()
    assert len(pages) == len(printed)

    count = 0
    for page in printed:
        for invented in inventions(page):
            for method in (client.get, *((client.head,) if count % 5 == 0 else ())):
                response = method(invented)
                count += 1
                assert response.status_code in {200, 301, 302, 404, 410}, invented
            assert set(store.etags()) == pages, invented

    assert count > (2_000 if IS_NEWSPAPER else 1_000)
    # Stored, they would be some 30 kB each. LMDB keeps the pages that it has used and will use again.
    assert store.used_bytes() < 2 * bytes_used


def test_4_2_only_a_page_that_exists_is_public(client: Client, store: Store, printed: list[Printed]) -> None:
    for page in printed:
        response = client.get(f"{page.link}?page=9999")

        assert response.status_code in ({404} if page.has_numbers else {301}), page.link
        assert "public" not in response.headers["Cache-Control"], page.link


@pytest.mark.skipif(not IS_NEWSPAPER, reason="lists are the newspaper's")
def test_4_2_the_second_page_of_a_list_is_stored_under_its_number_and_no_third(
    client: Client, store: Store, printed: list[Printed]
) -> None:
    link = "/%C3%A9cole-%E6%B8%AF/"

    assert client.get(f"{link}?page=2").status_code == 200
    assert client.get(f"{link}?page=3").status_code == 404
    assert client.get(f"{link}?page=02&x=1").headers["Location"] == f"{link}?page=2"

    assert set(store.etags()) == {"/école-港/?page=2"}


@pytest.mark.skipif(not IS_NEWSPAPER, reason="stories are the newspaper's")
def test_4_2_an_address_of_letters_and_marks_apart_leads_to_the_whole_letters(
    client: Client, store: Store, printed: list[Printed]
) -> None:
    response = client.get("/e%CC%81cole-%E6%B8%AF/gulls-3/?x=1")

    assert response.status_code == 301
    assert response.headers["Location"] == "/%C3%A9cole-%E6%B8%AF/gulls-3/?x=1"


def test_4_2_errors_and_redirects_and_comments_are_not_stored(
    client: Client, store: Store, thread: Thread, moderator: User
) -> None:
    comment = sent(thread)
    approved(comment, moderator)

    for path in (
        "/nowhere/",
        f"/c/{comment.public_id}/",
        f"/c/{comment.public_id}/reply/",
        "/policy/",
        "/notice/",
    ):
        for accept in ("text/html", "application/json", "*/*;q=0", "image/webp", "\x7f"):
            client.get(path, headers={"accept": accept})
            client.head(path, headers={"accept": accept})

    assert store.pages_count() == 0


def test_4_2_every_page_names_its_own_address(client: Client, store: Store, printed: list[Printed]) -> None:
    later = ["/%C3%A9cole-%E6%B8%AF/?page=2"] if IS_NEWSPAPER else []
    apart = ("/sorry/", "/feed", "/sitemap")

    for link in [*(page.link for page in printed if not page.link.startswith(apart)), *later]:
        page = Page(client.get(f"{link}{'&' if '?' in link else '?'}utm_source=mail").content)

        assert page.each('[rel="canonical"]', "href") == [f"http://testserver{link}"], link
