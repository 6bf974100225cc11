"""7.13: each real act moves its figure: what readers, writers, the desk, mails and hooks do, as /metrics tells it."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.rigs.hook_receiver import receiving
from tests.rigs.mail_server import mail_server
from tests.rigs.people_over_http import Moderator, id_of
from tests.rigs.real_paper import STORY, RealPaper
from tests.rigs.serve_factory import Got, Served, wait_until

pytestmark = [pytest.mark.serve, pytest.mark.once("works on a paper of its own")]

TOKEN = "a-token-of-more-than-twenty-letters"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_FORM = "application/x-www-form-urlencoded"
_HOOKS = """
from kawaraban.alerts.events import EVENTS
from kawaraban.alerts.hooks import make_hook
from kawaraban.kit.clock import utc_now
make_hook(address={address!r}, events=list(EVENTS), now=utc_now())
"""


@dataclass
class Watched:
    """A served paper, and what it tells of itself."""

    served: Served
    thread: str

    def figure(self, name: str, **labels: str) -> float:
        """All series of this name and these labels together; 0 where there is none."""
        answer = self.served.ask("/metrics", Authorization=f"Bearer {TOKEN}")
        assert answer.status == 200, answer.body
        return sum(
            sample.value
            for family in text_string_to_metric_families(answer.body.decode())
            for sample in family.samples
            if sample.name == name and sample.labels.items() >= labels.items()
        )

    def wait_for(self, least: float, name: str, **labels: str) -> None:
        wait_until(lambda: self.figure(name, **labels) >= least, f"{name} {labels}")

    def send(self, text: str, *, address: str, email: str = "") -> Got:
        form = {"thread": self.thread, "name": "Ada", "text": text, "language": "en", "email": email}
        return self.served.ask(
            "/comments/",
            method="POST",
            body=urlencode(form).encode(),
            content_type=_FORM,
            accept="application/json",
            sec_fetch_site="same-origin",
            x_forwarded_for=address,
        )

    def read(self, *, agent: str, address: str) -> None:
        self.served.ask(
            "/reads",
            method="POST",
            body=json.dumps({"story": self.thread, "seen": 10}).encode(),
            sec_fetch_site="same-origin",
            user_agent=agent,
            x_forwarded_for=address,
        )


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """One for the whole file: a hook that fails once, and a mail server that does not take the paper's mail."""
    paper = RealPaper.founded(tmp_path_factory.mktemp("moving") / "paper")
    with ExitStack() as open_:
        receiver, mails = open_.enter_context(receiving(500, 200)), open_.enter_context(mail_server())
        mails.says["RCPT"] = "550 nobody of that name"
        paper.run(_HOOKS.format(address=receiver.address))
        [[thread]] = paper.query("SELECT locator FROM comments_thread WHERE locator <> 'story-1'")
        served = open_.enter_context(
            paper.served(
                KAWARABAN_METRICS_TOKEN=TOKEN,
                KAWARABAN_UNDO_SECONDS="0",
                KAWARABAN_HOOKS_PRIVATE="true",
                KAWARABAN_MAIL_URL=mails.url,
                KAWARABAN_SLOW_QUERY_MS="1",
            )
        )
        yield Watched(served, str(thread))


def test_7_13_what_readers_do_moves_requests_and_reads(watched: Watched) -> None:
    wait_until(
        lambda: (
            watched.served.ask(STORY).status == 200
            and watched.figure("kawaraban_requests_total", source="store", status="200") > 0
        ),
        "a printed page",
    )
    watched.served.ask("/no-such-page/")
    watched.read(agent=FIREFOX, address="198.51.100.1")
    watched.read(agent=FIREFOX, address="198.51.100.1")
    watched.read(agent="Googlebot/2.1", address="198.51.100.2")

    watched.wait_for(1, "kawaraban_requests_total", source="app", status="404")
    watched.wait_for(1, "kawaraban_request_seconds_count", source="app")
    for verdict in ("read", "repeat", "robot"):
        watched.wait_for(1, "kawaraban_reads_total", verdict=verdict)
    watched.wait_for(1, "kawaraban_store_pages")


def test_7_13_what_writers_and_the_desk_do_moves_the_rest(watched: Watched) -> None:
    approved_before = watched.figure("kawaraban_decisions_total", verdict="approved")
    first = watched.send("Who pays for the new quay?", address="198.51.101.1", email="ada@example.org")
    watched.send("Who pays for the new quay?", address="198.51.101.1", email="ada@example.org")
    second = watched.send("And when will it open?", address="198.51.102.1")
    watched.send("This one waits.", address="198.51.103.1")
    watched.send("", address="198.51.104.1")
    moderator = Moderator.signed_in(watched.served)
    for sent in (first, second):
        assert moderator.approve(id_of(sent)).status < 400

    watched.wait_for(3, "kawaraban_comments_total", outcome="received")
    watched.wait_for(1, "kawaraban_comments_total", outcome="repeat")
    watched.wait_for(1, "kawaraban_refusals_total", reason="empty")
    watched.wait_for(5, "kawaraban_request_seconds_count", source="clerk")
    watched.wait_for(3, "kawaraban_triage_comments_total")
    watched.wait_for(1, "kawaraban_triage_seconds_count")
    watched.wait_for(approved_before + 2, "kawaraban_decisions_total", verdict="approved")
    watched.wait_for(1, "kawaraban_database_seconds_count", process="clerk")
    watched.wait_for(1, "kawaraban_database_turn_seconds_count", process="clerk")
    watched.wait_for(1, "kawaraban_database_slow_total")
    watched.wait_for(1, "kawaraban_mails_total", outcome="failed")
    watched.wait_for(1, "kawaraban_hook_deliveries_total", outcome="failed")
    watched.wait_for(1, "kawaraban_hook_deliveries_total", outcome="delivered")
    watched.wait_for(1, "kawaraban_mails_waiting", state="failing")
    watched.wait_for(1, "kawaraban_hooks_waiting", state="failing")
    wait_until(lambda: watched.figure("kawaraban_queue_comments", lane="queue") == 1, "one that waits")
    assert watched.figure("kawaraban_queue_oldest_seconds", lane="queue") > 0
    assert watched.figure("kawaraban_database_bytes") > 0


def test_7_13_nothing_that_strangers_make_up_is_a_label_or_a_series(watched: Watched) -> None:
    def series() -> set[str]:
        answer = watched.served.ask("/metrics", Authorization=f"Bearer {TOKEN}")
        return {
            line.rpartition(" ")[0] for line in answer.body.decode().splitlines() if not line.startswith("#")
        }

    wait_until(lambda: watched.figure("kawaraban_queue_comments", lane="queue") >= 0, "the worker's look")
    before = series()
    for number in range(40):
        made_up = f"zanzibar{number}"
        watched.served.ask(f"/{made_up}/?{made_up}", method=made_up.upper(), host=f"{made_up}.example")
        watched.served.ask("/metrics", Authorization=f"Bearer {made_up}")
    watched.served.ask("/comments/", method="POST", body=b"text=zanzibar&name=zanzibar", content_type=_FORM)

    after = series()

    assert not any("zanzibar" in each.lower() for each in after)
    # What was not there before is a process or a gauge of ours that has begun meanwhile, and not one for each word.
    assert len(after - before) < 20


def test_7_13_what_took_long_is_in_the_log_without_what_was_put_into_it(watched: Watched) -> None:
    log = watched.served.data / "serve.err"

    wait_until(lambda: "the database took" in log.read_text(), "a slow statement")

    for personal in ("ada@example.org", "new quay", "198.51.101.1"):
        assert personal not in log.read_text()
