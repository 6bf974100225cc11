"""5b.6 The map is an index of files that never outgrow their limits; only the file of what changes is made again."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from taggit.models import Tag
from tests.makers.many_stories import many_stories
from tests.makers.site_maps import MAP, files_of_map, mapped
from tests.makers.stories import make_author, make_page, make_paper, make_section, make_story, publish
from wagtail.models import PageViewRestriction

from kawaraban.press.models import ReprintOrder
from kawaraban.stories.lists.filling_lists import fill_lists
from kawaraban.stories.machines.site_maps import LONGEST_ADDRESS, NEWS_COUNT, public_addresses
from kawaraban.stories.models import ListedStory, MapPart, StoryPage
from kawaraban.stories.models.map_part import PART_NUMBERS, numbers_of, part_of
from kawaraban.stories.paper.actions import keep_author

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]

# Of one file, and of an index: sitemaps.org.
ADDRESSES, FILE_BYTES = 50_000, 50 * 1024 * 1024
AT = datetime(2026, 11, 1, tzinfo=UTC)
PAPER = "http://127.0.0.1:8000"


@pytest.fixture
def story() -> StoryPage:
    front = make_paper()
    make_page(front, "About")
    section = make_section(front, "City")
    return make_story(section, "Port reopens", topics=("Harbour",), authors=("Mika Sato",), published_at=AT)


def many(story: StoryPage, number: int) -> None:
    topic, author = story.topics.get(name="Harbour"), make_author("Mika Sato")
    many_stories(story, number, topic=topic, author=author, now=timezone.now())


def keys_ordered() -> set[str]:
    keys = {key for order in ReprintOrder.objects.all() for key in order.keys}
    ReprintOrder.objects.all().delete()
    return keys


def maps_ordered() -> set[str]:
    return {key for key in keys_ordered() if key.startswith("map-")}


def test_5b_06_every_page_stands_in_one_file_of_the_index(client: Client, story: StoryPage) -> None:
    many(story, 2 * PART_NUMBERS)
    draft = make_story(story.get_parent().specific, "A draft", live=False)

    files = files_of_map(client)

    listed = [
        entry.findtext(f"{MAP}loc") or ""
        for content in files.values()
        for entry in ElementTree.fromstring(content)
    ]
    assert len(listed) == len(set(listed))
    stories = {f"{PAPER}/city/port-reopens-{number}/" for number in range(2, 2 * PART_NUMBERS + 2)}
    assert stories | {f"{PAPER}{story.url}", f"{PAPER}/", f"{PAPER}/city/", f"{PAPER}/about/"} <= set(listed)
    assert {f"{PAPER}/topics/harbour/", f"{PAPER}/authors/mika-sato/", f"{PAPER}/policy/"} <= set(listed)
    assert not [url for url in listed if draft.slug in url]
    assert len([path for path in files if path.startswith("/sitemap-stories-")]) == 3


def test_5b_06_no_file_can_outgrow_what_one_may_hold(client: Client, story: StoryPage) -> None:
    (content,) = (content for path, content in files_of_map(client).items() if "stories" in path)

    beside = len(content) - len(f"{PAPER}{story.url}")
    assert PART_NUMBERS <= ADDRESSES
    assert beside + PART_NUMBERS * (LONGEST_ADDRESS + 150) < FILE_BYTES
    first, end = numbers_of(7)
    assert {part_of(first), part_of(end - 1)} == {7}
    assert (part_of(first - 1), part_of(end)) == (6, 8)


@pytest.mark.sqlite(
    "PostgreSQL keeps to the length of a thread's address: such a story cannot be published there"
)
def test_5b_06_an_address_that_no_map_may_name_is_left_out(client: Client, story: StoryPage) -> None:
    make_story(story.get_parent().specific, "Long", slug="\u6e2f" * 250)

    assert max(map(len, mapped(client))) <= LONGEST_ADDRESS
    assert f"{PAPER}{story.url}" in mapped(client)


def test_5b_06_a_change_prints_the_file_of_its_page_and_no_other(story: StoryPage) -> None:
    many(story, PART_NUMBERS)
    oldest, newest = StoryPage.objects.order_by("pk")[0], StoryPage.objects.order_by("pk").last()
    assert newest is not None
    assert part_of(oldest.pk) != part_of(newest.pk)
    publish(newest)
    maps_ordered()

    publish(newest)

    assert maps_ordered() == {f"map-stories-{part_of(newest.pk)}"}
    oldest.unpublish()
    assert maps_ordered() == {f"map-stories-{part_of(oldest.pk)}"}


def test_5b_06_a_file_carries_its_own_key_alone(client: Client, story: StoryPage) -> None:
    part = part_of(story.pk)

    answer = client.get(f"/sitemap-stories-{part}.xml")

    assert answer["Surrogate-Key"].split() == [f"map-stories-{part}"]
    assert {"feed", "front", "paper"} == set(client.get("/sitemap.xml")["Surrogate-Key"].split())


def test_5b_06_a_topic_and_a_name_come_with_their_first_story_and_go_with_the_last(
    client: Client, story: StoryPage
) -> None:
    section = story.get_parent().specific
    keys_ordered()

    second = make_story(section, "Tide", topics=("Harbour", "Gulls"), authors=("Mika Sato",))

    gulls = part_of(Tag.objects.get(name="Gulls").pk)
    assert {key for key in maps_ordered() if "stories" not in key} == {f"map-topics-{gulls}"}
    assert f"{PAPER}/topics/gulls/" in mapped(client)
    second.unpublish()
    assert {key for key in maps_ordered() if "stories" not in key} == {f"map-topics-{gulls}"}
    assert f"{PAPER}/topics/gulls/" not in mapped(client)
    assert f"{PAPER}/topics/harbour/" in mapped(client)
    StoryPage.objects.get(pk=story.pk).unpublish()
    assert not MapPart.objects.exists()
    assert client.get(f"/sitemap-stories-{part_of(story.pk)}.xml").status_code == 404
    assert not [url for url in mapped(client) if "/topics/" in url or "/authors/" in url]


def test_5b_06_a_name_with_another_address_has_its_file_printed_again(
    client: Client, story: StoryPage
) -> None:
    author = make_author("Mika Sato")
    author.slug = "sato"
    maps_ordered()

    keep_author(author, now=timezone.now())

    assert maps_ordered() == {f"map-authors-{part_of(author.pk)}"}
    assert f"{PAPER}/authors/sato/" in mapped(client)


def test_5b_06_all_addresses_come_one_after_the_other_and_none_is_left_out(story: StoryPage) -> None:
    many(story, PART_NUMBERS)

    addresses = public_addresses()

    assert iter(addresses) is addresses
    found = list(addresses)
    assert len(found) == len(set(found))
    assert {f"/city/port-reopens-{number}/" for number in range(2, PART_NUMBERS + 2)} <= set(found)
    assert {"/", "/city/", "/about/", "/topics/harbour/", "/authors/mika-sato/", "/policy/tr/"} <= set(found)
    assert {"/feed.xml", "/feeds/city.xml", "/sitemap.xml", "/sitemap-paper.xml"} <= set(found)
    assert {f"/sitemap-stories-{part.number}.xml" for part in MapPart.objects.filter(kind="stories")} <= set(
        found
    )


@pytest.mark.parametrize("number", ["9" * 5_000, "9" * 10, "9" * 9, "00", "٣", "²", "-1", ""])
def test_5b_06_a_file_that_there_is_not_is_not_found(client: Client, story: StoryPage, number: str) -> None:
    assert client.get(f"/sitemap-stories-{number}.xml").status_code == 404


def test_5b_06_robots_are_told_the_index_and_the_news(client: Client, story: StoryPage) -> None:
    told = client.get("/robots.txt").content.decode()

    assert [line for line in told.splitlines() if line.startswith("Sitemap: ")] == [
        f"Sitemap: {PAPER}/sitemap.xml",
        f"Sitemap: {PAPER}/news-sitemap.xml",
    ]


def test_5b_06_the_map_of_news_holds_a_thousand_of_two_days(client: Client, story: StoryPage) -> None:
    now = timezone.now()
    StoryPage.objects.filter(pk=story.pk).update(first_published_at=now)
    many(story, 60)  # the first is two hours older
    assert len(ElementTree.fromstring(client.get("/news-sitemap.xml").content)) == 47
    with connection.cursor() as cursor:
        many(story, NEWS_COUNT)
        cursor.execute("UPDATE stories_listedstory SET published_at = %s", [now - timedelta(hours=1)])

    assert len(ElementTree.fromstring(client.get("/news-sitemap.xml").content)) == NEWS_COUNT


def test_5b_06_an_old_paper_finds_its_lists_and_its_map(client: Client, story: StoryPage) -> None:
    kept = make_story(story.get_parent().specific, "Only for some", topics=("Secret",))
    PageViewRestriction.objects.create(page=kept, restriction_type=PageViewRestriction.LOGIN)
    make_story(story.get_parent().specific, "A draft", topics=("Harbour",), live=False)
    columns = ("story_id", "kind", "number", "published_at")
    lists = set(ListedStory.objects.values_list(*columns))
    parts = set(MapPart.objects.values_list("kind", "number"))
    ListedStory.objects.all().delete()
    MapPart.objects.all().delete()

    fill_lists(connection, now=timezone.now())

    assert len(lists) == 4
    assert set(ListedStory.objects.values_list(*columns)) == lists
    assert set(MapPart.objects.values_list("kind", "number")) == parts
