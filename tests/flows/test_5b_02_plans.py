"""5b.2 What the desk, the intake and the worker ask walks through no table that grows with the paper.

The statements are those of the product, taken while it works; their plans are the database's own. Held twice: with
what it would know of a paper of a million comments, and knowing nothing, as before it was ever analysed.
"""

from collections.abc import Callable
from typing import Final

import pytest
from django.db import connection
from tests.makers.statistics import ROWS, as_a_large_paper
from tests.rigs.plans import asked, walks

from kawaraban.comments.models import Comment, Thread

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="plans are written as SQLite writes them"),
]

# Statements that may find much, and why that is none of the paper's growth. By words of theirs.
BOUNDED: Final[dict[str, str]] = {}


@pytest.fixture(params=["a large paper", "nothing known"], autouse=True)
def known(request: pytest.FixtureRequest, policy: object) -> None:
    if request.param == "a large paper":
        as_a_large_paper()


def walks_of(act: Callable[[], object]) -> list[str]:
    with asked() as statements:
        act()
    assert len(statements) > 0
    return [walk for walk in walks(statements) if not any(words in walk for words in BOUNDED)]


def test_5b_02_the_large_paper_has_the_tables_of_this_one() -> None:
    tables = set(connection.introspection.table_names())

    rooms = {table.partition("_")[0] for table in tables}
    assert {table for table in ROWS if table.partition("_")[0] in rooms} <= tables


def test_5b_02_a_walk_is_seen_where_there_is_one(thread: Thread) -> None:
    scanned = walks_of(lambda: list(Comment.objects.filter(name="Ada")))
    wide = walks_of(lambda: Comment.objects.filter(status="approved").count())
    found = walks_of(lambda: list(Comment.objects.filter(thread=thread, status="approved")))

    assert ["SCAN comments_comment" in walk for walk in scanned] == [True]
    assert ["status=?" in walk for walk in wide] == [True]
    assert found == []
