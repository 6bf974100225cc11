"""Firefox and WebKit, driven by their own drivers, behind the few moves that the flows need.

    with open_engine("firefox") as browser:
        browser.go(url)
        browser.click("#write > summary")
        browser.wait("document.querySelector('.notice')")

Firefox speaks Marionette; WebKit has WebKitWebDriver, and needs a screen (Xvfb). Where a part is missing,
`missing(engine)` names what to install.
"""

import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from bench.ports import free_port

PATIENCE_SECONDS = 60
ENGINES = ("firefox", "webkit")
_SCREEN = "1400x1000x24"
_FIREFOX = "firefox-esr"
_WEBKIT_DRIVER = "WebKitWebDriver"


class Browser(Protocol):
    """What a flow does with a browser. A selector is CSS; whoever finds nothing fails."""

    def go(self, url: str) -> None: ...
    def click(self, selector: str) -> None: ...
    def write(self, selector: str, text: str) -> None: ...
    def press(self, key: str) -> None: ...
    def ask(self, expression: str) -> Any: ...
    def wait(self, expression: str) -> Any: ...


def missing(engine: str) -> str:
    """What Debian calls the packages that this engine lacks here; "" when it can be driven."""
    if engine == "firefox":
        return "" if shutil.which(_FIREFOX) else "firefox-esr"
    lacking = {"webkit2gtk-driver": shutil.which(_WEBKIT_DRIVER), "xvfb": shutil.which("Xvfb")}
    return " ".join(package for package, found in lacking.items() if not found)


@contextmanager
def open_engine(engine: str) -> Iterator[Browser]:
    """A browser of its own, ended with the block."""
    with _firefox() if engine == "firefox" else _webkit() as browser:
        yield browser


class _Driven:
    """The moves, as both drivers name what they need for them."""

    def __init__(self, driver: Any, errors: tuple[type[Exception], ...]) -> None:
        self._driver = driver
        self._errors = errors

    def go(self, url: str) -> None:
        self._open(url)

    def click(self, selector: str) -> None:
        self.wait(f"document.querySelector({selector!r})")
        self._find(selector).click()

    def write(self, selector: str, text: str) -> None:
        self.wait(f"document.querySelector({selector!r})")
        self._find(selector).send_keys(text)

    def press(self, key: str) -> None:
        self._find("body").send_keys(key)

    def ask(self, expression: str) -> Any:
        return self._driver.execute_script(f"return {expression}")

    def wait(self, expression: str) -> Any:
        """Until it is true, whatever the page does meanwhile; what it is then."""
        import time

        ends_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                if found := self.ask(f"!!({expression})"):
                    return found
            except self._errors:
                pass  # between two pages
            assert time.monotonic() < ends_at, (
                f"{expression} did not come true on {self.ask('location.href')}"
            )
            time.sleep(0.05)

    def _open(self, url: str) -> None:
        raise NotImplementedError

    def _find(self, selector: str) -> Any:
        raise NotImplementedError


class _Firefox(_Driven):
    def _open(self, url: str) -> None:
        self._driver.navigate(url)

    def _find(self, selector: str) -> Any:
        return self._driver.find_element("css selector", selector)


class _WebKit(_Driven):
    def _open(self, url: str) -> None:
        self._driver.get(url)

    def _find(self, selector: str) -> Any:
        return self._driver.find_element("css selector", selector)


@contextmanager
def _firefox() -> Iterator[_Firefox]:
    from marionette_driver.errors import MarionetteException
    from marionette_driver.marionette import Marionette

    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "firefox.log"
        driver = Marionette(bin=shutil.which(_FIREFOX), headless=True, port=free_port(), gecko_log=str(log))
        driver.start_session()
        try:
            yield _Firefox(driver, (MarionetteException,))
        finally:
            driver.quit(in_app=False)


@contextmanager
def _webkit() -> Iterator[_WebKit]:
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.webkitgtk.options import Options
    from selenium.webdriver.webkitgtk.service import Service

    with _screen() as display:
        options = Options()
        options.binary_location = sorted(glob.glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser"))[-1]
        options.add_argument("--automation")
        service = Service(
            shutil.which(_WEBKIT_DRIVER), port=free_port(), env=os.environ | {"DISPLAY": display}
        )
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield _WebKit(driver, (WebDriverException,))
        finally:
            driver.quit()


@contextmanager
def _screen() -> Iterator[str]:
    """A screen that nobody sees, with the first free number."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", _SCREEN, "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as number:
            yield f":{number.readline().strip()}"
    finally:
        process.terminate()
        process.wait()
