"""7.15 Each look at the paper finds what it looks for, and nothing where all is well."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from kawaraban.alerts.health.words import WORDS
from kawaraban.config.env import DataDir
from kawaraban.config.health import from_outside as looking
from kawaraban.config.health import rounds
from kawaraban.config.health.clocks import clocks
from kawaraban.config.health.copies import copies
from kawaraban.config.health.doorway import doorway
from kawaraban.config.health.from_outside import from_outside
from kawaraban.config.health.keys import keys
from kawaraban.config.health.worker import is_served, worker
from kawaraban.kit.clock import utc_now
from kawaraban.kit.seen_from_outside import FORGED_ADDRESS, Arrived, proof
from kawaraban.press.backup_targets import take_target, tell_failed, tell_finished

HEALTH = Path(rounds.__file__).parent


def codes(found: Iterator[Any]) -> list[str]:
    return [each.code for each in found]


def test_7_15_every_code_that_a_look_yields_has_words() -> None:
    used = {
        code
        for file in HEALTH.glob("*.py")
        for code in re.findall(r'HealthFinding\(\s*"([a-z_]+)"', file.read_text(encoding="utf-8"))
    }

    assert used
    assert used - set(WORDS) == set()
    assert set(WORDS) - used == set()


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("TRUSTED_PROXIES", "0.0.0.0/0", ["proxies"]),
        ("TRUSTED_PROXIES", "::/0", ["proxies"]),
        ("TRUSTED_PROXIES", "10.0.0.0/8,104.16.0.0/13", []),
        ("TRUSTED_PROXIES", "everybody", ["proxies"]),
        ("HOSTS", "*", ["hosts"]),
        ("SITE_URL", "http://paper.example", ["no_tls"]),
        ("SITE_URL", "https://paper.example", []),
    ],
)
def test_7_15_whom_the_knobs_let_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, expected: list[str]
) -> None:
    monkeypatch.setenv("KAWARABAN_SITE_URL", "https://paper.example")
    monkeypatch.setenv(f"KAWARABAN_{variable}", value)

    assert codes(doorway(DataDir(tmp_path))) == expected


def test_7_15_a_key_that_is_gone_or_another_is_named(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    data.secret_key_file.parent.mkdir()
    data.secret_key_file.write_text(django_settings.SECRET_KEY)
    data.ledger_key_file.write_text("another" * 8)

    [found] = keys(data)

    assert "holds another key" in found.line
    data.ledger_key_file.write_text(str(django_settings.LEDGER_KEY))
    assert list(keys(data)) == []
    data.secret_key_file.unlink()
    assert codes(keys(data)) == ["keys"]


@pytest.mark.django_db
def test_7_15_the_clock_of_the_database_is_ours_where_it_is_on_this_machine(tmp_path: Path) -> None:
    assert [each for each in clocks(DataDir(tmp_path)) if not each.is_advice] == []


@pytest.mark.django_db
@pytest.mark.skipif(
    django_settings.DATABASES["default"]["ENGINE"] != "kawaraban.config.postgresql",
    reason="the clock of a database that is a file is ours",
)
@pytest.mark.parametrize(("hours", "words"), [(1, " seconds behind that"), (-1, " seconds ahead of that")])
def test_7_15_a_clock_that_is_not_the_servers_is_told(tmp_path: Path, hours: int, words: str) -> None:
    with connection.cursor() as cursor:
        # The server's own clock, put before PostgreSQL's; all of it is over with the test.
        cursor.execute("SET LOCAL search_path = public, pg_catalog")
        cursor.execute(
            "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE"
            f" AS $$ SELECT pg_catalog.clock_timestamp() + interval '{hours} hour' $$"
        )

    [found] = [each for each in clocks(DataDir(tmp_path)) if not each.is_advice]

    assert found.code == "clock"
    assert words in found.line


def test_7_15_a_paper_that_is_not_served_needs_no_worker(tmp_path: Path) -> None:
    assert not is_served(DataDir(tmp_path))
    assert list(worker(DataDir(tmp_path))) == []


# ---- what stands in front


@contextmanager
def in_front(settings: Any, monkeypatch: pytest.MonkeyPatch, **does: Any) -> Iterator[None]:
    """Served as http://paper.test:PORT, which is this machine; `does` is what InFront does otherwise."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = {"host": f"paper.test:{port}", "scheme": "http", "believes": False, **does}
            told.pop("status", None)
            ask = parse_qs(urlsplit(self.path).query)["ask"][0]
            assert self.headers["X-Forwarded-For"] == FORGED_ADDRESS
            seen = Arrived(told["host"], told["scheme"], told["believes"])
            mark = proof(seen, ask=ask, secret=does.get("secret", django_settings.SECRET_KEY))
            body = json.dumps({**told, "proof": mark}).encode()
            self.send_response(does.get("status", 200))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SITE_URL = f"http://paper.test:{port}"
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: resolve("127.0.0.1" if host == "paper.test" else host, *rest, **more),
    )
    monkeypatch.setattr(looking, "is_served", lambda _data: True)
    # This machine's own word is not one that counts, as behind a server on another one.
    monkeypatch.setenv("KAWARABAN_TRUSTED_PROXIES", "10.1.1.1")
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("does", "expected"),
    [
        ({}, []),
        ({"host": "127.0.0.1:8000"}, ["host_rewritten"]),
        ({"status": 400}, ["host_rewritten"]),
        ({"scheme": "https"}, ["scheme_hidden"]),
        ({"believes": True}, ["address_forged"]),
        ({"secret": "of another paper"}, ["another_answers"]),
        ({"status": 502}, ["another_answers"]),
    ],
)
def test_7_15_what_a_server_in_front_makes_of_a_request_is_found(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, does: dict[str, Any], expected: list[str]
) -> None:
    with in_front(settings, monkeypatch, **does):
        assert codes(from_outside(DataDir(tmp_path))) == expected


