"""Promises 5.9, 7.8: a page and a batch of comments ask the database little: each question is a way there and back.

Counted on the demo paper, in a process with the paper's own settings. What opens and ends a transaction is not counted:
on SQLite it is no way. What travels together on PostgreSQL is counted there (`tests/nodes/test_7_08_distance.py`).
"""

import json
from collections.abc import Mapping

import pytest
from tests.rigs.demo_served import make_demo, run_on_demo

MOST = {
    "card": 25,
    "next card": 25,
    "queue": 25,
    "story": 20,
    "story of kept pieces": 8,
    "comment": 22,
    "batch": 22,
}
ASKS = """
import json
from kawaraban.cli.setup import start_django
start_django()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from tests.makers.comments import submission
from kawaraban.comments.actions.receive import receive
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.press.printing.pieces import KEPT

def asked(client, address, **headers):
    # The rules of triage are read again each second: the fewest of some are counted.
    return min((asked_once(client, address, **headers) for _ in range(3)), key=len)

def asked_once(client, address, **headers):
    with CaptureQueriesContext(connection) as questions:
        answer = client.get(address, headers=headers)
    assert answer.status_code == 200, (address, answer.status_code)
    sent = [question["sql"] for question in questions]
    return [sql for sql in sent if not sql.startswith(("BEGIN", "COMMIT"))]

def batch(count, name):
    # What is asked for so many comments that come in together.
    thread, now = Thread.objects.order_by("pk")[0], utc_now()
    sendings = [
        submission(thread, f"{name} {number}", name=name, sender_address=f"198.51.100.{number}", now=now)
        for number in range(count)
    ]
    with CaptureQueriesContext(connection) as questions:
        receive(sendings, now=now)
    return [each["sql"] for each in questions if not each["sql"].startswith(("BEGIN", "COMMIT"))]

setup_test_environment()
desk = Client(headers={"host": "localhost"})
desk.force_login(User.objects.get(username="mika"))
card = f"/desk/card/{Comment.objects.filter(status=Status.PENDING).order_by('sent_at', 'pk')[0].public_id}/"
story = Thread.objects.filter(locator__startswith="story").order_by("pk")[0].url
desk.get(card)
reader = Client(headers={"host": "localhost"})
reader.get(story)
found = {"card": asked(desk, card), "queue": asked(desk, "/desk/")}
found["next card"] = asked(desk, card, **{"HX-Request": "true"})
KEPT.forget()
found["story"] = asked_once(reader, story + "?anew=1")
found["story of kept pieces"] = asked(reader, story + "?anew=2")
batch(1, "Ada")
found["comment"] = batch(1, "Bo")
found["batch"] = batch(24, "Cy")
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    data = tmp_path_factory.mktemp("asked") / "paper"
    make_demo(data)
    found: dict[str, list[str]] = json.loads(run_on_demo(data, ASKS))
    return found


@pytest.mark.parametrize("page", MOST)
def test_5_09_a_page_asks_at_most_so_often(asked: Mapping[str, list[str]], page: str) -> None:
    assert len(asked[page]) <= MOST[page], asked[page]
