"""4b.3 When an order is due: terrorist content within one hour, first in its lane, and kept for six months."""

from datetime import timedelta
from typing import Any

import pytest
from tests.makers.comments import NOON, approved, fresh, kept_off, removed, sent, withheld
from tests.makers.law.demands import ordered
from tests.makers.law.redress import reported

from kawaraban.comments.actions.decide import undo
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.need import FIRST_THINGS
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.models import Cause, DemandKind, Hold
from kawaraban.people.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]

SOON, LATER = NOON + timedelta(minutes=10), NOON + timedelta(hours=2)


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({"offence": "terrorism"}, NOON + timedelta(hours=1)),
        ({"offence": "terrorism", "due_at": NOON + timedelta(minutes=30)}, NOON + timedelta(minutes=30)),
        ({"offence": "terrorism", "due_at": NOON + timedelta(days=1)}, NOON + timedelta(hours=1)),
        ({"offence": "terrorism", "member_state": "TR"}, None),
        ({"offence": "terrorism", "kind": DemandKind.INFORM}, None),
        ({"due_at": NOON + timedelta(days=2)}, NOON + timedelta(days=2)),
        ({}, None),
    ],
)
def test_4b_03_an_order_is_due_when_the_law_or_itself_says(
    seen: Comment, editor: User, changes: dict[str, Any], due: Any
) -> None:
    assert ordered(seen, person=editor, **changes).due_at == due


def test_4b_03_what_has_an_hour_comes_before_everything_that_waits(
    thread: Thread, seen: Comment, editor: User, moderator: User
) -> None:
    older = sent(thread, "Reported long ago.")
    approved(older, moderator)
    reported(older, now=NOON - timedelta(days=30))
    order = ordered(seen, person=editor, offence="terrorism")

    first = Comment.objects.reported().order_by("reported_at", "pk").first()
    withheld(seen, moderator, now=SOON)

    order.refresh_from_db()
    assert first == seen
    assert order.effect_at == SOON
    assert fresh(seen).reported_at == NOON, "given effect, it is not urgent any more"
    reported_at = fresh(older).reported_at
    assert reported_at is not None
    assert reported_at > FIRST_THINGS


def test_4b_03_terrorist_content_is_kept_for_six_months_by_whoever_takes_it_off(
    seen: Comment, editor: User, moderator: User
) -> None:
    ordered(seen, person=editor, offence="terrorism", law="Regulation (EU) 2021/784")

    decision = removed(seen, moderator, now=SOON)

    hold = Hold.objects.get(subject=seen.subject)
    assert (hold.cause, hold.placed_by, hold.lifted_at) == (Cause.LEGAL, moderator, None)
    assert "2 O 114/26" in hold.reason
    assert hold.until is not None
    assert (hold.until.year, hold.until.month, hold.until.day) == (2027, 5, 23)
    undo(decision_id=str(decision.pk), moderator=moderator, now=SOON)
    hold.refresh_from_db()
    assert hold.lifted_at == SOON
    withheld(seen, moderator, now=LATER)
    kept_off(seen, moderator, now=LATER)
    assert Hold.objects.filter(lifted_at=None).count() == 1, "one, although it was withheld first"
    assert verify_paper().problems == []


def test_4b_03_other_orders_hold_nothing(seen: Comment, editor: User, moderator: User) -> None:
    ordered(seen, person=editor)
    removed(seen, moderator, now=SOON)

    assert not Hold.objects.exists()
