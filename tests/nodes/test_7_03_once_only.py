"""Promise 7.3: what is to happen once happens once, however many nodes do it at the same moment."""

import pytest
from tests.rigs.nodes.paper import Nodes
from tests.rigs.postgres.server import needs_postgresql

pytestmark = [needs_postgresql, pytest.mark.serve, pytest.mark.once("works on papers of its own")]


def test_7_03_two_workers_in_lockstep_double_nothing_of_a_thousand(nodes: Nodes) -> None:
    hooks, mails, digests, publications = 425, 425, 100, 50

    told = nodes.run("lockstep", *map(str, (hooks, mails, digests, publications)))

    assert told["failures"] == []
    assert {name: told[name]["came"] for name in ("hooks", "mails", "digests", "publications")} == {
        "hooks": hooks,
        "mails": mails,
        "digests": digests,
        "publications": publications,
    }
    assert all(told[name]["different"] == told[name]["made"] for name in ("hooks", "mails", "digests"))
    assert told["publications"]["live"] == publications
    assert told["publications"]["orders"] == publications * told["publications"]["orders_of_one"] > 0


def test_7_03_a_lease_is_held_by_one_taken_over_from_the_dead_and_let_go_at_the_end(nodes: Nodes) -> None:
    told = nodes.run("leases")

    assert told["asked_at_once"] == {"held": 100, "both": 0}
    assert told["goes_on"] == [True, True]
    assert told["while_it_lives"] is False
    assert told["after_its_time"] is True
    assert told["after_it_let_go"] is True
    assert told["runs_of_a_task"] == {"once": ["first"], "everywhere": ["first", "second"]}
    assert told["other_nodes"] == ["second"]


def test_7_03_one_of_two_nodes_alone_holds_each_lease_and_the_other_goes_on_when_it_ends(
    nodes: Nodes,
) -> None:
    with nodes.served() as (first, second):
        (held,) = nodes.holders("record")
        there = set(nodes.holders("node first") + nodes.holders("node second"))
        holder, other = (first, "second") if held == "first" else (second, "first")

        holder.stop()

        nodes.wait_for_holder("record", other)
    assert there == {"first", "second"}
