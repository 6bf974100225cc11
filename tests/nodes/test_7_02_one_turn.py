"""Promise 7.2: one lock, taken first. Acts never block each other; what was looked at stands when it is written."""

import pytest
from tests.rigs.nodes.paper import Nodes
from tests.rigs.postgres.server import needs_postgresql

pytestmark = [needs_postgresql, pytest.mark.serve, pytest.mark.once("works on papers of its own")]


def test_7_02_two_approve_one_closes_one_erases_a_thousand_times_without_a_deadlock(nodes: Nodes) -> None:
    told = nodes.run("hammer", "1000")

    assert told == {"acts": 1000, "failures": {}, "statuses": {"approved": 500, "erased": 250}}


def test_7_02_the_same_form_to_two_nodes_is_stored_once_and_limits_are_exact(nodes: Nodes) -> None:
    told = nodes.run("twice", "1000", KAWARABAN_COMMENTS_PER_MINUTE="4")

    assert told["failures"] == []
    assert (told["stored"], told["receipts"]) == (1000, 1000)
    # Twenty senders, twelve forms of each.
    assert (told["accepted"], told["too_fast"]) == (80, 160)


def test_7_02_the_record_of_it_is_whole(nodes: Nodes) -> None:
    nodes.run("hammer", "40")

    checked = nodes.papers[0].kawaraban("records", "verify")

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_7_02_what_the_editor_moves_and_deletes_by_itself_begins_with_the_turn(nodes: Nodes) -> None:
    told = nodes.run("editor_in_turn")

    assert set(told) == {"move", "delete", "unpublish many", "delete many"}
    assert all(begun and all(begun) for begun in told.values()), told
