"""7.14: one request is found in the logs of all processes by one number, and each line is one object."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.rigs.serve_factory import Served, make_paper, wait_until

pytestmark = [pytest.mark.serve, pytest.mark.once("papers and processes of its own")]

BY_PROXY = "number-of-a-proxy-1"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served.started(make_paper(tmp_path_factory.mktemp("paper")), knobs={"log_format": "json"}) as served:
        yield served


def lines_of(served: Served, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (served.data / name).read_text().splitlines()]


def logged(served: Served, path: str) -> dict[str, Any]:
    def found() -> dict[str, Any] | None:
        lines = lines_of(served, "log/access.log") if (served.data / "log" / "access.log").exists() else []
        return next((line for line in lines if line["path"] == path), None)

    return wait_until(found, f"a line about {path}")


def test_7_14_what_reaches_the_app_has_a_number_and_the_app_says_it_too(served: Served) -> None:
    served.ask("/no-such-page-7-14/")

    number = logged(served, "/no-such-page-7-14/")["request"]

    assert len(number) == 16
    told = wait_until(
        lambda: [line for line in lines_of(served, "serve.err") if line.get("request") == number],
        "the app's line",
    )
    assert told[0]["process"] == "app 1"


def test_7_14_a_number_is_taken_from_a_trusted_proxy_where_it_is_fit(served: Served) -> None:
    served.ask("/by-proxy-7-14/", X_Request_Id=BY_PROXY)
    served.ask("/unfit-7-14/", X_Request_Id="*/ DROP TABLE x; --")

    assert logged(served, "/by-proxy-7-14/")["request"] == BY_PROXY
    assert len(logged(served, "/unfit-7-14/")["request"]) == 16


def test_7_14_nobody_tells_the_app_its_number(served: Served) -> None:
    served.ask("/forged-7-14/", X_Kawaraban_Request="a-forged-number")

    assert logged(served, "/forged-7-14/")["request"] != "a-forged-number"
    assert "a-forged-number" not in (served.data / "serve.err").read_text()


def test_7_14_every_line_of_every_process_is_one_object(served: Served) -> None:
    served.kill("worker")
    wait_until(
        lambda: any("starting it again" in line["message"] for line in lines_of(served, "serve.err")), "news"
    )

    for line in lines_of(served, "serve.err"):
        assert {"time", "level", "logger", "message", "process"} <= set(line)
