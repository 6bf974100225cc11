"""2.9: the editor's page of reads: totals, curves, what was not counted and why, and all of it as files."""

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.makers.stories import make_story
from tests.page import Page

from kawaraban.people.models import User
from kawaraban.press.front.beacons.beacon import PAPER
from kawaraban.press.orders import order_reprint
from kawaraban.reads.batch import add_readers
from kawaraban.reads.folding import MOST_READ_KEY
from kawaraban.reads.models import HourTally
from kawaraban.stories.models import PaperSettings, SectionPage

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]


def this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def words(page: str) -> str:
    return Page(page).text


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def rows_of(client: Client, url: str) -> list[dict[str, str]]:
    answer = client.get(url)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_2_09_the_page_tells_what_was_read_and_what_was_not_counted_and_why(
    at_work: Client, section: SectionPage
) -> None:
    story = make_story(section, "Port reopens")
    HourTally.objects.create(
        story_key=story.key,
        hour_at=this_hour(),
        reads_count=1234,
        robots_count=31,
        repeats_count=32,
        staff_count=33,
        prefetches_count=34,
        too_early_count=35,
        floods_count=36,
        foreign_count=37,
    )
    HourTally.objects.create(story_key=PAPER, hour_at=this_hour(), unknown_count=38, malformed_count=39)
    today = timezone.now().date()
    add_readers({(story.key, today): [f"{n:016x}" for n in range(12)], (PAPER, today): [f"{1:016x}"]})

    page = words(text_of(at_work, "/editor/reads/?period=today"))

    assert "Reads 1,234 Daily readers 1 Not counted 315" in page
    assert "Port reopens 1,234 12 0 238 37 33 34 31 35 36 32" in page
    for number, reason in [
        (31, "Robots"),
        (32, "Repeats"),
        (33, "Staff"),
        (34, "In advance"),
        (35, "Too early"),
        (36, "Flood"),
        (37, "Other sites"),
        (38, "Unknown"),
        (39, "Unreadable"),
    ]:
        assert f"{number} {reason}" in page


def test_2_09_a_chosen_period_ends_at_the_midnight_of_the_paper(
    at_work: Client, section: SectionPage
) -> None:
    PaperSettings.objects.update(time_zone="Asia/Tokyo")
    story = make_story(section)
    # Half past midnight on the second of March in Tokyo; the first is still going on in Greenwich.
    HourTally.objects.create(
        story_key=story.key, hour_at=datetime.fromisoformat("2026-03-01T15:00Z"), reads_count=7
    )

    first = rows_of(at_work, "/editor/reads/stories.csv?period=custom&from=2026-03-01&to=2026-03-01")
    second = rows_of(at_work, "/editor/reads/curve.csv?period=custom&from=2026-03-02&to=2026-03-02")

    assert first == []
    assert second[0] == {"from": "2026-03-02T00:00:00+09:00", "reads": "7"}
    assert len(second) == 24


def test_2_09_one_story_has_its_own_curve_drawn_on_the_server_and_told_as_a_table(
    at_work: Client, section: SectionPage
) -> None:
    story, other = make_story(section, "Port reopens"), make_story(section, "Gulls", slug="gulls")
    for hours, reads in ((0, 40), (30, 10)):
        HourTally.objects.create(
            story_key=story.key, hour_at=this_hour() - timedelta(hours=hours), reads_count=reads
        )
    HourTally.objects.create(story_key=other.key, hour_at=this_hour(), reads_count=999)

    page = text_of(at_work, f"/editor/reads/{story.key}/?period=7")

    assert "50 in all. The most at once: 40" in page
    assert "999" not in words(page)
    (drawing, _readers) = Page(page).all('svg[role="img"]')
    assert len(drawing.all(".reads-bar")) == 2
    assert drawing.one(":scope > title").text == "Reads per day"
    assert drawing.one(":scope > desc").text.startswith("50 in all.")
    assert [len(table.all("tr")) for table in Page(page).all("tbody")] == [7, 7]
    assert sum(int(row["reads"]) for row in rows_of(at_work, f"/editor/reads/{story.key}/curve.csv")) == 50


