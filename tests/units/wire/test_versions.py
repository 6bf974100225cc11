"""Versions whose times say nothing, items under another name, and the dates and authors that they bring."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.makers.agency_item import ITEM, Taking
from tests.makers.wire import utc

from kawaraban.stories.machines.site_maps import news_entries
from kawaraban.stories.models import Author, SectionPage, StoryPage
from kawaraban.wire.actions import IngestLine, IngestOutcome, ingest
from kawaraban.wire.cleaning import Block
from kawaraban.wire.items import ItemVersion, RefusedItem, WireStory
from kawaraban.wire.models import WireItem

pytestmark = pytest.mark.django_db
OF_OLD = "25f6e7a7aa3c9549ce778fdc7e4da63e5dba9c35c76fb09f5f963dfc473fbbab"


@pytest.fixture
def take(section: SectionPage, noon: datetime) -> Taking:
    def taken(item: WireStory | RefusedItem, *, publish: bool = False, now: datetime = noon) -> IngestLine:
        (line,) = ingest([item], section=section, publish=publish, now=now).lines
        return line

    return taken


FEED = replace(ITEM, embargoed_until=None, version=ItemVersion(), version_label="", words_are_version=True)


def words(item: WireStory, headline: str, at: datetime | None = None, label: str = "") -> WireStory:
    return replace(
        item, headline=headline, version=ItemVersion(at=at) if at else ItemVersion(), version_label=label
    )


def test_without_times_words_that_never_came_are_newer_and_old_ones_are_not(take: Taking) -> None:
    outcomes = [take(words(FEED, headline)).outcome for headline in ("A", "B", "A", "C", "B", "C")]

    assert outcomes == [
        IngestOutcome.MADE,
        IngestOutcome.UPDATED,
        IngestOutcome.ALREADY_HERE,
        IngestOutcome.UPDATED,
        IngestOutcome.ALREADY_HERE,
        IngestOutcome.ALREADY_HERE,
    ]
    assert StoryPage.objects.get().get_latest_revision_as_object().title == "C"


def test_a_correction_whose_time_cannot_be_read_is_taken_and_the_known_time_stays(
    take: Taking, noon: datetime
) -> None:
    take(words(FEED, "A", noon, "Sat, 28 Nov 2026 12:00:00 GMT"))

    assert take(words(FEED, "B", None, "28.11.2026 12:00")).outcome == IngestOutcome.UPDATED
    assert take(words(FEED, "A", noon, "Sat, 28 Nov 2026 12:00:00 GMT")).outcome == IngestOutcome.ALREADY_HERE


def test_other_words_of_an_older_time_are_named(take: Taking) -> None:
    take(words(FEED, "A", utc("2026-11-28T10:00:00")))

    line = take(words(FEED, "B", utc("2026-11-28T09:00:00")))

    assert line.words == (
        "already here: its words differ, but it is older than the version of 2026-11-28 10:00 UTC: not taken"
    )
    assert take(replace(ITEM, guid="x")).outcome == IngestOutcome.MADE
    assert (
        "its words differ under the same version: not taken"
        in take(replace(ITEM, guid="x", headline="B")).words
    )


def test_a_time_that_an_older_program_read_wrongly_is_read_anew(take: Taking) -> None:
    """ "19:00 JST" once was 19:00 UTC: the correction of 10:30 UTC is newer all the same."""
    take(words(FEED, "A", utc("2026-11-28T19:00:00"), "Sat, 28 Nov 2026 19:00:00 JST"))

    line = take(words(FEED, "B", utc("2026-11-28T10:30:00"), "Sat, 28 Nov 2026 19:30:00 +0900"))

    assert line.outcome == IngestOutcome.UPDATED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("http://agency.example/1?a=b", "https://agency.example/1?a=b"),
        ("https://agency.example/1", "http://agency.example/1"),
        ("http://AGENCY.example:80/1", "https://agency.example/1"),
    ],
)
def test_over_http_and_https_an_item_is_one(take: Taking, before: str, after: str) -> None:
    take(replace(FEED, guid=before))

    assert take(replace(FEED, guid=after)).outcome == IngestOutcome.ALREADY_HERE
    assert take(replace(FEED, guid=after, headline="B")).outcome == IngestOutcome.UPDATED
    assert take(replace(FEED, guid=before, headline="B")).outcome == IngestOutcome.ALREADY_HERE
    assert StoryPage.objects.count() == 1


def test_an_item_is_known_under_the_name_that_it_had_before_it_was_made_whole(take: Taking) -> None:
    take(replace(FEED, source="feed.example", guid="/news/1"))

    whole = replace(FEED, headline="B", former_names=(("feed.example", "/news/1"),))
    assert take(whole).outcome == IngestOutcome.UPDATED
    assert take(replace(whole, former_names=())).outcome == IngestOutcome.ALREADY_HERE


def test_where_a_paper_has_it_twice_already_each_stays_itself(take: Taking) -> None:
    for guid in ("http://agency.example/1", "https://agency.example/1"):
        WireItem.objects.update(key="hidden")
        take(replace(FEED, guid=guid))
    WireItem.objects.update(key="//agency.example/1")

    take(replace(FEED, guid="https://agency.example/1", headline="B"))
    take(replace(FEED, guid="http://agency.example/1", headline="C"))

    stories = StoryPage.objects.order_by("pk")
    assert [story.get_latest_revision_as_object().title for story in stories] == ["C", "B"]


def test_the_agencys_date_is_the_first_publication_and_old_news_are_no_news(
    take: Taking, noon: datetime
) -> None:
    old = noon - timedelta(days=4000)
    take(replace(FEED, published_at=old), publish=True)
    story = StoryPage.objects.get()

    assert (story.live, story.first_published_at, story.updated_at) == (True, old, None)
    assert news_entries(noon) == []
    take(replace(FEED, headline="B", published_at=noon), publish=True)
    assert StoryPage.objects.get().first_published_at == old


@pytest.mark.parametrize("days", [1, 4000])
def test_a_date_in_the_future_is_not_taken(take: Taking, days: int) -> None:
    before = datetime.now(UTC)

    take(replace(FEED, published_at=before + timedelta(days=days)), publish=True, now=before)

    first = StoryPage.objects.get().first_published_at
    assert before <= first <= datetime.now(UTC)


def test_a_draft_and_a_story_under_embargo_have_no_date_yet(take: Taking, noon: datetime) -> None:
    take(replace(FEED, published_at=noon - timedelta(days=9)))
    take(replace(ITEM, guid="urn:2", published_at=noon - timedelta(days=9)), publish=True)

    assert [story.first_published_at for story in StoryPage.objects.all()] == [None, None]


def test_a_flash_is_published_with_its_lead_and_a_headline_alone_stays_a_draft(take: Taking) -> None:
    flash = replace(FEED, lead="A quake off the coast.", blocks=())
    alone = replace(FEED, guid="urn:2", headline="A quake", lead="", blocks=())

    assert take(flash, publish=True).words == "made and published"
    assert (
        take(alone, publish=True).words == "made, as a draft; a flash of a headline alone: it stays a draft"
    )
    assert [story.live for story in StoryPage.objects.order_by("pk")] == [True, False]
    assert take(replace(alone, lead="Nobody is hurt."), publish=True).words == "updated and published"


def test_headlines_and_topics_of_signs_get_an_address(take: Taking) -> None:
    signs = [
        replace(FEED, guid=f"urn:{n}", headline=words, topics=("🎊", "…")) for n, words in enumerate("🎉…")
    ]

    assert [take(item, publish=True).words for item in signs] == ["made and published"] * 2
    for story in StoryPage.objects.all():
        assert story.slug


def test_whoever_is_written_in_capitals_is_the_same_author(take: Taking) -> None:
    take(replace(FEED, bylines=("Çiğdem Işık", "Rae Finn")))
    take(replace(FEED, guid="urn:2", bylines=("ÇİĞDEM IŞIK", "RAE FINN", "Rene\u0301e Roe")))
    take(replace(FEED, guid="urn:3", bylines=("Renée Roe",)))

    assert sorted(Author.objects.values_list("name", flat=True)) == [
        "Rae Finn",
        "Rene\u0301e Roe",
        "Çiğdem Işık",
    ]


def test_what_an_older_program_took_is_known_by_its_words(take: Taking) -> None:
    take(replace(FEED, guid="http://agency.example/1"))
    of_old = FEED.former_digest(
        "agency.example", "http://agency.example/1", ["Link: http://agency.example/1"]
    )
    WireItem.objects.update(digest=of_old, taken_digests=[of_old], notes=["Link: http://agency.example/1"])

    changed = replace(FEED, guid="https://agency.example/1", notes=("Link: https://agency.example/1",))
    assert [take(changed).outcome, take(changed).outcome] == [IngestOutcome.ALREADY_HERE] * 2
    assert WireItem.objects.get().notes == ["Link: https://agency.example/1"]
    assert take(replace(changed, headline="B")).outcome == IngestOutcome.UPDATED


def test_the_digest_of_old_is_what_the_older_program_made() -> None:
    """The stored digests of papers that are upgraded: this one was made by the version before."""
    item = replace(
        FEED, blocks=(Block("paragraph", "Two."), Block("list", items=("a", "b"))), topics=("Ports",)
    )

    assert item.former_digest("agency.example", "https://agency.example/1", ["Link: x"]) == OF_OLD


def test_other_notes_make_no_version_and_are_kept(take: Taking) -> None:
    take(replace(FEED, notes=("Usage terms: today.",)), publish=True)

    line = take(replace(FEED, notes=("Usage terms: never.",)), publish=True)

    assert (line.outcome, StoryPage.objects.get().revisions.count()) == (IngestOutcome.ALREADY_HERE, 1)
    assert WireItem.objects.get().notes == ["Usage terms: never."]