def test_7_15_a_paper_that_does_not_reach_itself_is_advised_and_not_blamed(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SITE_URL = "https://paper.invalid"
    monkeypatch.setattr(looking, "is_served", lambda _data: True)

    [found] = from_outside(DataDir(tmp_path))

    assert (found.code, found.is_advice) == ("unreachable", True)


@pytest.mark.django_db
def test_7_15_the_paper_says_what_it_was_told_and_only_to_who_asks_as_it_does() -> None:
    ask = "ab" * 16

    told = Client().get(f"/.well-known/kawaraban?ask={ask}", REMOTE_ADDR=FORGED_ADDRESS).json()

    seen = Arrived(told["host"], told["scheme"], told["believes"])
    assert seen.believes
    assert told["proof"] == proof(seen, ask=ask, secret=django_settings.SECRET_KEY)
    for wrong in ("", "?ask=", "?ask=" + "z" * 32, "?ask=" + "a" * 33):
        assert Client().get(f"/.well-known/kawaraban{wrong}").status_code == 404


@pytest.mark.django_db
def test_7_15_a_copy_that_is_late_or_failed_is_a_fault_and_none_at_all_is_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAWARABAN_BACKUP_TO", "/backups")
    monkeypatch.setenv("KAWARABAN_BACKUP_HOURS", "24")
    paper, now = DataDir(tmp_path), utc_now()
    [none] = copies(paper)
    take_target("/backups", node="one", now=now)

    tell_finished("/backups", name="a", files_count=1, size=1, now=now - timedelta(hours=25))
    young = list(copies(paper))
    tell_finished("/backups", name="a", files_count=1, size=1, now=now - timedelta(hours=50))
    [late] = copies(paper)
    tell_failed("/backups", failure="the disk is full", now=now)
    [failed] = copies(paper)

    assert (none.code, none.is_advice) == ("backup_none", True)
    assert young == []
    assert (late.code, failed.code) == ("backup", "backup")
    assert "the disk is full" in failed.line
