"""4.1 No page is kept from some readers: the editor does not offer it, and one that is nobody sees."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from tests.makers.site_maps import mapped
from tests.makers.stories import make_page, make_paper, make_section, make_story, publish
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from kawaraban.comments.models import Thread
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder
from kawaraban.stories.models import SectionPage, StandardPage, StoryPage

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]

KINDS = [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS]
LISTS = ("/", "/city/", "/feed.xml", "/feeds/city.xml", "/news-sitemap.xml", "/topics/ports/")


@pytest.fixture
def section() -> SectionPage:
    return make_section(make_paper(), slug="city", show_in_menus=True)


@pytest.fixture
def story(section: SectionPage) -> StoryPage:
    make_story(section, "Open to all", slug="open", topics=("Ports",))
    return make_story(section, "Only for some", slug="some", topics=("Ports",))


def ordered() -> tuple[set[str], set[bool]]:
    orders = ReprintOrder.objects.filter(reason="privacy")
    return {key for order in orders for key in order.keys}, {order.takes_away for order in orders}


@pytest.mark.parametrize("kind", KINDS)
def test_4_1_a_story_that_is_kept_from_readers_is_nowhere(story: StoryPage, kind: str) -> None:
    PageViewRestriction.objects.create(page=story, restriction_type=kind, password="x")

    reader = Client()
    assert reader.get(story.url).status_code == 404
    for address in LISTS:
        assert "Only for some" not in reader.get(address).content.decode(), address
        assert "/city/some/" not in reader.get(address).content.decode(), address
    assert "http://127.0.0.1:8000/city/open/" in mapped(reader)
    assert "http://127.0.0.1:8000/city/some/" not in mapped(reader)
    keys, takes_away = ordered()
    assert {story.key, "front", "feed", f"section-{story.get_parent().pk}", "topic-ports"} <= keys
    assert takes_away == {True}
    assert not Thread.objects.get(locator=story.key).is_open


def test_4_1_what_stands_under_a_section_is_kept_with_it(story: StoryPage, section: SectionPage) -> None:
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)

    reader = Client()
    assert {
        reader.get(url).status_code for url in ("/city/", "/city/some/", "/city/open/", "/feeds/city.xml")
    } == {404}
    assert "/city/" not in reader.get("/").content.decode()
    assert {story.key, "paper"} <= ordered()[0]


def test_4_1_readers_have_the_story_again_when_the_restriction_goes(story: StoryPage) -> None:
    restriction = PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    ReprintOrder.objects.all().delete()

    restriction.delete()

    assert Client().get(story.url).status_code == 200
    assert story.key in ordered()[0]
    assert Thread.objects.get(locator=story.key).is_open


def test_4_1_publishing_a_kept_story_again_opens_no_comments(story: StoryPage) -> None:
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)

    publish(story)

    assert not Thread.objects.get(locator=story.key).is_open
    assert Client().get(story.url).status_code == 404


def test_4_1_a_page_that_goes_with_its_restriction_goes(story: StoryPage) -> None:
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)

    story.delete()

    assert not PageViewRestriction.objects.exists()


def test_4_1_staff_sees_no_other_page_than_readers(client: Client, publisher: User, story: StoryPage) -> None:
    group = Group.objects.create(name="some")
    publisher.groups.add(group)
    restriction = PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(group)
    client.force_login(publisher)

    assert client.get(story.url).status_code == 404


def test_4_1_the_editor_offers_no_privacy_for_a_page(
    client: Client, publisher: User, story: StoryPage
) -> None:
    client.force_login(publisher)
    address = f"/editor/pages/{story.pk}/privacy/"

    page = client.get(f"/editor/pages/{story.pk}/edit/").content.decode()
    new = client.get(f"/editor/pages/add/stories/storypage/{story.get_parent().pk}/").content.decode()
    sent = client.post(address, {"restriction_type": "login", "password": "", "groups": []})

    assert "set-privacy" not in page + new
    assert client.get(address).status_code == sent.status_code == 404
    assert not PageViewRestriction.objects.exists()


def test_4_1_the_editor_offers_no_privacy_for_a_collection(
    client: Client, publisher: User, section: SectionPage
) -> None:
    client.force_login(publisher)
    collection = Collection.get_first_root_node().add_child(name="Harbour")
    address = f"/editor/collections/{collection.pk}/privacy/"

    page = client.get(f"/editor/collections/{collection.pk}/")
    sent = client.post(address, {"restriction_type": "login", "password": "", "groups": []})

    assert page.status_code == 200
    assert "set-privacy" not in page.content.decode()
    assert client.get(address).status_code == sent.status_code == 404
    assert not CollectionViewRestriction.objects.exists()


def test_4_1_a_page_kept_from_readers_leaves_the_foot_of_every_page(section: SectionPage) -> None:
    about: StandardPage = make_page(section.get_parent(), "About us", slug="about-us", show_in_menus=True)
    assert "/about-us/" in Client().get("/").content.decode()

    PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)

    assert "/about-us/" not in Client().get("/").content.decode()
