"""P3 in a browser: one beacon for each reading, and the number follows its answer without moving anything."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from tests.makers.look_samples import ORIGIN
from tests.rigs.browsers.time import let_frames_pass, stand_still

pytestmark = pytest.mark.browser
PaperPage = Callable[..., Page]


def counting(page: Page, reads: int = 1501) -> list[str]:
    """Answers beacons with this number. The list fills with their bodies."""
    beacons: list[str] = []

    def answer(route: Route) -> None:
        beacons.append(route.request.post_data or "")
        route.fulfill(status=200, content_type="application/json", body=json.dumps({"reads": reads}))

    page.route(f"{ORIGIN}/reads", answer)
    return beacons


def test_p3_half_of_the_text_scrolled_is_one_read(paper_page: PaperPage) -> None:
    page = paper_page(width=390, height=700)
    beacons = counting(page)
    open_story(page)
    expect(page.locator("[data-reads]")).to_have_text("1,418 reads")

    page.evaluate("window.scrollTo(0, document.querySelector('.story-end').offsetTop)")
    expect(page.locator("[data-reads]")).to_have_text("1,501 reads")
    for place in ("0", "document.body.scrollHeight"):
        page.evaluate(f"window.scrollTo(0, {place})")
        let_frames_pass(page)

    (beacon,) = map(json.loads, beacons)
    assert (beacon["story"], beacon["scrolled"]) == ("story-42", True)
    assert 0 <= beacon["seen"] < 10


def test_p3_ten_seconds_visible_in_sum_are_one_read(paper_page: PaperPage) -> None:
    page = paper_page()
    stand_still(page)
    beacons = counting(page)
    page.goto(f"{ORIGIN}/bare/")

    page.clock.run_for(6_000)
    hide(page, hidden=True)
    page.clock.run_for(60_000)
    assert beacons == []
    hide(page, hidden=False)
    page.clock.run_for(3_000)
    assert beacons == []
    page.clock.run_for(1_500)

    expect(page.locator("[data-reads]")).to_have_text("1,501 reads")
    (beacon,) = map(json.loads, beacons)
    assert beacon == {"story": "story-42", "seen": pytest.approx(10, abs=0.6), "scrolled": False}
    assert beacon["seen"] >= 10


def test_p3_a_number_in_turkish_stays_turkish(paper_page: PaperPage) -> None:
    page = paper_page("tr", height=500)
    counting(page)
    open_story(page)

    page.evaluate("window.scrollTo(0, document.querySelector('.story-end').offsetTop)")

    expect(page.locator("[data-reads]")).to_contain_text("1.501")


def test_p3_a_failing_counter_is_no_trouble_to_the_reader(paper_page: PaperPage) -> None:
    page = paper_page(height=500)
    page.route(f"{ORIGIN}/reads", lambda route: route.fulfill(status=503, body="busy"))
    open_story(page)

    with page.expect_response("**/reads"):
        page.evaluate("window.scrollTo(0, document.querySelector('.story-end').offsetTop)")

    expect(page.locator("[data-reads]")).to_have_text("1,418 reads")


def open_story(page: Page) -> None:
    """Open it, wait until it has settled (it waits for two frames), and let no second of reading pass.

    What is scrolled before that is taken for the browser's own.
    """
    stand_still(page)
    page.goto(f"{ORIGIN}/story/")
    page.clock.run_for(100)


def hide(page: Page, *, hidden: bool) -> None:
    """As a browser does when another tab comes in front."""
    page.evaluate(
        """(state) => {
            Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        "hidden" if hidden else "visible",
    )
