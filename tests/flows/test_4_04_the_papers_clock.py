"""4.4 The editor's clock is the paper's clock, wherever the server and the person stand."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.makers.editor_forms import PUBLISH, publish_new, story_form
from tests.makers.stories import make_paper, make_section, make_story
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from kawaraban.people.models import User
from kawaraban.stories.models import PaperSettings, SectionPage, StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture
def section() -> SectionPage:
    section = make_section(make_paper())
    PaperSettings.objects.update(time_zone="Europe/Berlin")
    return section


@pytest.fixture
def at_work(client: Client, publisher: User, section: SectionPage) -> Client:
    client.force_login(publisher)
    return client


def test_4_4_a_correction_is_told_at_the_time_that_was_typed(at_work: Client, section: SectionPage) -> None:
    story = publish_new(at_work, section, corrections=[("2026-11-28 23:30", "Nine, not ten.")])

    page = Client().get(story.url).content.decode()

    assert story.corrections.get().corrected_at == datetime(2026, 11, 28, 22, 30, tzinfo=UTC)
    assert 'datetime="2026-11-28T23:30:00+01:00"' in page
    assert "28 November 2026" in page


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2127-03-30 03:30", datetime(2127, 3, 30, 1, 30, tzinfo=UTC)),  # summer time
        ("2127-10-26 12:00", datetime(2127, 10, 26, 11, 0, tzinfo=UTC)),  # winter time
    ],
)
def test_4_4_a_schedule_is_kept_and_shown_as_it_was_typed(
    at_work: Client, section: SectionPage, typed: str, meant: datetime
) -> None:
    story = publish_new(at_work, section, go_live_at=typed, expire_at="2130-01-01 10:00")

    form = at_work.get(f"/editor/pages/{story.pk}/edit/").content.decode()

    assert not story.live
    assert story.latest_revision.as_object().go_live_at == meant
    assert f'value="{typed}"' in form
    assert 'value="2130-01-01 10:00"' in form


def test_4_4_the_hour_that_the_clocks_leave_out_is_refused(at_work: Client, section: SectionPage) -> None:
    url = f"/editor/pages/add/stories/storypage/{section.pk}/"

    answer = at_work.post(url, story_form(go_live_at="2027-03-28 02:30") | PUBLISH)

    assert answer.status_code == 200
    assert "go_live_at" in answer.context["form"].errors


def test_4_4_the_zone_stands_beside_every_field_of_time(at_work: Client, section: SectionPage) -> None:
    story = make_story(section)

    form = at_work.get(f"/editor/pages/{story.pk}/edit/").content.decode()
    new = at_work.get(f"/editor/pages/add/stories/storypage/{section.pk}/").content.decode()
    front = at_work.get(f"/editor/pages/{section.get_parent().pk}/edit/").content.decode()

    words = "By the paper&#x27;s clock: Europe/Berlin."
    assert form.count(words) >= 3  # goes live, expires, corrected
    assert new.count(words) >= 3
    assert front.count(words) >= 2
    assert "Europe/Berlin" in at_work.get("/desk/policy/new/").content.decode()
    assert "Europe/Berlin" in at_work.get("/editor/reads/").content.decode()


def test_4_4_another_zone_holds_from_the_next_request_on(at_work: Client, section: SectionPage) -> None:
    before = publish_new(at_work, section, slug="before", corrections=[("2026-11-28 23:30", "A.")])
    named = {"name": "X", "default_language": "en", "time_zone": "Asia/Tokyo"}

    at_work.post("/editor/paper-settings/edit/1/", named)
    after = publish_new(at_work, section, slug="after", corrections=[("2026-11-29 07:30", "B.")])
    form = at_work.get(f"/editor/pages/{before.pk}/edit/").content.decode()

    assert after.corrections.get().corrected_at == datetime(2026, 11, 28, 22, 30, tzinfo=UTC)
    assert 'value="2026-11-29 07:30"' in form
    assert "clock: Asia/Tokyo" in form


def test_4_4_a_clock_of_a_person_s_own_neither_counts_nor_is_offered(
    at_work: Client, publisher: User, section: SectionPage
) -> None:
    UserProfile.objects.update_or_create(
        user=publisher, defaults={"current_time_zone": "America/New_York", "preferred_language": "en"}
    )

    story = publish_new(at_work, section, corrections=[("2026-11-28 23:30", "Nine, not ten.")])
    account = at_work.get("/editor/account/").content.decode()

    assert story.corrections.get().corrected_at == datetime(2026, 11, 28, 22, 30, tzinfo=UTC)
    assert "current_time_zone" not in account
    assert "preferred_language" in account


def test_4_4_preview_and_history_go_by_the_papers_clock(at_work: Client, section: SectionPage) -> None:
    story = publish_new(at_work, section)
    at = datetime(2026, 11, 28, 22, 58, 3, tzinfo=UTC)
    StoryPage.objects.filter(pk=story.pk).update(first_published_at=at, last_published_at=at)
    story.revisions.update(created_at=at)
    PageLogEntry.objects.filter(page=story.pk).update(timestamp=at)
    url = f"/editor/pages/{story.pk}/edit/preview/"

    at_work.post(url, story_form(corrections=[("2026-11-28 23:30", "Nine, not ten.")]))
    preview = at_work.get(url).content.decode()
    history = at_work.get(f"/editor/pages/{story.pk}/history/").content.decode()

    assert 'datetime="2026-11-28T23:30:00+01:00"' in preview
    assert "11:58" in history or "23:58" in history
    assert "22:58" not in history
