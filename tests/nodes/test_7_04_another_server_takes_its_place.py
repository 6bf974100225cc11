"""Promise 7.4: a standby takes the place of the database under load. What was acknowledged is there, what was lost is
on no page, and every machine of the paper goes on by itself."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest
from tests.page import Page
from tests.rigs.people_over_http import Moderator, comment, id_of
from tests.rigs.postgres.paper import all_served
from tests.rigs.postgres.server import PostgresServer, needs_postgresql
from tests.rigs.postgres.staffed_paper import NO_LIMITS, StaffedPaper
from tests.rigs.postgres.standby import address_of, promote, replicated, wait_for_nobody
from tests.rigs.serve_factory import Got, Served, wait_until

pytestmark = [needs_postgresql, pytest.mark.serve]


@dataclass
class TwoMachines:
    """Two served nodes over a server that another one follows."""

    first: PostgresServer
    second: PostgresServer
    paper: StaffedPaper
    nodes: tuple[Served, ...]
    mika: Moderator

    def texts_on(self, node: Served) -> set[str]:
        return {text for text in self.words if text.encode() in node.ask(self.paper.story).body}

    words: set[str] = field(default_factory=set)

    def send(self, node: Served, text: str) -> Got:
        self.words.add(text)
        return comment(node, self.paper.thread, text)

    def decided_and_on_both(self, text: str) -> str:
        """Sent to the second node, approved on the first, and on the pages of both."""
        sent = wait_until(
            lambda: (got := self.send(self.nodes[1], text)).status == 201 and got, "a comment that is taken"
        )
        wait_until(lambda: self.mika.approve(id_of(sent)).status == 303, "a decision that is made")
        for node in self.nodes:
            wait_until(lambda: text in self.texts_on(node), f"{text!r} on the page")  # noqa: B023
        return id_of(sent)


@contextmanager
def two_machines(folder: Path) -> Iterator[TwoMachines]:
    with replicated() as (first, second):
        paper = StaffedPaper.over(first, folder / "one")
        paper = replace(paper, address=address_of("paper", first, second))
        other = paper.another_node(folder / "two")
        with all_served({"first": paper, "second": other}, **NO_LIMITS) as nodes:
            yield TwoMachines(first, second, paper, nodes, Moderator.signed_in(nodes[0]))


@dataclass
class Load:
    """Readers, senders and a moderator who do not stop; what each was told is kept."""

    machines: TwoMachines
    stop: threading.Event = field(default_factory=threading.Event)
    read: list[int] = field(default_factory=list)
    sent: list[Got] = field(default_factory=list)
    approved: list[str] = field(default_factory=list)
    refused: list[Got] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator["Load"]:
        works = [
            self._moderate,
            *(partial(self._read, node) for node in self.machines.nodes),
            *(partial(self._send, sender) for sender in range(4)),
        ]
        threads = [threading.Thread(target=self._guarded, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.stop.set()
            for thread in threads:
                thread.join(90)
        assert not self.broken, self.broken

    @property
    def accepted(self) -> list[str]:
        return [id_of(got) for got in list(self.sent) if got.status == 201]

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as broken:
            self.broken.append(broken)

    def _read(self, node: Served) -> None:
        while not self.stop.wait(0.01):
            self.read.append(node.ask(self.machines.paper.story).status)

    def _send(self, sender: int) -> None:
        count = 0
        while not self.stop.wait(0.05):
            count += 1
            node = self.machines.nodes[count % 2]
            self.sent.append(self.machines.send(node, f"Words {sender}-{count} of a sender."))

    def _moderate(self) -> None:
        seen = 0
        while not self.stop.wait(0.1):
            waiting = self.accepted[seen:]
            if not waiting or len(self.approved) >= 30:
                continue
            public_id = waiting[-1]
            card = self.machines.mika.ask(f"/desk/card/{public_id}/")
            if card.status != 200:
                self.refused.append(card)
                continue
            form = Page(card.body).form("/approve")
            answer = self.machines.mika.post(form.action, **form.hidden)
            seen = len(self.accepted)
            if answer.status == 303:
                self.approved.append(public_id)
            else:
                self.refused.append(answer)


def test_7_04_nothing_acknowledged_is_lost_when_a_standby_takes_the_place_under_load(tmp_path: Path) -> None:
    with two_machines(tmp_path) as machines:
        machines.decided_and_on_both("The first word.")
        with Load(machines).running() as load:
            wait_until(lambda: len(load.accepted) > 40 and len(load.approved) > 3, "a paper at work")
            machines.first.stop()
            before = len(load.sent)
            wait_until(lambda: any(got.status == 503 for got in load.sent[before:]), "a sender who is told")
            promote(machines.second)
            before = len(load.accepted)
            wait_until(lambda: len(load.accepted) > before + 40, "senders who are heard again")
            approved = len(load.approved)
            wait_until(lambda: len(load.approved) > min(approved + 2, 29), "a moderator who goes on")

        assert set(load.read) == {200}
        assert {got.status for got in load.sent} == {201, 503}
        assert {got.status for got in load.refused} <= {503}
        assert all(json.loads(got.body)["error"] for got in load.sent if got.status == 503)
        rows = machines.second.execute("SELECT public_id, status, text FROM comments_comment", name="paper")
        status_of = {public_id: status for public_id, status, _text in rows}
        assert set(load.accepted) <= set(status_of)
        assert {status_of[public_id] for public_id in load.approved} == {"approved"}
        shown = {str(text) for _id, status, text in rows if status == "approved"}
        for node in machines.nodes:
            wait_until(lambda: machines.texts_on(node) == shown, "the same words on every page")  # noqa: B023
            node.wait_until_healthy()
        machines.decided_and_on_both("The last word.")
        assert machines.paper.kawaraban("records", "verify").returncode == 0


def test_7_04_what_a_standby_never_heard_of_is_on_no_page_afterwards(tmp_path: Path) -> None:
    with two_machines(tmp_path) as machines:
        machines.decided_and_on_both("Heard by both servers.")
        wait_for_nobody(machines.first)
        machines.second.stop("fast")
        for number in range(3):
            machines.decided_and_on_both(f"Lost {number}.")

        machines.first.stop()
        machines.second.start()
        wait_for_nobody(machines.second)
        promote(machines.second)

        for node in machines.nodes:
            wait_until(
                lambda: machines.texts_on(node) == {"Heard by both servers."},  # noqa: B023
                "pages without what was lost",
            )
        # The numbers of what was lost are others' now.
        for number in range(4):
            machines.decided_and_on_both(f"After it {number}.")
        for node in machines.nodes:
            assert not any(text.startswith("Lost") for text in machines.texts_on(node))
