"""2.8 in a browser: what is prepared, hidden, brought back or leapt over is not a reading, and what is one counts."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from tests.makers.look_samples import ORIGIN
from tests.rigs.browsers.time import let_frames_pass, stand_still

pytestmark = pytest.mark.browser
PaperPage = Callable[..., Page]

STORY = f"{ORIGIN}/story/"
BARE = f"{ORIGIN}/bare/"


def counting(page: Page) -> list[dict[str, object]]:
    """Answers beacons. The list fills with what they say."""
    beacons: list[dict[str, object]] = []

    def answer(route: Route) -> None:
        beacons.append(json.loads(route.request.post_data or "{}"))
        route.fulfill(status=200, content_type="application/json", body='{"reads": 1501}')

    page.route(f"{ORIGIN}/reads", answer)
    return beacons


def shows(page: Page, **state: object) -> None:
    """As a browser does when the document changes: `visibilityState="hidden"` and the like."""
    page.evaluate(
        """(state) => {
            for (const [name, value] of Object.entries(state)) {
                Object.defineProperty(document, name, { value, configurable: true });
            }
        }""",
        state,
    )


def tell(page: Page, event: str, target: str = "document", **fields: object) -> None:
    page.evaluate(
        "([target, event, fields]) => eval(target).dispatchEvent(Object.assign(new Event(event), fields))",
        [target, event, fields],
    )


def test_2_08_a_page_that_is_only_prepared_counts_from_the_moment_it_is_shown(paper_page: PaperPage) -> None:
    page = paper_page()
    stand_still(page)
    beacons = counting(page)
    page.add_init_script(
        """Object.defineProperty(document, "prerendering", { value: true, configurable: true });"""
    )
    page.goto(BARE)

    page.clock.run_for(60_000)
    assert beacons == []
    shows(page, prerendering=False)
    tell(page, "prerenderingchange")
    page.clock.run_for(9_000)
    assert beacons == []
    page.clock.run_for(1_500)

    expect(page.locator("[data-reads]")).to_have_text("1,501 reads")
    assert [beacon["scrolled"] for beacon in beacons] == [False]


def test_2_08_a_tab_that_opens_in_the_background_counts_from_its_first_look(paper_page: PaperPage) -> None:
    page = paper_page()
    stand_still(page)
    beacons = counting(page)
    page.add_init_script(
        """Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });"""
    )
    page.goto(BARE)

    page.clock.run_for(600_000)
    assert beacons == []
    shows(page, visibilityState="visible")
    tell(page, "visibilitychange")
    page.clock.run_for(10_500)

    expect(page.locator("[data-reads]")).to_have_text("1,501 reads")
    assert len(beacons) == 1


def test_2_08_a_page_out_of_the_browsers_memory_is_a_new_showing(paper_page: PaperPage) -> None:
    page = paper_page()
    stand_still(page)
    beacons = counting(page)
    page.goto(BARE)
    page.clock.run_for(7_000)

    tell(page, "pagehide", "window", persisted=True)
    page.clock.run_for(60_000)
    assert beacons == []
    tell(page, "pageshow", "window", persisted=True)
    page.clock.run_for(7_000)
    assert beacons == []  # seven and seven seconds of two showings are not ten of one
    page.clock.run_for(3_500)
    expect(page.locator("[data-reads]")).to_have_text("1,501 reads")
    assert len(beacons) == 1

    tell(page, "pagehide", "window", persisted=True)
    tell(page, "pageshow", "window", persisted=True)
    with page.expect_response("**/reads"):
        page.clock.run_for(10_500)
    assert len(beacons) == 2  # whether it counts is for the server to say


def test_2_08_a_leap_to_the_comments_is_no_scrolling_and_coming_back_is(paper_page: PaperPage) -> None:
    page = paper_page(width=390, height=500)
    beacons = counting(page)
    open_story(page, STORY)

    page.locator("a[href='#comments']").first.click()
    page.wait_for_function("window.scrollY > document.querySelector('[data-text]').offsetTop")
    scroll(page, "window.scrollTo(0, document.body.scrollHeight)")
    assert beacons == []

    page.mouse.move(100, 100)
    page.mouse.wheel(0, -50)
    scroll(page, "window.scrollTo(0, 0)")
    scroll(page, "window.scrollTo(0, document.querySelector('.story-end').offsetTop)")
    expect(page.locator("[data-reads]")).to_have_text("1,501 reads")
    assert [beacon["scrolled"] for beacon in beacons] == [True]


def test_2_08_a_story_that_opens_at_a_comment_is_not_scrolled_through(paper_page: PaperPage) -> None:
    page = paper_page(width=390, height=500)
    beacons = counting(page)
    open_story(page, f"{STORY}#comments")

    page.wait_for_function("window.scrollY > 0")
    scroll(page, "window.scrollBy(0, 40)")

    assert beacons == []


def test_2_08_nothing_is_stored_on_the_device(paper_page: PaperPage) -> None:
    page = paper_page(width=390, height=700)
    counting(page)
    open_story(page, STORY)
    scroll(page, "window.scrollTo(0, document.querySelector('.story-end').offsetTop)")
    expect(page.locator("[data-reads]")).to_have_text("1,501 reads")

    kept = page.evaluate(
        """async () => [document.cookie, localStorage.length, sessionStorage.length,
                        (await indexedDB.databases()).length]"""
    )

    assert kept == ["", 0, 0, 0]


def open_story(page: Page, address: str) -> None:
    """Open it, wait until it has settled (it waits for two frames), and let no second of reading pass."""
    stand_still(page)
    page.goto(address)
    page.clock.run_for(100)


def scroll(page: Page, program: str) -> None:
    """Run it, and come back when the page has told its listeners."""
    page.evaluate(program)
    let_frames_pass(page)
