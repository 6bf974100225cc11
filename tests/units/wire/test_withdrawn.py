"""What an agency kills or holds back longer, and versions whose times say nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from tests.makers.wire import utc

from kawaraban.stories.machines.site_maps import news_entries
from kawaraban.stories.models import Author, SectionPage, StoryPage
from kawaraban.wire.actions import IngestLine, IngestOutcome, ingest
from kawaraban.wire.cleaning import Block
from kawaraban.wire.items import ItemVersion, RefusedItem, WireStory
from kawaraban.wire.models import WireItem
from kawaraban.wire.scheduling import scheduled_revision

pytestmark = pytest.mark.django_db

Taking = Callable[..., IngestLine]
OF_OLD = "25f6e7a7aa3c9549ce778fdc7e4da63e5dba9c35c76fb09f5f963dfc473fbbab"
FAR = datetime(2036, 11, 20, tzinfo=UTC)
ITEM = WireStory(
    source="agency.example",
    guid="https://agency.example/1",
    version=ItemVersion(1),
    version_label="1",
    headline="Result of the vote",
    lead="One.",
    blocks=(Block("paragraph", "Two."),),
    embargoed_until=FAR,
)


@pytest.fixture
def take(section: SectionPage, noon: datetime) -> Taking:
    def taken(item: WireStory | RefusedItem, *, publish: bool = False, now: datetime = noon) -> IngestLine:
        (line,) = ingest([item], section=section, publish=publish, now=now).lines
        return line

    return taken


def killed(number: int, reason: str = "the agency has cancelled it") -> RefusedItem:
    return RefusedItem(
        ITEM.guid, "", reason, source=ITEM.source, version=ItemVersion(number), is_withdrawn=True
    )


def version(number: int, **changed: Any) -> WireStory:
    return replace(
        ITEM, version=ItemVersion(number), version_label=str(number), headline=f"Version {number}", **changed
    )


def goes_live_at() -> datetime | None:
    revision = scheduled_revision(StoryPage.objects.get())
    return revision.approved_go_live_at if revision else None


def publish_what_is_due(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    from wagtail.management.commands import publish_scheduled

    monkeypatch.setattr(publish_scheduled.timezone, "now", lambda: at)
    call_command("publish_scheduled", verbosity=0)


def test_what_is_killed_under_embargo_is_not_published_when_the_embargo_ends(
    take: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(ITEM, publish=True)
    assert goes_live_at() == FAR

    line = take(killed(2), publish=True)

    assert (line.outcome, goes_live_at()) == (IngestOutcome.UPDATED, None)
    assert (
        line.words == "the agency has cancelled it: its story is taken off the schedule and stays as a draft"
    )
    publish_what_is_due(monkeypatch, FAR + timedelta(days=1))
    assert not StoryPage.objects.get().live


def test_a_kill_is_obeyed_without_publish_in_locked_stories_and_after_an_editors_change(take: Taking) -> None:
    take(ITEM, publish=True)
    story = StoryPage.objects.get().get_latest_revision_as_object()
    story.title = "The editor's words"
    story.save_revision()
    StoryPage.objects.update(locked=True)

    take(killed(2, "the agency withholds it"))

    assert goes_live_at() is None
    assert StoryPage.objects.get().get_latest_revision_as_object().title == "The editor's words"


def test_after_a_kill_older_versions_stay_away_and_a_newer_one_comes_back(take: Taking) -> None:
    take(ITEM, publish=True)
    take(killed(3), publish=True)

    late = take(version(2), publish=True)
    again = take(ITEM, publish=True)
    assert (late.outcome, again.outcome, goes_live_at()) == (
        IngestOutcome.ALREADY_HERE,
        IngestOutcome.ALREADY_HERE,
        None,
    )
    assert WireItem.objects.get().notes[0] == "Withdrawn: the agency has cancelled it"

    back = take(version(4), publish=True)
    assert (back.outcome, goes_live_at(), WireItem.objects.get().withdrawn_at) == (
        IngestOutcome.UPDATED,
        FAR,
        None,
    )
    assert not any("Withdrawn" in note for note in WireItem.objects.get().notes)


def test_a_kill_that_comes_before_its_item_is_remembered(take: Taking) -> None:
    assert take(killed(2)).outcome == IngestOutcome.REFUSED

    assert take(ITEM, publish=True).outcome == IngestOutcome.ALREADY_HERE
    assert StoryPage.objects.count() == 0
    assert take(version(3), publish=True).outcome == IngestOutcome.MADE


def test_a_kill_older_than_the_version_here_and_one_from_somebody_else_change_nothing(take: Taking) -> None:
    take(version(5), publish=True)

    take(killed(2))
    take(replace(killed(9), source="other.example"))

    assert goes_live_at() == FAR


def test_what_readers_see_stays_and_what_was_to_follow_does_not(take: Taking) -> None:
    take(replace(ITEM, embargoed_until=None), publish=True)
    take(version(2), publish=True)
    assert (StoryPage.objects.get().live, goes_live_at()) == (True, FAR)

    line = take(killed(3), publish=True)

    assert (StoryPage.objects.get().live, goes_live_at()) == (True, None)
    assert "the public story stays, the editor decides" in line.words
    assert take(killed(3)).words.endswith("its story is here and stays as it is: the editor decides")


def test_a_draft_stays_and_the_editor_is_told(take: Taking) -> None:
    take(ITEM)

    line = take(killed(2))

    assert (
        line.words == "refused: the agency has cancelled it; its draft is here and stays: do not publish it"
    )
    assert WireItem.objects.get().notes[0] == "Withdrawn: the agency has cancelled it"


@pytest.mark.parametrize("publish", [True, False])
def test_a_later_embargo_moves_the_schedule_with_or_without_publish(take: Taking, publish: bool) -> None:
    take(ITEM, publish=True)

    line = take(version(2, embargoed_until=FAR + timedelta(days=1)), publish=publish)

    assert (line.outcome, goes_live_at()) == (IngestOutcome.UPDATED, FAR + timedelta(days=1))


def test_a_later_embargo_under_the_same_version_or_of_an_edited_or_locked_story_holds_too(
    take: Taking,
) -> None:
    take(ITEM, publish=True)
    take(replace(ITEM, embargoed_until=FAR + timedelta(days=1)))
    assert goes_live_at() == FAR + timedelta(days=1)

    StoryPage.objects.update(locked=True)
    take(version(2, embargoed_until=FAR + timedelta(days=2)), publish=True)
    assert goes_live_at() == FAR + timedelta(days=2)

    StoryPage.objects.update(locked=False)
    story = StoryPage.objects.get().get_latest_revision_as_object()
    story.title = "The editor's words"
    story.save_revision()
    line = take(version(3, embargoed_until=FAR + timedelta(days=3)), publish=True)
    assert goes_live_at() == FAR + timedelta(days=3)
    assert "an editor has changed the story since" in line.words


def test_moving_the_schedule_is_no_editors_change(take: Taking) -> None:
    take(ITEM, publish=True)
    take(replace(ITEM, embargoed_until=FAR + timedelta(days=1)))

    line = take(version(2, embargoed_until=FAR + timedelta(days=1)), publish=True)

    assert "an editor" not in line.words


@pytest.mark.parametrize("publish", [True, False])
def test_an_embargo_on_a_public_story_comes_too_late_and_the_editor_is_told(
    take: Taking, publish: bool
) -> None:
    take(replace(ITEM, embargoed_until=None), publish=True)

    line = take(version(2), publish=publish)

    assert "its story is public already and stays: the editor decides" in line.words
    assert WireItem.objects.get().notes == ["Embargoed until 2036-11-20 00:00 UTC, but public already"]
    assert (StoryPage.objects.get().live, StoryPage.objects.get().title) == (True, "Result of the vote")


@pytest.mark.parametrize("until", [None, FAR - timedelta(days=1)])
def test_an_earlier_embargo_counts_with_publish_only(take: Taking, until: datetime | None) -> None:
    take(ITEM, publish=True)

    take(version(2, embargoed_until=until))
    assert goes_live_at() == FAR
    take(version(3, embargoed_until=until), publish=True)

    assert (goes_live_at(), StoryPage.objects.get().live) == (until, until is None)


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
