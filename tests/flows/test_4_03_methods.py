"""4.3: every address says by which methods it can be asked for, and refuses the others before it asks anything else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as live
from django.test import Client
from django.urls import resolve
from pytest_django.fixtures import Settings
from tests.rigs.every_address import addresses, has_view
from tests.rigs.serve_factory import Served, make_paper, wait_until

from kawaraban.people.models import User

newspaper_only = pytest.mark.skipif("wagtail" not in live.INSTALLED_APPS, reason="there is no editor here")
PROFILES = ["kawaraban.config.urls.comments_only"]
if "wagtail" in live.INSTALLED_APPS:
    PROFILES.append("kawaraban.config.urls.newspaper")
# The addresses outside of the desk and the editor that take a form. Everything else is only read.
FORMS = {
    *("/comments/", "/c/a-1/report/", "/notice/", "/notice/a-1/", "/notice/follow/a-1/"),
    *("/track/a-1/withdraw/", "/track/a-1/erase/", "/track/a-1/revise/", "/track/a-1/appeal/"),
    "/track/a-1/suspension/a-1/appeal/",
}
# What other comment systems send, and nobody reads.
SENT = {"/v1alpha1/comments:analyze", "/v1alpha1/comments:suggestscore", "/coral/moderation-phase"}
STAFF = ("/desk/", "/editor/")
WRONG = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest, settings: Settings) -> str:
    settings.ROOT_URLCONF = request.param
    if request.param.endswith("comments_only"):
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not re.search("stories|wagtail", name)]
    return str(request.param)


@pytest.mark.django_db
def test_4_03_every_address_says_its_methods_and_refuses_the_others(profile: str) -> None:
    client = Client(enforce_csrf_checks=True)
    places = [place for place in dict.fromkeys(addresses(profile)) if has_view(place, profile)]
    assert len(places) > 100
    for place in places:
        told = client.options(place, headers={"Origin": "https://evil.example"})
        if resolve(place, profile).url_name == "wagtail_serve":
            continue  # of pages, see below
        taken = told.headers.get("Allow", "").split(", ")

        assert (told.status_code, told.content) == (200, b""), place
        assert "OPTIONS" in taken, place
        assert not {"TRACE", "PUT"} & set(taken), place
        if place in SENT:
            assert taken == ["OPTIONS", "POST"], place
        elif not place.startswith(STAFF):
            assert taken == (["GET", "HEAD", "OPTIONS"] + ["POST"] * (place in FORMS)), place
        # Of the editor's many addresses two are enough: all are refused in one place.
        for method in ("PUT", "BREW") if place.startswith("/editor/") else WRONG:
            if method not in taken:
                answer = client.generic(method, place, b"x", headers={"Origin": "https://evil.example"})
                assert answer.status_code == 405, (method, place)
                assert answer.headers["Allow"] == told.headers["Allow"], (method, place)
                assert "no-store" in answer.headers["Cache-Control"], (method, place)
        if "GET" not in taken:
            assert client.get(place).status_code == 405, place


@pytest.mark.django_db
def test_4_03_no_address_refuses_a_method_that_it_has_named(profile: str) -> None:
    client = Client(raise_request_exception=False)
    for place in dict.fromkeys(addresses(profile)):
        if place.startswith("/editor/") or not has_view(place, profile):
            continue
        for method in client.options(place).headers.get("Allow", "").split(", "):
            answer = client.generic(method, place, b"", content_type="application/x-www-form-urlencoded")
            assert answer.status_code != 405, (method, place)


@newspaper_only
@pytest.mark.django_db
def test_4_03_the_editors_scripts_may_throw_a_preview_away_and_keep_what_was_folded(
    client: Client, publisher: User
) -> None:
    client.force_login(publisher)
    preview = client.options("/editor/pages/1/edit/preview/")

    assert "DELETE" in preview.headers["Allow"]
    kept = client.patch("/editor/dismissibles/", {"menu": True}, content_type="application/json")
    assert (kept.status_code, kept.json()) == (200, {"menu": True})


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = make_paper(tmp_path_factory.mktemp("paper"))
    (data / "media" / "images").mkdir(parents=True)
    (data / "media" / "images" / "dock.txt").write_text("a dock")
    with Served.started(data) as paper:
        wait_until(lambda: paper.ask(STORED).headers.get("etag"), "the stored page")
        yield paper


STORED = "/how-we-count-reads/"
READ_ONLY = {
    "a stored page": STORED,
    "a feed": "/feed.xml",
    "a map": "/sitemap.xml",
    "a map of the news": "/news-sitemap.xml",
    "health": "/healthz",
    "robots": "/robots.txt",
    "an icon": "/favicon.ico",
    "a picture": "/media/images/dock.txt",
    "a picture that is not there": "/media/images/nothing.png",
    "a style": "/static/kawaraban/nothing.css",
    "a page of ours": "/policy/",
}


@newspaper_only
@pytest.mark.parametrize("what", READ_ONLY)
def test_4_03_the_served_paper_says_it_of_what_is_only_read(served: Served, what: str) -> None:
    place = READ_ONLY[what]

    told = served.ask(place, method="OPTIONS")

    assert (told.status, told.headers["allow"], told.body) == (200, "GET, HEAD, OPTIONS", b"")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = served.ask(place, method=method, body=b"a=b", Origin="https://evil.example")
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS"), method
    assert served.ask(place, method="BREW").status in {400, 501}
    assert served.ask(place, method="PROPFIND").status == 501


@newspaper_only
@pytest.mark.parametrize("what", READ_ONLY)
def test_4_03_head_is_get_without_the_body(served: Served, what: str) -> None:
    def without_moment(method: str) -> tuple[int, dict[str, str]]:
        got = served.ask(READ_ONLY[what], method=method)
        assert method == "GET" or got.body == b""
        return got.status, {name: text for name, text in got.headers.items() if name != "date"}

    # On a machine with much other work health is now this, now that.
    wait_until(lambda: without_moment("GET") == without_moment("HEAD"), "the same answer")


@newspaper_only
def test_4_03_the_beacons_say_that_they_take_post(served: Served) -> None:
    told = served.ask("/reads", method="OPTIONS")
    asked = served.ask("/reads")

    assert (told.status, told.headers["allow"]) == (200, "OPTIONS, POST")
    assert (asked.status, asked.headers["allow"]) == (405, "OPTIONS, POST")


@newspaper_only
def test_4_03_a_form_is_still_taken_where_one_is_sent(served: Served) -> None:
    sent = served.ask(
        "/comments/", method="POST", body=b"thread=story-1", Content_Type="application/x-www-form-urlencoded"
    )

    assert sent.status not in {403, 405}
    assert "POST" in served.ask("/comments/", method="OPTIONS").headers["allow"]


@newspaper_only
def test_4_03_a_front_says_it_also_where_the_app_is_away(tmp_path: Path) -> None:
    data = make_paper(tmp_path)
    with Served.started(data) as paper:
        paper.kill("app-1")

        assert paper.ask("/healthz", method="OPTIONS").status == 200
        assert paper.ask("/media/a.png", method="DELETE").status == 405
