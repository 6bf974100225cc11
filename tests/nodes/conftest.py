"""A paper on two nodes, made once for all tests of a process: each works on rows of its own."""

import pytest
from tests.rigs.nodes.paper import Nodes


@pytest.fixture(scope="session")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Nodes:
    return Nodes.founded(tmp_path_factory.mktemp("nodes"))
