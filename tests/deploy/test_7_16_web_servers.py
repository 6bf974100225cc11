"""7.16: the files for nginx, Caddy and HAProxy are good, are those of the page, and really serve two nodes."""

import contextlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.rigs.postgres.paper import PostgresPaper
from tests.rigs.postgres.server import needs_postgresql
from tests.rigs.serve_factory import ROOT, Served, wait_until
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

    assert "COPY runtime.lock kawaraban-*.whl " in text
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
def balancer(folder: Path, nodes: dict[str, int], *, asks: str) -> Iterator[WebServer]:
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
    changes["uri /healthz/reading "] = f"uri {asks} "
    changes |= {f"node-{name}:8000": f"127.0.0.1:{number}" for name, number in nodes.items()}
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "haproxy.cfg").write_text(text)
    subprocess.run([HAPROXY, "-c", "-q", "-f", str(folder / "haproxy.cfg")], check=True)
    with _running([HAPROXY, "-db", "-f", str(folder / "haproxy.cfg")], folder, port):
        yield WebServer(port, plain, is_secure=True)


def address_of_health(served: Served) -> str:
    """Where a node does not answer for reading alone yet, its whole health stands for it."""
    return "/healthz/reading" if served.ask("/healthz/reading").status == 200 else "/healthz"


@needs_haproxy
@needs_postgresql
def test_7_16_two_nodes_behind_the_balancer_are_one_paper(tmp_path: Path) -> None:
    first = PostgresPaper.founded(tmp_path / "a")
    (tmp_path / "b").mkdir()
    shutil.copytree(first.root / "keys", tmp_path / "b" / "keys")
    shutil.copytree(first.root / "static", tmp_path / "b" / "static")
    second = PostgresPaper(tmp_path / "b", first.address)
    knobs = {"KAWARABAN_SITE_URL": f"https://{NAME}"}
    with first.served(**knobs) as a, second.served(**knobs) as b:  # noqa: SIM117  it asks the first node
        with balancer(tmp_path / "balancer", {"a": a.port, "b": b.port}, asks=address_of_health(a)) as web:
            wait_until(lambda: web.ask("/").status == 200, "the paper through the balancer")
            (tmp_path / "b" / "static" / "only-there.0123456789ab.css").write_text("body{}")
            styles = [web.ask("/static/only-there.0123456789ab.css").status for _ in range(6)]
            plain = web.ask_plainly("/").status
            forged = web.ask("/", X_Forwarded_Proto="http", X_Forwarded_For="203.0.113.9").status
            a.stop()
            wait_until(lambda: web.ask("/").status == 200, "the other node alone")
            alone = [web.ask("/").status for _ in range(20)]

    assert styles == [200] * 6
    assert (plain, forged) == (301, 200)
    assert alone == [200] * 20