def test_2_09_a_headline_is_no_formula_and_any_letter_survives_in_the_file(
    at_work: Client, section: SectionPage
) -> None:
    story = make_story(section, "=HYPERLINK(1)", lead="x")
    japanese = make_story(section, "港が再開", slug="port", language="ja")
    for one in (story, japanese):
        HourTally.objects.create(story_key=one.key, hour_at=this_hour(), reads_count=3)

    answer = at_work.get("/editor/reads/stories.csv?period=today")
    rows = rows_of(at_work, "/editor/reads/stories.csv?period=today")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="reads-stories-' in answer["Content-Disposition"]
    assert {row["headline"] for row in rows} == {"'=HYPERLINK(1)", "港が再開"}
    assert {row["reads"] for row in rows} == {"3"}


def test_2_09_a_moderator_and_a_stranger_see_none_of_it(
    client: Client, moderator: User, section: SectionPage
) -> None:
    for url in ("/editor/reads/", "/editor/reads/stories.csv", "/editor/reads/curve.csv"):
        assert client.get(url).status_code == 302
    client.force_login(moderator)
    for url in ("/editor/reads/", "/editor/reads/stories.csv", "/editor/reads/curve.csv"):
        assert client.get(url).status_code in {302, 403}


def test_2_09_the_menu_leads_editors_to_it(at_work: Client) -> None:
    assert '"url": "/editor/reads/"' in text_of(at_work, "/editor/")


def test_2_09_the_page_runs_nothing_of_others_and_asks_as_much_for_many_stories_as_for_few(
    at_work: Client, section: SectionPage
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page = Page(text_of(at_work, "/editor/reads/"))
        loading = "script, link, img, iframe"
        asked_for = page.each(loading, "src") + page.each(loading, "href")
        assert asked_for
        assert not [address for address in asked_for if re.match(r"(https?:)?//", address)]
        return len(asked)

    for number in range(3):
        story = make_story(section, f"Story {number}")
        HourTally.objects.create(story_key=story.key, hour_at=this_hour(), reads_count=number + 1)
    queries()
    few = queries()
    for number in range(3, 15):
        story = make_story(section, f"Story {number}")
        HourTally.objects.create(story_key=story.key, hour_at=this_hour(), reads_count=number + 1)

    assert queries() == few
    assert finders.find("stories/reads.css")


def test_2_09_the_box_says_what_it_ranks_by_and_what_its_numbers_are(
    client: Client, section: SectionPage
) -> None:
    stories = [make_story(section, f"Story {number}") for number in range(4)]
    for number, story in enumerate(stories):
        HourTally.objects.create(
            story_key=story.key, hour_at=this_hour() - timedelta(days=3), reads_count=10 + number
        )
    front = section.get_parent().url

    quiet = words(text_of(client, front))
    assert "Ranked by the reads of the last 7 days" in quiet
    for story in stories[:3]:
        HourTally.objects.create(story_key=story.key, hour_at=this_hour(), reads_count=5)
    with transaction.atomic():
        order_reprint(keys=[MOST_READ_KEY], reason="most-read", now=this_hour())  # as the fold does
    busy = words(text_of(client, front))

    assert "Ranked by the reads of the last 24 hours" in busy
    assert "The numbers are reads since publication" in busy
    assert "15 reads" in busy


def test_2_09_a_story_that_is_gone_keeps_its_numbers(at_work: Client) -> None:
    HourTally.objects.create(story_key="story-4242", hour_at=this_hour(), reads_count=3)

    assert "story-4242" in text_of(at_work, "/editor/reads/")
    assert at_work.get("/editor/reads/story-4242/").status_code == 200
    assert at_work.get("/editor/reads/story-4243/").status_code == 404
