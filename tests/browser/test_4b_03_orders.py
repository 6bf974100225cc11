"""4b.3 Orders at the desk in a browser: axe finds nothing, nothing is too wide, and it all works without a script."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.makers.desk import shown_comment
from tests.makers.law.demands import ordered, written
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.models import Comment, Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Decision, Demand, Telling, Verdict
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.standing_windows, pytest.mark.django_db(transaction=True)]

OpenDesk = Callable[..., Page]


@pytest.fixture
def asked(thread: Thread, moderator: User, editor: User) -> Comment:
    """A comment with an order of one hour, another order and a letter."""
    comment = shown_comment(thread, moderator, name="Ada", minutes=3000)
    now = utc_now()
    # Whoever opens the desk is the moderator; what they may enter is for this test.
    User.objects.filter(pk=moderator.pk).update(role="editor")
    ordered(comment, person=editor, now=now - timedelta(minutes=18), offence="terrorism")
    ordered(
        comment,
        person=editor,
        now=now - timedelta(days=3),
        telling=Telling.LATER,
        tell_from=now + timedelta(days=30),
        reference="2 O 114/26 and a reference that is as long as references are at times",
    )
    written(comment, person=editor, now=now - timedelta(days=1))
    return comment


def too_wide(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.vh'))"
        ".map(e => e.outerHTML.slice(0, 90))"
    )
    return found


def test_4b_03_axe_finds_nothing_on_list_form_page_and_card(open_desk: OpenDesk, asked: Comment) -> None:
    page = open_desk()
    desk = page.url.split("/desk/")[0] + "/desk/"
    first = Demand.objects.open().first()
    assert first is not None
    places = {
        "list": "demands/",
        "form": "demands/enter",
        "page": f"demands/{first.pk}/",
        "card": f"card/{asked.public_id}/?lane=reported",
    }

    for name, place in places.items():
        page.goto(desk + place)
        for width in (1280, 390):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                assert faults_of(page) == [], f"{name} {width} {scheme}"
                assert too_wide(page) == [], f"{name} {width}"


def test_4b_03_the_ground_is_one_press_and_who_raised_it_is_said_by_keyboard(
    open_desk: OpenDesk, asked: Comment
) -> None:
    page = open_desk()
    page.goto(page.url.split("/desk/")[0] + f"/desk/card/{asked.public_id}/?lane=reported")

    page.keyboard.press("r")
    page.locator("#reject .raised summary").press("Enter")
    page.locator("#raised").focus()
    page.locator("#raised").select_option("desk")
    assert faults_of(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator("#message")).to_contain_text("Taken off the page")

    assert Decision.objects.exclude(verdict=Verdict.APPROVED).get().source == "own_initiative"


def test_4b_03_an_order_is_entered_without_a_script(open_desk: OpenDesk, asked: Comment) -> None:
    page = open_desk(javascript=False)
    page.goto(page.url.split("/desk/")[0] + f"/desk/demands/enter?comment={asked.public_id}")

    page.get_by_label("Who sent it").fill("District Court of Kiel")
    page.get_by_label("Country of the authority").select_option("DE")
    page.get_by_label("Field of law").select_option("terrorism")
    page.get_by_role("button", name="Enter it").click()

    expect(page.get_by_text("the entry can be taken back")).to_be_visible()
    page.get_by_role("button", name="Take the entry back").click()
    expect(page.get_by_text("no word of it is left")).to_be_visible()
