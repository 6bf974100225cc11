"""4.4 A story in a second section is there at once and talked about in one place; a dead link becomes plain words."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.makers.comments import approved, sent
from tests.makers.site_maps import mapped
from tests.makers.stories import make_page, make_section, make_story, publish
from tests.page import Page

from kawaraban.comments.models import Thread
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder
from kawaraban.stories.editors import grant
from kawaraban.stories.models import SectionPage, StoryPage

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture
def story(section: SectionPage) -> StoryPage:
    return make_story(section, "Port reopens", slug="port", topics=("Ports",))


@pytest.fixture
def culture(section: SectionPage) -> SectionPage:
    return make_section(section.get_parent(), "Culture", slug="culture")


def keys_since(order: int) -> set[str]:
    return {key for order in ReprintOrder.objects.filter(pk__gt=order) for key in order.keys}


def now() -> int:
    return ReprintOrder.objects.latest("pk").pk


def test_4_4_an_alias_is_in_every_list_at_once(
    client: Client, editor: User, story: StoryPage, culture: SectionPage
) -> None:
    grant(editor)
    client.force_login(editor)
    before = now()

    answer = client.post(
        f"/editor/pages/{story.pk}/copy/",
        {"new_title": story.title, "new_slug": "port-too", "new_parent_page": culture.pk, "alias": "on"},
    )

    assert answer.status_code == 302, answer.context["form"].errors
    alias = StoryPage.objects.get(alias_of=story)
    reader = Client()
    assert {f"section-{culture.pk}", "front", "feed", "topic-ports", alias.key} <= keys_since(before)
    assert "/culture/port-too/" in ReprintOrder.objects.latest("pk").addresses
    for address in ("/culture/", "/feed.xml", "/feeds/culture.xml", "/topics/ports/"):
        assert "/culture/port-too/" in reader.get(address).content.decode(), address
    assert "http://127.0.0.1:8000/culture/port-too/" in mapped(reader)


def test_4_4_an_alias_names_its_source_and_shows_its_comments(
    story: StoryPage, culture: SectionPage, moderator: User
) -> None:
    alias = story.create_alias(parent=culture, update_slug="port-too")
    thread = Thread.objects.get(locator=story.key)
    approved(sent(thread, "What a day."), moderator)

    answer = Client().get(alias.url)

    page = answer.content.decode()
    assert Page(page).one('link[rel="canonical"]')["href"] == "http://127.0.0.1:8000/city/port/"
    assert "What a day." in page
    assert 'action="/comments/"' in page
    assert f"thread-{thread.pk}" in answer["Surrogate-Key"].split()
    assert not Thread.objects.filter(locator=alias.key).exists()
    rows = Client().get("/culture/").content.decode()
    assert "1 comment" in rows


def test_4_4_an_alias_that_becomes_a_story_has_comments_of_its_own(
    client: Client, editor: User, story: StoryPage, culture: SectionPage
) -> None:
    grant(editor)
    client.force_login(editor)
    alias = story.create_alias(parent=culture, update_slug="port-too")

    client.post(f"/editor/pages/{alias.pk}/convert_alias/")

    page = Client().get(alias.url).content.decode()
    assert Thread.objects.get(locator=f"story-{alias.pk}").is_open
    assert 'href="http://127.0.0.1:8000/culture/port-too/"' in page


def test_4_4_an_alias_of_a_section_brings_its_stories(story: StoryPage, section: SectionPage) -> None:
    copied = section.create_alias(recursive=True, update_slug="town")

    feed = ElementTree.fromstring(Client().get("/feed.xml").content)
    links = [link.text for link in feed.iterfind("channel/item/link")]
    assert "http://127.0.0.1:8000/town/port/" in links
    assert Client().get("/feeds/town.xml").status_code == 200
    assert copied.live


def linked(page: StoryPage | SectionPage) -> str:
    return f'<p>Read <a linktype="page" id="{page.pk}">the <b>story</b></a> and <a href="https://a.example/">this</a>.</p>'


@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_4_4_a_link_to_a_page_that_is_gone_becomes_words(
    client: Client, story: StoryPage, section: SectionPage, how: str
) -> None:
    naming = make_story(section, "About the port", body=linked(story))
    about = make_page(
        section.get_parent(),
        body=[{"type": "list", "value": [linked(story)]}, {"type": "paragraph", "value": linked(story)}],
    )
    assert 'href="/city/port/"' in client.get(naming.url).content.decode()
    before = now()

    getattr(story, how)()

    assert {naming.key, f"page-{about.pk}"} <= keys_since(before)
    for page in (naming, about):
        shown = Page(client.get(page.url).content).one("main")
        text = shown.one(".story-text") if page is naming else shown
        assert "Read the <b>story</b> and <a href" in text.markup
        assert "/city/port/" not in text.links
        assert not text.has("a:not([href])")


def test_4_4_a_link_lives_again_when_its_page_is_published_again(
    client: Client, story: StoryPage, section: SectionPage
) -> None:
    naming = make_story(section, "About the port", body=linked(story))
    story.unpublish()
    before = now()

    publish(StoryPage.objects.get(pk=story.pk))

    assert naming.key in keys_since(before)
    assert 'href="/city/port/"' in client.get(naming.url).content.decode()


def test_4_4_a_link_follows_its_page_when_the_section_is_renamed_or_the_story_moved(
    client: Client, story: StoryPage, section: SectionPage, culture: SectionPage
) -> None:
    naming = make_story(culture, "About the port", body=linked(story))
    before = now()

    section.slug = "town"
    publish(section)
    renamed = client.get(naming.url).content.decode()
    keys = keys_since(before)
    before = now()
    StoryPage.objects.get(pk=story.pk).move(culture, pos="last-child")

    assert naming.key in keys
    assert 'href="/town/port/"' in renamed
    assert naming.key in keys_since(before)
    assert 'href="/culture/port/"' in client.get(naming.url).content.decode()


def test_4_4_a_section_that_goes_takes_the_links_to_its_stories_along(
    client: Client, story: StoryPage, section: SectionPage, culture: SectionPage
) -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    naming = make_story(culture, "About the port", body=linked(story), published_at=at)
    before = now()

    SectionPage.objects.get(pk=section.pk).delete()

    assert naming.key in keys_since(before)
    assert "Read the <b>story</b>" in Page(client.get(naming.url).content).markup
