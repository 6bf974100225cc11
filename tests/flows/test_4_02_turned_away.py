"""4.2: who is turned away is told when to come again, and whoever runs the paper is told that it happened."""

import logging
import resource
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.rigs.front_process import front_data, front_process
from tests.rigs.raw_http import Front, read_answers
from tests.rigs.serve_factory import wait_until

from kawaraban.press.front.limits import FrontLimits


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    with Front(tmp_path) as front:
        yield front


def test_4_2_a_connection_too_many_is_told_when_to_come_again(front: Front) -> None:
    front.client.front.stand.limits = FrontLimits(connections=1)
    front.line()

    [answer] = read_answers(front.line().wire.written)

    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


def test_4_2_one_line_a_minute_says_how_many_were_turned_away(
    front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    stand = front.client.front.stand
    stand.limits = FrontLimits(connections=1)
    front.line()
    caplog.set_level(logging.WARNING, "kawaraban.press.front.stand")

    for _second in range(100):
        front.line()
        front.line()
        stand.tick(stand.now + 1)

    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "2 connections were turned away",
        "120 connections were turned away",
    ]


def test_4_2_one_network_does_not_take_all_connections(front: Front) -> None:
    stand = front.client.front.stand
    stand.limits = replace(stand.limits, connections=400)

    greedy = [front.line(peer=f"2001:db8::{number:x}") for number in range(101)]
    another, proxied = front.line(peer="2001:db8:1::1"), [front.line(peer="10.0.0.1") for _ in range(101)]
    greedy[0].hang_up()
    again = front.line(peer="2001:db8::ffff")

    assert [line.wire.is_shut for line in greedy] == [False] * 100 + [True]
    assert not another.wire.is_shut
    assert not any(line.wire.is_shut for line in proxied)
    assert not again.wire.is_shut


@pytest.mark.serve
def test_4_2_a_front_that_may_open_few_files_says_so_and_counts_whom_it_turns_away(tmp_path: Path) -> None:
    data = front_data(tmp_path / "paper")
    few = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))"
    with front_process(data, before=few) as front:
        assert "Only 64 connections are taken at once instead of 12000" in front.errors
        idle: list[socket.socket] = []
        while len(idle) < 100:
            idle.append(front.connect())
        answers = b"".join(_heard(reader) for reader in idle[70:])
        wait_until(lambda: "connections were turned away" in front.errors, "the line in the log")
        for reader in idle:
            reader.close()

        assert answers.count(b"HTTP/1.1 503 ") == answers.count(b"retry-after: 5") >= 1
        wait_until(
            lambda: front.say(b"GET /healthz HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 503"), "a free place"
        )
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 0


def _heard(reader: socket.socket) -> bytes:
    reader.settimeout(0.2)
    try:
        return reader.recv(4_096)
    except TimeoutError:
        return b""
