"""3.2 in a browser: a sender is suspended by keyboard, by thumb, without JavaScript; axe finds nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.makers.desk import signed_in, waiting_comment
from tests.makers.law.restrictions import ELSEWHERE, HOME, restricted

from kawaraban.comments.actions.appeal import appeal_restriction
from kawaraban.comments.actions.restrictions import lift
from kawaraban.comments.models import Comment, Restriction, Thread
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenDesk = Callable[..., Page]


def complaints(page: Page) -> list[str]:
    found_by_axe = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for rule in found_by_axe
        for node in rule["nodes"]
    ]


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.fixture
def comment(thread: Thread) -> Comment:
    return waiting_comment(thread, name="Ada", sender=HOME, email="ada@example.org", minutes=30)


@pytest.fixture
def appealed(comment: Comment, moderator: User, editor: User, thread: Thread) -> Restriction:
    """Ada appeals against Ines; a second one holds without an end; a third is lifted already."""
    before = utc_now() - timedelta(hours=30)
    past = waiting_comment(thread, name="Ada", text="And the pier?", sender=HOME, minutes=9000)
    ended = restricted(past, moderator, days=30, now=before)
    lift(public_id=ended.public_id, note="It was a library.", moderator=moderator, now=utc_now())
    restriction = restricted(comment, editor, days=7, note="Calm down for a week, please.", now=before)
    appeal_restriction(
        tracking_token=comment.tracking_token,
        public_id=restriction.public_id,
        words="It was my brother, who was visiting us. " * 8,
        now=utc_now(),
    )
    other = waiting_comment(thread, name="نور", sender=ELSEWHERE, minutes=3000)
    restricted(other, editor, days=None, now=before)
    return restriction


def test_3_02_suspended_and_brought_back_by_keyboard(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk()

    page.keyboard.press("q")
    expect(page.locator("#restrict-days")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Ins")
    page.locator("#restrict-note").focus()
    page.keyboard.type("Calm down.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#message")).to_contain_text("Suspended until")
    expect(page.locator("#suspended")).to_be_visible()
    restriction = Restriction.objects.get()
    assert restriction.ends_at == restriction.starts_at + timedelta(days=7)
    assert restriction.decision.ground == "insult"
    page.locator("#card-title").focus()
    page.keyboard.press("u")
    expect(page.locator("#message")).to_contain_text("Taken back")
    expect(page.locator("#suspended")).to_have_count(0)


def test_3_02_what_is_missing_is_said_in_place(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk()
    page.keyboard.press("q")
    page.locator("#restrict-note").fill("Kept words.")

    page.get_by_role("button", name="Suspend", exact=True).click()

    expect(page.locator("#restrict-ground-error")).to_contain_text("Choose a ground")
    expect(page.locator("#restrict-note")).to_have_value("Kept words.")


def test_3_02_by_thumb_without_javascript(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk(width=390, javascript=False)

    page.locator("#restrict > summary").click()
    page.locator("#restrict-ground").select_option("threat")
    page.get_by_role("button", name="Suspend", exact=True).click()

    expect(page.locator("#message")).to_contain_text("Suspended until")
    page.locator("#suspensions summary", has_text="Lift it").click()
    page.get_by_label("Why is it lifted?").fill("The wrong household.")
    page.get_by_role("button", name="Lift it now").click()
    expect(page.locator("#message")).to_contain_text("The suspension is lifted")
    expect(page.locator("#suspended")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "tr", "ja", "ar"])
def test_3_02_axe_finds_nothing_in_the_drawer_and_on_the_page(
    open_desk: OpenDesk, comment: Comment, appealed: Restriction, language: str
) -> None:
    for width in (1280, 390):
        for scheme in ("light", "dark"):
            page = open_desk(width=width, scheme=scheme, locale=language)
            page.goto(page.url.split("/desk/")[0] + f"/desk/card/{comment.public_id}/")
            page.keyboard.press("q")
            assert complaints(page) == [], f"drawer {width} {scheme}"
            assert not is_too_wide(page), f"drawer {width} {scheme}"
            page.goto(page.url.split("/desk/")[0] + "/desk/restrictions/")
            expect(page.locator(".notices li")).to_have_count(2)
            assert complaints(page) == [], f"page {width} {scheme}"
            assert not is_too_wide(page), f"page {width} {scheme}"
            page.context.close()


def test_3_02_axe_finds_nothing_where_the_sender_reads_of_it(
    open_desk: OpenDesk, comment: Comment, editor: User
) -> None:
    restricted(comment, editor, days=7, note="Calm down.", now=utc_now() - timedelta(minutes=5))
    assert signed_in(editor).get(f"/track/{comment.tracking_token}/").status_code == 200
    for width, scheme in ((1280, "light"), (390, "dark")):
        page = open_desk(width=width, scheme=scheme)

        page.goto(page.url.split("/desk/")[0] + f"/track/{comment.tracking_token}/")

        expect(page.locator(".suspension")).to_contain_text("No new comments are taken for now")
        assert complaints(page) == [], f"{width} {scheme}"
        assert not is_too_wide(page), f"{width} {scheme}"
        page.context.close()
