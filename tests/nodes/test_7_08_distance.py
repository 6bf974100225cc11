"""Promise 7.8: how often a page, a card and a batch of comments wait for a database that is far away is bounded.

Counted between a paper and its PostgreSQL: each message that asks the server for an answer is one way there and back.
"""

from collections.abc import Mapping

import pytest
from tests.rigs.nodes.paper import Nodes
from tests.rigs.postgres.server import needs_postgresql

pytestmark = [needs_postgresql, pytest.mark.serve, pytest.mark.once("works on papers of its own")]
MOST = {
    "card": 25,
    "next card": 25,
    "queue": 25,
    "first batch": 12,
    "batch": 12,
    "one comment": 12,
    "story": 20,
    "story of kept pieces": 8,
    "long story": 20,
    "long story of kept pieces": 10,
}


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Nodes:
    """Of their own: they are filled with rows of which no record knows."""
    return Nodes.founded(tmp_path_factory.mktemp("distance"))


@pytest.fixture(scope="module")
def waits(nodes: Nodes) -> Mapping[str, int]:
    told: Mapping[str, int] = nodes.run("waits")
    assert told["pages of the long thread"] > 1
    return told


@pytest.mark.parametrize("what", MOST)
def test_7_08_it_waits_at_most_so_often(waits: Mapping[str, int], what: str) -> None:
    assert 0 < waits[what] <= MOST[what], waits
