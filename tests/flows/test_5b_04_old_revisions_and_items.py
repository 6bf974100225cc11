"""5b.4 Older revisions of stories go, where the paper says so; so does what an agency has not sent for long."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.makers.stories import make_story
from tests.units.wire.test_ingest import ITEM, take
from wagtail.models import Revision

from kawaraban.config.env import data_dir, read_knobs
from kawaraban.law.personal.letting_go import let_go
from kawaraban.stories.models import SectionPage, StoryPage
from kawaraban.wire.items import ItemVersion, RefusedItem

pytestmark = [pytest.mark.django_db, pytest.mark.newspaper]


@pytest.fixture
def revised(section: SectionPage) -> StoryPage:
    """Five revisions of long ago: the third is published, the fourth scheduled, the fifth the newest."""
    made = make_story(section, "Harbour")
    Revision.objects.all().delete()
    story: StoryPage = StoryPage.objects.get(pk=made.pk)
    for number in range(1, 6):
        story.title = f"Harbour {number}"
        revision = story.save_revision()
        if number == 3:
            revision.publish()
        if number == 4:
            Revision.objects.filter(pk=revision.pk).update(
                approved_go_live_at=timezone.now() + timedelta(days=99)
            )
    Revision.objects.update(created_at=timezone.now() - timedelta(days=40))
    return story


def titles() -> list[str]:
    return [revision.content["title"] for revision in Revision.objects.order_by("pk")]


def test_5b_04_revisions_stay_where_nobody_says_otherwise(revised: StoryPage) -> None:
    assert read_knobs(data_dir(), {})["keep_revisions_days"] == 0
    assert let_go(now=timezone.now())["revisions of stories"] == 0
    assert len(titles()) == 5


def test_5b_04_what_is_newest_published_or_scheduled_stays(revised: StoryPage, settings: Any) -> None:
    settings.KEEP_REVISIONS_DAYS = 41
    assert let_go(now=timezone.now())["revisions of stories"] == 0
    settings.KEEP_REVISIONS_DAYS = 30
    assert let_go(now=timezone.now())["revisions of stories"] == 2

    assert titles() == ["Harbour 3", "Harbour 4", "Harbour 5"]
    revised.refresh_from_db()
    assert revised.live
    assert revised.get_latest_revision_as_object().title == "Harbour 5"


def test_5b_04_an_item_goes_when_its_agency_has_not_sent_it_for_long(section: SectionPage) -> None:
    now = timezone.now()
    take(section, ITEM, now)
    take(section, ITEM, now + timedelta(days=300))

    # It still came three hundred days later: until long after that it is known again.
    assert let_go(now=now + timedelta(days=699))["wire items"] == 0
    assert let_go(now=now + timedelta(days=701))["wire items"] == 1
    assert StoryPage.objects.count() == 1


@pytest.mark.parametrize("is_withdrawn", [True, False], ids=["withdrawn", "unreadable"])
def test_5b_04_an_item_that_its_agency_sends_and_that_is_not_taken_is_known_for_as_long(
    section: SectionPage, *, is_withdrawn: bool
) -> None:
    now = timezone.now()
    take(section, ITEM, now)
    refused = RefusedItem(
        ITEM.guid, "", "killed", source=ITEM.source, version=ItemVersion(2), is_withdrawn=is_withdrawn
    )
    take(section, refused, now + timedelta(days=300))

    assert let_go(now=now + timedelta(days=699))["wire items"] == 0
    assert let_go(now=now + timedelta(days=701))["wire items"] == 1
