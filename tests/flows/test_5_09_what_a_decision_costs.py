"""Promise 5.9: a key press on the desk asks the database little, and waits for its writer twice at most.

Measured on the demo paper, in a process of its own with the paper's own settings: what a test does inside its own
transaction would begin none.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.rigs.demo_served import make_demo, run_on_demo

MOST_STATEMENTS = 44
MOST_WRITES = 2

# Signs in as the demo's moderator, opens the first comment that waits, and presses one key after the other.
KEYS = """
import json
from kawaraban.cli.setup import start_django
start_django()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse
from kawaraban.comments.models import Comment, Status
from kawaraban.doors.desk.list.finished import FINISHED
from kawaraban.doors.desk.lane.lanes import LANES
from kawaraban.people.models import User

def first():
    return Comment.objects.filter(status=Status.PENDING).order_by("sent_at", "pk")[0]

def press(desk, act, words):
    comment = first()
    with CaptureQueriesContext(connection) as asked:
        answer = desk.post(
            reverse(f"desk:{act}", args=[comment.public_id]),
            {"revision_number": comment.revision_number, "lane": "queue", **words},
            headers={"HX-Request": "true"},
        )
    assert answer.status_code == 200, (answer.status_code, answer.content[:300])
    return {
        "act": act,
        "statements": [query["sql"] for query in asked.captured_queries],
        "is_next": answer.context["card"].public_id == first().public_id,
        "shown": {tab.code: tab.tally.number for tab in answer.context["state"].tabs},
        "stored": {lane.code: lane.comments().count() for lane in LANES},
    }

setup_test_environment()
desk = Client(headers={"host": "localhost"})
desk.force_login(User.objects.get(username="mika"))
desk.get(f"/desk/card/{first().public_id}/")
done = [press(desk, act, words) for act, words in ACTS]
FINISHED.forget()  # as in a process that has just been started
print(json.dumps({"warm": done, "cold": press(desk, "reject", {"ground": "insult"})}))
"""
ACTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("reject", {"ground": "insult"}),
    ("reject", {"ground": "spam"}),
    ("approve", {}),
    ("send_back", {"note": "Name your source, please."}),
    ("reject", {"ground": "threat"}),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("cost") / "paper"
    make_demo(data)
    return data


@pytest.fixture(scope="module")
def told(demo: Path) -> dict[str, Any]:
    """Each key with what it asked of the database."""
    said: dict[str, Any] = json.loads(run_on_demo(demo, f"ACTS = {ACTS!r}\n{KEYS}"))
    return said


@pytest.fixture
def pressed(told: dict[str, Any]) -> list[dict[str, Any]]:
    """All of them, also the one in a process that had counted nothing yet."""
    return [*told["warm"], told["cold"]]


def refusals(pressed: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    found = [each["statements"] for each in pressed if each["act"] == "reject"]
    assert len(found) == 4
    return found


def test_5_09_a_refusal_by_key_takes_at_most_forty_four_statements(pressed: list[dict[str, Any]]) -> None:
    counts = [len(statements) for statements in refusals(pressed)]

    assert max(counts) <= MOST_STATEMENTS, counts


def test_5_09_every_act_by_key_waits_for_the_writer_twice_at_most(pressed: list[dict[str, Any]]) -> None:
    for each in pressed:
        begun = [statement for statement in each["statements"] if statement.startswith("BEGIN")]
        assert 1 <= len(begun) <= MOST_WRITES, each["act"]
        assert set(begun) == {"BEGIN IMMEDIATE"}


def test_5_09_a_refusal_reads_the_grounds_of_the_policy_once(pressed: list[dict[str, Any]]) -> None:
    for statements in refusals(pressed):
        assert sum('FROM "law_policyground"' in statement for statement in statements) == 1


def test_5_09_finished_lanes_are_not_counted_for_each_key(told: dict[str, Any]) -> None:
    counted = [
        [
            statement
            for statement in each["statements"]
            if "COUNT(" in statement and "= 'approved'" in statement
        ]
        for each in (*told["warm"], told["cold"])
    ]

    assert [len(each) for each in counted] == [0] * len(ACTS) + [1]


def test_5_09_what_somebody_decides_is_in_the_numbers_at_once(pressed: list[dict[str, Any]]) -> None:
    for each in pressed:
        assert each["is_next"]
        assert each["shown"] == {code: each["stored"][code] for code in each["shown"]}
