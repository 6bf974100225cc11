"""4.4 No section and no page is called what an address of the paper is called, by whatever way it gets its name."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from tests.makers.stories import make_page, make_paper, make_section, make_story, publish
from wagtail.models import Page

from kawaraban.config.env import DataDir
from kawaraban.config.health.addresses import addresses
from kawaraban.people.models import User
from kawaraban.stories.models import FrontPage, SectionPage, StandardPage
from kawaraban.stories.reserved import _first_parts, taken_names

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]

TAKEN = [
    *("topics", "authors", "c", "track", "feeds", "reads", "static", "documents", "media", "desk", "editor"),
    *("comments", "policy", "notice", "healthz", "sorry", "transparency", "moderation", "contact-points"),
    "how-we-count-reads",
]


@pytest.fixture
def front() -> FrontPage:
    return make_paper()


@pytest.fixture
def publishing(client: Client, publisher: User, front: FrontPage) -> Client:
    client.force_login(publisher)
    return client


@pytest.mark.parametrize("slug", [*TAKEN, "Topics", "DESK"])
@pytest.mark.parametrize("kind", [SectionPage, StandardPage])
@pytest.mark.parametrize("live", [True, False])
def test_4_4_a_page_under_the_front_may_not_be_called_so(
    front: FrontPage, slug: str, kind: type[Page], live: bool
) -> None:
    with pytest.raises(ValidationError, match="answers at this address"):
        front.add_child(instance=kind(title="X", slug=slug, language="en", live=live))


@pytest.mark.parametrize("slug", ["city", "politics", "topic", "author", "comment", "en", "tr", "news"])
def test_4_4_every_other_name_is_free_and_what_is_under_it_is_reached(
    client: Client, front: FrontPage, slug: str
) -> None:
    story = make_story(make_section(front, "X", slug=slug))

    assert client.get(story.url).status_code == 200


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_4_4_a_new_address_is_taken_as_soon_as_it_is_there() -> None:
    new = [path("archive/<int:year>/", answer), path("<slug:any>/", answer)]

    found = set(_first_parts(new))

    assert "archive" in found
    assert set(TAKEN) <= taken_names()
    assert not {"", "city"} & taken_names()


def test_4_4_the_editor_says_why_and_takes_another_name(publishing: Client, front: FrontPage) -> None:
    url = f"/editor/pages/add/stories/sectionpage/{front.pk}/"
    form = {"title": "Topics", "slug": "", "introduction": "", "language": "en", "comments-TOTAL_FORMS": "0"}
    form |= {
        "comments-INITIAL_FORMS": "0",
        "go_live_at": "",
        "expire_at": "",
        "action-publish": "action-publish",
    }

    for slug in ("topics", ""):
        refused = publishing.post(url, {**form, "slug": slug})
        assert "answers at this address" in refused.content.decode(), slug
    taken = publishing.post(url, {**form, "slug": "all-topics"})

    assert taken.status_code == 302, taken.context["form"].errors
    assert SectionPage.objects.get().slug == "all-topics"


@pytest.mark.parametrize("alias", ["", "on"])
def test_4_4_a_copy_may_not_be_called_so_either(publishing: Client, front: FrontPage, alias: str) -> None:
    section = make_section(front)
    form = {"new_title": "Topics", "new_slug": "topics", "new_parent_page": front.pk, "alias": alias}

    answer = publishing.post(f"/editor/pages/{section.pk}/copy/", form)

    assert "answers at this address" in answer.content.decode()
    assert SectionPage.objects.count() == 1


def test_4_4_a_section_that_is_called_so_from_before_is_named_and_can_be_renamed(
    client: Client, front: FrontPage, tmp_path: Path
) -> None:
    section = make_section(front, "Topics of the day", slug="day")
    story = make_story(section, slug="swim")
    make_page(front, "About us", slug="about-us")
    Page.objects.filter(pk=section.pk).update(
        slug="topics", url_path=section.url_path.replace("/day/", "/topics/")
    )
    Page.objects.filter(pk=story.pk).update(url_path=story.url_path.replace("/day/", "/topics/"))

    (fault,) = addresses(DataDir(tmp_path))
    section = SectionPage.objects.get()
    section.slug = "of-the-day"
    publish(section)

    assert "Topics of the day" in fault.line
    assert f"/editor/pages/{section.pk}/edit/" in fault.line
    assert list(addresses(DataDir(tmp_path))) == []
    assert client.get("/of-the-day/swim/").status_code == 200
    assert client.get("/topics/swim/", follow=True).redirect_chain[-1][0].endswith("/of-the-day/swim/")
