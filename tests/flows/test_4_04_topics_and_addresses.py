"""4.4 A topic and a headline have an address whatever they are made of; a topic is one however it is written."""

import importlib

import pytest
from django.apps import apps
from django.test import Client
from taggit.models import Tag
from tests.makers.editor_forms import publish_new
from tests.makers.stories import make_author, make_paper, make_picture, make_section, make_story

from kawaraban.people.models import User
from kawaraban.stories.editors import grant
from kawaraban.stories.models import Author, SectionPage, StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture
def section() -> SectionPage:
    return make_section(make_paper())


@pytest.fixture
def at_work(client: Client, editor: User, section: SectionPage) -> Client:
    grant(editor)
    client.force_login(editor)
    return client


def test_4_4_topics_of_signs_have_addresses_and_so_has_a_headline(
    at_work: Client, section: SectionPage
) -> None:
    story = publish_new(at_work, section, title="🎉", slug="", topics="🎉, !!!, Paris, 🎊")

    page = Client().get(story.url)

    slugs = [topic.slug for topic in story.topics.all()]
    assert page.status_code == 200
    assert len(set(slugs)) == 4
    assert all(slug and Client().get(f"/topics/{slug}/").status_code == 200 for slug in slugs)
    assert story.slug.startswith("story-")
    assert "🎉" in page.content.decode()


def test_4_4_two_headlines_of_the_same_signs_have_two_addresses(
    at_work: Client, section: SectionPage
) -> None:
    one = publish_new(at_work, section, title="🎉", slug="")
    other = publish_new(at_work, section, title="🎉", slug="")

    assert one.slug != other.slug
    assert {Client().get(story.url).status_code for story in (one, other)} == {200}


def test_4_4_a_word_of_a_picture_that_becomes_a_topic_has_an_address(section: SectionPage) -> None:
    make_picture().tags.add("🎉")

    story = make_story(section, topics=("🎉",))

    assert story.topics.get().slug
    assert Client().get(story.url).status_code == 200


def test_4_4_a_topic_without_an_address_from_before_hides_no_story_and_is_mended(
    section: SectionPage,
) -> None:
    story = make_story(section, topics=("Paris",))
    tag = story.topics.get()
    Tag.objects.filter(pk=tag.pk).update(name="🎉", slug="")
    assert Client().get(story.url).status_code == 200

    migration = importlib.import_module("kawaraban.stories.migrations.0003_topics_have_addresses")
    migration.name_topics(apps, None)

    tag.refresh_from_db()
    assert tag.slug.startswith("topic-")
    assert Client().get(f"/topics/{tag.slug}/").status_code == 200


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("tr", ("Işık", "IŞIK", "ışık")),
        ("tr", ("İzmir", "izmir", "İZMİR")),
        ("en", ("Straße", "STRASSE", "straße")),
        ("en", ("ΟΔΟΣ", "οδος", "Οδός"[:2] + "ος")),
        ("en", ("Café", "CAFE\u0301", "cafe\u0301")),
        ("ar", ("ÇEVRE", "çevre", "Çevre")),
    ],
)
def test_4_4_one_topic_however_it_is_written(
    section: SectionPage, language: str, names: tuple[str, ...]
) -> None:
    for name in names:
        make_story(section, name, slug=f"s-{names.index(name)}", language=language, topics=(name,))

    (topic,) = Tag.objects.all()
    assert StoryPage.objects.filter(topics=topic).distinct().count() == len(names)


def test_4_4_a_border_is_no_nerve(section: SectionPage) -> None:
    story = make_story(section, language="tr", topics=("Sınır", "Sinir", "SINIR"))

    assert [topic.name for topic in story.topics.order_by("pk")] == ["Sınır", "Sinir"]


def test_4_4_a_new_story_of_a_turkish_section_finds_the_topic(at_work: Client, section: SectionPage) -> None:
    turkish = make_section(section.get_parent(), "Haber", language="tr")
    make_story(turkish, topics=("Işık",), language="tr")

    story = publish_new(at_work, turkish, title="IĞDIR'da IŞIK", slug="", topics="IŞIK")

    assert [topic.name for topic in story.topics.all()] == ["Işık"]
    assert story.slug == "ığdırda-ışık"


def test_4_4_an_author_is_one_in_capitals_too() -> None:
    author = make_author("Çiğdem Işık")

    assert make_author("ÇİĞDEM IŞIK") == author
    assert make_author("çiğdem ışık") == author
    assert make_author("Çiğdem Işıklı") != author
    assert Author.objects.count() == 2


def test_4_4_the_editor_s_browser_makes_small_letters_as_the_story_s_language_does(
    at_work: Client, section: SectionPage
) -> None:
    turkish = make_section(section.get_parent(), "Haber", language="tr")

    form = at_work.get(f"/editor/pages/add/stories/storypage/{turkish.pk}/").content.decode()
    english = at_work.get(f"/editor/pages/add/stories/storypage/{section.pk}/").content.decode()

    assert "data-w-slug-formatters-value" in form
    assert "data-w-slug-formatters-value" not in english
