"""The windows of one browser: new ones, and standing ones that are wiped and lent again.

    windows = Windows(browser)
    window = windows.lend(Glass(locale="ja-JP"), width=390, height=900, scheme="dark")
    window.page.goto(...)
    windows.take_back(window)

A new window is a new process that has compiled nothing yet: opening one, loading a page and searching it with axe
takes 3.4 s of a processor, and 1.5 s in a window that stands. The next borrower finds no cookie, no stored word, no
cached file and no page of the last one.
"""

import contextlib
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Error, Page

# How long a window waits for what must come. A machine with much other work is slow, and only a fault waits so long.
PATIENCE_SECONDS = 30
Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Glass:
    """What of a window cannot be changed any more once it is made."""

    locale: str = "en-GB"
    javascript: bool = True
    touch: bool = False


@dataclass
class Window:
    glass: Glass
    context: BrowserContext
    page: Page

    def dress(self, *, width: int, height: int, scheme: Scheme) -> None:
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(media="null", color_scheme=scheme, reduced_motion="reduce")

    def wipe(self) -> None:
        """As it was when it was new. Fails when the page is closed or its process has died."""
        for page in self.context.pages:
            if page is not self.page:
                page.close()
        self.page.unroute_all()
        self.context.unroute_all()
        self.context.set_offline(False)
        if self.glass.javascript:
            self.page.evaluate(
                "try { sessionStorage.clear(); localStorage.clear() } catch { /* a page without an origin */ }"
            )
        self.page.goto("about:blank")
        self.context.clear_cookies()
        self.context.clear_permissions()
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
        devtools.send("Network.clearBrowserCache")
        devtools.detach()


@dataclass
class Windows:
    browser: Browser
    _standing: dict[Glass, list[Window]] = field(default_factory=dict)

    def lend(self, glass: Glass, *, width: int, height: int, scheme: Scheme) -> Window:
        """A window that stands, else a new one."""
        standing = self._standing.get(glass)
        window = standing.pop() if standing else self._open(glass)
        window.dress(width=width, height=height, scheme=scheme)
        return window

    def take_back(self, window: Window) -> None:
        """Wipe it for the next. One that cannot be wiped is closed."""
        try:
            window.wipe()
        except Error:
            with contextlib.suppress(Error):
                window.context.close()
            return
        self._standing.setdefault(window.glass, []).append(window)

    def _open(self, glass: Glass) -> Window:
        context = self.browser.new_context(
            locale=glass.locale, java_script_enabled=glass.javascript, has_touch=glass.touch
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        return Window(glass, context, page)
