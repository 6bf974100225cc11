from collections.abc import Iterable
from typing import Any

import pytest

from kawaraban.press.printing.letting_go import let_go


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    environ["asked"].append(environ["REQUEST_METHOD"])
    return [b"page"]


@pytest.mark.parametrize(
    ("method", "is_gone", "is_asked"),
    [("GET", True, False), ("HEAD", True, False), ("GET", False, True), ("POST", True, True)],
)
def test_2_05_a_page_that_nobody_waits_for_is_not_made(method: str, *, is_gone: bool, is_asked: bool) -> None:
    asked: list[str] = []
    environ = {"REQUEST_METHOD": method, "waitress.client_disconnected": lambda: is_gone, "asked": asked}

    list(let_go(application)(environ, lambda status, headers: None))

    assert bool(asked) == is_asked


def test_under_another_server_everything_is_made() -> None:
    asked: list[str] = []

    list(let_go(application)({"REQUEST_METHOD": "GET", "asked": asked}, None))

    assert asked == ["GET"]
