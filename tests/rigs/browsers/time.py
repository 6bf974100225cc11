"""The time of a page in a browser: it stands still, and goes on when a test says so.

    stand_still(page)                       # before the page is opened
    page.goto(...)
    page.clock.run_for(9_000)               # nine seconds, however long the test has taken

A clock that is only installed goes on by itself too. What a page does after ten seconds it would do in the middle of
a test on a slow machine.
"""

from datetime import datetime, timedelta

from playwright.sync_api import Page

_BEGIN = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001  Playwright takes it for the page's own


def stand_still(page: Page) -> None:
    """From now on time is what the test makes of it."""
    page.clock.install(time=_BEGIN)
    page.clock.pause_at(_BEGIN + timedelta(seconds=1))


def let_frames_pass(page: Page) -> None:
    """Come back when the page has shown two frames, and so has told its listeners what happened before.

    Asked of the browser itself: where time stands still, the frames that a page can ask for do too.
    """
    page.evaluate(
        """async () => {
            const frame = () => new Promise((go) => {
                const observer = new IntersectionObserver(() => { observer.disconnect(); go(); });
                observer.observe(document.documentElement);
            });
            await frame();
            await frame();
        }"""
    )
