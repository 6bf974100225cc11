"""5b.2 What the desk, the intake and the worker ask walks through no table that grows with the paper.

The statements are those of the product, taken while it works; their plans are the database's own. Held twice: with
what it would know of a paper of a million comments, and knowing nothing, as before it was ever analysed.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Final

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.makers.comments import NOON, approved, judged, rejected, sent, submission
from tests.makers.statistics import ROWS, as_a_large_paper
from tests.rigs.queries.plans import asked, walks

from kawaraban.alerts.delivering import deliver_due
from kawaraban.alerts.hooks import follow_record
from kawaraban.alerts.urgent import tell_of_urgent
from kawaraban.comments.actions.acts import APPROVE
from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.erasing.comment import erase_due, erase_own
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.actions.receive import receive
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.mails.reasons_told_later import tell_reasons
from kawaraban.comments.models import Comment, Thread
from kawaraban.doors.desk.lane.lanes import LANES
from kawaraban.doors.desk.search.index import read_all
from kawaraban.law.outbox import send_due
from kawaraban.people.models import User
from kawaraban.press.orders import latest_order_number, orders_after

SECTIONS: Final = 'SELECT DISTINCT "comments_thread"."section"'

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="plans are written as SQLite writes them"),
]

# Walks that are left, and why. By words of theirs.
BOUNDED: Final = {
    SECTIONS: "held by a test of its own",
    "restriction_time": "suspensions: two thousand where there are a million comments, read along their own index",
}


@pytest.fixture(params=["a large paper", "nothing known"], autouse=True)
def known(request: pytest.FixtureRequest, policy: object) -> None:
    if request.param == "a large paper":
        as_a_large_paper()


def walks_of(act: Callable[[], object], *, but: Collection[str] = BOUNDED) -> list[str]:
    with asked() as statements:
        act()
    assert len(statements) > 0
    return [walk for walk in walks(statements) if not any(words in walk for words in but)]


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


def test_5b_02_accepting_a_comment(thread: Thread) -> None:
    sendings = [
        submission(
            thread, f"Is the road open, {number}?", sender_address="203.0.113.9", email="a@example.org"
        )
        for number in range(3)
    ]

    assert walks_of(lambda: receive(sendings, now=NOON)) == []


@pytest.mark.parametrize("lane", [lane.code for lane in LANES])
def test_5b_02_a_lane_of_the_desk(desk: Client, thread: Thread, lane: str) -> None:
    sent(thread)

    assert walks_of(lambda: desk.get(reverse(f"desk:{lane}"))) == []


def test_5b_02_the_sections_that_a_list_can_be_narrowed_to(desk: Client, thread: Thread) -> None:
    sent(thread)

    assert walks_of(lambda: desk.get(reverse("desk:queue")), but=()) == []


def test_5b_02_what_has_come_meanwhile(desk: Client, thread: Thread) -> None:
    sent(thread)

    assert walks_of(lambda: desk.get(reverse("desk:arrivals"))) == []


def test_5b_02_a_card(desk: Client, thread: Thread, moderator: User) -> None:
    rejected(sent(thread, "You idiots.", sender_address="203.0.113.9"), moderator)
    comment = sent(thread, "And politely.", sender_address="203.0.113.9", email="a@example.org")

    assert walks_of(lambda: desk.get(reverse("desk:card", args=[comment.public_id]))) == []


def test_5b_02_approving_and_taking_it_back(thread: Thread, moderator: User) -> None:
    comment = sent(thread, email="a@example.org")

    def act() -> None:
        decision = decide(APPROVE, judged(comment), moderator=moderator, now=NOON)
        undo(decision_id=str(decision.pk), moderator=moderator, now=NOON)

    assert walks_of(act) == []


def test_5b_02_an_approval_at_the_desk_with_the_next_card(desk: Client, thread: Thread) -> None:
    comment = sent(thread)
    sent(thread, "The road is open.", sender_address="203.0.113.77")
    place, words = reverse("desk:approve", args=[comment.public_id]), {"revision_number": 1, "lane": "queue"}

    found = walks_of(lambda: desk.post(place, words, headers={"HX-Request": "true"}))

    assert Comment.objects.get(pk=comment.pk).status == "approved"
    assert found == []


def test_5b_02_the_log_of_reprint_orders() -> None:
    assert walks_of(lambda: (latest_order_number(), orders_after(0))) == []


def test_5b_02_the_page_of_a_sender(client: Client, thread: Thread, moderator: User) -> None:
    comment = sent(thread, email="a@example.org")
    rejected(comment, moderator)

    assert walks_of(lambda: client.get(f"/track/{comment.tracking_token}/")) == []


def test_5b_02_mails_that_are_due(thread: Thread, moderator: User) -> None:
    rejected(sent(thread, email="a@example.org"), moderator)

    assert walks_of(lambda: send_due(now=NOON + timedelta(hours=1))) == []


def test_5b_02_what_the_desk_searches_in(thread: Thread) -> None:
    sent(thread)

    assert walks_of(lambda: read_all()) == []


def test_5b_02_who_follows_the_record(thread: Thread, moderator: User) -> None:
    approved(sent(thread), moderator)

    def round_of_the_worker() -> None:
        follow_record(now=NOON)
        deliver_due(now=NOON)
        tell_of_urgent(now=NOON)
        tell_reasons(now=NOON)

    assert walks_of(round_of_the_worker) == []


def test_5b_02_withdrawing_and_erasing(thread: Thread, moderator: User) -> None:
    comment = sent(thread, email="a@example.org")
    approved(comment, moderator)

    def act() -> None:
        withdraw(tracking_token=comment.tracking_token, now=NOON)
        erase_own(tracking_token=comment.tracking_token, now=NOON)
        erase_due(now=NOON)

    assert walks_of(act) == []


def test_5b_02_erasing_a_person(thread: Thread, moderator: User, publisher: User) -> None:
    rejected(sent(thread, email="a@example.org"), moderator)

    assert (
        walks_of(lambda: erase_person(email="a@example.org", reason="asked", person=publisher, now=NOON))
        == []
    )


def test_5b_02_retention(thread: Thread, moderator: User) -> None:
    rejected(sent(thread, email="a@example.org"), moderator)

    # What few wrote is looked through once an hour, outside of every transaction.
    few = ("comments_restriction", "law_report", "law_appeal", "desk_authornote")

    assert walks_of(lambda: retain(now=NOON + timedelta(days=4_000)), but=few) == []
