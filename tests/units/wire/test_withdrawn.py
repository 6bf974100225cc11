"""What an agency kills or holds back longer."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from tests.makers.agency_item import FAR, ITEM, Taking

from kawaraban.stories.models import SectionPage, StoryPage
from kawaraban.wire.actions import IngestLine, IngestOutcome, ingest
from kawaraban.wire.items import ItemVersion, RefusedItem, WireStory
from kawaraban.wire.models import WireItem
from kawaraban.wire.scheduling import scheduled_revision

pytestmark = pytest.mark.django_db


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
