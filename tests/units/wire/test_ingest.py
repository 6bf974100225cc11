"""What a delivery does to the paper: made once, changed by newer versions, never over an editor's work."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError
from tests.makers.stories import make_story

from kawaraban.stories.models import Author, SectionPage, StoryPage
from kawaraban.wire.actions import IngestLine, IngestOutcome, ingest
from kawaraban.wire.cleaning import Block
from kawaraban.wire.items import ItemVersion, RefusedItem, WireStory
from kawaraban.wire.models import WireItem

pytestmark = pytest.mark.django_db

ITEM = WireStory(
    source="agency.example",
    guid="urn:1",
    version=ItemVersion(1),
    version_label="1",
    headline="Port reopens",
    lead="Ships sail again.",
    blocks=(
        Block("subheading", "Fleet"),
        Block("paragraph", "Two <b>ships</b> left."),
        Block("list", items=("one", "two")),
        Block("quote", "We sail."),
    ),
    language="tr-TR",
    dateline="Istanbul",
    bylines=("Ada Bo", "Cem Dağ"),
    topics=("Ports",),
    notes=("Usage terms: not for Mars.",),
)


def take(
    section: SectionPage, item: WireStory | RefusedItem, now: datetime, *, publish: bool = False
) -> IngestLine:
    (line,) = ingest([item], section=section, publish=publish, now=now).lines
    return line


def newer(number: int, headline: str = "Port is open") -> WireStory:
    return replace(ITEM, version=ItemVersion(number), version_label=str(number), headline=headline)


def edit(headline: str) -> None:
    story = StoryPage.objects.get().get_latest_revision_as_object()
    story.title = headline
    story.save_revision()


def drafted() -> StoryPage:
    story: StoryPage = StoryPage.objects.get().get_latest_revision_as_object()
    return story


def test_a_new_item_becomes_a_draft_with_everything_in_its_place(
    section: SectionPage, noon: datetime
) -> None:
    line = take(section, ITEM, noon)

    story = drafted()
    assert (line.outcome, line.story_pk) == (IngestOutcome.MADE, story.pk)
    assert line.words == "made, as a draft; Usage terms: not for Mars."
    assert (story.live, story.get_parent().specific) == (False, section)
    assert (story.title, story.lead, story.language, story.dateline) == (
        "Port reopens",
        "Ships sail again.",
        "tr",
        "Istanbul",
    )
    assert [block.block_type for block in story.body] == ["subheading", "paragraph", "list", "quote"]
    assert story.body[1].value.source == "<p>Two <b>ships</b> left.</p>"
    assert [item.source for item in story.body[2].value] == ["<p>one</p>", "<p>two</p>"]
    assert story.body[3].value["text"] == "We sail."
    assert [byline.author.name for byline in story.bylines.all()] == ["Ada Bo", "Cem Dağ"]
    assert [topic.name for topic in story.topics.all()] == ["Ports"]


def test_with_publish_readers_see_it_at_once(section: SectionPage, noon: datetime) -> None:
    line = take(section, ITEM, noon, publish=True)

    assert line.words.startswith("made and published")
    assert StoryPage.objects.get().live
    assert [topic.name for topic in StoryPage.objects.get().topics.all()] == ["Ports"]


def test_the_same_item_never_makes_two_stories(section: SectionPage, noon: datetime) -> None:
    take(section, ITEM, noon)

    lines = ingest([ITEM, ITEM], section=section, publish=True, now=noon).lines

    assert [line.outcome for line in lines] == [IngestOutcome.ALREADY_HERE] * 2
    assert lines[0].words == "already here: this version or a newer one"
    assert (StoryPage.objects.count(), StoryPage.objects.get().live) == (1, False)


def test_a_newer_version_changes_the_draft(section: SectionPage, noon: datetime) -> None:
    take(section, ITEM, noon)

    line = take(section, newer(2), noon)

    assert (line.outcome, line.words.split(";")[0]) == (IngestOutcome.UPDATED, "updated, as a draft")
    assert drafted().title == "Port is open"
    assert not StoryPage.objects.get().live


def test_a_newer_version_is_published_with_publish(section: SectionPage, noon: datetime) -> None:
    take(section, ITEM, noon, publish=True)

    line = take(section, newer(2), noon, publish=True)

    story = StoryPage.objects.get()
    assert line.words.startswith("updated and published")
    assert (story.title, story.live, story.has_unpublished_changes) == ("Port is open", True, False)
    assert story.bylines.count() == 2


def test_a_newer_version_of_a_published_story_waits_as_a_draft_without_publish(
    section: SectionPage, noon: datetime
) -> None:
    take(section, ITEM, noon, publish=True)

    take(section, newer(2), noon)

    assert (StoryPage.objects.get().title, drafted().title) == ("Port reopens", "Port is open")


def test_an_older_version_changes_nothing(section: SectionPage, noon: datetime) -> None:
    take(section, newer(3), noon)

    line = take(section, newer(2, "Old words"), noon, publish=True)

    assert line.outcome == IngestOutcome.ALREADY_HERE
    assert drafted().title == "Port is open"


def test_a_newer_version_with_the_same_words_changes_nothing_but_is_remembered(
    section: SectionPage, noon: datetime
) -> None:
    take(section, ITEM, noon)

    line = take(section, newer(5, ITEM.headline), noon)
    late = take(section, newer(4, "Late"), noon)

    assert line.words == "already here: the newer version says the same"
    assert late.outcome == IngestOutcome.ALREADY_HERE
    assert StoryPage.objects.get().revisions.count() == 1


def test_in_a_feed_other_words_at_the_same_time_are_a_newer_version(
    section: SectionPage, noon: datetime
) -> None:
    first = replace(ITEM, version=ItemVersion(at=noon), version_label="", words_are_version=True)
    take(section, first, noon)

    same = take(section, first, noon)
    other = take(section, replace(first, headline="Other words"), noon)
    stale = take(
        section, replace(first, headline="Stale", version=ItemVersion(at=noon - timedelta(hours=1))), noon
    )

    assert [same.outcome, other.outcome, stale.outcome] == [
        IngestOutcome.ALREADY_HERE,
        IngestOutcome.UPDATED,
        IngestOutcome.ALREADY_HERE,
    ]


def test_in_ninjs_other_words_under_the_same_version_change_nothing(
    section: SectionPage, noon: datetime
) -> None:
    take(section, ITEM, noon)

    line = take(section, newer(1, "Other words"), noon, publish=True)

    assert line.outcome == IngestOutcome.ALREADY_HERE
    assert drafted().title == "Port reopens"


def test_an_editors_work_is_not_written_over_and_it_is_said(section: SectionPage, noon: datetime) -> None:
    take(section, ITEM, noon, publish=True)
    edit("The editor's words")

    line = take(section, newer(2), noon, publish=True)

    story = StoryPage.objects.get()
    assert "an editor has changed the story since" in line.words
    assert (story.title, drafted().title) == ("Port reopens", "Port is open")
    assert "The editor's words" in [revision.as_object().title for revision in story.revisions.all()]


def test_after_that_the_editors_choice_is_known_again(section: SectionPage, noon: datetime) -> None:
    take(section, ITEM, noon, publish=True)
    edit("The editor's words")
    take(section, newer(2), noon, publish=True)
    edit("The editor again")

    line = take(section, newer(3, "Third"), noon, publish=True)

    assert "an editor has changed the story since" in line.words
    assert StoryPage.objects.get().title == "Port reopens"


def test_a_locked_story_is_left_alone_until_it_is_free(section: SectionPage, noon: datetime) -> None:
    take(section, ITEM, noon)
    StoryPage.objects.update(locked=True)

    locked = take(section, newer(2), noon)
    StoryPage.objects.update(locked=False)
    free = take(section, newer(2), noon)

    assert "locked" in locked.words
    assert free.outcome == IngestOutcome.UPDATED


def test_a_story_that_was_thrown_away_does_not_come_again(section: SectionPage, noon: datetime) -> None:
    take(section, ITEM, noon)
    StoryPage.objects.get().delete()

    line = take(section, newer(2), noon)

    assert line.words == "already here: its story was deleted and is not made again"
    assert (StoryPage.objects.count(), WireItem.objects.get().story) == (0, None)


def test_an_embargoed_story_is_scheduled_and_not_published(section: SectionPage, noon: datetime) -> None:
    embargoed = replace(ITEM, embargoed_until=noon + timedelta(days=3650))

    line = take(section, embargoed, noon, publish=True)

    story = StoryPage.objects.get()
    assert "embargoed: it appears at 2036-" in line.words
    assert (story.live, story.approved_schedule) == (False, True)


def test_an_embargo_that_a_newer_version_lifts_no_longer_holds(section: SectionPage, noon: datetime) -> None:
    take(section, replace(ITEM, embargoed_until=noon + timedelta(days=3650)), noon, publish=True)

    take(section, newer(2), noon, publish=True)

    assert StoryPage.objects.get().live


def test_a_cancellation_names_the_story_that_is_here_and_leaves_it(
    section: SectionPage, noon: datetime
) -> None:
    take(section, ITEM, noon, publish=True)

    line = take(section, RefusedItem("urn:1", "Port reopens", "the agency has cancelled it"), noon)

    assert (line.outcome, line.story_pk) == (IngestOutcome.REFUSED, StoryPage.objects.get().pk)
    assert "the editor decides" in line.words
    assert StoryPage.objects.get().live


def test_an_item_that_the_paper_cannot_hold_is_refused_and_leaves_no_trace(
    section: SectionPage, noon: datetime
) -> None:
    report = ingest(
        [replace(ITEM, headline="x" * 300), replace(ITEM, guid="urn:2")],
        section=section,
        publish=False,
        now=noon,
    )

    assert [line.outcome for line in report.lines] == [IngestOutcome.REFUSED, IngestOutcome.MADE]
    assert (StoryPage.objects.count(), WireItem.objects.get().guid) == (1, "urn:2")
    assert report.took_anything


def test_a_delivery_that_breaks_in_its_middle_leaves_nothing(section: SectionPage, noon: datetime) -> None:
    too_large = replace(ITEM, guid="urn:2", version=ItemVersion(10**30))

    with pytest.raises((DatabaseError, OverflowError)):
        ingest([ITEM, too_large], section=section, publish=True, now=noon)

    assert (StoryPage.objects.count(), WireItem.objects.count(), Author.objects.count()) == (0, 0, 0)


def test_an_author_whom_the_paper_knows_is_not_made_again(section: SectionPage, noon: datetime) -> None:
    Author.objects.create(name="ada bo", slug="ada")

    take(section, ITEM, noon)

    assert sorted(Author.objects.values_list("name", flat=True)) == ["Cem Dağ", "ada bo"]


def test_a_language_that_the_paper_does_not_speak_is_said(section: SectionPage, noon: datetime) -> None:
    line = take(section, replace(ITEM, language="de"), noon)

    assert "its language de is not one of the paper's: the section's is taken" in line.words
    assert drafted().language == "en"


def test_an_item_never_meets_a_story_that_did_not_come_over_the_wire(
    section: SectionPage, noon: datetime
) -> None:
    make_story(section, "Port reopens", slug="port-reopens")

    take(section, ITEM, noon)

    assert sorted(StoryPage.objects.values_list("slug", flat=True)) == ["port-reopens", "port-reopens-2"]
