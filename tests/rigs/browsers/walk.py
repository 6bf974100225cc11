"""A walk through a served paper: each page is turned about, and what is wrong with it is gathered."""

from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Response
from tests.rigs.browsers.axe import faults_of
from tests.rigs.browsers.windows import Scheme
from tests.rigs.serve_factory import Served

PHONE, DESKTOP, NARROW = 390, 1280, 320
OPPOSITE: dict[tuple[int, Scheme], tuple[int, Scheme]] = {
    (PHONE, "light"): (DESKTOP, "dark"),
    (DESKTOP, "light"): (PHONE, "dark"),
    (DESKTOP, "dark"): (PHONE, "light"),
    (PHONE, "dark"): (DESKTOP, "light"),
}
# What the dress decides: colours change with the light, sizes and places with the width.
DRESS_RULES = ["color-contrast", "target-size", "scrollable-region-focusable", "landmark-unique"]


@dataclass(frozen=True)
class Visit:
    path: str
    language: str = "en"
    status: int = 200


class Walk:
    """A window on the paper. It turns each page about and gathers what is wrong with it."""

    def __init__(self, page: Page, paper: Served) -> None:
        self.page, self.paper = page, paper
        self.address = f"http://127.0.0.1:{paper.port}"
        self.faults: list[str] = []
        self._pairs = cycle(OPPOSITE)
        self._where = ""
        page.on("request", self._note_host)
        page.on("response", self._note_missing)

    def go(self, visit: Visit) -> None:
        """Load the page, and look at it from all sides."""
        self._where = visit.path
        response = self.page.goto(self.address + visit.path)
        assert response is not None
        self.look(visit, status=response.status)

    def look(self, visit: Visit, *, status: int | None = None) -> None:
        """The page that is open: its language, its dress, and that it fits a narrow screen."""
        self._where = visit.path
        if status not in (None, visit.status):
            self._fault(f"answered {status}")
        html = self.page.locator("html")
        spoken = (html.get_attribute("lang"), html.get_attribute("dir") or "ltr")
        if spoken != (visit.language, "rtl" if visit.language == "ar" else "ltr"):
            self._fault(f"speaks {spoken}")
        self.search()
        self.page.set_viewport_size({"width": NARROW, "height": 800})
        if self.page.evaluate("document.documentElement.scrollWidth") > NARROW:
            self._fault(f"scrolls sideways at {NARROW} px")

    def search(self) -> None:
        """axe, with all rules in one dress and with those of the dress in the opposite one."""
        pair = next(self._pairs)
        self._dress(*pair)
        self.page.evaluate("document.querySelectorAll('#write, .policy').forEach(box => (box.open = true))")
        self._note_axe(faults_of(self.page))
        self._dress(*OPPOSITE[pair])
        self._note_axe(faults_of(self.page, rules=DRESS_RULES))

    def _dress(self, width: int, scheme: Scheme) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme)

    def end(self) -> None:
        """Note nothing more: the window is another's now."""
        self.page.remove_listener("request", self._note_host)
        self.page.remove_listener("response", self._note_missing)

    def _note_axe(self, faults: list[str]) -> None:
        for fault in faults:
            self._fault(fault)

    def _note_host(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.address).netloc:
            self._fault(f"asks somebody else for {request.url}")

    def _note_missing(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self._fault(f"{response.url} answered {response.status}")

    def _fault(self, words: str) -> None:
        size = self.page.viewport_size
        self.faults.append(f"{self._where} at {size and size['width']} px: {words}")
