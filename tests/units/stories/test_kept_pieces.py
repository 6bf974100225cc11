"""What a process keeps between renderings is never seen: each page says what is so now, whatever changed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.conftest import NOON
from tests.makers.comments import approved, sent, withheld
from tests.makers.stories import (
    make_author,
    make_page,
    make_paper,
    make_picture,
    make_section,
    make_story,
    publish,
)
from tests.page import Page as Read

from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.marks import pick, pin
from kawaraban.comments.actions.threads import close_thread
from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.grounds import Ground
from kawaraban.people.models import Role, User
from kawaraban.reads.models import HourTally
from kawaraban.stories.actions import picture_changed
from kawaraban.stories.models import PaperSettings, SectionPage, StoryPage
from kawaraban.stories.paper.actions import change_settings, keep_author

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture
def story() -> StoryPage:
    section = make_section(make_paper())
    make_story(section, "Fish market moves", picture=make_picture("fish"), authors=("Mika Sato",))
    return make_story(section, picture=make_picture("port"), authors=("Mika Sato",), topics=("Harbour",))


@pytest.fixture
def shown(client: Client, story: StoryPage) -> Callable[[str], str]:
    """A page, asked for twice: the second answer is made of what the first has kept."""

    def ask(url: str = "") -> str:
        first, second = (client.get(url or story.url) for _ in range(2))
        assert first.content == second.content
        return Read(second.content).markup

    return ask


def other() -> StoryPage:
    story: StoryPage = StoryPage.objects.get(title__startswith="Fish market")
    return story


def thread_of(story: StoryPage) -> Thread:
    return Thread.objects.get(locator=story.key)


def rename(page: Any, title: str) -> None:
    page.title = title
    publish(page)


Shown = Callable[..., str]


def test_a_new_headline_stands_beside_every_other_story(shown: Shown) -> None:
    assert "Fish market moves" in shown()

    rename(other(), "Fish market stays")

    assert "Fish market stays" in shown()
    assert "Fish market moves" not in shown()


def test_a_story_that_is_taken_back_stands_nowhere_any_more(shown: Shown) -> None:
    shown()
    shown("/")

    other().unpublish()

    assert "Fish market" not in shown() + shown("/")


def test_the_number_of_comments_of_another_story_is_the_present_one(shown: Shown, moderator: User) -> None:
    assert "1 comment" not in shown()
    comment = sent(thread_of(other()))

    approved(comment, moderator)
    assert "1 comment<" in shown()
    withdraw(tracking_token=comment.tracking_token, now=NOON)
    assert "1 comment<" not in shown()


def test_a_name_a_picture_and_a_topic_are_the_present_ones(shown: Shown, story: StoryPage) -> None:
    shown()
    author = make_author("Mika Sato")
    author.name = "Mika Satō"
    keep_author(author, now=NOON)
    assert "Mika Satō" in shown()

    image = story.picture
    assert image is not None
    image.credit = "Photo: Deniz"
    image.save()
    picture_changed(image, now=NOON)
    assert "Photo: Deniz" in shown()

    story.topics.add("Ferries")
    publish(story)
    assert "Ferries" in shown()


def test_sections_pages_and_the_name_of_the_paper_are_the_present_ones(
    shown: Shown, story: StoryPage
) -> None:
    shown()
    front = story.get_parent().get_parent().specific
    rename(SectionPage.objects.get(), "Harbour town")
    assert "Harbour town" in shown()

    make_page(front, "Who we are", show_in_menus=True)
    assert "Who we are" in shown()

    settings = PaperSettings.objects.current()
    settings.name = "The Other Sheet"
    change_settings(settings, now=NOON)
    assert "The Other Sheet" in shown()


def test_a_story_in_a_section_that_is_not_published_is_shown_at_once(shown: Shown, story: StoryPage) -> None:
    shown()
    shown("/")
    section = SectionPage(title="Harbour town", language="en", live=False)
    story.get_parent().get_parent().add_child(instance=section)

    ferry = make_story(section, "The ferry sails")

    assert "Harbour town" in shown(ferry.url)
    assert "The ferry sails" in shown("/")


def test_the_reads_of_the_most_read_go_on_without_an_order(shown: Shown, story: StoryPage) -> None:
    now = utc_now().replace(minute=0, second=0, microsecond=0)
    for key in (story.key, other().key, make_story(SectionPage.objects.get(), "Third").key):
        HourTally.objects.create(story_key=key, hour_at=now, reads_count=5)
    assert "5 reads" in shown("/")

    HourTally.objects.filter(story_key=story.key).update(reads_count=4_321)

    assert "4,321 reads" in shown("/")


def test_a_picked_a_pinned_and_a_removed_comment_are_shown_as_they_are(
    shown: Shown, story: StoryPage, moderator: User
) -> None:
    one, two = (sent(thread_of(story), text, name=text) for text in ("First words", "Second words"))
    for comment in (one, two):
        approved(comment, moderator)
    assert "First words" in shown()

    boss = User.objects.create_user("leyla", password="a long password", role=Role.PUBLISHER)
    pick(comment_id=one.pk, person=boss, now=NOON)
    assert shown().count("Picked by the editors") == 1
    pin(comment_id=two.pk, person=boss, now=NOON)
    assert shown().count("Pinned") == 1

    withheld(one, moderator, ground=Ground.INSULT)
    page = shown()
    assert "First words" not in page
    assert "Being looked at again" in page


def test_a_thread_that_is_closed_offers_no_answer_to_any_comment(
    shown: Shown, story: StoryPage, moderator: User
) -> None:
    approved(sent(thread_of(story)), moderator)
    assert ">Reply<" in shown()

    close_thread(thread_id=thread_of(story).pk, reason="Enough.", person=moderator, now=NOON)

    assert ">Reply<" not in shown()


def test_a_comment_in_two_languages_of_the_page_is_rendered_in_both(
    shown: Shown, story: StoryPage, moderator: User
) -> None:
    approved(sent(thread_of(story)), moderator)
    assert ">Report<" in shown()

    section = SectionPage.objects.get()
    section.language = "tr"
    publish(section)
    story.language = "tr"
    publish(story)

    page = shown()
    assert ">Report<" not in page
    with translation.override("tr"):
        assert f">{translation.gettext('Report')}<" in page


def test_the_time_of_a_comment_is_that_of_the_papers_zone(
    shown: Shown, story: StoryPage, moderator: User
) -> None:
    approved(sent(thread_of(story)), moderator)
    assert "23 Nov 2026 12:00" in shown()

    settings = PaperSettings.objects.current()
    settings.time_zone = "Asia/Tokyo"
    change_settings(settings, now=NOON)

    assert "23 Nov 2026 21:00" in shown()


def test_staff_sees_what_is_not_ordered_yet(
    client: Client, shown: Shown, story: StoryPage, moderator: User
) -> None:
    shown()
    StoryPage.objects.filter(pk=other().pk).update(title="Fish market not ordered")
    client.force_login(moderator)

    assert "Fish market not ordered" in client.get(story.url).content.decode()
