"""7.16: the files for nginx, Caddy and HAProxy are good, are those of the page, and really serve two nodes."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.rigs.postgres.paper import PostgresPaper
from tests.rigs.postgres.server import needs_postgresql
from tests.rigs.serve_factory import ROOT, wait_until
from tests.rigs.web_server import CADDY, NAME, WebServer, _make_certificate, _running, configurations

from bench.ports import free_port

pytestmark = [pytest.mark.serve, pytest.mark.once("works on papers of its own")]

DEPLOY = ROOT / "deploy"
HAPROXY = shutil.which("haproxy") or next(
    (path for path in ("/usr/sbin/haproxy",) if Path(path).exists()), None
)
needs_haproxy = pytest.mark.skipif(
    HAPROXY is None, reason="HAProxy is not installed (tools/test_tools.sh does it)"
)
needs_caddy = pytest.mark.skipif(CADDY is None, reason="Caddy is not installed (tools/test_tools.sh does it)")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("nginx", ["nginx/kawaraban.conf", "nginx/passing-on.conf"]),
        ("caddy", ["caddy/Caddyfile", "caddy/passing-on.Caddyfile"]),
    ],
)  # fmt: skip
def test_7_16_the_files_are_those_of_the_page_which_are_served_elsewhere(
    language: str, names: list[str]
) -> None:
    assert [(DEPLOY / name).read_text() for name in names] == configurations(language)[:2]


def test_7_16_the_plan_of_two_nodes_names_files_and_nodes_that_there_are() -> None:
    plan = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
    balancer = (DEPLOY / "haproxy" / "haproxy.cfg").read_text()
    nodes = {name for name in plan["services"] if name.startswith("node-")}

    assert set(re.findall(r"server \w+ (node-\w+):8000", balancer)) == nodes == {"node-a", "node-b"}
    for node in nodes | {"init"}:
        service = plan["services"][node]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(plan["volumes"])
    assert plan["services"]["balancer"]["networks"]["default"]["ipv4_address"] in str(
        plan["services"]["node-a"]["environment"]["KAWARABAN_TRUSTED_PROXIES"]
    )
    assert (
        DEPLOY
        / "compose"
        / plan["services"]["init"]["build"]["context"]
        / plan["services"]["init"]["build"]["dockerfile"]
    ).is_file()


def test_7_16_the_container_is_built_from_what_a_release_holds() -> None:
    text = (DEPLOY / "container" / "Containerfile").read_text()

    assert all(line in text for line in ("COPY runtime.lock ", "COPY kawaraban-*.whl "))
    assert re.search(r"^USER 10001", text, re.M)
    assert "--require-hashes" in text


@needs_caddy
def test_7_16_caddy_with_a_certificate_of_its_own_speaks_http2_and_offers_http3(tmp_path: Path) -> None:
    assert CADDY is not None
    port, plain = free_port(), free_port()
    text = (DEPLOY / "caddy" / "passing-on.Caddyfile").read_text()
    text = text.replace("\npaper.example {", f"\npaper.example:{port} {{\n\ttls internal")
    text = f"{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {plain}\n" + text.lstrip().removeprefix("{\n")
    (tmp_path / "Caddyfile").write_text(text)
    words = [CADDY, "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]

    with _running(words, tmp_path, port):
        told = wait_until(
            lambda: subprocess.run(
                ["curl", "-skI", "--http2", "--resolve", f"{NAME}:{port}:127.0.0.1", f"https://{NAME}:{port}/"],
                capture_output=True, text=True, check=False,
            ).stdout, "an answer",
        )  # fmt: skip

    assert told.startswith("HTTP/2 502")  # no paper stands behind it here: the server itself is meant
    assert "h3=" in told.lower()


@contextlib.contextmanager
def balancer(folder: Path, nodes: dict[str, int]) -> Iterator[WebServer]:
    """HAProxy with the file of the release, on ports of its own."""
    assert HAPROXY is not None
    folder.mkdir()
    _make_certificate(folder)
    (folder / "certs").mkdir()
    (folder / "certs" / "paper.pem").write_bytes(
        (folder / "fullchain.pem").read_bytes() + (folder / "privkey.pem").read_bytes()
    )
    port, plain = free_port(), free_port()
    text = (DEPLOY / "haproxy" / "haproxy.cfg").read_text()
    changes = {
        "bind :80": f"bind 127.0.0.1:{plain}",
        "bind :443": f"bind 127.0.0.1:{port}",
        "/etc/haproxy/certs/": f"{folder}/certs/",
    }
    changes["maxconn 20000"] = "maxconn 1000"  # of a test's own process no more files may be open
    changes |= {f"node-{name}:8000": f"127.0.0.1:{number}" for name, number in nodes.items()}
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "haproxy.cfg").write_text(text)
    subprocess.run([HAPROXY, "-c", "-q", "-f", str(folder / "haproxy.cfg")], check=True)
    with _running([HAPROXY, "-db", "-f", str(folder / "haproxy.cfg")], folder, port):
        yield WebServer(port, plain, is_secure=True)


@contextlib.contextmanager
def read_all_the_time(web: WebServer) -> Iterator[list[int]]:
    """Four readers who open one page after the other; what each of them was answered."""
    seen: list[int] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            try:
                seen.append(web.ask("/").status)
            except (OSError, http.client.HTTPException):
                seen.append(0)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        yield seen
    finally:
        is_over.set()
        for reader in readers:
            reader.join()


@needs_haproxy
@needs_postgresql
def test_7_16_two_nodes_behind_the_balancer_are_one_paper_and_one_may_be_killed(tmp_path: Path) -> None:
    first = PostgresPaper.founded(tmp_path / "a")
    (tmp_path / "b").mkdir()
    shutil.copytree(first.root / "keys", tmp_path / "b" / "keys")
    shutil.copytree(first.root / "static", tmp_path / "b" / "static")
    second = PostgresPaper(tmp_path / "b", first.address)
    knobs = {"KAWARABAN_SITE_URL": f"https://{NAME}"}
    with (
        first.served(**knobs) as a,
        second.served(**knobs) as b,
        balancer(tmp_path / "balancer", {"a": a.port, "b": b.port}) as web,
    ):
        wait_until(lambda: web.ask("/").status == 200, "the paper through the balancer")
        (tmp_path / "b" / "static" / "only-there.0123456789ab.css").write_text("body{}")
        styles = [web.ask("/static/only-there.0123456789ab.css").status for _ in range(6)]
        plain = web.ask_plainly("/").status
        forged = web.ask("/", X_Forwarded_Proto="http", X_Forwarded_For="203.0.113.9").status
        with read_all_the_time(web) as seen:
            wait_until(lambda: len(seen) > 40, "readers on both nodes")
            for pid in (a.process.pid, *a.children().values()):
                os.kill(pid, signal.SIGKILL)
            died_after = len(seen)
            form = web.ask(
                "/comments/", method="POST", body=b"thread=none", sec_fetch_site="same-origin"
            ).status
            wait_until(lambda: len(seen) > died_after + 100, "readers on the other node")

    assert styles == [200] * 6
    assert (plain, forged) == (301, 200)
    assert set(seen) == {200}
    assert 400 <= form < 500  # said by the paper: it has no such thread
