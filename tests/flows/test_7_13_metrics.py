"""7.13: /metrics tells what a served paper does: by a token, or on a port of its own, and without a question asked."""

import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.rigs.serve_factory import ROOT, Served, make_paper, wait_until

from kawaraban.kit.seeing.families import FAMILIES
from kawaraban.kit.seeing.gauges import GAUGES

pytestmark = [pytest.mark.serve, pytest.mark.once("papers and processes of its own")]

TOKEN = "a-token-of-more-than-twenty-letters"
PROMETHEUS = ROOT / "deploy" / "prometheus"
needs_promtool = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="promtool (Debian's prometheus) is not installed"
)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Served]:
    knobs = {"metrics_token": TOKEN, "metrics_port": str(port), "log_format": "json"}
    with Served.started(make_paper(tmp_path_factory.mktemp("paper")), knobs=knobs) as served:
        yield served


def text(served: Served) -> str:
    answer = served.ask("/metrics", Authorization=f"Bearer {TOKEN}")
    assert answer.status == 200, answer.body
    return answer.body.decode()


def value(served: Served, name: str, **labels: str) -> float:
    """Of the one series; fails where there is none."""
    found = [
        sample.value
        for family in text_string_to_metric_families(text(served))
        for sample in family.samples
        if sample.name == name and sample.labels.items() >= labels.items()
    ]
    assert found, name
    return sum(found)


def test_7_13_who_has_no_token_sees_nothing(served: Served) -> None:
    for sent in ("", "Bearer wrong", TOKEN):
        answer = served.ask("/metrics", Authorization=sent)

        assert answer.status == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert b"kawaraban_" not in answer.body


def test_7_13_a_paper_without_token_has_no_such_page(tmp_path: Path) -> None:
    with Served.started(make_paper(tmp_path)) as served:
        answer = served.ask("/metrics", Authorization="Bearer ")

        assert answer.status in {301, 404}  # the app's, as at any other address
        assert b"kawaraban_" not in answer.body


def test_7_13_the_port_of_its_own_asks_for_the_token_and_reads_no_more_than_a_head(
    served: Served, port: int
) -> None:
    def asked(path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    assert served.port != port
    assert asked("/metrics")[0] == 401
    assert asked("/metrics", Authorization=f"Bearer {TOKEN}")[0] == 200
    assert asked("/metrics", "HEAD", Authorization=f"Bearer {TOKEN}") == (200, b"")
    assert asked("/metrics", "POST", Authorization=f"Bearer {TOKEN}")[0] == 405
    assert asked("/desk/", Authorization=f"Bearer {TOKEN}")[0] == 404
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(b"GET /metrics HTTP/1.1\r\nX: " + b"x" * 20_000)
        assert line.recv(100).startswith(b"HTTP/1.1 400")


def test_7_13_requests_reads_and_refusals_are_counted(served: Served) -> None:
    def from_store() -> float:
        return value(served, "kawaraban_requests_total", source="store")

    before = from_store()
    wait_until(lambda: served.ask("/test/story/1/").status == 200 and from_store() > before, "a printed page")
    served.ask("/reads", method="POST", body=b"{}")
    form = {"Accept": "application/json", "Content_Type": "application/x-www-form-urlencoded"}
    served.ask("/comments/", method="POST", body=b"text=hello", **form)

    wait_until(lambda: value(served, "kawaraban_reads_total", verdict="malformed") == 1, "a read")
    wait_until(lambda: value(served, "kawaraban_refusals_total", reason="foreign_site") == 1, "a refusal")
    assert value(served, "kawaraban_request_seconds_count", source="app") >= 1
    with socket.create_connection(("127.0.0.1", served.port)):
        wait_until(lambda: value(served, "kawaraban_connections") >= 1, "a connection")


def test_7_13_what_waits_is_asked_by_the_worker_and_told_from_a_file(served: Served) -> None:
    wait_until(lambda: "kawaraban_queue_comments{" in text(served), "the worker's look")
    served.signal("worker", signal.SIGSTOP)
    try:
        assert value(served, "kawaraban_queue_comments", lane="queue") == 0
        assert value(served, "kawaraban_orders_waiting") >= 0
        assert value(served, "kawaraban_store_bytes") > 0
        wait_until(lambda: value(served, "kawaraban_process_silent_seconds", process="worker") > 2, "silence")
    finally:
        served.signal("worker", signal.SIGCONT)


def test_7_13_what_was_counted_outlives_the_process(served: Served) -> None:
    wait_until(
        lambda: value(served, "kawaraban_database_seconds_count", process="worker") > 10, "some statements"
    )
    counted = value(served, "kawaraban_database_seconds_count", process="worker")
    restarts = value(served, "kawaraban_process_restarts_total", role="worker")

    served.kill("worker")

    wait_until(
        lambda: value(served, "kawaraban_process_restarts_total", role="worker") == restarts + 1, "a restart"
    )
    served.wait_until_healthy()
    assert value(served, "kawaraban_database_seconds_count", process="worker") >= counted


def test_7_13_no_label_comes_from_who_asks(served: Served) -> None:
    served.ask("/zanzibar/?q=zanzibar", User_Agent="zanzibar")

    told = text(served)

    assert "zanzibar" not in told
    assert len(told.splitlines()) < 1_500


@needs_promtool
def test_7_13_promtool_takes_the_figures_the_rules_and_their_tests(served: Served) -> None:
    def promtool(*words: str, said: str = "") -> None:
        done = subprocess.run(
            ["promtool", *words], cwd=PROMETHEUS, input=said, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr

    promtool("check", "metrics", said=text(served))
    promtool("check", "rules", "kawaraban.rules.yml")
    promtool("test", "rules", "kawaraban.rules.test.yml")


def test_7_13_rules_dashboard_and_page_name_what_is_told_and_nothing_else(served: Served) -> None:
    wait_until(lambda: "kawaraban_queue_comments{" in text(served), "the worker's look")
    told = {family.name for family in text_string_to_metric_families(text(served))}
    told |= {family.name for family in FAMILIES} | {gauge.name for gauge in GAUGES}
    dashboard = (ROOT / "deploy" / "grafana" / "kawaraban.json").read_text()
    asked = "\n".join(
        [target["expr"] for panel in json.loads(dashboard)["panels"] for target in panel.get("targets", [])]
        + [(PROMETHEUS / "kawaraban.rules.yml").read_text()]
    )
    page = (ROOT / "docs" / "seeing.md").read_text()

    named = {
        re.sub(r"_(total|bucket|count|sum)$", "", name) for name in re.findall(r"kawaraban_[a-z_]+", asked)
    }
    assert named - told == set()
    assert {name for name in told if f"`{name}" not in page} == set()
