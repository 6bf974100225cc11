"""5b.1 One row leads from every old address of a renamed section; what its stories did since is not forgotten."""

from urllib.parse import quote

import pytest
from django.test import Client
from tests.makers.stories import make_paper, make_section, make_story, publish
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from kawaraban.stories.models import SectionPage, StoryPage

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture
def sea() -> SectionPage:
    return make_section(make_paper(), "Sea", slug="sea")


@pytest.fixture
def city(sea: SectionPage) -> SectionPage:
    return make_section(sea.get_parent().specific, "City", slug="city")


@pytest.fixture
def port(city: SectionPage) -> StoryPage:
    return make_story(city, "Port", slug="port")


def named(page: SectionPage | StoryPage, slug: str) -> None:
    page = type(page).objects.get(pk=page.pk)
    page.slug = slug
    publish(page)


def leads(address: str) -> str | int:
    """Where a reader of the address is at the end; or the status that they get there."""
    for _step in range(5):
        answer = Client().get(address)
        if answer.status_code != 301:
            return address if answer.status_code == 200 else answer.status_code
        address = answer["Location"]
    return "round in a circle"


def test_5b_01_one_row_leads_from_all_old_addresses(city: SectionPage, port: StoryPage) -> None:
    make_story(city, "Quay", slug="quay")

    named(city, "town")

    assert Redirect.objects.filter(redirect_page__isnull=False).count() == 1
    assert leads("/city/") == "/town/"
    assert leads("/city/port/") == leads("/city/port") == "/town/port/"
    assert leads("/city/quay/?page=2") == "/town/quay/"
    assert leads("/city/none/") == leads("/city/port/more/") == 404


def test_5b_01_every_name_that_it_ever_had_leads_to_it(city: SectionPage, port: StoryPage) -> None:
    for slug in ("town", "village", "city", "place"):
        named(city, slug)

    assert {leads(f"/{slug}/port/") for slug in ("city", "town", "village", "place")} == {"/place/port/"}


def test_5b_01_a_story_that_was_renamed_since_is_found_under_each_name(
    city: SectionPage, port: StoryPage
) -> None:
    named(city, "town")
    named(port, "harbour")
    named(city, "village")

    assert leads("/city/port/") == leads("/town/port/") == "/village/harbour/"
    assert leads("/city/harbour/") == leads("/town/harbour/") == "/village/harbour/"


def test_5b_01_a_story_that_left_the_section_since_is_found_under_each_name(
    city: SectionPage, sea: SectionPage, port: StoryPage
) -> None:
    named(city, "town")
    StoryPage.objects.get(pk=port.pk).move(SectionPage.objects.get(pk=sea.pk), pos="last-child")
    named(city, "village")
    named(sea, "coast")

    assert leads("/city/port/") == leads("/town/port/") == leads("/sea/port/") == "/coast/port/"


def test_5b_01_another_story_under_the_same_address_is_not_taken_for_it(
    city: SectionPage, port: StoryPage
) -> None:
    named(port, "harbour")
    make_story(SectionPage.objects.get(pk=city.pk), "The new port", slug="port")
    assert leads("/city/port/") == "/city/port/"

    named(city, "town")

    assert leads("/city/port/") == "/town/port/", "who knows the address met the story that stood there last"
    assert leads("/city/harbour/") == "/town/harbour/"


def test_5b_01_a_story_of_a_later_time_does_not_take_the_readers_of_an_older_one(
    city: SectionPage, port: StoryPage
) -> None:
    named(city, "town")
    named(port, "harbour")
    make_story(SectionPage.objects.get(pk=city.pk), "The new port", slug="port")
    named(city, "village")

    assert leads("/city/port/") == "/village/harbour/"
    assert leads("/town/port/") == "/village/port/"


def test_5b_01_a_new_section_at_the_old_address_keeps_the_links(city: SectionPage, port: StoryPage) -> None:
    named(city, "town")
    new = make_section(city.get_parent().specific, "City", slug="city")
    make_story(new, "Market", slug="market")

    assert leads("/city/") == "/city/"
    assert leads("/city/market/") == "/city/market/"
    assert leads("/city/port/") == "/town/port/"


def test_5b_01_nobody_is_led_to_what_readers_may_not_see(city: SectionPage, port: StoryPage) -> None:
    make_story(city, "Draft", slug="draft", live=False)
    for slug in ("town", "city", "town"):
        named(city, slug)
    hidden = make_story(SectionPage.objects.get(pk=city.pk), "Hidden", slug="hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)

    assert Client().get("/city/draft/").status_code == 404
    assert leads("/city/hidden/") == leads("/town/hidden/") == 404

    StoryPage.objects.get(pk=port.pk).unpublish()
    assert leads("/city/port/") == 410


def test_5b_01_two_that_changed_their_addresses_are_gone_and_lead_nobody_round(
    city: SectionPage, sea: SectionPage, port: StoryPage
) -> None:
    quay = make_story(city, "Quay", slug="quay")
    make_story(sea, "Another port", slug="port")
    for page, slug in (
        (port, "empty"),
        (quay, "port"),
        (port, "quay"),
        (city, "x"),
        (sea, "city"),
        (city, "sea"),
    ):
        named(page, slug)
    assert leads("/city/quay/") == "/sea/quay/"

    for story in StoryPage.objects.all():
        story.unpublish()

    gone = {f"/{section}/{slug}/" for section in ("city", "sea") for slug in ("port", "quay")}
    assert {leads(address) for address in gone} == {410}


def test_5b_01_what_an_editor_wrote_goes_before(city: SectionPage, port: StoryPage) -> None:
    Redirect.add_redirect("/city/port/", "/sea/", is_permanent=False)
    Redirect.add_redirect("/old/", city)

    named(city, "town")

    answer = Client().get("/city/port/")
    assert (answer.status_code, answer["Location"]) == (302, "/sea/")
    assert leads("/old/") == "/town/"
    assert leads("/old/port/") == 404, "an editor's row leads from one address"


def test_5b_01_the_same_path_of_another_host_is_no_circle(city: SectionPage) -> None:
    Redirect.add_redirect("/city/1998/", "https://archive.example.org/city/1998/")
    Redirect.add_redirect("/city/1999/", "http://testserver/city/1999/")

    answer = Client().get("/city/1998/")
    assert (answer.status_code, answer["Location"]) == (301, "https://archive.example.org/city/1998/")
    assert leads("/city/1999/") == 404


def test_5b_01_letters_of_every_language_are_led_on(city: SectionPage) -> None:
    named(city, "都市")
    make_story(SectionPage.objects.get(pk=city.pk), "港が再開", slug="港が再開")

    named(city, "şehir")

    wanted = f"/{quote('şehir')}/{quote('港が再開')}/"
    assert leads(f"/{quote('都市')}/{quote('港が再開')}/") == leads(f"/city/{quote('港が再開')}/") == wanted
