"""4.5: the desk says what a section is called, not how its address is written."""

import pytest
from pytest_django import Settings
from tests.makers.desk import signed_in, waiting_comment
from tests.makers.stories import make_paper, make_section
from tests.page import Page

from kawaraban.comments.models import Thread
from kawaraban.comments.thread.section_names import section_names
from kawaraban.people.models import User

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db]


@pytest.fixture
def harbour(thread: Thread) -> Thread:
    make_section(make_paper(), title="Harbour & Trade", slug="harbour")
    thread.section = "harbour"
    thread.save()
    waiting_comment(thread)
    return thread


def test_4_5_over_a_card_in_the_filter_and_on_its_chip_stands_the_title(
    harbour: Thread, moderator: User
) -> None:
    page = Page(signed_in(moderator).get("/desk/?section=harbour").content)

    assert "Harbour & Trade" in page.texts('span.label[dir="auto"]')
    assert page.one('option[value="harbour"][selected]').text == "Harbour & Trade"
    assert page.has("bdi + span[aria-hidden]")
    assert "Harbour & Trade" in page.texts("bdi")
    assert "harbour" not in page.texts("*")


def test_4_5_a_section_that_is_gone_keeps_its_slug(harbour: Thread, moderator: User) -> None:
    harbour.section = "old-harbour"
    harbour.save()

    page = Page(signed_in(moderator).get("/desk/").content)

    assert "old-harbour" in page.texts('span.label[dir="auto"]')


def test_4_5_a_publisher_reads_the_title_beside_each_slug(harbour: Thread, publisher: User) -> None:
    page = signed_in(publisher).get("/desk/staff/").content.decode()

    assert "harbour (Harbour &amp; Trade)" in page


def test_4_5_without_a_room_that_knows_titles_slugs_stand_for_themselves(settings: Settings) -> None:
    settings.SECTION_TITLES = ""

    assert section_names().title("harbour") == "harbour"


def test_4_5_over_an_empty_list_nothing_is_offered_to_be_done(thread: Thread, moderator: User) -> None:
    waiting_comment(thread)

    full, empty = (
        Page(signed_in(moderator).get(address).content) for address in ("/desk/", "/desk/all/?q=nowhere")
    )

    assert full.has(".many:not([hidden]) > form:first-child")
    assert empty.has(".many[hidden] > form:first-child")
