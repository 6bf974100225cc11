"""1.7: a demo paper that somebody would read."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from PIL import Image
from tests.makers.demo import data_directory, found, run_demo, undone

from kawaraban.cli.demo_paper.written import FOLDER, table
from kawaraban.comments.models import Comment, Restriction, Status, Thread
from kawaraban.comments.thread.page import thread_view
from kawaraban.law.models import Appeal, Decision, Demand, Notice, PolicyVersion
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.reads.counts import most_read, reads_of
from kawaraban.stories.models import PaperSettings, SectionPage, StoryPage

pytestmark = pytest.mark.newspaper


@pytest.fixture(scope="module")
def output(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[str]:
    """What the command said. The paper stands as long as the tests of this file run."""
    with undone(django_db_blocker), data_directory(tmp_path_factory.mktemp("demo")):
        found()
        result = run_demo()
        assert result.exit_code == 0, result.output
        yield result.output


@pytest.fixture
def stories(output: str) -> dict[str, StoryPage]:
    return {story.slug: story for story in StoryPage.objects.printed()}


def test_1_07_the_command_tells_the_addresses_and_who_signs_in(output: str) -> None:
    for words in ("http://127.0.0.1:8000/", "/desk/", "/editor/", "mika", "ines", "leyla", "kawaraban-demo"):
        assert words in output


def test_1_07_the_demo_staff_signs_in_with_the_printed_password(output: str) -> None:
    for name in ("mika", "ines", "leyla"):
        assert Client().login(username=name, password="kawaraban-demo")


def test_1_07_at_least_ten_stories_stand_in_four_sections_and_in_four_languages(
    stories: dict[str, StoryPage],
) -> None:
    languages = Counter(story.spoken_language for story in stories.values())

    english = [s for s in SectionPage.objects.filter(language="en") if s.get_children().live().exists()]

    assert len(stories) >= 10
    assert len(english) >= 4
    assert languages["ja"] >= 2
    assert languages["tr"] >= 2
    assert languages["ar"] >= 1


def test_1_07_the_investment_story_says_the_whole_sum_everywhere_and_breaks_it_down(
    stories: dict[str, StoryPage],
) -> None:
    story = stories["repair-ships"]

    page = Client().get(story.url).content.decode()
    front = Client().get("/").content.decode()

    figures = next(block.value for block in story.body if block.block_type == "key_figures")
    assert "$2.9 billion" in story.shown_lead
    assert escape(story.shown_lead) in page
    assert escape(story.shown_lead) in front
    assert sum(_millions(figure["amount"]) for figure in figures["figures"]) == 2900


def _millions(amount: str) -> float:
    number, unit = amount.removeprefix("$").split()
    return round(float(number) * {"million": 1, "billion": 1000}[unit], 6)


def test_1_07_every_story_has_a_lead_a_byline_topics_and_a_credited_picture(
    stories: dict[str, StoryPage],
) -> None:
    makers = table("paper.toml")["credit"]

    for story in stories.values():
        assert story.lead
        assert story.bylines.exists()
        assert story.topics.exists()
        assert story.picture is not None
        assert story.picture.alt
        assert story.picture.credit in makers.values()


def test_1_07_the_pictures_are_ours_large_and_light() -> None:
    pictures = sorted((FOLDER / "pictures").glob("*.webp"))

    assert len(pictures) >= 14
    for picture in pictures:
        assert picture.with_suffix(".svg").exists(), f"{picture.name} has no source"
        assert picture.stat().st_size <= 60_000
        with Image.open(picture) as image:
            assert image.size == (1600, 900)


def test_1_07_a_page_shows_the_hour_at_which_its_story_came_out_and_no_later_one(
    stories: dict[str, StoryPage],
) -> None:
    story = stories["gulls"]

    page = Client().get(story.url).content.decode()

    assert story.updated_at is None
    assert timedelta(hours=26) < timezone.now() - story.published_at < timedelta(hours=28)
    assert date_format(story.published_at, "H:i") in page


def test_1_07_there_is_a_fresh_correction_and_an_old_one(stories: dict[str, StoryPage]) -> None:
    corrections = [correction for story in stories.values() for correction in story.corrections.all()]

    ages = sorted(timezone.now() - correction.corrected_at for correction in corrections)

    assert ages[0] < timedelta(days=7)
    assert ages[-1] > timedelta(days=7)
    assert stories["class-6b-counts"].updated_at is not None


def test_1_07_one_thread_is_closed_and_says_why(stories: dict[str, StoryPage]) -> None:
    story = stories["ferry-inquiry"]
    thread = Thread.objects.get(locator=story.key)

    page = Client().get(story.url).content.decode()

    assert not thread.is_open
    assert thread.closed_reason == story.comments_closed_reason
    assert escape(thread.closed_reason) in page
    assert story.updated_at is None


def test_1_07_comments_stand_in_every_status(output: str) -> None:
    statuses = set(Comment.objects.values_list("status", flat=True))

    assert statuses == set(Status.values)


def test_1_07_more_than_twenty_wait_between_three_minutes_and_three_hours_in_four_languages(
    output: str,
) -> None:
    waiting = Comment.objects.pending()
    languages = Counter(waiting.values_list("language", flat=True))
    ages = [timezone.now() - sent_at for sent_at in waiting.values_list("sent_at", flat=True)]

    assert len(ages) >= 24
    assert all(languages[code] >= 1 for code in ("en", "ja", "tr", "ar"))
    assert languages["ja"] >= 2
    assert languages["tr"] >= 2
    assert min(ages) > timedelta(minutes=3)
    assert max(ages) < timedelta(hours=3, minutes=10)


def test_1_07_what_waits_gives_the_desk_something_to_find(output: str) -> None:
    phases = set(Comment.objects.pending().values_list("findings__phase", flat=True))

    assert {"links", "shouting", "contact_data", "earlier_refusals"} <= phases
    assert max(len(text) for text in Comment.objects.pending().values_list("text", flat=True)) > 1800


def test_1_07_decisions_are_true_and_stand_in_the_record_in_the_order_of_time(output: str) -> None:
    statuses = [Status.APPROVED, Status.REJECTED, Status.RETURNED, Status.WITHHELD]
    decided = Comment.objects.filter(status__in=statuses)
    times = list(
        LedgerEntry.objects.filter(subject__startswith="comment:").values_list("recorded_at", flat=True)
    )

    grounds = set(Decision.objects.exclude(ground="").values_list("ground", flat=True))

    decided_twice = Decision.objects.filter(status_before=Status.APPROVED)
    assert set(decided_twice.values_list("visibility", flat=True)) == {"withheld", "removed"}
    assert Decision.objects.filter(subject__startswith="comment:").count() == (
        decided.count() + decided_twice.count()
    )
    assert all(earlier <= later for earlier, later in pairwise(times))
    assert len(grounds) >= 8


def test_1_07_the_lanes_of_reports_and_appeals_and_the_notices_are_not_empty(output: str) -> None:
    noticed = Comment.objects.get(name="flat white")

    assert Comment.objects.reported().count() == 5
    assert Comment.objects.appealed().count() == 1
    also = Comment.objects.get(name="Sack carrier")
    assert {notice.subject for notice in Notice.objects.open()} == {noticed.subject, also.subject}


def test_4b_03_the_demo_paper_has_an_order_a_letter_and_a_refusal_that_quotes(output: str) -> None:
    assert sorted(Demand.objects.open().values_list("kind", flat=True)) == ["act", "letter"]
    assert Decision.objects.exclude(passage="").get().passage == "That's a bribe"


def test_1_07_two_senders_are_suspended_and_one_of_them_asks_again(output: str) -> None:
    held = {row.comment.name: row for row in Restriction.objects.in_force(timezone.now())}

    assert set(held) == {"troutfan", "Wenzel"}
    assert [appeal.subject for appeal in Appeal.objects.filter(subject__startswith="restriction:")] == [
        held["troutfan"].subject
    ]


def test_1_07_a_long_thread_can_be_read_with_picked_comments_and_replies(
    stories: dict[str, StoryPage],
) -> None:
    thread = Thread.objects.get(locator=stories["gulls"].key)

    view = thread_view(thread, language="en")

    assert thread.comments.count() >= 55
    assert view.comments[0].is_pinned
    assert view.comments[1].is_picked
    assert any(comment.replies for comment in view.comments)


def test_1_07_comments_were_sent_under_two_policy_versions(output: str) -> None:
    versions = PolicyVersion.objects.order_by("number")
    ages = [(timezone.now() - version.effective_at).days for version in versions]

    languages = [set(version.texts.values_list("language", flat=True)) for version in versions]

    assert ages == [200, 30]
    assert languages == [{"en", "tr", "ja", "ar"}] * 2
    assert set(Comment.objects.values_list("policy_number", flat=True)) == {1, 2}


def test_1_07_the_stories_were_read_and_some_more_than_others(stories: dict[str, StoryPage]) -> None:
    reads = reads_of(story.key for story in stories.values())

    most = most_read(now=timezone.now(), limit=5)

    assert reads[stories["gulls"].key] == 4127
    assert all(count > 500 for count in reads.values())
    assert len(most) == 5


def test_1_07_the_paper_has_its_own_name_and_pages(output: str) -> None:
    own = PaperSettings.objects.current()

    answers = {path: Client().get(path) for path in ("/", "/about/", "/contact/", "/privacy/")}

    assert own.name == "The Tidewaiter"
    assert own.contact_email.endswith(".example")
    for path, answer in answers.items():
        assert answer.status_code == 200, path
        assert "The Tidewaiter" in answer.content.decode()


def test_1_07_a_second_run_says_that_it_is_there_and_changes_nothing(output: str) -> None:
    before = (StoryPage.objects.count(), Comment.objects.count(), LedgerEntry.objects.count())

    again = run_demo()

    assert again.exit_code == 0
    assert "there already" in again.output
    assert (StoryPage.objects.count(), Comment.objects.count(), LedgerEntry.objects.count()) == before


def test_1_07_nothing_in_it_names_a_year_that_grows_old() -> None:
    this_century = [
        (path.name, line)
        for path in sorted(Path(FOLDER).glob("*/*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if any(f" 20{year}" in line for year in range(24, 40))
    ]

    assert this_century == []
